"""A case: a story with questions of other kinds about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The list of kinds is still being made while this loads; it is asked only when a case is.
from ... import items
from ..base import LANGUAGES, ZERO, Choice, Kind, text_faults
from ..content import is_on, name_faults, worded


@dataclass(frozen=True)
class Part:
    """A part on the page. `{% include part with name=… uid=… %}` draws its kind's item.html; verdict and explanation
    are those of the part, empty until they are revealed.
    """

    key: str
    stem: str
    kind: Kind
    shown: Mapping[str, Any] = field(repr=False)
    verdict: str = ""
    explanation: str = ""

    def render(self, context: Context) -> SafeString:
        drawing = context.template.engine.get_template(self.kind.template)
        with context.push(**self.shown):
            return drawing.render(context)


class Case(Kind):
    """body: "parts": [{"key", "kind", "body": a whole body of that kind}]; the stem of each language is the case.

    Parts score themselves, and none is a case. A response is "key/what that part's own response holds".
    """

    name = "case"
    title = gettext_lazy("Case")
    rank = 80
    has_distractors = False
    has_parts = True

    def parts(self, body: Mapping) -> list[tuple[str, Kind, Mapping]]:
        return [
            (
                part["key"],
                items.kind(part["kind"]),
                {**part["body"], "shuffle": is_on(part["body"].get("shuffle", True))},
            )
            for part in body["parts"]
        ]

    def faults(self, body: Mapping) -> list[str]:
        found = text_faults(body)
        parts = body.get("parts")
        if not isinstance(parts, list) or not parts:
            return [*found, _("A case needs at least one part.")]
        keys = [str(part.get("key", "")) if isinstance(part, Mapping) else "" for part in parts]
        found += name_faults(keys)
        if len(set(keys)) != len(keys):
            found.append(_("Two parts have the same name."))
        for key, part in zip(keys, parts, strict=True):
            found += [
                _("Part %(part)s: %(fault)s") % {"part": key, "fault": fault} for fault in _part_faults(part)
            ]
        return found

    def order(self, body: Mapping, chance: Random) -> list[str]:
        """Parts stand as written; within each its own order."""
        return [f"{key}/{one}" for key, kind, part in self.parts(body) for one in kind.order(part, chance)]

    def parse(self, body: Mapping, response: Sequence[str]) -> list[str]:
        return [
            f"{key}/{text}"
            for key, kind, part in self.parts(body)
            for text in kind.parse(part, _of(key, response))
        ]

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal:
        """The mean of the parts."""
        scores = [kind.score(part, _of(key, response)) or ZERO for key, kind, part in self.parts(body)]
        return sum(scores, ZERO) / len(scores)

    def right(self, body: Mapping) -> list[str]:
        return [f"{key}/{text}" for key, kind, part in self.parts(body) for text in kind.right(part)]

    def context(
        self,
        body: Mapping,
        *,
        language: str,
        order: Sequence[str],
        response: Sequence[str],
        other: Sequence[str] | None = None,
        reveal: bool = False,
    ) -> dict[str, Any]:
        shown = []
        for key, kind, part in self.parts(body):
            given = _of(key, response)
            score = kind.score(part, given) or ZERO
            shown.append(
                Part(
                    key=key,
                    stem=part[language]["stem"],
                    kind=kind,
                    shown=kind.context(
                        part,
                        language=language,
                        order=_of(key, order),
                        response=given,
                        other=None if other is None else _of(key, other),
                        reveal=reveal,
                    ),
                    verdict=("right" if score == 1 else "part" if score else "wrong") if reveal else "",
                    explanation=part[language]["explanation"] if reveal else "",
                )
            )
        return {"parts": shown, "reveal": reveal}

    def choices(self, body: Mapping, language: str) -> list[Choice]:
        """Those of the parts, each after the number of its part."""
        return [
            Choice(key=f"{key}/{choice.key}", text=f"{number}. {choice.text}", is_right=choice.is_right)
            for number, (key, kind, part) in enumerate(self.parts(body), 1)
            for choice in kind.choices(part, language)
        ]

    def tally(self, body: Mapping, response: Sequence[str]) -> list[str]:
        return [
            f"{key}/{one}"
            for key, kind, part in self.parts(body)
            for one in kind.tally(part, _of(key, response))
        ]

    def answer(self, body: Mapping, language: str) -> str:
        answers = [kind.answer(part, language) for _key, kind, part in self.parts(body)]
        return " ".join(f"{number}) {text.rstrip('.')}." for number, text in enumerate(answers, 1))

    def texts(self, body: Mapping, language: str) -> list[str]:
        parts = self.parts(body) if body.get("parts") else []
        between = [text for _key, kind, part in parts for text in kind.texts(part, language)]
        return worded(body, language, between)


def _of(key: str, texts: Sequence[str]) -> list[str]:
    """What belongs to a part, without its name."""
    return [text[len(key) + 1 :] for text in texts if text.startswith(f"{key}/")]


def _part_faults(part: Any) -> list[str]:
    if not isinstance(part, Mapping) or not isinstance(part.get("body"), Mapping):
        return [_("The content is missing.")]
    kind = items.KINDS.get(str(part.get("kind")))
    if kind is None:
        return [_("There is no such kind of question.")]
    if kind.name == Case.name:
        return [_("A case cannot stand within a case.")]
    if not kind.automatic:
        return [_("A part must be of a kind that scores itself.")]
    body = part["body"]
    found = kind.faults(body)
    texts = [body.get(language) for language in LANGUAGES]
    if any(isinstance(own, Mapping) and own.get("image") for own in texts):
        found.append(_("A part has no picture of its own: the picture belongs to the case."))
    return found


KIND = Case()
