"""The interface for other programs: what it answers and how it is described."""
