"""Drawing a paper: so many questions from each module, topic or difficulty, by a stored seed (pure functions)."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stratum:
    """So many questions from a module; `topic` and `difficulty` narrow it where they are given."""

    module: int
    count: int
    topic: str = ""
    difficulty: int | None = None

    def takes(self, item: "BankItem") -> bool:
        return (
            item.module == self.module
            and (not self.topic or item.topic == self.topic)
            and (self.difficulty is None or item.difficulty == self.difficulty)
        )

    @property
    def breadth(self) -> int:
        """How many kinds of question it takes: the narrowest draws first, so that a wider one leaves it enough."""
        return (not self.topic) + (self.difficulty is None)


@dataclass(frozen=True)
class BankItem:
    """A ready question version as the draw sees it. `order`: what of it is shown in which order, by a given chance."""

    version_id: int
    question_id: int
    module: int
    topic: str = ""
    difficulty: int = 2
    order: Callable[[random.Random], Sequence[str]] = lambda chance: ()


@dataclass(frozen=True)
class PaperItem:
    position: int
    version_id: int
    order: tuple[str, ...]


def read(content: Mapping) -> list[Stratum]:
    """The strata of a quiz's blueprint: {"1": 10} or {"1": [{"count": 6, "topic"?, "difficulty"?}, …]}.

    Raises ValueError with a sentence where it cannot be read.
    """
    strata = []
    for module, value in content.items():
        rows = [{"count": value}] if isinstance(value, int) else value
        if not isinstance(rows, list) or not rows:
            raise ValueError(f"blueprint of module {module}: a number or a list of parts is needed")
        for row in rows:
            if not isinstance(row, Mapping) or not isinstance(row.get("count"), int) or row["count"] < 1:
                raise ValueError(f"blueprint of module {module}: each part needs a count of at least 1")
            difficulty = row.get("difficulty")
            if difficulty not in (None, 1, 2, 3):
                raise ValueError(f"blueprint of module {module}: difficulty is 1, 2 or 3")
            strata.append(
                Stratum(
                    module=int(module),
                    count=row["count"],
                    topic=str(row.get("topic") or ""),
                    difficulty=difficulty,
                )
            )
    return sorted(strata, key=lambda one: (one.module, one.breadth, one.topic, one.difficulty or 0))


def modules(strata: Sequence[Stratum]) -> dict[int, int]:
    """How many questions each module gives."""
    counts: dict[int, int] = {}
    for stratum in strata:
        counts[stratum.module] = counts.get(stratum.module, 0) + stratum.count
    return counts


def shortages(strata: Sequence[Stratum], bank: Sequence[BankItem]) -> dict[Stratum, int]:
    """Strata the bank cannot serve, with how many questions are there for them. Empty: every paper can be drawn.

    Parts of a module that share questions are served from the narrowest to the widest; what a narrower part may take
    is not counted for a wider one.
    """
    short: dict[Stratum, int] = {}
    spoken_for: list[Stratum] = []
    for stratum in strata:
        there = sum(1 for item in bank if stratum.takes(item))
        taken = sum(
            min(other.count, sum(1 for item in bank if other.takes(item) and stratum.takes(item)))
            for other in spoken_for
            if other.module == stratum.module
        )
        if there - taken < stratum.count:
            short[stratum] = max(0, there - taken)
        spoken_for.append(stratum)
    return short


def draw(strata: Sequence[Stratum], bank: Sequence[BankItem], *, seed: str) -> list[PaperItem]:
    """A paper in module order; the same seed and bank give the same paper. Raises ValueError on a shortage."""
    chance = random.Random(seed)  # noqa: S311  (fairness, not secrecy: the seed is kept with the attempt)
    pool = sorted(bank, key=lambda item: item.question_id)
    drawn: dict[int, list[BankItem]] = {}
    taken: set[int] = set()
    for stratum in strata:
        free = [item for item in pool if item.question_id not in taken and stratum.takes(item)]
        if len(free) < stratum.count:
            raise ValueError("the bank cannot serve the blueprint")
        for item in chance.sample(free, stratum.count):
            taken.add(item.question_id)
            drawn.setdefault(stratum.module, []).append(item)
    paper: list[PaperItem] = []
    for module in sorted(drawn):
        parts = drawn[module]
        if sum(stratum.module == module for stratum in strata) > 1:
            chance.shuffle(parts)
        for item in parts:
            order = tuple(item.order(chance))
            paper.append(PaperItem(position=len(paper) + 1, version_id=item.version_id, order=order))
    return paper
