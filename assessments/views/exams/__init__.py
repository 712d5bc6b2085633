"""Exams as staff see them: who sits now, the protocol of an attempt, the conditions of a person."""
