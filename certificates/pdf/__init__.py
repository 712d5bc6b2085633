"""Drawing of certificates and attendance notices: facts in, PDF bytes out. Knows no Django and no database."""

from people.papers.fonts import UnprintableName, missing_letters

from .draw import draw_document, draw_on_stock, draw_test_sheet, require_drawable
from .facts import PrintedFacts
from .look import USUAL, Look
from .samples import longest_facts, shortest_facts
from .wording import PLACEHOLDERS, REQUIRED, WORDING

__all__ = [
    "PLACEHOLDERS",
    "REQUIRED",
    "USUAL",
    "WORDING",
    "Look",
    "PrintedFacts",
    "UnprintableName",
    "draw_document",
    "draw_on_stock",
    "draw_test_sheet",
    "longest_facts",
    "missing_letters",
    "require_drawable",
    "shortest_facts",
]
