"""Every reusable read of this floor; permission is the first filter."""
