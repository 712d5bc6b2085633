"""Programmes as files: what the loader reads, written from the site so that loading it changes nothing.

`programme` writes the tables and pages, `lessons` and `media` the parts of a lesson, `markdown` rich text, `check` reads
everything back.
"""

from .check import check
from .files import DumpErrors, Folder
from .programme import write, write_orientation

__all__ = ["DumpErrors", "Folder", "check", "write", "write_orientation"]
