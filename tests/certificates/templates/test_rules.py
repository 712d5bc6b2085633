"""Rules of templates: who signs (the table in docs/rules), what may be written on a paper, which images are taken."""

import io
import struct
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from certificates.editing import words
from certificates.editing.watermark import marked
from certificates.pdf import Look, draw_document, longest_facts
from certificates.pdf.wording import PLACEHOLDERS, WORDING
from certificates.rules import images, signing
from certificates.rules import wording as rules

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs/rules/signing.yaml").read_text())
EVERY_KEY = [(kind, key) for kind, texts in WORDING.items() for key in texts]


# Who signs


@dataclass
class Person:
    name: str
    is_acting: bool
    valid_from: date
    valid_until: date | None


def people(name: str) -> list[Person]:
    return [Person(one, *period) for one, period in TABLE["people"][name].items()]


def cases(part: str):
    return pytest.mark.parametrize("case", TABLE[part], ids=lambda case: case["name"])


@cases("signs")
def test_who_signs_on_a_day(case):
    found = signing.signatory_on(people(case["people"]), day=case["day"])
    assert (found and found.name) == case["expect"]


@cases("together")
def test_two_of_the_same_sort_have_no_day_in_common(case):
    acting, first, last = case["add"]
    found = signing.overlapping(people(case["people"]), is_acting=acting, valid_from=first, valid_until=last)
    assert [one.name for one in found] == case["expect"]


@cases("gaps")
def test_the_first_days_on_which_nobody_signs(case):
    found = signing.gap_from(people(case["people"]), day=case["from"])
    assert (found and list(found)) == case["expect"]


DAYS = st.integers(0, 40).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
PEOPLE = st.lists(
    st.tuples(st.booleans(), DAYS, st.none() | st.integers(0, 12)).map(
        lambda row: Person("x", row[0], row[1], None if row[2] is None else row[1] + timedelta(days=row[2]))
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(PEOPLE, DAYS)
def test_a_gap_is_exactly_the_days_nobody_signs_on(rows, day):
    gap = signing.gap_from(rows, day=day)
    for ahead in range(60):
        later = day + timedelta(days=ahead)
        nobody = signing.signatory_on(rows, day=later) is None
        if gap is None or later < gap.first:
            assert not nobody
        elif gap.last is None or later <= gap.last:
            assert nobody
        else:
            assert later != gap.last + timedelta(days=1) or not nobody


# Words


@pytest.mark.parametrize(("kind", "key"), EVERY_KEY)
def test_the_usual_words_keep_their_own_rules_and_are_no_change(kind, key):
    assert str(words.LABELS[key])
    assert {one["name"][1:-1] for one in words.placeholders(kind, key)} == PLACEHOLDERS[kind][key]
    for language in rules.LANGUAGES:
        usual = WORDING[kind][key][language]
        assert rules.fault_of(rules.tidy(usual, lines=True), kind=kind, key=key) is None
        typed = {language: {key: f"  {usual} ".replace("\n", "\r\n").replace("\u00a0", " ")}}
        assert rules.changed(typed, kind=kind) == {}


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        ("{title} {hours} {period}", None, ""),
        ("{title} {hours} {period} {issuer}, № {number}", None, ""),
        ("{title} {period}", "missing", "{hours}"),
        ("{hours}", "missing", "{period}, {title}"),
        ("{title} {hours} {period} {title}", "twice", "{title}"),
        ("{title} {hours} {period} {name} {score}", "unknown", "{name}, {score}"),
        ("{title} {hours} {period", "braces", ""),
        ("{title} {hours} {period} }", "braces", ""),
        ("{title} {hours} {period} {{number}}", "braces", ""),
        ("{title} {hours} {period} {}", "braces", ""),
        ("{title} {hours} {period} {0}", "braces", ""),
        ("{title} {hours!r} {period}", "braces", ""),
        ("{title} {hours:>900000000} {period}", "braces", ""),
        ("{title.__class__} {hours} {period}", "braces", ""),
        ("{title[0]} {hours} {period}", "braces", ""),
        ("{title} {hours} {period} ☃", "letters", "☃"),
        ("{title} {hours} {period}" + " с" * 200, "long", str(rules.limit_of("certificate", "statement"))),
    ],
)
def test_what_a_statement_may_say(text, code, detail):
    fault = rules.fault_of(text, kind="certificate", key="statement")
    assert (fault and fault.code, fault.detail if fault else "") == (code, detail)
    if fault:
        assert words.sentence(fault, language="ru").endswith(".")


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("аәЯ {}!:.[]0tihourspedl\n\u00a0\u200b"), max_size=40))
def test_what_the_rules_let_through_can_be_drawn(text):
    """No typed text reaches the drawing and breaks it there."""
    tidied = rules.tidy(text)
    assert rules.tidy(tidied) == tidied
    for kind, key in (("notice", "opening"), ("certificate", "statement")):
        if tidied and rules.fault_of(tidied, kind=kind, key=key) is None:
            tidied.format_map(dict.fromkeys(PLACEHOLDERS[kind][key], "x"))


def test_a_longest_text_is_still_drawn():
    for kind, key in (("notice", "outcome"), ("certificate", "opening")):
        text = ("сынақ сөз " * 99)[: rules.limit_of(kind, key)].strip()
        assert rules.fault_of(text, kind=kind, key=key) is None
        assert draw_document(longest_facts(kind), look=Look(wording={"kk": {key: text}}))


def test_the_mark_of_a_preview_stands_on_every_page():
    pdf = pypdf.PdfReader(io.BytesIO(marked(draw_document(longest_facts("certificate")))))
    assert [page.extract_text().count("ҮЛГІ / ОБРАЗЕЦ") for page in pdf.pages] == [3, 3]


# Images


def header_of_png(width: int, height: int) -> bytes:
    """A PNG that promises so many pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"></svg>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00\x03" + b"\0" * 200, "kind"),
        (SVG, "kind"),
        (b"GIF89a" + b"\0" * 50, "kind"),
        (b"", "kind"),
        (b"%PDF-1.7 not an image", "kind"),
        (header_of_png(20_000, 20_000), "pixels"),
        (header_of_png(60_000, 60_000), "pixels"),
        (header_of_png(2001, 40), "pixels"),
        (header_of_png(8, 8), "small"),
        (header_of_png(400, 400), "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 300, "broken"),
        (header_of_png(40, 40) + b"\0" * 1024 * 1024, "size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_image_for_a_paper_is_refused(content, code):
    with pytest.raises(images.ImageFault) as refused:
        images.clean(content, place="logo")
    assert refused.value.code == code
    assert words.image_sentence(code, place="logo").endswith(".")


def test_a_kept_image_has_its_transparency_and_nothing_that_stood_beside_the_pixels(picture):
    clear = images.clean(picture(mode="RGBA", colour=(9, 9, 9, 40)) + b"<script>", place="logo")
    assert Image.open(io.BytesIO(clear.content)).getpixel((0, 0)) == (9, 9, 9, 40)
    assert b"<script>" not in clear.content
    target = io.BytesIO()
    turned = Image.Exif()
    turned[0x0112], turned[0x010E] = 6, "Taken at home"
    Image.new("RGB", (60, 30), "teal").save(target, "JPEG", exif=turned)
    photo = images.clean(target.getvalue(), place="background")
    assert (photo.ending, photo.width, photo.height) == (".jpg", 30, 60)
    assert b"Taken at home" not in photo.content
    assert (
        images.clean(picture(mode="CMYK", colour=(1, 2, 3, 4), file_format="JPEG"), place="seal").ending
        == ".jpg"
    )
