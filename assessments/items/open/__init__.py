"""An answer in one's own words that a person marks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..base import LANGUAGES, text_faults
from ..content import worded
from ..typed import TypedKind

MOST_POINTS = 20


class Open(TypedKind):
    """body: "points": what a marker can give, whole; each language: "guide" for markers. The explanation is a model
    answer.
    """

    name = "open"
    title = gettext_lazy("Open answer")
    automatic = False
    rank = 90
    limit = 10_000
    has_lines = True

    def faults(self, body: Mapping) -> list[str]:
        found = text_faults(body)
        for language in LANGUAGES:
            own = body.get(language)
            if isinstance(own, Mapping) and not str(own.get("guide", "")).strip():
                found.append(
                    _("The %(language)s text does not say how it is marked.") % {"language": language}
                )
        points = str(body.get("points", ""))
        if not (points.isdecimal() and 1 <= int(points[:9]) <= MOST_POINTS):
            found.append(_("Points are a whole number from 1 to %(most)s.") % {"most": MOST_POINTS})
        return found

    def score(self, body: Mapping, response: Sequence[str]) -> None:
        """A person marks it."""
        return None

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
        found = super().context(
            body, language=language, order=order, response=response, other=other, reveal=reveal
        )
        return found | {"points": int(body["points"])}

    def answer(self, body: Mapping, language: str) -> str:
        """None in words: the model answer is the explanation and stands there."""
        return ""

    def texts(self, body: Mapping, language: str) -> list[str]:
        guide = (body.get(language) or {}).get("guide", "")
        return worded(body, language, [str(guide)] if guide else [])


KIND = Open()
