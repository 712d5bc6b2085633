"""Sections of the printed programme that a higher app knows: how the results are assessed."""

from collections.abc import Callable, Sequence

from people.papers import Block

from ..models import ProgrammeEdition

Provider = Callable[[ProgrammeEdition, str], Sequence[Block]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider(edition, language)` gives the blocks of “assessment of results”, in "kk" or "ru"."""
    if provider not in _providers:
        _providers.append(provider)


def assessment(edition: ProgrammeEdition, language: str) -> list[Block]:
    return [block for provider in _providers for block in provider(edition, language)]
