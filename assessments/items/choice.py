"""What kinds with options share: texts by letter in two languages and the letters of the right ones."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from .base import Choice, Kind, list_faults, shuffled, text_faults


class ChoiceKind(Kind):
    """body: "correct": [letters]; each language: "options": {letter: text}."""

    def options(self, body: Mapping, language: str = "kk") -> dict[str, str]:
        return dict((body.get(language) or {}).get("options") or {})

    def faults(self, body: Mapping) -> list[str]:
        found = text_faults(body) or list_faults(body, "options", least=2, what=_("options"))
        if found:
            return found
        correct = body.get("correct")
        if not isinstance(correct, list) or not correct:
            found.append(_("No right answer is named."))
        elif unknown := set(correct) - set(self.options(body)):
            found.append(
                _("The right answer names unknown options: %(options)s.")
                % {"options": ", ".join(sorted(map(str, unknown)))}
            )
        elif len(set(correct)) != len(correct):
            found.append(_("A right answer is named twice."))
        return found

    def order(self, body: Mapping, chance: Random) -> list[str]:
        return shuffled(list(self.options(body)), body, chance)

    def right(self, body: Mapping) -> list[str]:
        return list(body["correct"])

    def parse(self, body: Mapping, response: Sequence[str]) -> list[str]:
        given = set(response)
        return [option for option in self.options(body) if option in given]

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
        texts = self.options(body, language)
        rows = []
        for key in order or texts:
            is_right, is_chosen = key in body["correct"], key in response
            mark = ""
            if reveal and (is_right or is_chosen):
                mark = "right" if is_right and is_chosen else "missed" if is_right else "wrong"
            rows.append(
                {
                    "key": key,
                    "text": texts[key],
                    "is_chosen": is_chosen,
                    "is_elsewhere": other is not None and key in other,
                    "mark": mark,
                }
            )
        return {"options": rows, "reveal": reveal}

    def choices(self, body: Mapping, language: str) -> list[Choice]:
        return [
            Choice(key=key, text=text, is_right=key in body.get("correct", []))
            for key, text in self.options(body, language).items()
        ]
