"""Whether the content of a programme is whole: read from its files, without a database."""

from .checks import Finding, findings
from .lessons import Lesson, Programme, read
from .report import table

__all__ = ["Finding", "Lesson", "Programme", "findings", "read", "table"]
