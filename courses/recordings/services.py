"""Every write of recordings: adding one, its captions and transcripts, another file for it, removing it.

`actor` is a methodologist or an administrator; None is a program that loads content.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Captions, Recording
from ..rules import recordings, vtt
from . import usage, words

LONGEST_CAPTIONS = 500_000  # letters
LONGEST_TRANSCRIPT = 200_000


@dataclass(frozen=True)
class CheckedRecording:
    """A file known to be playable. `size` in bytes; `seconds` where the file says it; `sha256` of the content."""

    file: File
    kind: str
    media_type: str
    ending: str
    size: int
    seconds: int | None
    sha256: str


def may_keep(user: User) -> bool:
    """Whether this person adds and changes recordings."""
    return user.has_role("methodologist", "administrator")


def check_upload(upload: File) -> CheckedRecording:
    """Look into a file. Refuses what is empty, too large, or of a kind that browsers do not play."""
    most = settings.RECORDING_MAX_BYTES
    size = upload.size or 0
    if size > most:
        raise Refusal(
            _(
                "The file is larger than %(most)s MB. Save it in a lower resolution: 480 lines are enough for a lesson."
            )
            % {"most": most // 1024 // 1024},
            code="too_large",
        )
    found = recordings.recognise(upload)
    if found is None:
        raise Refusal(
            _(
                "This file cannot be played in a browser. Save the recording as MP4 (H.264 and AAC) or WebM; "
                "sound alone as MP3, M4A, OGG or WAV."
            ),
            code="kind",
        )
    digest = hashlib.sha256()
    for part in upload.chunks():
        digest.update(part)
    upload.seek(0)
    return CheckedRecording(
        upload, found.kind, found.media_type, found.ending, size, found.seconds, digest.hexdigest()
    )


def check_captions(text: str, *, seconds: int | None = None) -> str:
    """The captions as they are kept; empty where nothing was written.

    Refuses what a player would not show, naming each line. `seconds`: the recording's length, where it is known.
    """
    kept = vtt.normal(text)
    if not kept:
        return ""
    if len(kept) > LONGEST_CAPTIONS:
        raise Refusal(_("The captions are too long. Remove what does not belong to them."), code="too_long")
    track = vtt.read(kept)
    found = list(track.faults)
    if seconds and not found:
        found = [vtt.Fault(cue.line, "beyond") for cue in track.cues if cue.start > (seconds + 2) * 1000]
    if found:
        raise Refusal(" ".join(words.faults(found)), code="captions")
    return kept


def check_transcript(text: str) -> str:
    """The transcript as it is kept. Refuses one that is too long."""
    if len(text) > LONGEST_TRANSCRIPT:
        raise Refusal(_("The transcript is too long. Keep what is said in this recording."), code="too_long")
    return text.replace("\r\n", "\n").strip()


@transaction.atomic
def add_recording(
    *,
    upload: File,
    title: str,
    language: str,
    actor: User | None,
    seconds: int | None = None,
    poster_id: int | None = None,
    transcripts: Mapping[str, str] | None = None,
    captions: Mapping[str, str] | None = None,
) -> Recording:
    """Keep a recording with its captions (WebVTT) and transcripts by language.

    A language with captions and no transcript gets the captions' words as its transcript. Refuses a file, captions or a
    language that check_upload, check_captions and the list of languages refuse.
    """
    _check_actor(actor)
    checked = check_upload(upload)
    recording = Recording(added_by=actor)
    _put_file(recording, checked)
    _put_words(recording, title, language, seconds or checked.seconds, poster_id, transcripts or {})
    recording.save()
    for code, text in (captions or {}).items():
        _put_captions(recording, code, text)
    return recording


@transaction.atomic
def change_recording(
    *,
    recording_id: int,
    title: str,
    language: str,
    actor: User | None,
    seconds: int | None = None,
    poster_id: int | None = None,
    transcripts: Mapping[str, str] | None = None,
    captions: Mapping[str, str] | None = None,
) -> Recording:
    """Change what is said of a recording; `captions` with an empty text are removed, those not named stay."""
    _check_actor(actor)
    recording = _locked(recording_id)
    _put_words(recording, title, language, seconds, poster_id, transcripts or {})
    recording.save()
    for code, text in (captions or {}).items():
        _put_captions(recording, code, text)
    _forget_lessons(recording)
    return recording


@transaction.atomic
def replace_file(*, recording_id: int, upload: File, actor: User | None) -> Recording:
    """Give a recording another file; its address, captions and places stay. The same bytes change nothing.

    Refuses a sound for a video and a video for a sound: lessons show the two differently.
    """
    _check_actor(actor)
    checked = check_upload(upload)
    recording = _locked(recording_id)
    if checked.sha256 == recording.sha256:
        return recording
    if checked.kind != recording.kind:
        raise Refusal(words.OTHER_KIND, code="other_kind")
    old = str(recording.file.name)
    _put_file(recording, checked)
    recording.seconds = checked.seconds or recording.seconds
    recording.save()
    transaction.on_commit(lambda: recording.file.storage.delete(old))
    _forget_lessons(recording)
    return recording


@transaction.atomic
def set_captions(*, recording_id: int, language: str, text: str, actor: User | None) -> None:
    """Keep the captions of one language in place of those there were; an empty text removes them."""
    _check_actor(actor)
    recording = _locked(recording_id)
    _put_captions(recording, language, text)
    _forget_lessons(recording)


@transaction.atomic
def remove_recording(*, recording_id: int, actor: User | None) -> None:
    """Remove a recording and its file. Refuses one that a page, a draft or the library shows."""
    _check_actor(actor)
    recording = _locked(recording_id)
    check_unused(recording)
    recording.delete()  # its file goes with the row (courses.receivers)


def check_unused(recording: Recording) -> None:
    """Refuses, naming the places, where something shows the recording."""
    places = usage.places_of(recording)
    if places:
        raise Refusal(
            _("“%(title)s” is shown in %(places)s. Take it out there first, then remove it.")
            % {"title": recording.title, "places": ", ".join(f"“{place}”" for place in places)},
            code="used",
        )


def _check_actor(actor: User | None) -> None:
    if actor is not None and not may_keep(actor):
        raise NotAllowed


def _locked(recording_id: int) -> Recording:
    return Recording.objects.select_for_update().get(pk=recording_id)


def _put_file(recording: Recording, checked: CheckedRecording) -> None:
    recording.kind, recording.content_type = checked.kind, checked.media_type
    recording.size, recording.sha256 = checked.size, checked.sha256
    recording.file.save(f"{checked.sha256[:16]}{checked.ending}", checked.file, save=False)


def _put_words(
    recording: Recording,
    title: str,
    language: str,
    seconds: int | None,
    poster_id: int | None,
    transcripts: Mapping[str, str],
) -> None:
    if not title.strip():
        raise Refusal(_("Write a title: learners see it above the recording."), code="title")
    _check_language(language)
    recording.title, recording.language = title.strip(), language
    recording.seconds, recording.poster_id = seconds, poster_id
    for code, text in transcripts.items():
        _check_language(code)
        setattr(recording, f"transcript_{code}", check_transcript(text))


def _check_language(language: Any) -> None:
    if language not in words.LANGUAGES:
        raise Refusal(_("Choose Kazakh or Russian."), code="language")


def _put_captions(recording: Recording, language: str, text: str) -> None:
    _check_language(language)
    kept = check_captions(text, seconds=recording.seconds)
    if not kept:
        recording.captions.filter(language=language).delete()
        return
    Captions.objects.update_or_create(recording=recording, language=language, defaults={"text": kept})
    transcript = f"transcript_{language}"
    if not getattr(recording, transcript).strip():
        setattr(recording, transcript, vtt.words(vtt.read(kept).cues))
        recording.save(update_fields=[transcript])


def _forget_lessons(recording: Recording) -> None:
    """Lessons are cached with the player in them: those that show this recording are drawn anew."""
    names = usage.cached_lessons(recording)
    transaction.on_commit(lambda: cache.delete_many(names))
