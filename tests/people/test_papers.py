"""Papers from data: the same words in PDF and DOCX, long tables with their head on each page, no black boxes."""

import io
import re
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from people.errors import Refusal
from people.papers import (
    Facts,
    Heading,
    Paper,
    Paragraph,
    Signatures,
    Table,
    UnprintableName,
    docx,
    pdf,
)

LETTERS = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
HEAD = ["№", "Тегі, аты, әкесінің аты", "Балл"]


def paper(*blocks, **fields) -> Paper:
    return Paper(
        **{"title": "Аттестаттау комиссиясының хаттамасы", "language": "kk", "blocks": blocks} | fields
    )


def whole() -> Paper:
    return paper(
        Facts([("Хаттама", "№ 7"), ("Өтті", "20.11.2026")]),
        Heading("Күн тәртібі"),
        Paragraph(f"Бірінші сөйлем: {LETTERS}.\nЕкінші жол <b>& қалай жазылса, солай</b>."),
        Table(
            HEAD,
            [["1", "Әбілқасымұлы Нұрғиса", "76,5"], ["2", "Үмбетжанова Ақмарал", "49,99"]],
            frozenset({2}),
        ),
        Signatures([("Төраға", "Қ. Серікбаева"), ("Хатшы", "")]),
        subtitle="«Инклюзия» бағдарламасы",
    )


def printed(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words_of(content: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in printed(content).pages))


def document_of(content: bytes):
    return Document(io.BytesIO(content))


def docx_words(content: bytes) -> str:
    """Everything in the body, in its order."""
    body = document_of(content).element.body
    return re.sub(r"\s+", " ", " ".join(one.text or "" for one in body.iter(qn("w:t"))))


def test_both_files_say_all_the_paper_says_with_every_kazakh_letter():
    one = whole()
    in_pdf, in_docx = words_of(pdf(one)), docx_words(docx(one))
    for text in one.texts():
        for line in text.split("\n"):
            assert line in in_pdf
            assert line in in_docx
    assert LETTERS in in_pdf


def test_a_text_is_never_read_as_markup():
    one = paper(Paragraph("<font size=90>а < б && в</font>"), Table(["<i>"], [["&lt;"]]))
    assert "<font size=90>а < б && в</font>" in words_of(pdf(one))
    assert "&lt;" in words_of(pdf(one))


def test_the_pdf_names_its_title_and_language_and_embeds_every_face():
    reader = printed(pdf(whole()))
    assert reader.metadata.title == "Аттестаттау комиссиясының хаттамасы"
    assert reader.trailer["/Root"]["/Lang"] == "kk-KZ"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    names = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert names
    assert all("Noto" in name for name in names), names
    assert printed(pdf(paper(language="ru"))).trailer["/Root"]["/Lang"] == "ru-RU"


def test_a_table_of_two_hundred_rows_repeats_its_head_on_every_page_and_loses_no_row():
    rows = [[str(number), f"Қатысушы нөмірі {number}", f"{number},5"] for number in range(1, 201)]
    reader = printed(pdf(paper(Table(HEAD, rows, frozenset({0, 2})))))
    assert len(reader.pages) > 3
    texts = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
    for number, text in enumerate(texts, 1):
        assert "Тегі, аты, әкесінің аты" in text
        assert f"{number} / {len(texts)}" in text
    together = " ".join(texts)
    places = [together.index(f"Қатысушы нөмірі {number} ") for number in range(1, 201)]
    assert all(first < second for first, second in pairwise(places))


def test_a_cell_longer_than_a_page_breaks_and_is_kept_whole():
    long = "\n".join(f"Жол {number}: баланың күшті жақтары туралы сөйлем." for number in range(1, 151))
    reader = printed(pdf(paper(Facts([("Мазмұны", long)]), Table(["Бөлім", "Мәтін"], [["1", long]]))))
    text = words_of(pdf(paper(Facts([("Мазмұны", long)]), Table(["Бөлім", "Мәтін"], [["1", long]]))))
    assert len(reader.pages) > 4
    assert text.count("Жол 1:") == 2
    assert text.count("Жол 150:") == 2


def test_twelve_columns_stand_on_a_page_across():
    head = ["Тегі, аты", *(f"Бағалау құрамдасы {number}" for number in range(1, 12))]
    reader = printed(pdf(paper(Table(head, [["Үмбетжанова А. І."] + ["100,00"] * 11]), landscape=True)))
    page = reader.pages[0]
    assert page.mediabox.width > page.mediabox.height
    assert page.extract_text().count("100,00") == 11


def test_the_same_paper_gives_the_same_bytes():
    assert pdf(whole()) == pdf(whole())


def test_letters_that_the_fonts_lack_are_refused_by_name_in_pdf_and_accepted_in_docx(in_english):
    one = paper(Paragraph("Һ 李 дана"))
    with pytest.raises(UnprintableName) as refusal:
        pdf(one)
    assert isinstance(refusal.value, Refusal)
    assert "李" in str(refusal.value)
    assert "DOCX" in str(refusal.value)
    assert "李" in docx_words(docx(one))


def test_pasted_bullets_and_invisible_signs_do_not_stop_a_paper():
    one = paper(Paragraph("• бір\u200b\u00ad\t− екі\x07\r\nүш"))
    assert "– бір – екі" in words_of(pdf(one))
    assert "– бір – екі" in docx_words(docx(one))


def test_the_docx_has_headings_header_rows_language_and_page_numbers():
    document = document_of(docx(whole()))
    styles = {one.text: one.style.name for one in document.paragraphs if one.style.name.startswith("Heading")}
    assert styles == {"Аттестаттау комиссиясының хаттамасы": "Heading 1", "Күн тәртібі": "Heading 2"}
    table = next(table for table in document.tables if table.cell(0, 0).text == "№")
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert table.cell(2, 2).paragraphs[0].alignment == 2
    assert document.styles.element.xpath("w:docDefaults//w:lang")[0].get(qn("w:val")) == "kk-KZ"
    foot = document.sections[0].footer._element
    assert [one.get(qn("w:instr")) for one in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert document.core_properties.title == "Аттестаттау комиссиясының хаттамасы"
    assert (
        document_of(docx(paper(language="ru")))
        .styles.element.xpath("w:docDefaults//w:lang")[0]
        .get(qn("w:val"))
        == "ru-RU"
    )


def test_a_row_that_does_not_fit_its_head_is_a_mistake():
    with pytest.raises(ValueError, match="as long as its head"):
        Table(["а", "ә"], [["жалғыз"]])
