"""A rubric's content: its one tidy form, what is wrong with it, what an edit changes and what the edit would break.

Content: {"criteria": [{"key", "title", "maximum", "guide"?, "levels"?: [{"value", "title"?, "descriptor"}]}], "step"?,
"checklist"?: [{"key", "title"}], "bands"?: [{"key", "floor", "title"}], "again"?}. Texts are {"kk", "ru", "en"?}, numbers
are text. A place is where something stands in it, as "criteria-0-levels-2-value"; the form names its fields so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from . import rubric

LANGUAGES = ("kk", "ru")
KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
# Letters of both alphabets as keys write them; the sounds matter little, the stability does.
LATIN = str.maketrans("аәбвгғдеёзийкқлмнңоөпрстуұүфһыіэ", "aabvggdeeziikqlmnnooprstuuufhyie") | str.maketrans(
    {
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "ъ": "",
        "ь": "",
    }
)


@dataclass(frozen=True)
class Fault:
    """Something that cannot stand. `code` names it, `values` hold what a sentence about it needs."""

    place: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def number(value: object) -> Decimal | None:
    """The number of a text with a comma or a point; None for anything else."""
    try:
        found = Decimal(str(value if value is not None else "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def plain(value: Decimal) -> str:
    """A number as content writes it: 2, 0.5, 10."""
    return format(value.normalize(), "f") if value else "0"


def _number_text(value: object) -> str:
    found = number(value)
    return str(value if value is not None else "").strip() if found is None else plain(found)


def _texts(texts: object) -> dict[str, str]:
    if not isinstance(texts, Mapping):
        return {}
    tidied = {
        str(key): str(one).replace("\r\n", "\n").strip() for key, one in texts.items() if one is not None
    }
    return {key: one for key, one in tidied.items() if one}


def tidy(content: Mapping) -> dict[str, Any]:
    """The same content in its one form: outer spaces and empty texts gone, numbers alike, nothing unknown.

    Two contents say the same where their tidy forms are equal. That an older version stands again is no part of it.
    """
    found: dict[str, Any] = {"criteria": [_criterion(row) for row in content.get("criteria") or []]}
    if step := _number_text(content.get("step")):
        found["step"] = step
    if checklist := [_titled(row) for row in content.get("checklist") or []]:
        found["checklist"] = checklist
    if bands := [
        _titled(row) | {"floor": _number_text(row.get("floor"))} for row in content.get("bands") or []
    ]:
        found["bands"] = bands
    return found


def _titled(row: Mapping) -> dict[str, Any]:
    return {"key": str(row.get("key") or "").strip(), "title": _texts(row.get("title"))}


def _criterion(row: Mapping) -> dict[str, Any]:
    found = _titled(row) | {"maximum": _number_text(row.get("maximum"))}
    if guide := _texts(row.get("guide")):
        found["guide"] = guide
    levels = []
    for level in row.get("levels") or []:
        one: dict[str, Any] = {"value": _number_text(level.get("value"))}
        one |= {name: texts for name in ("title", "descriptor") if (texts := _texts(level.get(name)))}
        levels.append(one)
    if levels:
        found["levels"] = levels
    return found


def key_from(title: Mapping[str, str], taken: set[str]) -> str:
    """A key for something new, from its English, else Russian, else Kazakh title; numbered where it is taken."""
    words = next((title[code] for code in ("en", "ru", "kk") if title.get(code)), "")
    key = re.sub(r"[^a-z0-9]+", "_", words.lower().translate(LATIN)).strip("_")[:30].strip("_")
    if not KEY.fullmatch(key):
        key = f"c_{key}".rstrip("_")
    if key not in taken:
        return key
    return next(one for number in range(2, 1000) if (one := f"{key}_{number}") not in taken)


def with_keys(content: Mapping, *, besides: Sequence[str] = ()) -> dict[str, Any]:
    """The tidy content where everything new has a key. `besides`: keys of criteria that stood and were given up, which
    a new criterion must not take over.
    """
    found = tidy(content)
    for name in ("criteria", "checklist", "bands"):
        rows = found.get(name, [])
        taken = {row["key"] for row in rows} | (set(besides) if name == "criteria" else set())
        for row in rows:
            if not row["key"] and row["title"]:
                row["key"] = key_from(row["title"], taken)
                taken.add(row["key"])
    return found


def faults(content: Mapping) -> list[Fault]:
    """Everything that keeps a content from being a version, in the order of reading; empty where it may stand."""
    return list(_faults(tidy(content)))


def _faults(content: Mapping) -> Iterator[Fault]:
    step = number(content["step"]) if "step" in content else rubric.HALF
    if step not in rubric.STEPS:
        yield Fault("step", "no_such_step")
        step = None
    if not content["criteria"]:
        yield Fault("criteria", "no_criteria")
    yield from _keys("criteria", content["criteria"])
    for index, row in enumerate(content["criteria"]):
        yield from _criterion_faults(f"criteria-{index}", row, step)
    yield from _keys("checklist", content.get("checklist", []))
    for index, row in enumerate(content.get("checklist", [])):
        yield from _missing(f"checklist-{index}-title", row["title"], needed=True)
    yield from _band_faults(content)


def _missing(place: str, texts: Mapping[str, str], *, needed: bool) -> Iterator[Fault]:
    """Both languages, where one is written or the text is needed."""
    if needed or texts:
        for language in LANGUAGES:
            if not texts.get(language):
                yield Fault(f"{place}-{language}", "text_missing", {"language": language})


def _keys(name: str, rows: Sequence[Mapping]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row["key"] and not KEY.fullmatch(row["key"]) and name == "criteria":
            yield Fault(f"{name}-{index}", "bad_key", {"key": row["key"]})
        if row["key"] and row["key"] in seen:
            yield Fault(f"{name}-{index}", "key_twice", {"key": row["key"]})
        seen.add(row["key"])


def _criterion_faults(place: str, row: Mapping, step: Decimal | None) -> Iterator[Fault]:
    yield from _missing(f"{place}-title", row["title"], needed=True)
    maximum = number(row["maximum"])
    if maximum is None:
        yield Fault(f"{place}-maximum", "not_a_number")
    elif maximum <= 0:
        yield Fault(f"{place}-maximum", "not_positive")
    elif step and maximum % step:
        yield Fault(f"{place}-maximum", "no_multiple", {"step": plain(step)})
    yield from _missing(f"{place}-guide", row.get("guide", {}), needed=False)
    levels = row.get("levels", [])
    if len(levels) == 1:
        yield Fault(f"{place}-levels", "one_level")
    before: Decimal | None = None
    for index, level in enumerate(levels):
        here = f"{place}-levels-{index}"
        value = number(level["value"])
        if value is None:
            yield Fault(f"{here}-value", "not_a_number")
        elif value < 0:
            yield Fault(f"{here}-value", "negative")
        elif step and value % step:
            yield Fault(f"{here}-value", "no_multiple", {"step": plain(step)})
        elif before is not None and value <= before:
            yield Fault(f"{here}-value", "not_ascending", {"before": plain(before)})
        elif index and index == len(levels) - 1 and maximum is not None and value != maximum:
            yield Fault(f"{here}-value", "not_at_maximum", {"maximum": plain(maximum)})
        before = value if value is not None else before
        yield from _missing(f"{here}-title", level.get("title", {}), needed=False)
        yield from _missing(f"{here}-descriptor", level.get("descriptor", {}), needed=True)


def _band_faults(content: Mapping) -> Iterator[Fault]:
    bands = content.get("bands", [])
    yield from _keys("bands", bands)
    whole = total(content)
    floors: list[Decimal] = []
    for index, row in enumerate(bands):
        yield from _missing(f"bands-{index}-title", row["title"], needed=True)
        floor = number(row["floor"])
        if floor is None:
            yield Fault(f"bands-{index}-floor", "not_a_number")
        elif floor < 0:
            yield Fault(f"bands-{index}-floor", "negative")
        elif floor in floors:
            yield Fault(f"bands-{index}-floor", "floor_twice")
        elif floor > whole:
            yield Fault(f"bands-{index}-floor", "above_total", {"total": plain(whole)})
        if floor is not None:
            floors.append(floor)
    if bands and Decimal(0) not in floors:
        yield Fault("bands", "bands_from_zero")


def total(content: Mapping) -> Decimal:
    """The sum of the maxima that are numbers."""
    return sum((number(row.get("maximum")) or Decimal(0) for row in content["criteria"]), Decimal(0))


# What an edit changes


@dataclass(frozen=True)
class Difference:
    """One change between two contents. `title`: of the criterion it is about; `languages`: whose wording changed."""

    code: str
    title: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


def _languages(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(code for code in ("kk", "ru", "en") if before.get(code) != after.get(code))


def differences(before: Mapping, after: Mapping) -> list[Difference]:
    """What changed, criterion by criterion in the new order, what was given up first."""
    before, after = tidy(before), tidy(after)
    old = {row["key"]: row for row in before["criteria"]}
    new = {row["key"]: row for row in after["criteria"]}
    found = [
        Difference("removed", row["title"], {"maximum": row["maximum"]})
        for key, row in old.items()
        if key not in new
    ]
    for key, row in new.items():
        if key not in old:
            found.append(Difference("added", row["title"], {"maximum": row["maximum"]}))
        else:
            found += _criterion_differences(old[key], row)
    if [key for key in old if key in new] != [key for key in new if key in old]:
        found.append(Difference("order"))
    if rubric.step(before) != rubric.step(after):
        found.append(
            Difference(
                "step", values={"before": plain(rubric.step(before)), "after": plain(rubric.step(after))}
            )
        )
    elif before.get("step") != after.get("step"):
        found.append(Difference("step_named", values={"after": plain(rubric.step(after))}))
    found += [
        Difference(name) for name in ("checklist", "bands") if before.get(name, []) != after.get(name, [])
    ]
    return found


def _criterion_differences(old: Mapping, new: Mapping) -> Iterator[Difference]:
    title = new["title"]
    if old["maximum"] != new["maximum"]:
        yield Difference("maximum", title, {"before": old["maximum"], "after": new["maximum"]})
    if languages := _languages(old["title"], new["title"]):
        yield Difference("title", title, {}, languages)
    if languages := _languages(old.get("guide", {}), new.get("guide", {})):
        yield Difference("guide", title, {}, languages)
    one = {level["value"]: level for level in old.get("levels", [])}
    other = {level["value"]: level for level in new.get("levels", [])}
    if list(one) != list(other):
        yield Difference("levels", title, {"before": ", ".join(one) or "–", "after": ", ".join(other) or "–"})
    reworded = [value for value, level in other.items() if value in one and one[value] != level]
    if reworded:
        touched = {
            code
            for value in reworded
            for name in ("title", "descriptor")
            for code in _languages(one[value].get(name, {}), other[value].get(name, {}))
        }
        in_order = tuple(code for code in ("kk", "ru", "en") if code in touched)
        yield Difference("level_texts", title, {"levels": ", ".join(reworded)}, in_order)


# What an edit would break


@dataclass(frozen=True)
class Break:
    """A contradiction between a rubric and the scheme that counts its points. `component`: its title."""

    code: str
    component: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


def breaks(content: Mapping, components: Sequence[Mapping]) -> list[Break]:
    """What keeps the components from being filled. `components`: those of the edition's scheme whose assignments are
    marked by this rubric, each filled by the whole work or by one `criterion`.
    """
    content = tidy(content)
    rows = {row["key"]: row for row in content["criteria"]}
    found = []
    for component in components:
        title, key = component.get("title") or {}, component.get("criterion")
        wanted = number(component["maximum"]) or Decimal(0)
        if key and key not in rows:
            found.append(Break("no_criterion", title, {"key": key}))
            continue
        there = (number(rows[key]["maximum"]) or Decimal(0)) if key else total(content)
        if there != wanted:
            values = {"there": plain(there), "wanted": plain(wanted)}
            found.append(Break("criterion_maximum" if key else "total", title, values))
    taken = {component.get("criterion") for component in components}
    if components and None not in taken and "" not in taken:
        found += [Break("uncounted", row["title"]) for key, row in rows.items() if key not in taken]
    return found
