"""Drawing of certificates and attendance notices: facts in, PDF bytes out. Knows no Django and no database."""

from .draw import draw_document
from .facts import PrintedFacts
from .fonts import UnprintableName, missing_letters

__all__ = ["PrintedFacts", "UnprintableName", "draw_document", "missing_letters"]
