"""Files of the kit: printed on request, then kept by what they were printed from."""

from dataclasses import dataclass

from django.core.cache import cache

from people.papers import MEDIA_TYPES

from .docx import docx
from .forms import Form, Kit
from .pdf import pdf

KEEP_SECONDS = 60 * 60 * 24
PRINTED_BY = 1  # raise it when the same form would be printed differently
PRINTERS = {"pdf": pdf, "docx": docx}


@dataclass(frozen=True)
class File:
    """One file. `name`: for the person who saves it, in the form's language; `mark`: changes with the content."""

    name: str
    media_type: str
    mark: str
    content: bytes


def mark_of(form: Form, language: str, kind: str) -> str:
    """What changes whenever the file would."""
    return f"{form.stamp}-{PRINTED_BY}-{language}-{kind}"


def file_name(form: Form, language: str, kind: str) -> str:
    """The title as a file's name: letters, digits, spaces, hyphens."""
    plain = "".join(one if one.isalnum() or one in " -" else " " for one in form.wordings[language].title)
    return f"{' '.join(plain.split())}.{kind}"


def build(kit: Kit, form: Form, language: str, kind: str) -> File:
    """The form in a language ("kk", "ru") as "pdf" or "docx"; from the cache where it was printed before."""
    mark = mark_of(form, language, kind)
    content = cache.get(f"kit:{mark}")
    if content is None:
        content = PRINTERS[kind](form, language, kit.words[language])
        cache.set(f"kit:{mark}", content, KEEP_SECONDS)
    return File(file_name(form, language, kind), MEDIA_TYPES[kind], mark, content)
