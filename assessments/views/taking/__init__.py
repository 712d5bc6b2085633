"""Taking a test: what awaits, the questions, breaks, handing in, the result."""
