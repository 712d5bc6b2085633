"""Shared practices: written, looked through, reviewed, used."""
