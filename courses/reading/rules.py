"""When a part counts as read and a topic as studied. Pure; the table is docs/rules/reading.yaml.

Our own rule, no act asks for it: progress means something only where a bare click or a fast scroll does not make it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

WORDS_A_MINUTE = 160
# Before the reader's eyes for at least this share of its reading time: one part in so many.
SHARE = 5


class Part(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def words(self) -> int: ...


def seconds_needed(words: int) -> int:
    """Whole seconds a part of so many words has to be seen: a fifth of its reading time, rounded up, one at least."""
    return max(1, -(-words * 60 // (WORDS_A_MINUTE * SHARE)))


def seconds_for(parts: Collection[Part]) -> int:
    """Whole seconds that all of these parts take at least."""
    return sum(seconds_needed(part.words) for part in parts)


def believed(
    parts: Sequence[Part], *, read: Collection[str], seen: Mapping[str, float], elapsed: float
) -> tuple[str, ...]:
    """The ids of the parts that are read, in the lesson's order, once a report came.

    `read`: what was read before, which stays; `seen`: seconds each part was before the eyes, as the page says; `elapsed`:
    seconds since the topic was opened. All that is read never takes more seconds than have passed: what a report claims
    beyond that is left for a later one. A report that comes twice, late or before an earlier one takes nothing away.
    """
    left = elapsed - seconds_for([part for part in parts if part.id in read])
    found = []
    for part in parts:
        needed = seconds_needed(part.words)
        if part.id in read:
            found.append(part.id)
        elif seen.get(part.id, 0) >= needed and needed <= left:
            found.append(part.id)
            left -= needed
    return tuple(found)


def seconds_left(parts: Collection[Part], *, elapsed: float) -> int:
    """Whole seconds until the lesson can have been read to its end; 0 where it can."""
    return max(0, -int(-(seconds_for(parts) - elapsed) // 1))


@dataclass(frozen=True)
class Needs:
    """What a topic asks for before it counts as studied; neither: the learner's own word is enough."""

    reading: bool
    questions: bool

    @property
    def own_word(self) -> bool:
        return not (self.reading or self.questions)


def needs(*, parts: int, questions: int, is_practical: bool) -> Needs:
    """What a topic with so many parts to read and control questions asks for.

    A lesson is read to its end and its questions are answered. A topic whose lesson is not published has nothing to read;
    one of practice alone without a question is done, not read: both are marked by the learner.
    """
    if is_practical and not questions:
        return Needs(reading=False, questions=False)
    return Needs(reading=parts > 0, questions=questions > 0)


def is_studied(need: Needs, *, is_read: bool, answered: int, questions: int) -> bool:
    """Whether a topic has all it asks for."""
    return (is_read or not need.reading) and (answered >= questions or not need.questions)
