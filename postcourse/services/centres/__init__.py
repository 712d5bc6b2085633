"""Resource centres: their work, their figures, their reports."""
