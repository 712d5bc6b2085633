"""What is wrong with a file in the editor: too large, unnamed, undescribed, unused (pure functions)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

MEGABYTE = 1024 * 1024
# Bytes above which a file is slow on a village network; pictures also by their longer side in pixels.
LARGE: Mapping[str, int] = {"image": MEGABYTE, "document": 10 * MEGABYTE, "recording": 100 * MEGABYTE}
WIDEST = 2400
SHORTEST_DESCRIPTION = 10  # letters
# Names that cameras, scanners and office programs give by themselves.
MACHINE_NAME = re.compile(
    r"^(?:img|dsc|dscn|pxl|vid|mvi|scan|screenshot|image|photo|picture|document|doc|file|untitled|new|copy|"
    r"скан|снимок экрана|снимок|изображение|рисунок|фото|документ|файл|без названия|безымянный|новый|копия|"
    r"құжат|сурет|файлы|атаусыз|жаңа|көшірме)[\W\d_]*$",
    re.IGNORECASE,
)
ENDING = re.compile(r"\.(?:[a-z]{3,4}|mp[34]|m4a|7z|docx|xlsx|pptx|webm)$", re.IGNORECASE)


@dataclass(frozen=True)
class Facts:
    """A file as the report judges it. `kind`: image, document or recording; `size` in bytes; `uses`: places that show it."""

    kind: str
    title: str
    name: str
    size: int
    uses: int
    description: str = ""
    width: int = 0
    height: int = 0


def findings(file: Facts) -> tuple[str, ...]:
    """What should be done about it, any of "unused", "large", "wide", "description", "title"."""
    found = []
    if not file.uses:
        found.append("unused")
    if file.size > LARGE[file.kind]:
        found.append("large")
    if (
        file.kind == "image"
        and max(file.width, file.height) > WIDEST
        and not file.name.lower().endswith(".svg")
    ):
        found.append("wide")
    if file.kind == "image" and not describes(file.description, file.name):
        found.append("description")
    if file.kind == "document" and is_file_name(file.title, file.name):
        found.append("title")
    return tuple(found)


def is_file_name(title: str, name: str = "") -> bool:
    """Whether a title was taken from a file instead of being written: an ending, a machine's name, or the file's own name
    with the marks file names have. Plain words stay a title, also where the file is named by them."""
    title = title.strip()
    if not title or ENDING.search(title) or MACHINE_NAME.match(title) or not re.search(r"[^\W\d_]{2}", title):
        return True
    if " " in title:
        return False
    return "_" in title or (
        title.casefold() == PurePath(name).stem.casefold() and bool(re.search(r"[\d-]", title))
    )


def describes(description: str, name: str = "") -> bool:
    """Whether a text says what a picture shows: long enough, and not the file's name."""
    text = description.strip()
    return len(text) >= SHORTEST_DESCRIPTION and not is_file_name(text, name)
