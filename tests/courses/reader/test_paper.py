"""The lesson as PDF: its words, its drawings as shapes, a code that leads back; for those who may read it."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from pypdf import PdfReader

from courses.lessons import lesson_for, lesson_of
from courses.reader.lesson_paper import Code, kept_pdf, pdf
from courses.reader.letters import printable
from courses.reader.svg import Drawing, Unknown
from people.roles import Role
from tests.factories import make_user

from .conftest import DRAWING, KEY

ADDRESS = "https://tirek.example/study/1/A.1.1/"
pytestmark = pytest.mark.django_db


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_everything_that_is_read_is_printed_and_the_same_lesson_is_the_same_file(pages):
    page = pages["kk"]
    content = pdf(page, lesson_of(page), address=ADDRESS)
    said = words(content)
    for text in (
        page.title,
        "Неден бастаймыз",
        "Әр бала бірге оқиды.",
        "Сызба",
        "Бірінші қадамнан екіншіге.",
        "Оқушы А",
        "карточка",
        "Неге олай?",
        "Себебі осы.",
        "Сабақ сайтта",
        "Қадам – өлшем",
    ):
        assert text in said, text
    assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == "kk-KZ"
    assert pdf(page, lesson_of(page), address=ADDRESS) == content
    assert "Урок на сайте" in words(pdf(pages["ru"], lesson_of(pages["ru"]), address=ADDRESS))


def test_a_picture_that_cannot_be_drawn_is_told_in_words(pages):
    page = pages["kk"]
    image = page.body[1].value["image"]
    storage, name = image.file.storage, image.file.name
    storage.delete(name)
    storage.save(
        name, ContentFile(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><mask/></svg>')
    )
    assert "Қадамдар сызбасы" in words(pdf(page, lesson_of(page), address=ADDRESS))
    storage.delete(name)
    assert "Қадамдар сызбасы" in words(pdf(page, lesson_of(page), address=ADDRESS))


@pytest.mark.parametrize(
    "inside",
    [
        "<mask/>",
        "<text>a<tspan>b</tspan></text>",
        '<path d="M1"/>',
        '<path d="M1 1Z4"/>',
        '<g transform="rotate(3 4 5)"/>',
    ],
)
def test_a_drawing_of_other_shapes_is_refused_before_the_page_is_begun(inside):
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'
    with pytest.raises(Unknown):
        Drawing(drawing.encode(), width=100, height=100)


def test_a_drawing_fits_its_room():
    drawn = Drawing(DRAWING.encode(), width=400, height=100)
    assert (drawn.width, drawn.height) == (200, 100)


def test_a_letter_without_a_shape_never_stops_a_lesson():
    assert printable("Ә → 漢 ✓") == "Ә – ? +"


def test_the_code_leads_to_the_address():
    from PIL import Image
    from zxingcpp import read_barcode

    rows = Code(ADDRESS, 60).rows
    side, step = len(rows), 6
    picture = Image.new("L", ((side + 8) * step,) * 2, 255)
    for number, row in enumerate(rows):
        for place, dark in enumerate(row):
            if dark:
                picture.paste(
                    0, ((place + 4) * step, (number + 4) * step, (place + 5) * step, (number + 5) * step)
                )
    assert read_barcode(picture).text == ADDRESS


def test_it_is_drawn_once_for_a_revision(pages, monkeypatch):
    page = pages["kk"]
    first = kept_pdf(page, address=ADDRESS)
    monkeypatch.setattr("courses.reader.lesson_paper.pdf", lambda *_args, **_more: b"drawn anew")
    assert kept_pdf(page, address=ADDRESS) == first
    assert lesson_for(KEY, language="kk")
    page.save_revision().publish()
    page.refresh_from_db()
    assert kept_pdf(page, address=ADDRESS) == b"drawn anew"


def test_who_may_read_the_lesson_may_take_it(client, client_for, enrolment, pages):
    address = reverse("lesson_paper", args=[KEY, "kk"])
    assert client.get(address).status_code == 302  # to sign in
    assert client_for(make_user(Role.LEARNER)).get(address).status_code == 404
    for user in (enrolment.user, make_user(Role.EXPERT), make_user(Role.METHODOLOGIST)):
        answer = client_for(user).get(address)
        assert answer.status_code == 200
        assert answer.content[:5] == b"%PDF-"
    assert client_for(enrolment.user).get(reverse("lesson_paper", args=[KEY, "en"])).status_code == 404
    pages["kk"].is_open = True
    pages["kk"].save()
    assert client.get(address).status_code == 200
