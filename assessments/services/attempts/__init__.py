"""Taking a test: when it is open, under which conditions, answers, its end, its points."""
