"""Every write of this floor, one room a subject."""
