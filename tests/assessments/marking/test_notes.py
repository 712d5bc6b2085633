"""Notes on a work: where they may stand, who may write them, when they freeze, how the text shows them."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from reportlab.pdfgen.canvas import Canvas

from assessments.models import Annotation, Assessment, SubmissionFile
from assessments.rules.annotations import area, find, paragraphs
from assessments.services.marking import marking, notes
from people.errors import Refusal
from people.roles import Role
from tests.factories import NOW, make_user

from .conftest import finish, hand_in

pytestmark = pytest.mark.django_db
TEXT = "Бақылау он күн бойы жүргізілді.\n\nМақсат: күту уақытын\nқысқарту <b>емес</b>."


def pdf_of(submission, *, name: str = "жоба.pdf", pages: int = 2) -> SubmissionFile:
    """A real PDF among the work's files."""
    made = io.BytesIO()
    canvas = Canvas(made)
    for number in range(1, pages + 1):
        canvas.drawString(72, 720, f"Page {number} words")
        canvas.showPage()
    canvas.save()
    row = SubmissionFile(
        submission=submission,
        name=name,
        size=len(made.getvalue()),
        media_type="application/pdf",
        sha256=f"{submission.files.count():064d}",
        uploaded_at=NOW,
        uploaded_by=submission.submitted_by,
    )
    row.file.save("a.pdf", ContentFile(made.getvalue()), save=False)
    row.save()
    return row


@pytest.fixture
def work(cohort):
    return hand_in(cohort, text=TEXT)


def code_of(refused) -> str:
    return refused.value.code


# Rules


def test_paragraphs_keep_every_letter_and_cut_where_notes_begin_and_end():
    shown = paragraphs(TEXT, [(0, 7, 1), (4, 15, 2)])
    assert [(row.start, "".join(piece.text for piece in row.pieces)) for row in shown] == [
        (0, "Бақылау он күн бойы жүргізілді."),
        (33, "Мақсат: күту уақытын\nқысқарту <b>емес</b>."),
    ]
    assert [(piece.text, piece.notes) for piece in shown[0].pieces] == [
        ("Бақы", (1,)),
        ("лау", (1, 2)),
        (" он күн ", (2,)),
        ("бойы жүргізілді.", ()),
    ]


def test_a_note_over_two_paragraphs_is_marked_in_both():
    start, end = TEXT.index("жүргізілді"), TEXT.index("күту")
    marked = [
        piece.text for row in paragraphs(TEXT, [(start, end, 1)]) for piece in row.pieces if piece.notes
    ]
    assert marked == ["жүргізілді.", "Мақсат: "]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("он күн", "он күн"),
        ("ОН  күн", "он күн"),
        ("уақытын қысқарту", "уақытын\nқысқарту"),
        ("жоқ сөз", None),
        ("  ", None),
    ],
)
def test_quoted_words_are_found_whatever_their_spaces_and_capitals(quote, found):
    place = find(TEXT, quote)
    assert (TEXT[place[0] : place[1]] if place else None) == found


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        (["0.1", "0.2", "0.3", "0.4"], [0.1, 0.2, 0.3, 0.4]),
        (["0.9", "0.9", "0.3", "0.3"], [0.9, 0.9, 0.1, 0.1]),
        (["0.1", "0.2", "0.3"], None),
        (["-0.1", "0", "1", "1"], None),
        (["nan", "0", "1", "1"], None),
        (["a", "0", "1", "1"], None),
    ],
)
def test_an_area_lies_on_the_page(values, shape):
    assert area(values) == shape


# Services


def test_a_note_on_quoted_words_begins_a_draft_and_keeps_its_place(work, trainers):
    note = notes.add_text_note(
        submission_id=work.pk, quote="он күн", body=" Нақты. ", at=NOW, actor=trainers[0]
    )
    assert (work.text[note.start : note.end], note.quote, note.body) == ("он күн", "он күн", "Нақты.")
    assert note.assessment.marker == trainers[0]
    assert note.assessment.revision == 0
    saved = marking.save_points(
        submission_id=work.pk,
        points={"mark": {"value": "5", "comment": ""}},
        comment="",
        revision=0,
        at=NOW,
        actor=trainers[0],
    )
    assert saved.pk == note.assessment_id


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"quote": "мұндай сөз жоқ", "body": "x"}, "quote_missing"),
        ({"start": 5, "end": 5, "body": "x"}, "outside_text"),
        ({"start": 5, "end": 9999, "body": "x"}, "outside_text"),
        ({"start": 0, "end": 5, "body": " "}, "note_empty"),
        ({"start": 0, "end": 5, "body": "x" * 2001}, "note_long"),
    ],
)
def test_a_note_that_stands_nowhere_is_refused_and_leaves_nothing(work, trainers, values, code):
    with pytest.raises(Refusal) as refused:
        notes.add_text_note(submission_id=work.pk, at=NOW, actor=trainers[0], **values)
    assert code_of(refused) == code
    assert not Annotation.objects.exists()
    assert not Assessment.objects.exists()


def test_a_note_on_a_page_needs_a_page_the_file_has(work, cohort, trainers):
    file, other = pdf_of(work), pdf_of(hand_in(cohort))
    values = {"submission_id": work.pk, "body": "Кесте жоқ.", "at": NOW, "actor": trainers[0]}
    note = notes.add_page_note(file_id=file.pk, page=2, area=["0.1", "0.1", "0.2", "0.1"], **values)
    assert (note.page, note.area) == (2, [0.1, 0.1, 0.2, 0.1])
    for change, code in (
        ({"page": 3}, "no_page"),
        ({"page": 0}, "no_page"),
        ({"file_id": other.pk}, "no_file"),
        ({"area": ["2", "0", "1", "1"]}, "outside_page"),
    ):
        with pytest.raises(Refusal) as refused:
            notes.add_page_note(**{"file_id": file.pk, "page": 1, **values, **change})
        assert code_of(refused) == code


def test_notes_are_the_markers_own_and_freeze_with_the_marks(work, trainers):
    note = notes.add_text_note(
        submission_id=work.pk, quote="он күн", body="Нақты.", at=NOW, actor=trainers[0]
    )
    with pytest.raises(Refusal) as refused:
        notes.change_note(note_id=note.pk, body="Басқа", at=NOW, actor=trainers[1])
    assert code_of(refused) == "not_allowed"
    notes.change_note(note_id=note.pk, body="Өте нақты.", at=NOW, actor=trainers[0])
    finish(work, trainers[0], "7")
    for write in (
        lambda: notes.change_note(note_id=note.pk, body="Кеш", at=NOW, actor=trainers[0]),
        lambda: notes.remove_note(note_id=note.pk, at=NOW, actor=trainers[0]),
        lambda: notes.add_text_note(
            submission_id=work.pk, quote="он күн", body="Кеш", at=NOW, actor=trainers[0]
        ),
    ):
        with pytest.raises(Refusal) as refused:
            write()
        assert code_of(refused) == "notes_frozen"
    assert Annotation.objects.get().body == "Өте нақты."


def test_only_who_marks_the_work_writes_notes(work, trainers):
    for stranger in (work.submitted_by, make_user(Role.TRAINER)):
        with pytest.raises(Refusal):
            notes.add_text_note(submission_id=work.pk, quote="он күн", body="x", at=NOW, actor=stranger)
    assert not Annotation.objects.exists()


# Screens


def test_the_text_shows_notes_as_marks_and_never_as_html(client_for, work, trainers):
    notes.add_text_note(
        submission_id=work.pk, quote="<b>емес</b>", body="<script>1</script>", at=NOW, actor=trainers[0]
    )
    page = client_for(trainers[0]).get(reverse("marking_desk", args=[work.pk])).content.decode()
    assert '<mark data-notes="1"><a href="#note-1">&lt;b&gt;емес&lt;/b&gt;</a></mark>.</p>' in page
    assert "<script>1" not in page


def test_notes_are_added_changed_and_removed_by_plain_forms(client_for, work, trainers):
    client = client_for(trainers[0])
    new = reverse("marking_note_new", args=[work.pk])
    desk = reverse("marking_desk", args=[work.pk])
    answer = client.post(new, {"where": "text", "quote": "он күн", "body": "Нақты."})
    assert answer.headers["Location"] == f"{desk}#notes"
    file = pdf_of(work)
    client.post(new, {"where": file.pk, "page": "2", "body": "Кестеге сілтеме жоқ."})
    assert list(Annotation.objects.values_list("page", "start")) in (
        [(None, 8), (2, None)],
        [(2, None), (None, 8)],
    )
    wrong = client.post(new, {"where": "text", "quote": "жоқ сөз", "body": "Ұзақ ойланған ескерту"})
    assert wrong.status_code == 422
    assert "Ұзақ ойланған ескерту" in wrong.content.decode()
    note = Annotation.objects.get(page=2)
    own = reverse("marking_note", args=[note.pk])
    client.post(own, {"body": "Сілтеме қосыңыз."})
    note.refresh_from_db()
    assert note.body == "Сілтеме қосыңыз."
    assert client_for(trainers[1]).post(own, {"body": "Басқа"}).status_code == 404
    client.post(own, {"action": "remove"})
    assert Annotation.objects.count() == 1


def test_a_script_gets_the_text_and_the_list_anew_or_the_sentence(client_for, work, trainers):
    client = client_for(trainers[0])
    new, by_script = reverse("marking_note_new", args=[work.pk]), {"X-Requested-With": "fetch"}
    page = client.post(new, {"start": "8", "end": "14", "body": "Нақты."}, headers=by_script)
    assert 'id="noted-text"' in page.content.decode()
    assert '<mark data-notes="1">' in page.content.decode()
    wrong = client.post(new, {"start": "8", "end": "9000", "body": "x"}, headers=by_script)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "outside_text")


def test_another_markers_notes_are_seen_only_with_their_marks(client_for, cohort, work, trainers):
    from .conftest import rule

    rule(cohort, "self_study")
    notes.add_text_note(
        submission_id=work.pk, quote="он күн", body="Құпия ескерту", at=NOW, actor=trainers[0]
    )
    finish(work, trainers[0], "7")
    second = client_for(trainers[1])
    desk = reverse("marking_desk", args=[work.pk])
    assert "Құпия ескерту" not in second.get(desk).content.decode()
    finish(work, trainers[1], "8")
    assert "Құпия ескерту" in second.get(desk).content.decode()


def test_authors_read_a_file_here_and_its_notes_after_the_release(client_for, work, trainers):
    file = pdf_of(work)
    notes.add_page_note(
        submission_id=work.pk, file_id=file.pk, page=2, body="Дереккөз?", at=NOW, actor=trainers[0]
    )
    author = client_for(work.submitted_by)
    address = reverse("file_view", args=[file.pk])
    assert "Дереккөз?" not in author.get(address).content.decode()
    finish(work, trainers[0], "7")
    assert "Дереккөз?" not in author.get(address).content.decode()
    marking.release(submission_ids=[work.pk], at=NOW, actor=trainers[0])
    assert "Дереккөз?" in author.get(address).content.decode()
    assert client_for(make_user(Role.LEARNER)).get(address).status_code == 404
