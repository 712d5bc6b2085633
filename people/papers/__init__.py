"""Plain papers from data: one description, printed as PDF in our own fonts or as a DOCX to go on working in."""

from .docx import docx
from .fonts import UnprintableName, missing_letters
from .paper import Block, Facts, Heading, Paper, Paragraph, Signatures, Table
from .pdf import pdf
from .sheets import MEDIA_TYPE

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": MEDIA_TYPE,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

__all__ = [
    "MEDIA_TYPES",
    "Block",
    "Facts",
    "Heading",
    "Paper",
    "Paragraph",
    "Signatures",
    "Table",
    "UnprintableName",
    "docx",
    "missing_letters",
    "pdf",
]
