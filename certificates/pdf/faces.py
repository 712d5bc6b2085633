"""The four faces as a PDF holds them: the committed subsets whole, compressed once per process.

Every document carries the same bytes, so nothing is cut out of a font while one is drawn. Letters are written as glyph
numbers (Identity-H) and read back through a table of Unicode values.
"""

import zlib
from dataclasses import dataclass
from functools import cache

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from reportlab.pdfbase import pdfmetrics

from people.papers.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD, register

RESOURCES = {SERIF: "F0", SERIF_BOLD: "F1", SANS: "F2", SANS_BOLD: "F3"}
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{blocks}
endcmap CMapName currentdict /CMap defineresource pop end end"""


@dataclass(frozen=True)
class _Packed:
    """What one face brings into every document."""

    program: bytes
    length: int
    unicode: bytes
    font: bytes
    descendant: bytes
    descriptor: bytes


@cache
def glyphs(face: str) -> dict[str, str]:
    """Each letter's glyph number as four hexadecimal digits."""
    register()
    return {chr(code): f"{glyph:04X}" for code, glyph in pdfmetrics.getFont(face).face.charToGlyph.items()}


def _to_unicode(letters: dict[int, int]) -> bytes:
    rows = [f"<{glyph:04X}> <{code:04X}>" for glyph, code in sorted(letters.items())]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    text = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return zlib.compress(_CMAP.format(blocks=text).encode("ascii"), 9)


@cache
def _packed(face: str) -> _Packed:
    register()
    font = pdfmetrics.getFont(face).face
    program = font._ttf_data
    letters: dict[int, int] = {}
    for code, glyph in sorted(font.charToGlyph.items()):
        letters.setdefault(glyph, code)  # a no-break space is read back as the space it looks like
    name = f"TIREKA+{font.name.decode() if isinstance(font.name, bytes) else font.name}"
    last = max(letters)
    widths = " ".join(
        f"{font.charWidths[letters[glyph]] if glyph in letters else font.defaultWidth:.0f}"
        for glyph in range(last + 1)
    )
    box = " ".join(f"{value:.0f}" for value in font.bbox)
    return _Packed(
        program=zlib.compress(program, 9),
        length=len(program),
        unicode=_to_unicode(letters),
        font=f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H >>".encode(),
        descendant=(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity"
            f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /DW {font.defaultWidth:.0f} /W [0 [{widths}]] >>"
        ).encode(),
        descriptor=(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}]"
            f" /ItalicAngle {font.italicAngle:.0f} /Ascent {font.ascent:.0f} /Descent {font.descent:.0f}"
            f" /CapHeight {font.capHeight:.0f} /StemV {font.stemV:.0f} >>"
        ).encode(),
    )


def embed(pdf: Pdf, face: str) -> Object:
    """The font object of a face in this document."""
    packed = _packed(face)
    descriptor = pdf.make_indirect(Object.parse(packed.descriptor))
    descriptor.FontFile2 = Stream(
        pdf, packed.program, Dictionary(Filter=Name.FlateDecode, Length1=packed.length)
    )
    descendant = pdf.make_indirect(Object.parse(packed.descendant))
    descendant.FontDescriptor = descriptor
    font = pdf.make_indirect(Object.parse(packed.font))
    font.DescendantFonts = Array([descendant])
    font.ToUnicode = Stream(pdf, packed.unicode, Dictionary(Filter=Name.FlateDecode))
    return font
