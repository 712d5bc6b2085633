"""What changed between two states of a text, a table of hours, a programme (pure functions)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from people.rules.differences import ADDED, REMOVED, by_word

from .page_parts import PartText, parts_of

SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"
LISTS = ("terms", "works")
HOURS = ("lecture", "practice", "self_study", "final")


@dataclass(frozen=True)
class PartChange:
    """A part in both states. `state`: same | changed | new | gone; `file_changed`: its picture or file is another one."""

    kind: str
    state: str
    before: str
    after: str
    file_changed: bool = False

    @property
    def pieces(self) -> list[tuple[int, str]]:
        """(0 kept | 1 added | -1 removed, words) from left to right."""
        if self.state == NEW:
            return [(ADDED, self.after)]
        if self.state == GONE:
            return [(REMOVED, self.before)]
        return by_word(self.before, self.after)


def _is_same(before: PartText, after: PartText, was: Mapping[str, str], now: Mapping[str, str]) -> bool:
    return before.text == after.text and _sealed(before, was) == _sealed(after, now)


def _sealed(part: PartText, files: Mapping[str, str]) -> list[str]:
    return [files.get(name, name) for name in part.files]


def compare_parts(
    before: Sequence[PartText],
    after: Sequence[PartText],
    *,
    was: Mapping[str, str] | None = None,
    now: Mapping[str, str] | None = None,
) -> list[PartChange]:
    """Every part in the order of the later state; what is gone stands where it stood, after what was before it.

    `was`, `now`: of each file its digest then and now, so that another picture under the same name is seen.
    """
    was, now = was or {}, now or {}
    old = {part.id: part for part in before}
    kept = {part.id for part in after}
    gone_after: dict[str, list[PartText]] = {}
    last = ""
    for part in before:
        if part.id in kept:
            last = part.id
        else:
            gone_after.setdefault(last, []).append(part)
    found = [PartChange(part.kind, GONE, part.text, "") for part in gone_after.pop("", [])]
    for part in after:
        one = old.get(part.id)
        if one is None:
            found.append(PartChange(part.kind, NEW, "", part.text))
        else:
            state = SAME if _is_same(one, part, was, now) else CHANGED
            files = _sealed(one, was) != _sealed(part, now)
            found.append(PartChange(part.kind, state, one.text, part.text, files))
        found += [PartChange(lost.kind, GONE, lost.text, "") for lost in gone_after.pop(part.id, [])]
    return found


@dataclass(frozen=True)
class PageChange:
    """A page of a programme in both states: `key` "A", "A.1" or "A.1.2"; `state` as of a part."""

    key: str
    language: str
    state: str
    parts: tuple[PartChange, ...]

    @property
    def changed(self) -> list[PartChange]:
        return [part for part in self.parts if part.state != SAME]


def compare_pages(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[PageChange]:
    """Pages of two contents as courses.agreeing writes them, by language in the order of the programme.

    The glossary and the literature come last as pages of their own (keys LISTS), a part for each term or work.
    """
    found = []
    for language in ("kk", "ru"):
        old, new = _parts(before, language), _parts(after, language)
        order = [key for key in sorted({*old, *new}, key=natural) if key not in LISTS]
        for key in [*order, *(key for key in LISTS if key in old or key in new)]:
            parts = compare_parts(
                old.get(key, ()),
                new.get(key, ()),
                was=before.get("files", {}),
                now=after.get("files", {}),
            )
            if key not in old or key not in new:
                state = NEW if key in new else GONE
            else:
                state = CHANGED if any(part.state != SAME for part in parts) else SAME
            found.append(PageChange(key, language, state, tuple(parts)))
    return found


def _parts(content: Mapping[str, Any], language: str) -> dict[str, tuple[PartText, ...]]:
    pages = {key: parts_of(fields) for key, fields in content["pages"].get(language, {}).items()}
    for name, texts in (
        (
            "terms",
            {row["key"]: f"{row[language]} – {row[f'definition_{language}']}" for row in content["terms"]},
        ),
        ("works", {row["key"]: row[language] for row in content["works"]}),
    ):
        if texts:
            pages[name] = tuple(PartText(key, name, text) for key, text in texts.items())
    return pages


def natural(key: str) -> list[tuple[int, int | str]]:
    """For sorting: "A.1.10" comes after "A.1.9"."""
    return [(1, int(part)) if part.isdigit() else (0, part) for part in key.split(".")]


@dataclass(frozen=True)
class HoursChange:
    """A topic's hours of each kind then and now, in the order of HOURS; None where the table had or has no such topic."""

    key: str
    title_kk: str
    title_ru: str
    before: tuple[int, ...] | None
    after: tuple[int, ...] | None

    @property
    def pairs(self) -> list[tuple[int | None, int | None]]:
        """(then, now) of each kind of hours."""
        nothing = (None,) * len(HOURS)
        return list(zip(self.before or nothing, self.after or nothing, strict=True))

    @property
    def state(self) -> str:
        if self.before is None or self.after is None:
            return NEW if self.before is None else GONE
        return SAME if self.before == self.after else CHANGED


def _rows(edition: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {topic["key"]: topic for module in edition["modules"] for topic in module["topics"]}


def compare_hours(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[HoursChange]:
    """Every topic of either table of hours, in the order of the programme."""
    old, new = _rows(before), _rows(after)
    return [
        HoursChange(
            key=key,
            title_kk=(new.get(key) or old[key])["title_kk"],
            title_ru=(new.get(key) or old[key])["title_ru"],
            before=tuple(old[key][kind] for kind in HOURS) if key in old else None,
            after=tuple(new[key][kind] for kind in HOURS) if key in new else None,
        )
        for key in sorted({*old, *new}, key=natural)
    ]
