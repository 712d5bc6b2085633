"""What the player shows of a recording to a reader of one language."""

from dataclasses import dataclass

from django.urls import reverse

from ..models import Recording
from . import words

USUAL = (640, 360)  # of a video whose still picture does not say


@dataclass(frozen=True)
class Track:
    """Captions in a language; `is_on`: shown without being asked for."""

    language: str
    label: str
    url: str
    is_on: bool


@dataclass(frozen=True)
class Transcript:
    language: str
    text: str
    is_own: bool  # of the reader's language


@dataclass(frozen=True)
class Shown:
    """`width` × `height` (pixels) hold the place until the video has come; `spoken`: its language's own name, where it is
    another one than the reader's; `poster`: an address or empty."""

    title: str
    url: str
    is_video: bool
    content_type: str
    width: int
    height: int
    poster: str
    length: str
    size: int
    spoken: str
    spoken_language: str
    tracks: list[Track]
    transcripts: list[Transcript]


def shown(recording: Recording, language: str) -> Shown:
    """A recording for a reader of `language` (kk or ru): captions in it are on, the transcript in it comes first."""
    width, height = USUAL
    poster = ""
    if recording.is_video and recording.poster is not None:
        picture = recording.poster.get_rendition("max-1280x1280")
        poster, width, height = picture.url, picture.width, picture.height
    texts = words.transcripts(recording)
    order = sorted(texts, key=lambda code: (code != language, code))
    return Shown(
        title=recording.title,
        url=reverse("recording_file", args=[recording.pk]),
        is_video=recording.is_video,
        content_type=recording.content_type,
        width=width,
        height=height,
        poster=poster,
        length=words.length(recording.seconds),
        size=recording.size,
        spoken=words.LANGUAGES[recording.language] if recording.language != language else "",
        spoken_language=recording.language,
        tracks=[_track(recording, one.language, language) for one in recording.captions.all()],
        transcripts=[Transcript(code, texts[code], code == language) for code in order],
    )


def _track(recording: Recording, language: str, reader: str) -> Track:
    return Track(
        language=language,
        label=words.LANGUAGES[language],
        url=reverse("recording_captions", args=[recording.pk, language]),
        is_on=language == reader,
    )
