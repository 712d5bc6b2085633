"""The bank's questions in lessons. The bank stands on a higher floor: it registers what answers for it here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.safestring import SafeString

Answer = dict[str, Any]
Choice = tuple[str, str]


@dataclass(frozen=True)
class Wanted:
    """A question of a lesson: with the answer that was graded, its review; else its inputs.

    `typed`: inputs that could not be graded, to be given back.
    """

    key: str
    answer: Mapping[str, Any] | None = field(default=None, hash=False)
    graded: Decimal | None = None
    typed: QueryDict | None = field(default=None, hash=False)


class Resolver(Protocol):
    """What the bank promises to lessons. Keys it does not have, or does not offer for practice, are left out."""

    def present(
        self,
        key: str,
        language: str,
        answer: Mapping[str, Any] | None = None,
        graded: Decimal | None = None,
    ) -> SafeString:
        """The item's inputs, or with an answer its review; empty where there is no such question."""

    def present_many(self, wanted: Sequence[Wanted], language: str) -> dict[str, SafeString]:
        """The same for a page of questions, by key, at the cost of one."""

    def in_words(self, key: str, language: str) -> SafeString:
        """The question with its answer, for who reads and does not answer."""

    def grade(self, key: str, posted: QueryDict) -> tuple[Answer, Decimal]:
        """What was answered and its score, 0 to 1. Refuses an empty answer; LookupError where there is no such question."""

    def exists(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys a lesson may ask."""

    def choices(self, programme_code: str, topic_key: str = "") -> list[Choice]:
        """(key, name) for an editor: those of the topic first."""


class NoBank:
    """Before anybody has registered: no questions."""

    def present(
        self,
        key: str,
        language: str,
        answer: Mapping[str, Any] | None = None,
        graded: Decimal | None = None,
    ) -> SafeString:
        return SafeString("")

    def present_many(self, wanted: Sequence[Wanted], language: str) -> dict[str, SafeString]:
        return {}

    def in_words(self, key: str, language: str) -> SafeString:
        return SafeString("")

    def grade(self, key: str, posted: QueryDict) -> tuple[Answer, Decimal]:
        raise LookupError(key)

    def exists(self, keys: Iterable[str]) -> set[str]:
        return set()

    def choices(self, programme_code: str, topic_key: str = "") -> list[Choice]:
        return []


_registered: list[Resolver] = [NoBank()]


def register(resolver: Resolver) -> None:
    """The bank's resolver; the last one counts."""
    _registered[:] = [resolver]


def resolver() -> Resolver:
    """Who answers for the bank's questions."""
    return _registered[0]
