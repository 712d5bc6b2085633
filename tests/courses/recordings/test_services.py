"""Keeping recordings: what is refused, what replaces what, and that files go with their rows."""

import pytest
from django.core.cache import cache
from django.core.files.storage import storages

from courses.lessons import lesson_for
from courses.models import Captions, Recording
from courses.recordings import services, words
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.courses.recordings import samples
from tests.courses.recordings.samples import VTT, make_recording, upload
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_recording_is_kept_out_of_public_reach_with_what_its_bytes_say():
    recording = make_recording(samples.mp4(seconds=90))
    assert (recording.kind, recording.content_type, recording.seconds) == ("video", "video/mp4", 90)
    assert recording.size == len(samples.mp4())
    assert len(recording.sha256) == 64
    assert recording.file.storage is storages["private"]
    assert recording.file.name.startswith("recordings/")
    assert recording.file.name.endswith(".mp4")


def test_the_words_of_captions_become_the_transcript_where_there_is_none():
    recording = make_recording(transcripts={"ru": "Здравствуйте!"}, captions={"kk": VTT, "ru": VTT})
    recording.refresh_from_db()
    assert recording.transcript_kk == "Сәлеметсіз бе! Бүгін кедергі туралы."
    assert recording.transcript_ru == "Здравствуйте!"
    assert words.lacking(recording) == []


def test_what_a_recording_still_needs_is_said(in_english):
    recording = make_recording(samples.mp4(), captions={"ru": VTT}, transcripts={})
    assert words.lacking(recording) == ["captions in the spoken language"]
    recording = make_recording(samples.mp4(seconds=1), captions={})
    assert words.lacking(recording) == ["captions in the spoken language", "a transcript"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"content": b"%PDF-1.7 " + b"x" * 99}, "kind"),
        ({"captions": {"kk": "Сәлем"}}, "captions"),
        ({"captions": {"en": VTT}}, "language"),
        ({"language": "en"}, "language"),
        ({"title": "  "}, "title"),
        ({"transcripts": {"kk": "а" * 200_001}}, "too_long"),
    ],
)
def test_a_recording_that_cannot_be_kept_is_refused_whole(values, code):
    with pytest.raises(Refusal) as refused:
        make_recording(**values)
    assert refused.value.code == code
    assert not Recording.objects.exists()


def test_a_file_above_the_limit_is_refused_with_the_limit(settings, in_english):
    settings.RECORDING_MAX_BYTES = 2 * 1024 * 1024
    with pytest.raises(Refusal, match="larger than 2 MB"):
        services.check_upload(upload(b"\0" * (2 * 1024 * 1024 + 1)))


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.COORDINATOR, Role.EXPERT])
def test_only_methodologists_and_administrators_keep_recordings(role):
    recording, stranger = make_recording(), make_user(role)
    words_of_it = {"title": "Басқа", "language": "ru"}
    for attempt in (
        lambda: make_recording(actor=stranger),
        lambda: services.change_recording(recording_id=recording.pk, actor=stranger, **words_of_it),
        lambda: services.replace_file(
            recording_id=recording.pk, upload=upload(samples.wav(2)), actor=stranger
        ),
        lambda: services.set_captions(recording_id=recording.pk, language="kk", text="", actor=stranger),
        lambda: services.remove_recording(recording_id=recording.pk, actor=stranger),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert make_recording(actor=make_user(Role.METHODOLOGIST)).added_by.has_role("methodologist")


def test_captions_are_replaced_and_removed_by_language():
    recording = make_recording(captions={"kk": VTT, "ru": VTT})
    later = VTT.replace("Бүгін", "Ертең")
    services.set_captions(recording_id=recording.pk, language="kk", text=later, actor=None)
    services.set_captions(recording_id=recording.pk, language="ru", text=" \n", actor=None)
    assert list(Captions.objects.values_list("language", "text")) == [("kk", later)]


def test_another_file_takes_the_place_of_the_first_one(django_capture_on_commit_callbacks):
    recording = make_recording(samples.wav(2), captions={})
    store, first = recording.file.storage, recording.file.name
    with django_capture_on_commit_callbacks(execute=True):
        same = services.replace_file(recording_id=recording.pk, upload=upload(samples.wav(2)), actor=None)
    assert same.file.name == first
    assert store.exists(first)
    with django_capture_on_commit_callbacks(execute=True):
        other = services.replace_file(recording_id=recording.pk, upload=upload(samples.wav(7)), actor=None)
    assert (other.pk, other.seconds) == (recording.pk, 7)
    assert store.exists(other.file.name)
    assert not store.exists(first)


def test_a_video_does_not_take_the_place_of_a_sound():
    recording = make_recording()
    with pytest.raises(Refusal) as refused:
        services.replace_file(recording_id=recording.pk, upload=upload(samples.mp4()), actor=None)
    assert refused.value.code == "other_kind"


def test_a_removed_recording_takes_its_file_with_it(django_capture_on_commit_callbacks):
    recording = make_recording()
    store, name = recording.file.storage, recording.file.name
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_recording(recording_id=recording.pk, actor=None)
    assert not Recording.objects.exists()
    assert not store.exists(name)


def test_a_recording_that_a_lesson_or_a_draft_shows_is_not_removed(in_english):
    shown, drafted = make_recording(), make_recording(samples.wav(6))
    pages = make_topic_page(body=[("audio", {"recording": shown.pk})])
    draft = pages["ru"].get_latest_revision_as_object()
    draft.body = [("audio", {"recording": drafted})]
    draft.title = "Черновик темы"
    draft.save_revision()
    with pytest.raises(Refusal, match=r"is shown in “Тақырып 1.1”, “Тема 1.1”"):
        services.remove_recording(recording_id=shown.pk, actor=None)
    with pytest.raises(Refusal, match=r"is shown in “Тема 1.1”\. Take it out there first"):
        services.remove_recording(recording_id=drafted.pk, actor=None)


def test_a_lesson_shows_the_new_captions_at_once(django_capture_on_commit_callbacks):
    recording = make_recording(captions={"kk": VTT})
    make_topic_page(body=[("audio", {"recording": recording.pk})])
    cache.clear()
    assert ".ru.vtt" not in lesson_for("A.1.1", language="kk").html
    with django_capture_on_commit_callbacks(execute=True):
        services.set_captions(recording_id=recording.pk, language="ru", text=VTT, actor=None)
    assert f"/recordings/{recording.pk}.ru.vtt" in lesson_for("A.1.1", language="kk").html
