"""The form of any question: its two texts, explanation and picture, and what each kind adds (kinds.py, case.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from .... import items
from .fields import LANGUAGES, Data, Pair, PictureField, pair, picture_fields, picture_in, text_in, texts_of

# What a body may leave out, because it means the same.
UNSAID: dict[str, Any] = {"credit": "whole", "fold": True, "shuffle": True}


@dataclass
class Block:
    """A question, or a part of one, as the form shows it. `own`: what the kind's template reads besides."""

    kind: str
    title: str
    template: str
    prefix: str
    stem: Pair
    explanation: Pair
    pictures: list[PictureField]
    shuffle: bool
    # Whether the author is asked about the order; elsewhere it is kept as it stands.
    asks_shuffle: bool
    faults: list[str] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)

    @property
    def shows_picture(self) -> bool:
        return any(one.is_chosen for one in self.pictures)


class Editor:
    """Body ⇄ form, both ways: `block` draws what stands, `read` gives what was typed, all of it."""

    kind: ClassVar[str]
    template: ClassVar[str]
    asks_shuffle: ClassVar[bool] = False
    # Whether a new question of the kind is shown in another order to everybody.
    shuffles: ClassVar[bool] = False

    def stem_label(self) -> str:
        return _("Question")

    def explanation_label(self) -> str:
        return _("Explanation")

    def blank(self) -> dict[str, Any]:
        """The body of a question nobody has written yet."""
        body = self.read({}, "")
        body |= {name: usual for name, usual in UNSAID.items() if name in body}
        return body | {"shuffle": self.shuffles}

    def read(self, data: Data, prefix: str) -> dict[str, Any]:
        body: dict[str, Any] = {"shuffle": text_in(data, f"{prefix}-shuffle") == "yes"}
        for language in LANGUAGES:
            texts: dict[str, Any] = {
                name: text_in(data, f"{prefix}-{language}-{name}") for name in ("stem", "explanation")
            }
            if picture := picture_in(data, prefix, language):
                texts["image"] = picture
            body[language] = texts
        self.read_own(data, prefix, body)
        return body

    def read_own(self, data: Data, prefix: str, body: dict[str, Any]) -> None:
        """Add what the kind has besides."""

    def block(
        self, body: Mapping, prefix: str, *, grow: str = "", told: bool = False, is_part: bool = False
    ) -> Block:
        """`grow`: the list that was asked to have more empty lines; `told`: say what is missing, beside it. A part of
        a case has no picture of its own.
        """
        return Block(
            kind=self.kind,
            title=str(items.kind(self.kind).title),
            template=f"assessments/bank/edit/{self.template}.html",
            prefix=prefix,
            stem=pair(self.stem_label(), prefix, "stem", texts_of(body, "stem"), lines=3, needed=told),
            explanation=pair(
                self.explanation_label(),
                prefix,
                "explanation",
                texts_of(body, "explanation"),
                lines=3,
                needed=told,
            ),
            pictures=[] if is_part else picture_fields(body, prefix, told=told),
            shuffle=bool(body.get("shuffle", True)),
            asks_shuffle=self.asks_shuffle,
            own=self.own(body, prefix, grow=grow, told=told),
        )

    def own(self, body: Mapping, prefix: str, *, grow: str, told: bool) -> dict[str, Any]:
        return {}


def settled(body: dict[str, Any], was: Mapping) -> dict[str, Any]:
    """The body that was typed, written as the standing one writes what is the same: so that nothing changed is no
    change.
    """
    found = dict(body)
    for name, usual in UNSAID.items():
        if name not in found:
            continue
        if name not in was and found[name] == usual and name != "shuffle":
            del found[name]
        elif name in was and _plain(was[name]) == _plain(found[name]):
            found[name] = was[name]
    if "correct" in found and sorted(was.get("correct") or []) == sorted(found["correct"]):
        found["correct"] = list(was.get("correct") or [])
    if "parts" in found:
        before = {part.get("key"): part for part in was.get("parts") or []}
        found["parts"] = [
            {**part, "body": settled(part["body"], (before.get(part["key"]) or {}).get("body") or {})}
            for part in found["parts"]
        ]
    for name in ("value", "tolerance", "points"):
        if name in found and name in was and str(was[name]) == str(found[name]):
            found[name] = was[name]
    return found


def _plain(value: object) -> str:
    return str(value).lower()
