"""A lesson in parts: what each is called, where it stands, and where a question has its place."""

import re

from courses.lessons import lesson_for, words_in
from courses.models import TopicProgress
from courses.pages import TopicPage
from courses.reading.fill import fill
from tests.courses.pages import make_topic_page

from .conftest import KEY, LESSON


def test_every_block_is_a_part_with_its_own_id_its_words_and_its_heading(studying):
    lesson = studying.lesson
    assert [part.heading for part in lesson.parts] == [
        "Бірінші бөлім",
        "Мысал",
        "Неге <бұлай>?",
        "",
        "Енді не істейміз?",
    ]
    assert lesson.parts[0].words == 162
    assert [question.kind for question in lesson.questions] == ["open", "open"]
    assert [part.heading for part in lesson.read_parts] == ["Бірінші бөлім", "Мысал", ""]
    for part in lesson.parts:
        assert (
            f'<section class="part" id="p-{part.id}" data-part="{part.id}" data-words="{part.words}">'
            in lesson.html
        )
    assert re.findall(r'data-part="([^"]+)"', lesson.html) == [part.id for part in lesson.parts]


def test_words_of_neighbouring_cells_are_told_apart():
    assert words_in("<td>бір</td><td>екі &lt;үш&gt;</td>") == 3


def test_a_place_is_filled_by_what_is_live_and_the_others_stay_as_they_are(studying):
    lesson = studying.lesson
    first, second = studying.questions
    html = fill(lesson.html, {first: "<b>тірі</b>"})
    assert f'id="p-{first}"' in html
    assert "<b>тірі</b>" in html
    assert "Неге" not in html
    assert "<summary>Енді не істейміз?</summary>" in html
    assert second in html


def test_a_visitor_of_an_open_lesson_reads_question_and_answer_and_nothing_is_kept(client, db):
    page = make_topic_page(KEY, body=LESSON, is_open=True)["kk"]
    said = client.get(page.url).content.decode()
    assert "<summary>Неге &lt;бұлай&gt;?</summary>" in said
    assert "Себебі осы." in said
    assert "<textarea" not in said
    assert "reading.js" not in said
    assert not TopicProgress.objects.exists()


def test_a_part_keeps_its_id_when_its_words_change(studying):
    page = TopicPage.objects.get(key=KEY)
    before = [part.id for part in studying.lesson.parts]
    page.body[0].value.source = "<p>Басқа сөздер.</p>"
    page.save_revision().publish()
    lesson = lesson_for(KEY, language="kk")
    assert [part.id for part in lesson.parts] == before
    assert lesson.parts[0].words == 2
