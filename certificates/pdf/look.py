"""How a document looks beyond its facts: a template's revision as the drawing reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Look:
    """`languages` in their order, Kazakh always among them; `wording`: {language: {key: text}} where it differs.

    Images are PNG or JPEG bytes, empty where there is none.
    """

    languages: tuple[str, ...] = ("kk", "ru")
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    logo: bytes = b""
    seal: bytes = b""
    background: bytes = b""


USUAL = Look()
