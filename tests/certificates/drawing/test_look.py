"""A template's look: languages and their order, words of its own, pictures; nothing overlaps whatever it asks."""

import io
from itertools import combinations

import pytest
from PIL import Image

from certificates.pdf import (
    PLACEHOLDERS,
    REQUIRED,
    WORDING,
    Look,
    PrintedFacts,
    UnprintableName,
    draw_document,
    longest_facts,
    missing_letters,
    require_drawable,
    shortest_facts,
)
from certificates.pdf.dates import en_period
from certificates.pdf.images import prepared, veiled
from certificates.pdf.layout import quoted
from certificates.pdf.wording import filled, placeholders_in
from certificates.pdf.words import LABELS

from .papers import KINDS, LANGUAGES, cose_of, drawn, elements, opened, pages, picture, said

LONG_WORDS = {
    "kk": {
        "heading": "БІЛІКТІЛІКТІ АРТТЫРУ КУӘЛІГІ",
        "opening": "{issuer} осы құжатпен растайды",
        "statement": "{period} {issuer} ұйымдастырған\n{title}\nатты біліктілікті арттыру бағдарламасын {hours} "
        "көлемінде толық меңгеріп, қорытынды бағалаудан сәтті өткенін растайды, № {number}",
        "how_to_check": "{address} бетінде тексеріңіз. " * 4,
        "supplement_part": "Қосымша № {number} құжаттың бөлігі. " * 3,
    },
}


def boxes_of(page) -> list[tuple[float, float, float, float]]:
    text = page.get_textpage()
    return [text.get_rect(index) for index in range(text.count_rects())]


def require_room(content: bytes) -> None:
    """No line of text touches another or the frame."""
    for page in pages(content):
        width, height = page.get_size()
        boxes = boxes_of(page)
        text = page.get_textpage()
        for left, bottom, right, top in boxes:
            inside = left >= 50 and right <= width - 50 and bottom >= 44 and top <= height - 44
            assert inside, text.get_text_bounded(left, bottom, right, top)
        for one, other in combinations(boxes, 2):
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            assert min(wide, high) <= 0.5, (text.get_text_bounded(*one), text.get_text_bounded(*other))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("languages", LANGUAGES)
@pytest.mark.parametrize("longest", [True, False], ids=["longest", "shortest"])
def test_nothing_overlaps_in_any_order_of_languages(kind, languages, longest):
    require_room(drawn(kind, languages, longest=longest))


@pytest.mark.parametrize("kind", KINDS)
def test_long_words_of_a_template_find_their_room(kind):
    facts = longest_facts(kind)
    wording = {
        language: {key: text for key, text in texts.items() if key in WORDING[kind]}
        for language, texts in LONG_WORDS.items()
    }
    content = draw_document(
        facts, look=Look(languages=("kk", "ru", "en"), wording=wording), cose=cose_of(facts)
    )
    require_room(content)
    assert "БІЛІКТІЛІКТІ АРТТЫРУ КУӘЛІГІ" in said(pages(content)[0])


@pytest.mark.parametrize("kind", KINDS)
def test_english_stands_below_both_state_and_official_language(kind):
    text = said(pages(drawn(kind, "kk,ru,en"))[0])
    title = (
        "“Modern approaches and tools in the work of the teaching assistant in schools of general education”"
    )
    assert title in text
    assert (
        "(80 hours, 14 December 2026 – 29 January 2027; Institute for Teachers' Professional Development,"
        in text
    )
    assert text.index("Осы ") < text.index("Настоящ") < text.index("that the person named above")
    assert "named above" not in said(pages(drawn(kind))[0])


def test_a_title_without_english_stays_russian():
    data = longest_facts("certificate").to_json() | {"programme_title_en": "", "issuer_name_en": ""}
    content = draw_document(PrintedFacts.from_json(data), look=Look(languages=("kk", "ru", "en")))
    assert "“Современные подходы" in said(pages(content)[0])


def test_words_of_a_template_take_the_place_of_the_usual_ones():
    look = Look(
        languages=("kk", "ru"),
        wording={
            "ru": {"opening": "Институт {issuer} подтверждает, что", "heading": "УДОСТОВЕРЕНИЕ"},
            "kk": {"opening": ""},
        },
    )
    text = said(pages(draw_document(shortest_facts("certificate"), look=look))[0])
    assert "СЕРТИФИКАТ · УДОСТОВЕРЕНИЕ" in text
    assert "Институт ТОО «Институт профессионального развития педагогов «Тірек» подтверждает, что" in text
    assert "Осы сертификат" in text  # an empty wording is the usual one


def test_a_wording_with_a_letter_the_fonts_lack_is_refused_before_anything_is_drawn_or_signed():
    look = Look(languages=("kk", "ru"), wording={"kk": {"opening": "Осы 証"}})
    for ask in (draw_document, require_drawable):
        with pytest.raises(UnprintableName) as refusal:
            ask(longest_facts("certificate"), look=look)
        assert refusal.value.letters == "証"


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_words_are_whole_and_printable(kind):
    assert set(WORDING[kind]) == set(PLACEHOLDERS[kind])
    for key, texts in WORDING[kind].items():
        assert set(texts) == {"kk", "ru", "en"}
        for language, text in texts.items():
            assert missing_letters(text.replace("\n", "")) == ""
            names = placeholders_in(text)
            assert set(names) <= PLACEHOLDERS[kind][key]
            assert set(names) >= REQUIRED.get(key, frozenset())
            assert language in {"kk", "ru"} or text.isascii()
    assert all(missing_letters(text) == "" for texts in LABELS.values() for text in texts.values())


def test_a_placeholder_is_a_plain_name():
    assert placeholders_in("№ {number}, {hours}") == ["number", "hours"]
    for wrong in ("{number.__class__}", "{number!r}", "{number:>9}", "{0}", "{", "{}"):
        with pytest.raises(ValueError, match=r"placeholder|brace|'}'|'{'|field"):
            placeholders_in(wrong)
    with pytest.raises(ValueError, match="surname"):
        filled("{surname}", {"number": "1"})


def test_english_dates_and_quotes():
    facts = shortest_facts("certificate")
    assert en_period(facts.started_on, facts.ended_on) == "2–20\u00a0November 2026"
    assert en_period(facts.started_on, facts.started_on) == "2\u00a0November 2026"
    assert quoted("The “whole” school", "en") == "“The ‘whole’ school”"


SEAL = picture("RGBA", (900, 900), (30, 60, 160, 255))
LOGO = picture("RGBA", (400, 200), (10, 90, 120, 255))
DARK = picture("RGB", (900, 600), (0, 0, 0), form="JPEG")


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_stand_in_their_places_and_are_said_in_words(kind):
    facts = longest_facts(kind)
    look = Look(languages=("kk", "ru", "en"), logo=LOGO, seal=SEAL, background=DARK)
    content = draw_document(facts, look=look, cose=cose_of(facts))
    require_room(content)
    assert draw_document(facts, look=look, cose=cose_of(facts)) == content
    pdf = opened(content)
    names = set(pdf.pages[0].Resources.XObject.keys())
    assert names >= {"/logo", "/seal", "/ground"}
    alts = [str(node.Alt) for node, _language in elements(pdf.Root.StructTreeRoot) if node.S == "/Figure"]
    assert any(alt.startswith("Институттың мөрі") for alt in alts)
    assert any(alt.startswith("Институттың логотипі") for alt in alts)
    assert len(alts) == (5 if kind == "certificate" else 4)
    assert "/SMask" in pdf.pages[0].Resources.XObject["/seal"]
    # Text on the darkest background: at least 4.5 to 1, and the code stays on white.
    image = pages(content)[0].render(scale=1).to_pil().convert("L")
    ground = image.getpixel((12, 12))
    assert (_light(ground) + 0.05) / (_light(0x5B) + 0.05) >= 4.5


def _light(grey: int) -> float:
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def test_a_large_picture_is_made_as_small_as_print_needs_and_loses_what_its_camera_said():
    photo = Image.new("RGB", (2400, 1800), "green")
    exif = photo.getexif()
    exif[0x010E] = "taken by Aigul"
    target = io.BytesIO()
    photo.save(target, "JPEG", exif=exif)
    small = prepared(target.getvalue(), 96, 60)
    assert (small.width, small.height) == (333, 250)
    whole = veiled(target.getvalue(), 842, 595)
    assert (whole.width, whole.height) == (1754, 1239)
    assert b"Aigul" not in whole.data + small.data


def test_the_frame_without_a_logo_has_its_emblem_and_with_one_does_not():
    def emblem(look: Look) -> int:
        pdf = opened(draw_document(shortest_facts("certificate"), look=look))
        return len(pdf.pages[0].Resources.XObject["/frame"].read_bytes())

    assert emblem(Look()) > emblem(Look(logo=LOGO)) + 5000
