"""A dump read back as the loader will: what came back otherwise is a fault."""

from typing import Any

from ..loader import LoadErrors, ParsedProgramme, parse, rich
from ..loader.apply import edition_values, module_values, reference_values, stored_modules, term_values
from ..loader.lesson import ParsedTopic
from ..models import GlossaryTerm, ProgrammeEdition, Reference
from .files import Folder, Part

HOLDS_NOT = "a file cannot hold this as it stands"


def check(folder: Folder, edition: ProgrammeEdition) -> ParsedProgramme | None:
    """The folder as it was read back; faults are noted on it."""
    try:
        parsed = parse(folder.path)
    except LoadErrors as errors:
        folder.faults += [str(fault) for fault in errors.faults]
        return None
    for name, value in edition_values(parsed.edition).items():
        if getattr(edition, name) != value:
            folder.faults.append(f"edition {edition.code}/{edition.number}, {name}: {HOLDS_NOT}.")
    if module_values(parsed.edition) != stored_modules(edition):
        folder.faults.append(f"edition {edition.code}/{edition.number}, table of hours: {HOLDS_NOT}.")
    for model, rows, values in (
        (GlossaryTerm, parsed.glossary, term_values),
        (Reference, parsed.literature, reference_values),
    ):
        stored = {one.key: one for one in model.objects.filter(programme_code=edition.code)}
        for row in rows:
            for name, value in values(row, 0).items():
                if name != "order" and getattr(stored[row["id"]], name) != value:
                    folder.faults.append(f"{model._meta.verbose_name} {row['id']}, {name}: {HOLDS_NOT}.")
    for (key, language), read in [
        *parsed.topics.items(),
        *(((one.key, one.language), one) for one in parsed.orientation.values()),
    ]:
        if (key, language) in folder.lessons:
            _lesson(folder, read, *folder.lessons[key, language])
    return parsed


def _lesson(folder: Folder, read: ParsedTopic, page: Any, parts: list[Part]) -> None:
    name = f"{read.key} ({read.language})"
    if [kind for kind, _value in read.blocks] != [part.kind for part in parts]:
        folder.faults.append(f"{name}: its parts cannot be told from each other in a file.")
        return
    for part, (_kind, value) in zip(parts, read.blocks, strict=True):
        if not _same(part.value, value):
            folder.faults.append(f"{part.place}: {HOLDS_NOT}.")
    for field in ("title", "aim", "outcomes", "terms", "literature"):
        if hasattr(page, field) and getattr(page, field) != getattr(read, field):
            folder.faults.append(f"{name}, {field}: {HOLDS_NOT}.")


def _same(stored: Any, read: Any) -> bool:
    """Whether the words are the same; where links lead was compared when the text was written."""
    if isinstance(read, str):
        return _without_links(stored) == _without_links(read)
    if isinstance(read, dict):
        return all(_same(stored[name], value) for name, value in read.items())
    if isinstance(read, list):
        return stored == read
    return all(
        _same(stored[name], getattr(read, name))
        for name in ("title", "alt", "caption", "description", "about")
        if name in stored and hasattr(read, name)
    )


def _without_links(text: str) -> Any:
    try:
        return rich.relinked(rich.read(text), lambda _link: {"href": ""})
    except rich.RichTextFault:
        return text
