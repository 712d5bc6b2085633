"""Every write of this floor, one file a subject."""
