"""Notes, highlights and bookmarks: kept once, changed and deleted by their writer, seen by nobody else."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Bookmark, Note
from courses.reader import services
from courses.reader.forms import NoteForm
from people.errors import Refusal
from tests.factories import NOW, enrol, make_user

from .conftest import KEY

SCRIPT = {"X-Requested-With": "fetch"}
ENGLISH = {"accept-language": "en"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def note(user, *, quote="бірге оқиды", words="", start=8, part="x1", key=KEY, **more):
    return services.add_note(
        key=key, language="kk", part=part, quote=quote, words=words, start=start, at=NOW, actor=user, **more
    )


def test_the_same_place_marked_twice_is_one_note_with_the_newer_words():
    user = make_user()
    first = note(user)
    again = note(user, words="Өз сөзім.")
    assert (again.pk, again.words) == (first.pk, "Өз сөзім.")
    assert note(user, start=90).pk != first.pk
    assert note(make_user()).pk != first.pk


def test_a_sign_the_database_refuses_is_left_out():
    kept = note(make_user(), quote="бірге\0 оқиды", words="Өз\0 сөзім.")
    assert (kept.quote, kept.words) == ("бірге оқиды", "Өз сөзім.")


@pytest.mark.parametrize(
    ("quote", "words", "code"),
    [("", "  ", "empty"), ("ә" * 1001, "", "too_long"), ("", "ә" * 4001, "too_long")],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(quote, words, code):
    with pytest.raises(Refusal) as refused:
        note(make_user(), quote=quote, words=words)
    assert refused.value.code == code
    assert not Note.objects.exists()


def test_a_lesson_holds_so_many_marks_and_no_more(monkeypatch):
    monkeypatch.setattr(services, "PER_LESSON", 1)
    user = make_user()
    note(user)
    with pytest.raises(Refusal):
        note(user, start=50)
    place = {"key": KEY, "language": "kk", "heading": "", "is_set": True, "at": NOW, "actor": user}
    services.set_bookmark(part="a", **place)
    with pytest.raises(Refusal):
        services.set_bookmark(part="b", **place)


def test_a_highlight_may_lose_its_words_a_bare_note_may_not():
    user = make_user()
    marked, bare = note(user, words="бір"), note(user, quote="", words="екі")
    assert services.change_note(note_id=marked.pk, words=" ", at=NOW, actor=user).words == ""
    with pytest.raises(Refusal):
        services.change_note(note_id=bare.pk, words=" ", at=NOW, actor=user)
    with pytest.raises(Note.DoesNotExist):
        services.change_note(note_id=bare.pk, words="үш", at=NOW, actor=make_user())
    with pytest.raises(Note.DoesNotExist):
        services.remove_note(note_id=bare.pk, actor=make_user())
    services.remove_note(note_id=bare.pk, actor=user)
    assert not Note.objects.filter(pk=bare.pk).exists()


def test_the_script_keeps_a_note_and_reads_it_again(client_for, enrolment, part):
    client = client_for(enrolment.user, headers=ENGLISH)
    add = reverse("note_add", args=[enrolment.pk, KEY])
    told = client.post(add, {"part": part, "start": "8", "quote": "бірге"}, headers=SCRIPT)
    assert told.status_code == 201
    kept = {"id": told.json()["id"], "part": part, "start": 8, "quote": "бірге", "words": ""}
    assert told.json() == kept
    change = reverse("note_change", args=[enrolment.pk, kept["id"]])
    assert client.post(change, {"note": "Иә."}, headers=SCRIPT).json() == {"words": "Иә."}
    mark = reverse("bookmark_set", args=[enrolment.pk, KEY])
    for _twice in range(2):
        assert client.post(mark, {"part": part}, headers=SCRIPT).json() == {"is_set": True}
    assert Bookmark.objects.get().heading == "Неден бастаймыз"
    marks = reverse("lesson_marks", args=[enrolment.pk, KEY])
    assert client.get(marks).json() == {"notes": [kept | {"words": "Иә."}], "bookmarks": [part]}
    refused = client.post(add, {"part": part, "note": " "}, headers=SCRIPT)
    assert refused.status_code == 422
    assert refused.json()["sentence"] == "Write something, or select the words you want to keep."
    client.post(mark, {"part": part, "set": "no"}, headers=SCRIPT)
    client.post(change, {"delete": "yes"}, headers=SCRIPT)
    assert client.get(marks).json() == {"notes": [], "bookmarks": []}


def test_without_a_script_a_note_is_written_by_a_form_and_typed_words_come_back(client_for, enrolment, part):
    client = client_for(enrolment.user, headers=ENGLISH)
    topic = reverse("study_topic", args=[enrolment.pk, KEY])
    add = reverse("note_add", args=[enrolment.pk, KEY])
    assert f'<option value="{part}">Неден бастаймыз</option>' in client.get(topic).content.decode()
    answer = client.post(add, {"part": part, "note": "Ертең сынап көремін."})
    assert answer.url == f"{topic}#p-{part}"
    too_long = "Ұзын " * 900
    refused = client.post(add, {"part": part, "note": too_long})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "A note has 4000 letters at most" in said
    assert too_long.strip() in said
    assert f'name="part" value="{part}"' in said
    answer = client.post(reverse("bookmark_set", args=[enrolment.pk, KEY]), {"part": part})
    assert answer.url == f"{topic}#p-{part}"


@pytest.mark.parametrize("spoiled", ["-1", "9" * 12, "x", ""])
def test_a_spoiled_place_counts_as_none(spoiled):
    sent = QueryDict(mutable=True)
    sent.update({"part": '"><b>', "start": spoiled, "note": "Иә."})
    assert NoteForm(sent).read() == {"part": "", "start": 0, "quote": "", "words": "Иә."}


def test_nobody_else_finds_them(client_for, enrolment, part):
    own = note(enrolment.user, part=part, words="Құпия сөз")
    other = enrol(make_user("learner"), enrolment.cohort)
    for user in (other.user, make_user("administrator"), make_user("coordinator")):
        client = client_for(user)
        for name, args in (
            ("study_notes", []),
            ("study_notes_file", ["txt"]),
            ("lesson_marks", [KEY]),
        ):
            assert client.get(reverse(name, args=[enrolment.pk, *args])).status_code == 404
        for name, args in (("note_add", [KEY]), ("bookmark_set", [KEY]), ("note_change", [own.pk])):
            answer = client.post(reverse(name, args=[enrolment.pk, *args]), {"note": "x"})
            assert answer.status_code == 404
    client = client_for(other.user)
    assert client.post(reverse("note_change", args=[other.pk, own.pk]), {"delete": "yes"}).status_code == 404
    assert "Құпия сөз" not in client.get(reverse("study_notes", args=[other.pk])).content.decode()
    assert client.get(reverse("lesson_marks", args=[other.pk, KEY])).json()["notes"] == []
    assert Note.objects.get() == own


def test_the_list_has_all_of_the_course_finds_words_and_costs_the_same(client_for, enrolment):
    user, address = enrolment.user, reverse("study_notes", args=[enrolment.pk])
    client = client_for(user, headers=ENGLISH)
    assert "Nothing here yet" in client.get(address).content.decode()
    note(user, words="Ёлка <b>мен</b>")
    note(user, words="басқа бағдарлама", key="B.1.1", start=3)
    said = client.get(address).content.decode()
    assert "Ёлка &lt;b&gt;мен" in said
    assert "басқа бағдарлама" not in said
    assert "Ёлка" in client.get(address, {"q": "БІРГЕ елк"}).content.decode()
    missed = client.get(address, {"q": "жоқ"}).content.decode()
    assert "Ёлка" not in missed
    assert "Nothing of yours holds “жоқ”" in missed

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    few = cost()
    for number in range(20):
        note(user, start=100 + number, words=str(number))
        services.set_bookmark(
            key=KEY, language="kk", part=f"p{number}", heading="Бөлім", is_set=True, at=NOW, actor=user
        )
    assert cost() == few


def test_they_are_taken_along_as_docx_and_as_text(client_for, enrolment):
    note(enrolment.user, words="Өз сөзім.\nЕкінші жол.")
    client = client_for(enrolment.user, headers=ENGLISH)
    text = client.get(reverse("study_notes_file", args=[enrolment.pk, "txt"])).content.decode()
    assert text.startswith("\ufeffМенің жазбаларым\r\n")
    assert "«бірге оқиды»" in text
    assert "Өз сөзім.\r\nЕкінші жол." in text
    docx = client.get(reverse("study_notes_file", args=[enrolment.pk, "docx"]))
    assert docx.content[:2] == b"PK"
    assert "attachment" in docx.headers["Content-Disposition"]
    assert client.get(reverse("study_notes_file", args=[enrolment.pk, "exe"])).status_code == 404


def test_the_lesson_costs_no_query_more_for_its_marks(client_for, enrolment):
    client, address = (
        client_for(enrolment.user, headers=ENGLISH),
        reverse("study_topic", args=[enrolment.pk, KEY]),
    )
    client.get(address)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert not [
            one for one in queries if "courses_note" in one["sql"] or "courses_bookmark" in one["sql"]
        ]
        return len(queries)

    few = cost()
    for number in range(20):
        note(enrolment.user, start=number)
    assert cost() == few
