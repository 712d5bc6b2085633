"""Drawing a paper: so many questions from each module, by a stored seed (pure functions)."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class BankItem:
    """A ready question version as the draw sees it."""

    version_id: int
    question_id: int
    module: int
    options: tuple[str, ...]
    shuffle: bool


@dataclass(frozen=True)
class PaperItem:
    position: int
    version_id: int
    order: tuple[str, ...]


def shortages(blueprint: Mapping[int, int], bank: Sequence[BankItem]) -> dict[int, tuple[int, int]]:
    """Modules the bank cannot serve: module -> (wanted, there). Empty: the paper can be drawn."""
    there: dict[int, int] = {}
    for item in bank:
        there[item.module] = there.get(item.module, 0) + 1
    return {
        module: (wanted, there.get(module, 0))
        for module, wanted in blueprint.items()
        if there.get(module, 0) < wanted
    }


def draw(blueprint: Mapping[int, int], bank: Sequence[BankItem], *, seed: str) -> list[PaperItem]:
    """A paper in module order; the same seed and bank give the same paper. Raises ValueError on a shortage."""
    if shortages(blueprint, bank):
        raise ValueError("the bank cannot serve the blueprint")
    chance = random.Random(seed)  # noqa: S311  (fairness, not secrecy: the seed is kept with the attempt)
    paper: list[PaperItem] = []
    for module in sorted(blueprint):
        pool = sorted((item for item in bank if item.module == module), key=lambda item: item.question_id)
        for item in chance.sample(pool, blueprint[module]):
            order = list(item.options)
            if item.shuffle:
                chance.shuffle(order)
            paper.append(PaperItem(position=len(paper) + 1, version_id=item.version_id, order=tuple(order)))
    return paper
