"""JSON-LD without a network: contexts from this folder alone, canonical N-Quads by RDFC-1.0."""

import json
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from .faults import NotProven

VC = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_FILES = {VC: "credentials-v2.jsonld", OPEN_BADGES: "open-badges-3.0.3.js"}
_FOLDER = Path(__file__).parent / "contexts"
# PyLD keeps contexts it has resolved in one cache for all threads, which is not made for that.
_ONE_AT_A_TIME = threading.Lock()
# Ours have one node without a name; telling many apart takes time that grows with their factorial.
_MOST_UNNAMED = 4


@lru_cache
def context(address: str) -> dict[str, Any]:
    """The context of that address; KeyError for one that is not kept here."""
    text = (_FOLDER / _FILES[address]).read_text()
    return json.loads(text[text.index("{") :])


def _load(address: str, _options: Mapping[str, Any]) -> dict[str, Any]:
    try:
        document = context(address)
    except KeyError:
        raise NotProven("shape", f"the context {address[:100]!r} is not known here") from None
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": document,
    }


# Names that are no address are put behind a base: behind this one they are found.
_BASE = "https://relative.invalid/"
_OPTIONS = {"documentLoader": _load, "base": _BASE}


def canonical(document: Mapping[str, Any]) -> str:
    """The document as canonical N-Quads (RDFC-1.0, which PyLD calls by its older name). Takes milliseconds."""
    from pyld import jsonld

    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        **_OPTIONS,
    }
    with _ONE_AT_A_TIME:
        return jsonld.normalize(dict(document), options)


def check_nothing_is_lost(document: Mapping[str, Any]) -> None:
    """Raise NotProven where part of the JSON would not be among the statements that are signed.

    JSON-LD drops terms no context defines and names that are no address: whatever stands there could be changed freely.
    """
    from pyld import jsonld

    def dropped(name: str | None) -> None:
        raise NotProven("shape", f"{name!r} is not covered by the signature")

    _no_keywords(document, top=True)
    with _ONE_AT_A_TIME:
        expanded = jsonld.expand(dict(document), _OPTIONS, on_property_dropped=dropped)
    if len(expanded) != 1:
        raise NotProven("shape", "not one credential")
    if _names_are_addresses(expanded) > _MOST_UNNAMED:
        raise NotProven("shape", "too many nodes without a name")


def _no_keywords(value: Any, *, top: bool = False) -> None:
    """No member is spelled by a keyword or an address, which readers of the JSON would pass over."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if (name.startswith("@") and not (top and name == "@context")) or ":" in name:
                raise NotProven("shape", f"the member {name[:60]!r} does not belong here")
            _no_keywords(inner)
    elif isinstance(value, list):
        for inner in value:
            _no_keywords(inner)


def _names_are_addresses(value: Any) -> int:
    """Refuse names that are no address; how many nodes have no name."""
    if isinstance(value, list):
        return sum(map(_names_are_addresses, value))
    if not isinstance(value, Mapping) or "@value" in value:
        return 0
    named = [value["@id"]] if "@id" in value else []
    for name in [*named, *value.get("@type", [])]:
        if name.startswith(_BASE) or ":" not in name:
            raise NotProven("shape", f"{name[:60]!r} is not covered by the signature")
    return (not named) + sum(map(_names_are_addresses, value.values()))
