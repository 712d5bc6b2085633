"""A recording in the browser: who gets it, by which range, with which captions; and what the player shows."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.pages import TopicPage
from courses.recordings import access, sending, services
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.courses.recordings import samples
from tests.courses.recordings.samples import VTT, make_recording, upload
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SOUND = samples.wav(30)


@pytest.fixture
def recording():
    return make_recording(SOUND, captions={"kk": VTT})


@pytest.fixture
def learner(client_for) -> Client:
    return client_for(make_user(Role.LEARNER))


def got(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def file_url(recording) -> str:
    return reverse("recording_file", args=[recording.pk])


def test_the_whole_file_is_sent_where_no_range_is_asked_for(learner, recording):
    answer = learner.get(file_url(recording))
    assert answer.status_code == 200
    assert got(answer) == SOUND
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["Content-Length"] == str(len(SOUND))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-43", 0, 43), ("bytes=200000-", 200_000, None), ("bytes=-5", -5, None)],
)
def test_a_range_is_sent_as_a_part(learner, recording, asked, first, last):
    answer = learner.get(file_url(recording), headers={"Range": asked})
    size = len(SOUND)
    start, end = first % size, size - 1 if last is None else last
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {start}-{end}/{size}"
    assert answer.headers["Content-Length"] == str(end - start + 1)
    assert got(answer) == SOUND[start : end + 1]


def test_a_player_gets_a_film_piece_by_piece_and_a_download_all_the_rest(learner, recording, monkeypatch):
    monkeypatch.setattr(sending, "AT_MOST", 1000)
    asked = {"Range": "bytes=0-"}
    answer = learner.get(file_url(recording), headers=asked | {"Sec-Fetch-Dest": "audio"})
    assert answer.headers["Content-Range"] == f"bytes 0-999/{len(SOUND)}"
    answer = learner.get(file_url(recording), headers=asked | {"Sec-Fetch-Dest": "document"})
    assert answer.headers["Content-Length"] == str(len(SOUND))


def test_a_range_behind_the_end_is_416_and_several_ranges_are_the_whole_file(learner, recording):
    answer = learner.get(file_url(recording), headers={"Range": f"bytes={len(SOUND)}-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(SOUND)}")
    answer = learner.get(file_url(recording), headers={"Range": "bytes=0-1,4-5"})
    assert answer.status_code == 200


def test_what_has_not_changed_is_not_sent_again(learner, recording):
    tag = learner.get(file_url(recording)).headers["ETag"]
    assert learner.get(file_url(recording), headers={"If-None-Match": tag}).status_code == 304
    part = {"Range": "bytes=0-9"}
    assert learner.get(file_url(recording), headers=part | {"If-Range": tag}).status_code == 206
    assert learner.get(file_url(recording), headers=part | {"If-Range": '"another"'}).status_code == 200
    assert learner.get(file_url(recording), headers=part | {"If-Match": '"another"'}).status_code == 412
    services.replace_file(recording_id=recording.pk, upload=upload(samples.wav(31)), actor=None)
    changed = learner.get(file_url(recording), headers=part | {"If-Range": tag})
    assert (changed.status_code, got(changed)) == (200, samples.wav(31))


def test_head_tells_the_size_and_sends_nothing(learner, recording):
    answer = learner.head(file_url(recording), headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(len(SOUND)))
    assert got(answer) == b""


def test_a_file_in_a_distant_store_is_asked_for_the_part_alone():
    class Stored:
        def get(self, *, Range):
            assert Range == "bytes=4-9"
            return {"Body": self}

        def iter_chunks(self, size):
            yield SOUND[4:10]

    class Opened:
        obj = Stored()

    assert b"".join(sending.Bytes(Opened(), sending.ranges.Part(4, 9))) == SOUND[4:10]


def test_a_visitor_is_asked_to_sign_in_and_a_missing_recording_is_missing(client, learner, recording):
    for url in (file_url(recording), reverse("recording_captions", args=[recording.pk, "kk"])):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")
        assert learner.post(url).status_code == 405
    assert learner.get(reverse("recording_file", args=[recording.pk + 1])).status_code == 404
    recording.file.storage.delete(recording.file.name)
    assert learner.get(file_url(recording)).status_code == 404


def test_everyone_plays_what_a_published_open_lesson_shows(client, recording):
    page = make_topic_page(body=[("audio", {"recording": recording.pk})])["kk"]
    captions = reverse("recording_captions", args=[recording.pk, "kk"])
    assert client.get(file_url(recording)).status_code == 302
    TopicPage.objects.filter(pk=page.pk).update(is_open=True)
    assert client.get(file_url(recording)).status_code == 200
    assert client.get(captions).status_code == 200
    TopicPage.objects.filter(pk=page.pk).update(live=False)
    assert client.get(file_url(recording)).status_code == 302


def test_a_higher_floor_can_open_a_recording_to_everyone(client, recording, monkeypatch):
    monkeypatch.setattr(access, "_OPENERS", [])
    access.register(lambda recording_id: recording_id == recording.pk)
    assert client.get(file_url(recording)).status_code == 200


def test_captions_are_sent_as_text_tracks(learner, recording):
    url = reverse("recording_captions", args=[recording.pk, "kk"])
    assert url == f"/recordings/{recording.pk}.kk.vtt"
    answer = learner.get(url)
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.content.decode() == VTT
    assert learner.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert learner.get(reverse("recording_captions", args=[recording.pk, "ru"])).status_code == 404


def player(recording, language="kk") -> str:
    return render_to_string("courses/recordings/player.html", {"recording": recording, "language": language})


def test_the_player_turns_on_captions_of_the_readers_language(in_english):
    recording = make_recording(samples.mp4(), captions={"kk": VTT, "ru": VTT})
    html = player(recording, "ru")
    assert html.count(" default>") == 1
    assert 'srclang="ru" label="Русский" default>' in html
    assert '<video controls preload="metadata"' in html
    assert 'width="640" height="360"' in html
    assert "1 min 30 s" in html
    assert 'Spoken language: <span lang="kk">Қазақша</span>' in html
    assert html.index('<div lang="ru">') < html.index('<div lang="kk">')
    assert "Spoken language" not in player(recording, "kk")
    assert "style=" not in html
    assert "<script" not in html


def test_a_sound_has_its_own_player_and_a_removed_recording_none():
    html = player(make_recording())
    assert "<audio controls" in html
    assert "<video" not in html
    assert 'src="/recordings/' in html
    assert player(None).strip() == ""


def test_a_still_picture_gives_the_video_its_shape():
    picture = get_image_model().objects.create(title="p", file=get_test_image_file(size=(400, 100)))
    html = player(make_recording(samples.mp4(), poster_id=picture.pk))
    assert 'width="400" height="100"' in html
    assert 'poster="/media/images/' in html


def test_words_of_a_transcript_are_never_code():
    html = player(make_recording(captions={}, transcripts={"kk": "<script>1</script>\n\nБасы"}))
    assert "&lt;script&gt;" in html
    assert "<p>Басы</p>" in html


def test_playing_costs_the_same_queries_for_two_and_twenty_recordings(
    learner, recording, django_assert_num_queries
):
    for number in range(20):
        make_recording(samples.wav(1, seed=number), captions={})
    with django_assert_num_queries(3):  # the session, the person, the recording
        learner.get(file_url(recording))
