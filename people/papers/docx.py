"""A paper as DOCX: real headings, table heads that repeat, the language set, page numbers; to go on working in."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree

from . import paper as parts
from .paper import Paper, tidy

FACE, INSTEAD = "Times New Roman", "Liberation Serif"  # found on every office machine; equally wide
SIDES = ("ascii", "hAnsi", "cs", "eastAsia")


def docx(paper: Paper) -> bytes:
    """The bytes of the DOCX. Any letter is accepted: the reader's machine has fonts of its own."""
    document = Document()
    _describe(document, paper)
    _page(document, paper)
    _styles(document, "kk-KZ" if paper.language == "kk" else "ru-RU")
    document.add_heading(tidy(paper.title), level=1)
    if paper.subtitle:
        document.add_paragraph(tidy(paper.subtitle))
    for block in paper.blocks:
        match block:
            case parts.Heading(text):
                document.add_heading(tidy(text), level=2)
            case parts.Paragraph(text):
                for line in tidy(text).split("\n"):
                    document.add_paragraph(line)
            case parts.Facts(rows):
                _facts(document, rows)
            case parts.Table():
                _table(document, block)
            case parts.Signatures(rows):
                _signatures(document, rows)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _describe(document: Any, paper: Paper) -> None:
    facts = document.core_properties
    facts.title, facts.subject, facts.author = tidy(paper.title)[:255], tidy(paper.subtitle)[:255], "Tirek"
    facts.language, facts.comments, facts.last_modified_by = paper.language, "", ""
    for stale in facts._element.xpath("dcterms:created | dcterms:modified"):
        facts._element.remove(stale)  # the template's, years ago


def _page(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for field in ("PAGE", "NUMPAGES"):
        if field == "NUMPAGES":
            foot.add_run(" / ")
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        foot._p.append(simple)


def _styles(document: Any, language: str) -> None:
    for name, size in (("Normal", 12), ("Heading 1", 16), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = FACE, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        fonts.attrib.clear()  # the template's theme would win over the name
        for side in SIDES:
            fonts.set(qn(f"w:{side}"), FACE)
    spoken = document.styles.element.xpath("w:docDefaults//w:lang")[0]
    for side in ("val", "eastAsia", "bidi"):
        spoken.set(qn(f"w:{side}"), language)
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = _with_fallback(part.blob)


def _with_fallback(content: bytes) -> bytes:
    """The table of fonts, naming what stands in where the face is not installed."""
    root = parse_xml(content)
    for known in root.findall(qn("w:font")):
        if known.get(qn("w:name")) == FACE:
            root.remove(known)
    face, instead = OxmlElement("w:font"), OxmlElement("w:altName")
    face.set(qn("w:name"), FACE)
    instead.set(qn("w:val"), INSTEAD)
    face.append(instead)
    root.append(face)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _write(cell: Any, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(tidy(text)).bold = bold or None
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(row: Any, *names: str) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))


def _facts(document: Any, rows: Sequence[tuple[str, str]]) -> None:
    grid = document.add_table(rows=0, cols=2)
    for label, value in rows:
        row = grid.add_row()
        _write(row.cells[0], label)
        _write(row.cells[1], value)
    document.add_paragraph()


def _table(document: Any, table: parts.Table) -> None:
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
    # Cells are asked for once: by row and column each would be searched for anew.
    cells = grid._cells
    width = len(table.head)
    for number, row in enumerate([table.head, *table.rows]):
        for place, text in enumerate(row):
            _write(
                cells[number * width + place],
                text,
                bold=number == 0,
                right=place in table.numeric,
            )
    for number, line in enumerate(grid.rows):
        _mark(line, *(["w:cantSplit", "w:tblHeader"] if number == 0 else ["w:cantSplit"]))
    document.add_paragraph(table.page_total.format(rows=len(table.rows), so_far=len(table.rows)))


def _signatures(document: Any, rows: Sequence[tuple[str, str]]) -> None:
    grid = document.add_table(rows=0, cols=3)
    for role, name in rows:
        row = grid.add_row()
        row.height = Cm(1.2)
        _mark(row, "w:cantSplit")
        for cell, text in zip(row.cells, (role, "_" * 20, name), strict=True):
            _write(cell, text)
