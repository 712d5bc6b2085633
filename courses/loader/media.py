"""Recordings and documents of a topic file: what stands between `:::video file.mp4` and `:::`."""

from dataclasses import dataclass, field
from pathlib import Path

from ..editing import rules
from .files import Reader, Row

ENDINGS = {
    "video": {".mp4": "video/mp4", ".webm": "video/webm"},
    "audio": {
        ".mp3": "audio/mpeg",
        ".m4a": "audio/mp4",
        ".ogg": "audio/ogg",
        ".wav": "audio/wav",
        ".webm": "audio/webm",
    },
    "embedded": {".pdf": "application/pdf"},
}
LANGUAGES = ("kk", "ru")


@dataclass
class MediaRecording:
    """A recording with all that goes with it. `captions` and `transcripts`: texts by language; `seconds`: its length."""

    kind: str
    file: Path
    title: str
    language: str
    seconds: int | None = None
    poster: Path | None = None
    captions: dict[str, str] = field(default_factory=dict)
    transcripts: dict[str, str] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        return ENDINGS[self.kind][self.file.suffix.lower()]


@dataclass
class MediaDocument:
    """A document to download, or one shown in the page with `alternative`, the same in words (Markdown).

    `document`: what the document itself is called in the site, where that is not `title`.
    """

    kind: str
    file: Path
    title: str
    about: str = ""
    alternative: str = ""
    document: str = ""


def split(inner: list[str]) -> tuple[list[str], str]:
    """The YAML lines of a block and the text after its `---`."""
    marks = [number for number, text in enumerate(inner) if text.strip() == "---"]
    if not marks:
        return inner, ""
    return inner[: marks[0]], "\n".join(inner[marks[0] + 1 :])


def _file(reader: Reader, path: Path, line: int, name: str) -> Path | None:
    folder = path.parent / "media"
    file = folder / name
    if not name or file.parent != folder or not file.is_file():
        reader.fault(path, line, f"the file {name or '(none named)'} is not in media/")
        return None
    return file


def recording(
    reader: Reader, path: Path, line: int, kind: str, argument: str, inner: list[str], *, language: str
) -> MediaRecording | None:
    """A `:::video` or `:::audio` of a file in `language`; None with faults noted.

    The text after `---` is the transcript in the file's language. Where the recording speaks the other language it may be
    left out, and `transcripts` of the YAML may hold the other one.
    """
    head, rest = split(inner)
    row = reader.yaml(path, "\n".join(head), first_line=line + 1)
    file = _file(reader, path, line, argument)
    if not isinstance(row, Row) or file is None:
        return None
    before = len(reader.faults)
    title = reader.need(path, row, "title", str, offset=line)
    spoken = reader.need(path, row, "language", str, offset=line)
    if spoken is not None and spoken not in LANGUAGES:
        reader.fault(path, line, f"“language” must be kk or ru, not {spoken!r}")
    if file.suffix.lower() not in ENDINGS[kind]:
        reader.fault(path, line, f"{file.name}: a {kind} file ends in {', '.join(ENDINGS[kind])}")
    seconds = row.get("seconds")
    if seconds is not None and (not isinstance(seconds, int) or isinstance(seconds, bool) or seconds < 0):
        reader.fault(path, line, f"“seconds” must be a whole number, not {seconds!r}")
    poster = _file(reader, path, line, str(row["poster"])) if row.get("poster") else None
    captions = _captions(reader, path, line, row)
    transcripts = _transcripts(reader, path, line, row)
    if rest.strip():
        transcripts[language] = rest.strip()
    missing = rules.faults_of_recording(
        is_video=kind == "video",
        spoken=spoken or "",
        captions=set(captions),
        has_transcript=bool(transcripts) or spoken != language,
    )
    if "captions" in missing:
        reader.fault(path, line, f"{file.name}: captions in the spoken language ({spoken}) are missing")
    if "transcript" in missing:
        reader.fault(path, line, f"{file.name}: the transcript after --- is missing")
    if len(reader.faults) > before:
        return None
    return MediaRecording(
        kind=kind,
        file=file,
        title=title.strip(),
        language=spoken,
        seconds=seconds,
        poster=poster,
        captions=captions,
        transcripts=transcripts,
    )


def _captions(reader: Reader, path: Path, line: int, row: Row) -> dict[str, str]:
    named = row.get("captions") or {}
    if not isinstance(named, dict) or set(named) - set(LANGUAGES):
        reader.fault(path, line, "“captions” must name a .vtt file for kk, ru or both")
        return {}
    texts = {}
    for language, name in named.items():
        file = _file(reader, path, line, str(name))
        text = reader.text(file).removeprefix("\ufeff") if file else ""
        if file and not text.startswith("WEBVTT"):
            reader.fault(file, 1, "a file of captions begins with WEBVTT")
        elif file:
            texts[language] = text
    return texts


def _transcripts(reader: Reader, path: Path, line: int, row: Row) -> dict[str, str]:
    named = row.get("transcripts") or {}
    if not isinstance(named, dict) or set(named) - set(LANGUAGES):
        reader.fault(path, line, "“transcripts” must hold a text for kk, ru or both")
        return {}
    return {language: str(text).strip() for language, text in named.items() if str(text).strip()}


def document(
    reader: Reader, path: Path, line: int, kind: str, argument: str, inner: list[str]
) -> MediaDocument | None:
    """A `:::download` or `:::embedded`; None with faults noted."""
    head, rest = split(inner)
    row = reader.yaml(path, "\n".join(head), first_line=line + 1)
    file = _file(reader, path, line, argument)
    if not isinstance(row, Row) or file is None:
        return None
    before = len(reader.faults)
    title = reader.need(path, row, "title", str, offset=line) or ""
    if rules.is_file_name(title, file=file.name):
        reader.fault(path, line, f"“title” is the name of a file ({title}): say in words what it is")
    if kind in ENDINGS and file.suffix.lower() not in ENDINGS[kind]:
        reader.fault(path, line, f"{file.name}: only a PDF is shown in the page")
    if kind == "embedded" and (fault := rules.fault_of_alternative(rest, file=file.name)):
        said = {"missing": "is missing", "file_name": "is the name of a file", "too_short": "is too short"}
        reader.fault(path, line, f"{file.name}: the alternative after --- {said[fault]}")
    if len(reader.faults) > before:
        return None
    return MediaDocument(
        kind=kind,
        file=file,
        title=title.strip(),
        about=str(row.get("about") or "").strip(),
        alternative=rest.strip() if kind == "embedded" else "",
        document=str(row.get("document") or "").strip(),
    )
