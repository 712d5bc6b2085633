"""Both codes, as a camera meets them: soft, turned, partly covered."""

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from certificates.pdf import draw_document, longest_facts, shortest_facts
from certificates.pdf.qr import MASK, matrix, signed_matrix
from certificates.proof.cose import verify_cose

from .papers import KEY, KINDS, cose_of, drawn, pages

QR = zxingcpp.BarcodeFormat.QRCode
PUBLIC = {"2026-1": KEY.public_key().public_bytes_raw()}


def soft(image: Image.Image, dpi: int) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(dpi / 150))


def turned(image: Image.Image, _dpi: int) -> Image.Image:
    return image.rotate(6, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)


def as_it_is(image: Image.Image, _dpi: int) -> Image.Image:
    return image


def read(image: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(image, formats=QR)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seen", [as_it_is, soft, turned])
def test_the_address_is_read_at_100_dpi_and_the_signed_code_at_200(kind, seen):
    facts = longest_facts(kind)
    document = pages(drawn(kind))
    for number in range(len(document)):
        assert facts.qr_text in read(seen(document[number].render(scale=100 / 72).to_pil(), 100))
    last = document[len(document) - 1]
    signed = f"{facts.qr_text}#{cose_of(facts)}"
    assert read(seen(last.render(scale=200 / 72).to_pil(), 200)) == {facts.qr_text, signed}


@pytest.mark.parametrize("kind", KINDS)
def test_both_codes_are_read_with_four_hundredths_covered(kind):
    facts = longest_facts(kind)
    document = pages(drawn(kind))
    image = document[len(document) - 1].render(scale=200 / 72).to_pil()
    found = zxingcpp.read_barcodes(image, formats=QR)
    assert len(found) == 2
    for code in found:
        corners = code.position
        side = corners.top_right.x - corners.top_left.x
        x, y = corners.top_left.x + side * 0.45, corners.top_left.y + side * 0.55
        ImageDraw.Draw(image).rectangle((x, y, x + side * 0.2, y + side * 0.2), fill="grey")
    assert read(image) == {facts.qr_text, f"{facts.qr_text}#{cose_of(facts)}"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_codes_measure_25_and_35_millimetres(kind):
    facts = longest_facts(kind)
    document = pages(drawn(kind))
    image = document[len(document) - 1].render(scale=400 / 72).to_pil()
    sides = {
        code.text: (code.position.top_right.x - code.position.top_left.x) / 400 * 25.4
        for code in zxingcpp.read_barcodes(image, formats=QR)
    }
    assert sides[facts.qr_text] >= 25
    assert sides[f"{facts.qr_text}#{cose_of(facts)}"] == pytest.approx(35, abs=0.4)


def test_what_the_second_code_says_verifies():
    facts = longest_facts("certificate")
    claims, _kid = verify_cose(cose_of(facts), PUBLIC)
    assert claims.name == facts.full_name


def test_versions_and_correction_are_those_of_the_design():
    short, long = shortest_facts("certificate"), longest_facts("certificate")
    assert len(matrix(short.qr_text)) == 29  # version 3
    assert len(signed_matrix(short.qr_text, cose_of(short))) == 61  # version 11
    assert 61 <= len(signed_matrix(long.qr_text, cose_of(long))) <= 69  # the longest names: 13 at most
    # Of the format beside the upper left corner: two bits of correction and three of the mask, themselves masked.
    for rows, correction in (
        (matrix(short.qr_text), 0b11),
        (signed_matrix(short.qr_text, cose_of(short)), 0b00),
    ):
        bits = int("".join(str(int(rows[8][column])) for column in range(5)), 2) ^ 0b10101
        assert (bits >> 3, bits & 7) == (correction, MASK)


def test_without_a_signed_text_there_is_one_code():
    document = pages(draw_document(longest_facts("certificate")))
    assert len(read(document[1].render(scale=200 / 72).to_pil())) == 1
