"""What the file says of itself: structure, languages, metadata, colour, the attached credential, the same bytes."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zlib
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import ImageCms
from pypdf import PdfReader

from certificates.pdf import Look, PrintedFacts, draw_document, longest_facts, shortest_facts
from certificates.pdf import file as writing

from .papers import CREDENTIAL, KINDS, LANGUAGES, cose_of, drawn, elements, opened

every_kind = pytest.mark.parametrize("kind", KINDS)
DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XMP = "{http://ns.adobe.com/xap/1.0/}"


def letters_of(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """(page, mark) → the text under this mark, read through each font's own table of letters."""
    found: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pdf.pages):
        tables = {
            name: {
                int(glyph, 16): chr(int(code, 16))
                for glyph, code in re.findall(rb"<(\w{4})> <(\w{4})>", font.ToUnicode.read_bytes())
            }
            for name, font in page.Resources.Font.items()
        }
        mark, face = -1, {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "BDC":
                mark = int(operands[1].MCID)
            elif name in {"BMC", "EMC"}:
                mark = -1
            elif name == "Tf":
                face = tables[str(operands[0])]
            elif name == "Tj":
                code = bytes(operands[0])
                text = "".join(face[int.from_bytes(code[at : at + 2])] for at in range(0, len(code), 2))
                found[number, mark] = found.get((number, mark), "") + text
    return found


def read_aloud(content: bytes) -> list[tuple[str, str, str]]:
    """(kind, language, text) of each part that has text of its own, in reading order."""
    pdf = opened(content)
    letters = letters_of(pdf)
    places = {page.objgen: number for number, page in enumerate(pdf.pages)}
    spoken = []
    for node, language in elements(pdf.Root.StructTreeRoot):
        marks = [kid for kid in node.K if isinstance(kid, int)]
        text = "".join(letters.get((places[node.Pg.objgen], mark), "") for mark in marks)
        if text:
            spoken.append((str(node.S)[1:], language, text))
    return spoken


def test_the_certificate_is_read_in_order_each_sentence_in_its_language():
    spoken = read_aloud(drawn("certificate", "kk,ru,en"))
    languages = {text.split("\u00a0")[0][:24]: language for _kind, language, text in spoken}
    assert languages["СЕРТИФИКАТ"] == "kk"
    for start, language in (
        ("Осы сертификат", "kk"),
        ("Настоящий сертификат подтверждает, что", "ru"),
        ("This certifies that the person", "en"),
        ("Директор Института", "ru"),
        ("Director of the Institute", "en"),
        ("Чтобы проверить", "ru"),
    ):
        assert {one for _kind, one, text in spoken if text.startswith(start)} == {language}, start
    texts = [text for _kind, _language, text in spoken]
    order = [
        next(index for index, text in enumerate(texts) if start in text)
        for start in (
            "«Педагогтердің кәсіби даму",
            "СЕРТИФИКАТ",
            "2027-PA-000007",
            "Осы сертификат",
            "Тұрсынғалиқызы-Мұхаммедқалиқызы Нұрсұлтанмұхаммед",
            "аралығында",
            "прошёл (прошла)",
            "This certifies",
            "29.01.2030",
            "Серікбаева",
            "7K3M-Q9ZT-2XWH-5N8R",
            "Сертификатқа қосымша",
            "Барлығы",
        )
    ]
    assert order == sorted(order)
    # Kazakh is whole before Russian begins, and a sentence over several lines is one.
    lines = [text for kind, language, text in spoken if language == "ru" and "педагога-ассистента" in text]
    assert lines[0] == (
        "«Современные подходы и инструменты деятельности педагога-ассистента в общеобразовательных школах»"
    )


def test_with_russian_first_the_document_is_russian_and_the_sentences_change_places():
    pdf = opened(drawn("certificate", "ru,kk"))
    assert pdf.Root.Lang == "ru"
    texts = [text for _kind, _language, text in read_aloud(drawn("certificate", "ru,kk"))]
    assert texts.index("Настоящий сертификат подтверждает, что") < texts.index("Осы сертификат")


def test_the_supplement_is_a_table_with_heads_and_rows_of_four_cells():
    pdf = opened(drawn("certificate", "kk,ru,en"))
    (table,) = [node for node, _language in elements(pdf.Root.StructTreeRoot) if node.S == "/Table"]
    rows = list(table.K)
    assert [str(cell.S) for cell in rows[0].K] == ["/TH"] * 4
    assert all(cell.A.Scope == "/Column" for cell in rows[0].K)
    assert len(rows) == 1 + 5 + 1
    for row in rows[1:]:
        assert [str(cell.S) for cell in row.K] == ["/TD"] * 4
        assert [str(cell.get("/Lang", "")) for cell in row.K] == ["", "kk", "ru", ""]


@every_kind
def test_every_mark_has_its_part_and_every_part_is_found_from_its_page(kind):
    pdf = opened(drawn(kind))
    assert pdf.Root.MarkInfo.Marked is True
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    kinds = [str(node.S) for node, _language in elements(pdf.Root.StructTreeRoot)]
    assert kinds[0] == "/Document"
    assert kinds.count("/H1") == 1
    for page in pdf.pages:
        marks, depth = [], 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC":
                marks.append((int(operands[1].MCID), str(operands[0])))
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            assert depth in {0, 1}
            # Nothing is painted outside: it is read out, or marked as ornament.
            assert depth or str(operator) not in {"Tj", "f", "S", "Do"}
        assert [mark for mark, _kind in marks] == list(range(len(marks)))
        parts = owners[int(page.StructParents)]
        assert len(parts) == len(marks)
        for (mark, name), part in zip(marks, parts, strict=True):
            assert name == part.S
            assert mark in list(part.K)
            assert part.Pg.objgen == page.objgen


@every_kind
def test_codes_are_figures_with_words_in_the_first_language(kind):
    pdf = opened(drawn(kind))
    figures = [node for node, _language in elements(pdf.Root.StructTreeRoot) if node.S == "/Figure"]
    assert len(figures) == (3 if kind == "certificate" else 2)
    for figure in figures:
        assert figure.Lang == "kk"
        assert str(figure.Alt).endswith("QR-код: https://tirek-institut.kz/v/7K3MQ9ZT2XWH5N8R")
        left, low, right, high = map(float, figure.A.BBox)
        assert right - left == pytest.approx(high - low, abs=0.02)


@every_kind
def test_metadata_name_the_document_its_languages_and_the_day_of_issue(kind):
    facts = longest_facts(kind)
    pdf = opened(drawn(kind, "kk,ru,en"))
    root = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    titles = {
        item.get("{http://www.w3.org/XML/1998/namespace}lang"): item.text
        for item in root.find(f".//{DC}title/{RDF}Alt")
    }
    word = {"certificate": "Certificate", "notice": "Notice of attendance"}[kind]
    assert titles["en"] == f"{word} No. {facts.number}, {facts.full_name}"
    assert titles["x-default"] == pdf.docinfo.Title
    assert [item.text for item in root.find(f".//{DC}language/{RDF}Bag")] == ["kk", "ru", "en"]
    (creator,) = root.find(f".//{DC}creator/{RDF}Seq")
    assert facts.issuer_name_kk in creator.text
    assert facts.issuer_name_ru in creator.text
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        assert root.find(f".//{XMP}{name}").text == "2027-01-29T00:00:00+05:00"
    assert str(pdf.docinfo.CreationDate) == "D:20270129000000+05'00'"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


def test_a_name_with_signs_of_xml_leaves_the_metadata_whole():
    data = shortest_facts("certificate").to_json() | {"issuer_name_ru": "ТОО «А & Б» <В>"}
    pdf = opened(draw_document(PrintedFacts.from_json(data)))
    assert "ТОО «А & Б» <В>" in "".join(ElementTree.fromstring(pdf.Root.Metadata.read_bytes()).itertext())


def test_colours_are_srgb():
    pdf = opened(drawn("notice"))
    (intent,) = pdf.Root.OutputIntents
    profile = intent.DestOutputProfile.read_bytes()
    assert intent.DestOutputProfile.N == 3
    assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))


@every_kind
def test_the_credential_is_attached_byte_for_byte(kind):
    content = drawn(kind)
    assert PdfReader(io.BytesIO(content)).attachments == {"credential.json": [CREDENTIAL]}
    pdf = opened(content)
    (entry,) = pdf.Root.AF
    assert entry.AFRelationship == "/Data"
    assert entry.EF.F.Params.Size == len(CREDENTIAL)
    assert pdf.Root.Names.EmbeddedFiles.Names[1].objgen == entry.objgen
    bare = opened(draw_document(longest_facts(kind)))
    assert "/AF" not in bare.Root
    assert "/Names" not in bare.Root


def test_nothing_is_claimed_that_no_validator_has_said():
    for kind in KINDS:
        content = drawn(kind)
        pdf = opened(content)
        streams = b"".join(
            one.read_bytes()
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and "/Length1" not in one
        )
        for claim in (b"pdfaid", b"pdfuaid", b"PDF/A", b"PDF/UA"):
            assert claim not in content + streams
        assert pdf.check_pdf_syntax() == []


@every_kind
def test_the_same_input_gives_the_same_bytes_in_another_process_on_another_day(kind, monkeypatch):
    script = (
        "import hashlib, sys\n"
        "from tests.certificates.drawing.papers import drawn\n"
        f"sys.stdout.write(hashlib.sha256(drawn({kind!r})).hexdigest())"
    )
    if kind == "certificate":  # one process is enough, and costs a second
        other = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": "7"},
            capture_output=True,
            check=True,
        )
        assert other.stdout.decode() == hashlib.sha256(drawn(kind)).hexdigest()
    facts = longest_facts(kind)
    first = draw_document(facts, cose=cose_of(facts), credential=CREDENTIAL)
    assert first == drawn(kind)
    assert draw_document(facts, cose=cose_of(facts), credential=CREDENTIAL + b" ") != first
    writing._srgb.cache_clear()
    made = zlib.decompress(writing._srgb()[0])
    assert made[24:36] == bytes.fromhex("07ea00010001000000000000")


def test_a_snapshot_from_before_english_still_draws():
    new = {"programme_title_en", "issuer_name_en", "signatory_position_en"}
    old = {name: value for name, value in longest_facts("certificate").to_json().items() if name not in new}
    facts = PrintedFacts.from_json(old)
    assert facts.programme_title_en == ""
    for languages in LANGUAGES.values():
        content = draw_document(facts, look=Look(languages=languages))
        assert len(opened(content).pages) == 2
