"""Meetings of a graduate and their mentor, from an hour offered to what came of it."""
