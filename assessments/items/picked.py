"""What kinds share that pick a target for each line from a list: how picks are read, scored and shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from .base import LANGUAGES, Choice, Kind


class PickKind(Kind):
    """A response is a list of "line:target", at most one for a line, in the written order of the lines."""

    has_distractors = False

    def lines(self, body: Mapping, language: str) -> dict[str, str]:
        """What a target is picked for: id → text, in the written order."""
        raise NotImplementedError

    def targets(self, body: Mapping, language: str) -> dict[str, str]:
        """What can be picked: id → text, in the written order."""
        raise NotImplementedError

    def key(self, body: Mapping) -> dict[str, str]:
        """The right target of each line."""
        raise NotImplementedError

    def pair(self, line: str, target: str) -> str:
        """A line and its target in words."""
        raise NotImplementedError

    def picks(self, body: Mapping, response: Sequence[str]) -> dict[str, str]:
        """line → target: the first known target of each line."""
        lines, targets = self.lines(body, LANGUAGES[0]), self.targets(body, LANGUAGES[0])
        found: dict[str, str] = {}
        for text in response:
            line, _colon, target = text.partition(":")
            if line in lines and target in targets:
                found.setdefault(line, target)
        return {line: found[line] for line in lines if line in found}

    def parse(self, body: Mapping, response: Sequence[str]) -> list[str]:
        return [f"{line}:{target}" for line, target in self.picks(body, response).items()]

    def right(self, body: Mapping) -> list[str]:
        return [f"{line}:{target}" for line, target in self.key(body).items()]

    def choices(self, body: Mapping, language: str) -> list[Choice]:
        """Every line with every target."""
        key = self.key(body)
        return [
            Choice(
                key=f"{line}:{target}",
                text=self.pair(line_text, target_text),
                is_right=key.get(line) == target,
            )
            for line, line_text in self.lines(body, language).items()
            for target, target_text in self.targets(body, language).items()
        ]

    def rows(
        self,
        body: Mapping,
        *,
        language: str,
        lines: Sequence[str],
        targets: Mapping[str, str],
        response: Sequence[str],
        other: Sequence[str] | None,
        reveal: bool,
    ) -> list[dict[str, Any]]:
        """The lines as the page shows them, in the given order; `targets` with the words of the select."""
        texts, key = self.lines(body, language), self.key(body)
        given = self.picks(body, response)
        elsewhere = None if other is None else self.picks(body, other)
        found = []
        for line in lines:
            pick, mark, beside = given.get(line, ""), "", None
            if reveal:
                mark = "missed" if not pick else "right" if pick == key.get(line) else "wrong"
            if elsewhere is not None and elsewhere.get(line, "") != pick:
                beside = targets.get(elsewhere.get(line, ""), "")
            found.append(
                {
                    "key": line,
                    "text": texts[line],
                    "options": [
                        {"value": f"{line}:{target}", "text": words, "is_chosen": target == pick}
                        for target, words in targets.items()
                    ],
                    # None: nothing to say; an empty text: the other window picked nothing here.
                    "other": beside,
                    "mark": mark,
                    "answer": targets.get(key.get(line, ""), "") if mark and mark != "right" else "",
                }
            )
        return found
