"""When words stand for a picture, a recording or a file: pure rules over texts."""

import re
from pathlib import PurePath

ALT_WORDS = 4
DESCRIPTION_WORDS = 10
ALTERNATIVE_WORDS = 10
FILE_ENDING = re.compile(
    r"\.(?:svg|png|jpe?g|gif|webp|avif|heic|tiff?|bmp|pdf|docx?|xlsx?|pptx?|odt|txt|mp[34]|m4a|webm|og[gav]|wav|mov)$",
    re.IGNORECASE,
)
CAMERA_NAME = re.compile(r"^(?:img|dsc|dscn|pxl|vid|scan|screenshot|image)[ _-]*\d[\w .-]*$", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def count_words(text: str) -> int:
    """Words of plain or rich text; numbers and marks are none, a hyphenated word is one."""
    return len(_WORD.findall(_TAG.sub(" ", text)))


def is_file_name(text: str, *, file: str = "") -> bool:
    """Whether a text is only the name of a file: by its ending, as cameras name them, or the very `file`'s own."""
    plain = " ".join(text.split())
    if not plain:
        return False
    own = {PurePath(file).name.casefold(), PurePath(file).stem.casefold()} if file else set()
    return bool(FILE_ENDING.search(plain) or CAMERA_NAME.match(plain)) or plain.casefold() in own


def fault_of_picture(*, alt: str, description: str, file: str = "") -> str:
    """What keeps a picture from being understood without seeing it: "missing", "file_name", "too_short" or "".

    A short alternative is enough where the long description (plain or rich text) tells the rest.
    """
    if not alt.strip():
        return "missing"
    if is_file_name(alt, file=file):
        return "file_name"
    if count_words(alt) < ALT_WORDS and count_words(description) < DESCRIPTION_WORDS:
        return "too_short"
    return ""


def faults_of_recording(
    *, is_video: bool, spoken: str, captions: set[str], has_transcript: bool
) -> tuple[str, ...]:
    """What a recording lacks for those who do not hear it: of "captions", "transcript".

    `captions`: languages that have them; a video needs those of its spoken language.
    """
    missing = []
    if is_video and spoken not in captions:
        missing.append("captions")
    if not has_transcript:
        missing.append("transcript")
    return tuple(missing)


def fault_of_alternative(text: str, *, file: str = "") -> str:
    """What keeps the words of an embedded file from standing for it: "missing", "file_name", "too_short" or ""."""
    plain = _TAG.sub(" ", text).strip()
    if not plain:
        return "missing"
    if is_file_name(plain, file=file):
        return "file_name"
    return "too_short" if count_words(plain) < ALTERNATIVE_WORDS else ""
