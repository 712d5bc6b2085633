"""The words of files: text, properties and notes are read, bombs are refused, scans are said to be unreadable."""

import io
import zipfile

import docx
import openpyxl
import pytest
from PIL import Image
from pypdf import PdfWriter
from reportlab.pdfgen import canvas

from assessments import text_of_files
from assessments.text_of_files import Unsafe, read

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def words(reading) -> str:
    return "\n".join(piece.text for piece in reading.pieces)


def packed(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def test_a_document_gives_paragraphs_tables_headers_and_properties():
    document = docx.Document()
    document.core_properties.author = "Серікова Айгерім"
    document.core_properties.title = "Жоспар"
    document.add_paragraph("Бірінші жол").add_run(" жалғасы")
    document.add_table(1, 2).rows[0].cells[1].text = "921029 350851"
    document.sections[0].header.paragraphs[0].text = "Жоғары жақ"
    held = io.BytesIO()
    document.save(held)
    reading = read(held.getvalue(), DOCX)
    assert reading.is_whole
    assert reading.has_text
    assert "Бірінші жол жалғасы\n" in words(reading)
    assert "921029 350851" in words(reading)
    assert "Жоғары жақ" in words(reading)
    about = [piece.text for piece in reading.pieces if piece.kind == "properties"]
    assert "Серікова Айгерім" in "\n".join(about)


def test_words_that_were_deleted_but_are_still_in_the_file_are_read():
    part = b'<w:document xmlns:w="w"><w:p><w:del><w:r><w:delText>921029350851</w:delText></w:r></w:del></w:p></w:document>'
    assert "921029350851" in words(read(packed(**{"word__document.xml": part}), DOCX))


def test_a_workbook_gives_texts_numbers_and_sheet_names():
    book = openpyxl.Workbook()
    book.active.title = "Оқушы А"
    book.active["A1"] = "Динамика"
    book.active["B2"] = 921029350851
    held = io.BytesIO()
    book.save(held)
    text = words(read(held.getvalue(), XLSX))
    assert "Динамика" in text
    assert "921029350851" in text
    assert "Оқушы А" in text


def test_slides_and_their_notes_are_read():
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Сабақ</a:t></a:r></a:p></p:sld>'.encode()
    note = '<p:notes xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Ескерту</a:t></a:r></a:p></p:notes>'.encode()
    content = packed(
        **{"ppt__slides__slide1.xml": slide, "ppt__notesSlides__n1.xml": note, "ppt__media__1.png": b"x"}
    )
    reading = read(content, PPTX)
    assert "Сабақ" in words(reading)
    assert "Ескерту" in words(reading)
    assert reading.has_pictures


def pdf(*pages: str, author: str = "") -> bytes:
    held = io.BytesIO()
    sheet = canvas.Canvas(held)
    sheet.setAuthor(author)
    for text in pages:
        sheet.drawString(72, 700, text)
        sheet.showPage()
    sheet.save()
    return held.getvalue()


def test_a_pdf_gives_its_pages_and_its_author():
    reading = read(pdf("IIN 921029350851", "second", author="Serikova"), PDF)
    assert [(piece.kind, piece.number) for piece in reading.pieces] == [
        ("properties", None),
        ("page", 1),
        ("page", 2),
    ]
    assert "921029350851" in reading.pieces[1].text
    assert "Serikova" in reading.pieces[0].text


def test_a_page_without_text_is_named():
    reading = read(pdf("words", ""), PDF)
    assert reading.unread == [2]
    assert reading.has_text


def test_a_scan_and_a_picture_have_no_text():
    held = io.BytesIO()
    Image.new("RGB", (10, 10)).save(held, "PDF")
    assert not read(held.getvalue(), PDF).has_text
    held = io.BytesIO()
    Image.new("RGB", (10, 10)).save(held, "PNG")
    reading = read(held.getvalue(), "image/png")
    assert not reading.has_text
    assert reading.has_pictures


def test_a_locked_pdf_is_not_whole():
    writer = PdfWriter(clone_from=io.BytesIO(pdf("words")))
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    reading = read(held.getvalue(), PDF)
    assert not reading.has_text
    assert not reading.is_whole


@pytest.mark.parametrize("media_type", [PDF, DOCX, XLSX])
def test_a_broken_file_breaks_nothing(media_type):
    for content in (b"", b"%PDF-1.7 broken", b"PK\x03\x04broken"):
        reading = read(content, media_type)
        assert not reading.is_whole
        assert not reading.has_text


def test_only_so_many_pages_are_read(monkeypatch):
    monkeypatch.setattr(text_of_files, "PAGES", 2)
    reading = read(pdf("one", "two", "three"), PDF)
    assert [piece.number for piece in reading.pieces if piece.kind == "page"] == [1, 2]
    assert not reading.is_whole


def test_only_so_many_letters_are_kept(monkeypatch):
    monkeypatch.setattr(text_of_files, "LETTERS", 10)
    reading = read("абвгд абвгд абвгд".encode(), "text/plain")
    assert words(reading) == "абвгд абвг"
    assert not reading.is_whole


def test_a_zip_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(text_of_files, "UNPACKED", 1_000_000)
    bomb = packed(**{"word__document.xml": b"<w>" + b" " * 5_000_000 + b"</w>"})
    assert len(bomb) < 20_000
    with pytest.raises(Unsafe):
        read(bomb, DOCX)


def test_parts_are_bounded_together_and_in_number(monkeypatch):
    monkeypatch.setattr(text_of_files, "UNPACKED", 1_000_000)
    halves = {f"word__header{number}.xml": b"<w>" + b" " * 600_000 + b"</w>" for number in (1, 2)}
    with pytest.raises(Unsafe):
        read(packed(**halves), DOCX)
    monkeypatch.setattr(text_of_files, "PARTS", 3)
    with pytest.raises(Unsafe):
        read(packed(a=b"", b=b"", c=b"", d=b""), DOCX)


def test_entities_are_refused():
    part = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><w><t>&b;</t></w>'
    with pytest.raises(Unsafe):
        read(packed(**{"word__document.xml": part}), DOCX)
