"""Lines on the left, each with what belongs to it on the right; the right may hold more."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..base import ONE, ZERO, list_faults, shuffled, text_faults
from ..content import credit_faults, entries, name_faults, worded
from ..picked import PickKind


class Matching(PickKind):
    """body: "pairs": {left: right}, "credit": "whole" (when left out) or "partial"; each language: "left" and "right",
    {id: text}. A right one may belong to several lines or to none.
    """

    name = "matching"
    title = gettext_lazy("Matching")
    rank = 40

    def lines(self, body: Mapping, language: str) -> dict[str, str]:
        return dict(body[language]["left"])

    def targets(self, body: Mapping, language: str) -> dict[str, str]:
        return dict(body[language]["right"])

    def key(self, body: Mapping) -> dict[str, str]:
        return dict(body["pairs"])

    def pair(self, line: str, target: str) -> str:
        return f"{line} – {target}"

    def faults(self, body: Mapping) -> list[str]:
        found = text_faults(body)
        if not found:
            found += list_faults(body, "left", least=2, what=_("lines on the left"))
            found += list_faults(body, "right", least=2, what=_("lines on the right"))
        if found:
            return found
        left, right = self.lines(body, "kk"), self.targets(body, "kk")
        found += name_faults([*left, *right])
        pairs = body.get("pairs")
        if not isinstance(pairs, Mapping) or not pairs:
            found.append(_("No pairs are named."))
        else:
            if missing := [line for line in left if line not in pairs]:
                found.append(_("These lines have no pair: %(lines)s.") % {"lines": ", ".join(missing)})
            unknown = [f"{line} – {target}" for line, target in pairs.items() if line not in left]
            unknown += [
                f"{line} – {target}"
                for line, target in pairs.items()
                if line in left and not (isinstance(target, str) and target in right)
            ]
            if unknown:
                found.append(_("Pairs name unknown lines: %(pairs)s.") % {"pairs": ", ".join(unknown)})
        return found + credit_faults(body)

    def order(self, body: Mapping, chance: Random) -> list[str]:
        """Of the right side; the left stands as it was written."""
        return shuffled(list(self.targets(body, "kk")), body, chance)

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal:
        """1 when every pair is right. With credit "partial": the share of lines with their right pair."""
        picks, key = self.picks(body, response), self.key(body)
        if picks == key:
            return ONE
        if body.get("credit") != "partial":
            return ZERO
        return Decimal(sum(picks.get(line) == target for line, target in key.items())) / len(key)

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
        texts = self.targets(body, language)
        shown = [target for target in order if target in texts] or list(texts)
        rows = self.rows(
            body,
            language=language,
            lines=list(self.lines(body, language)),
            # A closed select cuts long words off: the number leads to the whole text in the list above.
            targets={target: f"{number}. {texts[target]}" for number, target in enumerate(shown, 1)},
            response=response,
            other=other,
            reveal=reveal,
        )
        return {"pool": [texts[target] for target in shown], "rows": rows, "reveal": reveal}

    def texts(self, body: Mapping, language: str) -> list[str]:
        sides = entries(body, language, "left") + entries(body, language, "right")
        return worded(body, language, sides)


KIND = Matching()
