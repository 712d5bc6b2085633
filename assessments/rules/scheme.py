"""Reading and checking a scheme's content (JSON with numbers as text) into what scoring works with."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from . import scoring


class SchemeFault(ValueError):
    """The content cannot be used as a scheme; `str()` says why."""


def canonical(content: object) -> str:
    """The one text of a JSON value: keys sorted, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: object) -> str:
    """SHA-256 of the canonical text, hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def number(value: object, *, where: str) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise SchemeFault(f"{where}: {value!r} is not a number") from error
    if not found.is_finite():
        raise SchemeFault(f"{where}: {value!r} is not a number")
    return found


def read(content: Mapping) -> scoring.Scheme:
    """The scheme of a content; raises SchemeFault where it cannot decide anything."""
    try:
        return _read(content)
    except KeyError as error:
        raise SchemeFault(f"{error.args[0]!r} is missing") from error


def _read(content: Mapping) -> scoring.Scheme:
    components = tuple(
        scoring.Component(
            key=row["key"],
            maximum=number(row["maximum"], where=f"component {row['key']}"),
            required=bool(row.get("required", True)),
            scored=bool(row.get("scored", True)),
            minimum=None
            if row.get("minimum") is None
            else number(row["minimum"], where=f"minimum of {row['key']}"),
        )
        for row in content["components"]
    )
    bands = tuple(
        scoring.Band(
            key=row["key"], floor=number(row["floor"], where=f"band {row['key']}"), passed=bool(row["passed"])
        )
        for row in content["bands"]
    )
    scheme = scoring.Scheme(
        formula=content["formula"],
        pass_mark=number(content["pass_mark"], where="pass mark"),
        components=components,
        bands=bands,
    )
    check(scheme)
    return scheme


def check(scheme: scoring.Scheme) -> None:
    """Refuse what scoring could not answer for: no scored component, a minimum out of reach, bands with a gap."""
    scored = [component for component in scheme.components if component.scored]
    if scheme.formula not in {"test_percent", "sum"}:
        raise SchemeFault(f"unknown formula {scheme.formula!r}")
    if len({component.key for component in scheme.components}) != len(scheme.components):
        raise SchemeFault("a component stands twice")
    if any(component.maximum <= 0 for component in scheme.components):
        raise SchemeFault("a component's maximum must be above zero")
    for component in scheme.components:
        if component.minimum is not None and not 0 <= component.minimum <= component.maximum:
            raise SchemeFault(f"the minimum of {component.key} lies outside 0 to {component.maximum}")
    if scheme.formula == "test_percent" and len(scored) != 1:
        raise SchemeFault("the formula test_percent needs exactly one scored component")
    if scheme.formula == "sum" and sum(component.maximum for component in scored) != 100:
        raise SchemeFault("the maxima of the scored components must add up to 100")
    floors = sorted(band.floor for band in scheme.bands)
    if not floors or floors[0] != 0:
        raise SchemeFault("the lowest band must begin at 0")
    if len(set(floors)) != len(floors):
        raise SchemeFault("two bands begin at the same score")
    if len({band.key for band in scheme.bands}) != len(scheme.bands):
        raise SchemeFault("a band stands twice")
    if floors[-1] > scoring.HUNDRED:
        raise SchemeFault("a band begins above 100")
    for band in scheme.bands:
        if band.passed != (band.floor >= scheme.pass_mark):
            raise SchemeFault(f"band {band.key} and the pass mark disagree")
    if scheme.pass_mark not in floors:
        raise SchemeFault("a band must begin at the pass mark")
