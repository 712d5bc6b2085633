"""Drawing of certificates and attendance notices: facts in, PDF bytes out. Knows no Django and no database."""

from people.papers.fonts import UnprintableName, missing_letters

from .draw import draw_document
from .facts import PrintedFacts
from .look import USUAL, Look

__all__ = ["USUAL", "Look", "PrintedFacts", "UnprintableName", "draw_document", "missing_letters"]
