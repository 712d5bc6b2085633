"""Programmes from files: read everything, say everything that is wrong, then write it all or nothing.

`files` reads and reports by file and line, `programme` and `lesson` know the formats, `pages` and `editions` write.
"""

from .apply import apply
from .files import LoadErrors, Report
from .programme import ParsedProgramme, parse

__all__ = ["LoadErrors", "ParsedProgramme", "Report", "apply", "parse"]
