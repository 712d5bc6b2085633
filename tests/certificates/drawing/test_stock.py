"""Protected stock: only the text, where the offset puts it; the sheet that tells a printer's offset."""

import pikepdf
import pytest
import zxingcpp

from certificates.pdf import (
    Look,
    PrintedFacts,
    UnprintableName,
    draw_on_stock,
    draw_test_sheet,
    longest_facts,
)

from .papers import KINDS, LANGUAGES, opened, pages, said
from .test_look import DARK, LOGO, SEAL

MM = 72 / 25.4
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
@pytest.mark.parametrize("languages", LANGUAGES.values(), ids=LANGUAGES)
def test_stock_takes_the_text_and_no_ornament(kind, languages):
    facts = longest_facts(kind)
    look = Look(languages=languages, logo=LOGO, seal=SEAL, background=DARK)
    (page,) = pages(draw_on_stock(facts, look=look))
    text = said(page)
    for words in (facts.number, facts.given_name, "80 сағат", "Серікбаева", "7K3M-Q9ZT-2XWH-5N8R"):
        assert words in text
    for preprinted in ("СЕРТИФИКАТ", "АНЫҚТАМА", "СПРАВКА", "CERTIFICATE", "М.О."):
        assert preprinted not in text
    pdf = opened(draw_on_stock(facts, look=look))
    assert "/XObject" not in pdf.pages[0].Resources
    operators = [str(operator) for _operands, operator in pikepdf.parse_content_stream(pdf.pages[0])]
    assert operators.count("S") == 1  # the line to sign on


@every_kind
def test_the_offset_moves_everything_to_the_right_and_down(kind):
    facts = longest_facts(kind)
    places = []
    for offset in ((0.0, 0.0), (2.5, -4.0)):
        (page,) = pages(draw_on_stock(facts, offset_mm=offset))
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        image = page.render(scale=300 / 72).to_pil()
        (code,) = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
        places.append((boxes, code.position.top_left))
    (first, code), (second, moved) = places
    assert len(first) == len(second)
    for one, other in zip(first, second, strict=True):
        assert other[0] - one[0] == pytest.approx(2.5 * MM, abs=0.05)
        assert other[1] - one[1] == pytest.approx(4.0 * MM, abs=0.05)
    assert moved.x - code.x == pytest.approx(2.5 / 25.4 * 300, abs=2)
    assert moved.y - code.y == pytest.approx(-4.0 / 25.4 * 300, abs=2)


@every_kind
def test_the_code_can_be_left_to_the_supplement(kind):
    (page,) = pages(draw_on_stock(longest_facts(kind), with_code=False))
    assert "7K3M" not in said(page)
    assert zxingcpp.read_barcodes(page.render(scale=2).to_pil(), formats=zxingcpp.BarcodeFormat.QRCode) == []


def test_stock_refuses_a_letter_it_cannot_print():
    facts = PrintedFacts.from_json(longest_facts("notice").to_json() | {"surname": "Հակոբյան"})
    with pytest.raises(UnprintableName):
        draw_on_stock(facts)


@every_kind
def test_the_crosses_of_the_test_sheet_stand_where_it_says(kind):
    for across, down in ((0.0, 0.0), (3.0, -2.0)):
        content = draw_test_sheet(kind, offset_mm=(across, down))
        assert content == draw_test_sheet(kind, offset_mm=(across, down))
        (page,) = pages(content)
        width, height = page.get_size()
        scale = 600 / 72
        image = page.render(scale=scale).to_pil().convert("L")
        # The right lower cross has nothing else beside it: its arms, 4 mm from the middle.
        x, y = width + (across - 20) * MM, height + (down - 20) * MM
        for dx, dy in ((4, 0), (-4, 0), (0, 4), (0, -4)):
            spot = (round((x + dx * MM) * scale), round((y + dy * MM) * scale))
            around = [image.getpixel((spot[0] + i, spot[1] + j)) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            assert min(around) < 160
        empty = (round((x + 2 * MM) * scale), round((y + 2 * MM) * scale))
        assert image.getpixel(empty) == 255
        assert f"вправо {'+3,0' if across else '+0,0'} мм" in said(page)


def test_a_sheet_for_no_kind_is_refused():
    with pytest.raises(ValueError, match="certificate or a notice"):
        draw_test_sheet("diploma")
