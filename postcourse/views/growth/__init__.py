"""Pages of the graduate's diary, self-assessment and a child's indicators."""

from .checking import entry_check
from .diary import diary, entry_file
from .entry import entry
from .indicators import indicator, indicators
from .self_assessment import self_assessment

__all__ = ["diary", "entry", "entry_check", "entry_file", "indicator", "indicators", "self_assessment"]
