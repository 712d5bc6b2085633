"""Papers to try: drawn once, read back with other libraries."""

import io
from collections.abc import Iterator
from functools import cache

import pikepdf
import pypdfium2 as pdfium
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw

from certificates.pdf import Look, PrintedFacts, draw_document, longest_facts, shortest_facts
from certificates.proof.cose import Claims, signed

KEY = Ed25519PrivateKey.from_private_bytes(b"drawing " * 4)
CREDENTIAL = ('{"credential": "' + "Үлгі " * 300 + '"}').encode()
LANGUAGES = {"kk,ru": ("kk", "ru"), "ru,kk": ("ru", "kk"), "kk,ru,en": ("kk", "ru", "en")}
KINDS = ("certificate", "notice")


def cose_of(facts: PrintedFacts) -> str:
    """What room for the second code a real document needs."""
    claims = Claims(
        facts.code,
        facts.full_name,
        facts.number.split("-")[1],
        facts.issued_on,
        facts.valid_until,
        12,
        131_071,
        facts.kind,
        80,
    )
    return signed(claims, private=KEY, kid="2026-1")


@cache
def drawn(kind: str, languages: str = "kk,ru", *, longest: bool = True) -> bytes:
    facts = longest_facts(kind) if longest else shortest_facts(kind)
    look = Look(languages=LANGUAGES[languages])
    return draw_document(facts, look=look, cose=cose_of(facts), credential=CREDENTIAL)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def pages(content: bytes) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(content)


def said(page: pdfium.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_range().split())


def elements(node: pikepdf.Object, lang: str = "") -> Iterator[tuple[pikepdf.Object, str]]:
    """Each part of the structure tree in reading order, with the language that holds for it."""
    own = str(node.get("/Lang", lang))
    if "/S" in node:
        yield node, own
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from elements(kid, own)


def picture(mode: str, size: tuple[int, int], colour: tuple[int, ...], *, form: str = "PNG") -> bytes:
    """A coloured disc on nothing, or on the colour where the picture has no transparency."""
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else colour)
    ImageDraw.Draw(image).ellipse((2, 2, size[0] - 2, size[1] - 2), fill=colour)
    target = io.BytesIO()
    image.save(target, form)
    return target.getvalue()
