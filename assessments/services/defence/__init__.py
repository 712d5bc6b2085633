"""Defences and participation: sessions, their turns, what was seen of activity."""
