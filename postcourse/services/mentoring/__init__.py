"""The year of support: mentors, matched graduates, their plan, and how it closes."""
