"""Recordings in the editor: adding with captions as text or file, what is refused and given back, removing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Recording
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.courses.recordings import samples
from tests.courses.recordings.samples import VTT, make_recording, upload
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def url(name: str, *args) -> str:
    return reverse(Recording.snippet_viewset.get_url_name(name), args=args)


@pytest.fixture
def editor(client_for):
    return client_for(make_user(Role.METHODOLOGIST, language="en"))


def posted(**values) -> dict:
    empty = dict.fromkeys(
        ("seconds", "poster", "transcript_kk", "transcript_ru", "captions_kk", "captions_ru"), ""
    )
    return empty | {"title": "Кедергі", "language": "kk"} | values


def test_a_methodologist_adds_a_recording_with_captions_as_text_and_as_a_file(editor):
    assert editor.get(url("add")).status_code == 200
    sent = posted(
        file=upload(samples.wav(5), "a.wav"),
        captions_kk=VTT,
        captions_ru_file=SimpleUploadedFile("ru.vtt", VTT.replace("Бүгін", "Сегодня").encode()),
    )
    answer = editor.post(url("add"), sent)
    assert answer.status_code == 302
    recording = Recording.objects.get()
    assert recording.added_by.has_role("methodologist")
    assert {one.language for one in recording.captions.all()} == {"kk", "ru"}
    assert recording.seconds == 5
    assert "Сегодня" in recording.transcript_ru
    page = editor.get(url("edit", recording.pk)).content.decode()
    assert f'src="/recordings/{recording.pk}/"' in page
    assert "00:02.000 --&gt; 00:05.000 align:start" in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"file": upload(b"%PDF-1.7 " + b"x" * 99, "a.mp4")}, "This file cannot be played in a browser."),
        ({"captions_kk": "WEBVTT\n\n00:01,000 --> 00:02,000\nСөз"}, "Line 3: write a point"),
        ({"captions_kk": "WEBVTT\n\n01:00.000 --> 01:02.000\nСөз"}, "Line 3: this caption is shown after"),
        ({"captions_ru_file": SimpleUploadedFile("a.vtt", b"\xff\xfe\x00W")}, "is not text in UTF-8"),
        ({"transcript_kk": "сөз " * 50_001}, "The transcript is too long."),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_given_back(editor, values, said):
    answer = editor.post(
        url("add"), posted(**{"file": upload(samples.wav(5)), "title": "Жазба аты"} | values)
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "Жазба аты" in page
    assert not Recording.objects.exists()


def test_words_and_file_are_changed_and_captions_removed(editor):
    recording = make_recording(samples.wav(5), captions={"kk": VTT})
    sent = posted(
        title="Жаңа аты", seconds="5", transcript_kk="Мәтін", captions_kk="", file=upload(samples.wav(9))
    )
    assert editor.post(url("edit", recording.pk), sent).status_code == 302
    recording.refresh_from_db()
    assert (recording.title, recording.seconds, recording.transcript_kk) == ("Жаңа аты", 9, "Мәтін")
    assert recording.size == len(samples.wav(9))
    assert not recording.captions.exists()
    page = editor.post(url("edit", recording.pk), posted(file=upload(samples.mp4()))).content.decode()
    assert "A video cannot take the place of a sound recording" in page


def test_the_list_and_the_chooser_say_what_is_missing(editor):
    make_recording(samples.mp4(), title="Бейне", captions={})
    for address in (url("list"), reverse(Recording.snippet_viewset.chooser_viewset.get_url_name("choose"))):
        answer = editor.get(address)
        is_page = answer.headers["Content-Type"].startswith("text/html")
        page = answer.content.decode() if is_page else answer.json()["html"]
        assert "Бейне" in page
        assert "captions in the spoken language, a transcript" in page


def test_the_list_costs_the_same_for_two_and_twenty(editor):
    counted = []
    for rows in (2, 18):
        for number in range(rows):
            make_recording(samples.wav(1, seed=number), captions={})
        editor.get(url("list"))
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(url("list")).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_one_that_a_lesson_shows_is_not_deleted_alone_nor_with_others(editor):
    shown, free = make_recording(), make_recording(samples.wav(2), captions={})
    make_topic_page(body=[("audio", {"recording": shown.pk})])
    answer = editor.post(url("delete", shown.pk), follow=True)
    assert "is shown in “Тақырып 1.1”, “Тема 1.1”" in answer.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["courses", "recording", "delete"])
    editor.post(f"{bulk}?id={shown.pk}&id={free.pk}")
    assert Recording.objects.count() == 2
    assert editor.post(url("delete", free.pk)).status_code == 302
    assert Recording.objects.get() == shown


@pytest.mark.parametrize("role", [Role.LEARNER, Role.EXPERT, Role.COORDINATOR])
def test_others_find_no_way_in(client_for, role):
    recording = make_recording()
    stranger = client_for(make_user(role))
    for address in (url("list"), url("add"), url("edit", recording.pk), url("delete", recording.pk)):
        assert stranger.get(address).status_code in {302, 403}
    stranger.post(url("delete", recording.pk))
    assert Recording.objects.exists()
