"""What the support after the course comes to: read in a fixed number of queries, counted by pure functions."""
