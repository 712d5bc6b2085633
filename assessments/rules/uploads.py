"""What a file is by its content, and a safe name for it (pure functions)."""

import io
import re
import unicodedata
import zipfile
from pathlib import PurePath

import puremagic

ALLOWED = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/plain": ".txt",
}
OFFICE = {"word/document.xml": ".docx", "ppt/presentation.xml": ".pptx", "xl/workbook.xml": ".xlsx"}
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})
_BY_ENDING = {ending: media_type for media_type, ending in ALLOWED.items()}


def media_type(content: bytes) -> str:
    """The media type by the bytes alone, one of ALLOWED; empty for everything else."""
    if content[:4] == b"PK\x03\x04":
        return _office(content)
    if content[:5] == b"%PDF-":
        return "application/pdf"
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found in {"image/png", "image/jpeg", "image/webp"}:
        return found
    return "text/plain" if _is_text(content) else ""


def _office(content: bytes) -> str:
    """Word, PowerPoint or Excel by its parts; macros are refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    return next((_BY_ENDING[ending] for part, ending in OFFICE.items() if part in names), "")


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(letter < " " and letter not in "\t\n\r\f" for letter in text):
        return False
    return not re.match(r"\s*(<\?xml|<!doctype|<html|<svg|<script|#!)", text, re.IGNORECASE)


def safe_name(name: str, *, media_type: str) -> str:
    """The name without folders, control characters or a wrong ending; letters of every alphabet stay."""
    stem = PurePath(name.replace("\\", "/")).stem
    stem = "".join(letter for letter in unicodedata.normalize("NFC", stem) if letter.isprintable())
    stem = re.sub(r'[<>:"/|?*]+', " ", stem).strip(" .") or "file"
    return f"{stem[:120]}{ALLOWED[media_type]}"
