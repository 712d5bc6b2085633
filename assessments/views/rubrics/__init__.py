"""Rubrics in the editor: a module a screen. They look like the question bank and stand beside it."""
