"""Marking by rubric: who marks, notes and ready comments, marks, moderation, release."""
