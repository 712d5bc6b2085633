"""Screens that compose the apps."""
