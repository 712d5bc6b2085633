"""Every form as PDF and DOCX in both languages: its text is found again, its bytes are the same each time."""

import io
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from docx import Document
from pypdf import PdfReader

from courses.kit.builder import PRINTERS, build, file_name
from courses.kit.forms import LANGUAGES, Break, Cards, Facts, Story, Table
from courses.kit.icons import GRID, ICONS, png
from courses.kit.reader import FOLDER, kit

KIT = kit()
EVERY = [(form.key, language) for form in KIT.forms for language in LANGUAGES]


def squeezed(text: str) -> str:
    """Without spaces: where a line is broken says nothing."""
    return re.sub(r"\s+", "", text)


def printed(key: str, language: str, kind: str) -> bytes:
    return build(KIT, KIT.of(key), language, kind).content


def said_in_docx(document) -> str:
    """Everything a DOCX says, tables and cards too."""
    return "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_the_pdf_says_all_that_the_form_says(key, language):
    reader = PdfReader(io.BytesIO(printed(key, language, "pdf")))
    said = squeezed("".join(page.extract_text() for page in reader.pages))
    missing = [text for text in KIT.of(key).wordings[language].texts() if squeezed(text) not in said]
    # A text in a narrow column is read out by lines, across the columns beside it: then its words are looked for.
    lost = [
        word for text in missing for word in text.split() if squeezed(word) not in said and "-" not in word
    ]
    assert lost == []
    assert reader.trailer["/Root"]["/Lang"] == ("kk-KZ" if language == "kk" else "ru-RU")
    assert reader.metadata.title == KIT.of(key).wordings[language].title


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_the_pdf_brings_its_fonts_with_it(key, language):
    for page in PdfReader(io.BytesIO(printed(key, language, "pdf"))).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "Noto" in font.get_object()["/BaseFont"]


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_the_docx_says_all_that_the_form_says_and_has_room_to_write(key, language):
    document = Document(io.BytesIO(printed(key, language, "docx")))
    wording = KIT.of(key).wordings[language]
    said = squeezed(said_in_docx(document))
    foot = squeezed(document.sections[0].footer.paragraphs[0].text)
    unsaid = [text for text in wording.texts() if squeezed(text) not in said and squeezed(text) not in foot]
    assert unsaid == []
    assert document.core_properties.title == wording.title
    assert document.core_properties.language == language
    grids = [table for table in document.tables if table.style.name == "Table Grid"]
    tables = [block for block in wording.blocks if isinstance(block, Table)]
    assert [len(grid.rows) for grid in grids] == [1 + len(table.all_rows()) for table in tables]


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_every_picture_of_the_docx_is_named(key, language):
    document = Document(io.BytesIO(printed(key, language, "docx")))
    wording = KIT.of(key).wordings[language]
    pictures = [
        card for block in wording.blocks if isinstance(block, Cards) for card in block.cards if card.icon
    ]
    lines = [line for block in wording.blocks if isinstance(block, Story) for line in block.lines]
    assert len(document.inline_shapes) == len(pictures) + len(lines)
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)


@pytest.mark.parametrize("kind", PRINTERS)
def test_the_same_form_gives_the_same_bytes(kind):
    form = KIT.of("choice-cards")
    one, other = (PRINTERS[kind](form, "kk", KIT.words["kk"]) for _turn in range(2))
    assert one == other


def test_a_file_is_printed_once_and_then_kept(monkeypatch):
    form = KIT.of("abc-sheet")
    calls = []
    monkeypatch.setitem(PRINTERS, "pdf", lambda *given: calls.append(given) or b"%PDF")
    cache.clear()
    assert [build(KIT, form, "kk", "pdf").content for _turn in range(2)] == [b"%PDF"] * 2
    assert len(calls) == 1
    cache.clear()


def test_a_page_break_begins_a_page():
    form = KIT.of("choice-cards")
    breaks = sum(isinstance(block, Break) for block in form.wordings["kk"].blocks)
    assert len(PdfReader(io.BytesIO(printed("choice-cards", "kk", "pdf"))).pages) == 2 + breaks


def test_the_samples_speak_of_a_child_by_a_code_only():
    for key in ("support-plan", "learning-plan"):
        for language, code in (("kk", "Оқушы А"), ("ru", "Ученик А")):
            values = [
                value
                for block in KIT.of(key).wordings[language].blocks
                if isinstance(block, Facts)
                for _label, value in block.rows
            ]
            assert any(value.startswith(code) for value in values)


def test_files_are_named_by_their_titles():
    form = KIT.of("visual-timetable")
    assert file_name(form, "kk", "pdf") == "Көрнекі кесте қиып алатын карталар.pdf"
    assert file_name(form, "ru", "docx") == "Наглядное расписание карточки для вырезания.docx"


@pytest.mark.parametrize("name", ICONS)
def test_a_picture_stays_within_its_square(name):
    assert all(0 <= x <= GRID and 0 <= y <= GRID for stroke in ICONS[name] for x, y in stroke)
    assert png(name, 24).startswith(b"\x89PNG")


@pytest.mark.slow
def test_the_command_writes_every_file(tmp_path, capsys):
    call_command("build_kit", str(tmp_path / "out"))
    forms = [path.stem for path in FOLDER.glob("*.yaml") if path.name != "words.yaml"]
    wanted = {f"{form}.{language}.{kind}" for form in forms for language in LANGUAGES for kind in PRINTERS}
    assert {path.name for path in (tmp_path / "out").iterdir()} == wanted
    assert f"{len(wanted)} files" in capsys.readouterr().out
