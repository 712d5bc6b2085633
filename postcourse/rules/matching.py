"""Which mentor fits a graduate, and why (pure functions; every case stands in docs/rules/matching.yaml).

The cohort's language must be spoken and the programme mentored; nobody mentors themselves, is given more than they can take
on, or anything while they take on nobody. Of those who are left one of the same region comes first, then the one whose load
is the smallest part of what they can take on, of equal ones who has more places free. Whoever taught the graduate may mentor
them, too. The source names individual mentoring and no rule (programme A, section 9): this one is the provider's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction


@dataclass(frozen=True)
class Graduate:
    """`language`: of the cohort; `programme`: its code; `region`: where they work, None where it is not known."""

    user: int
    language: str
    programme: str
    region: int | None = None


@dataclass(frozen=True)
class Mentor:
    """`programmes`: codes, empty for all; `load`: graduates they support now."""

    user: int
    languages: frozenset[str]
    programmes: frozenset[str]
    region: int | None
    capacity: int
    load: int
    is_available: bool = True

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.load)


@dataclass(frozen=True)
class Suggestion:
    """`reasons`: codes, in the order in which they are told: speaks, programme, same_region | other_region, free."""

    mentor: Mentor
    reasons: tuple[str, ...]


def why_not(graduate: Graduate, mentor: Mentor) -> tuple[str, ...]:
    """Why this person cannot mentor that graduate: self, unavailable, language, programme, full; empty where they can."""
    against = {
        "self": mentor.user == graduate.user,
        "unavailable": not mentor.is_available,
        "language": graduate.language not in mentor.languages,
        "programme": bool(mentor.programmes) and graduate.programme not in mentor.programmes,
        "full": mentor.free == 0,
    }
    return tuple(code for code, holds in against.items() if holds)


def suggestions(graduate: Graduate, mentors: Sequence[Mentor]) -> list[Suggestion]:
    """Everyone who can, the best first; the same whatever order the mentors are given in."""
    fitting = [mentor for mentor in mentors if not why_not(graduate, mentor)]
    return [
        Suggestion(mentor, _reasons(graduate, mentor))
        for mentor in sorted(fitting, key=lambda mentor: _rank(graduate, mentor))
    ]


def _is_near(graduate: Graduate, mentor: Mentor) -> bool:
    return graduate.region is not None and graduate.region == mentor.region


def _rank(graduate: Graduate, mentor: Mentor) -> tuple[bool, Fraction, int, int]:
    share = Fraction(mentor.load, mentor.capacity)
    return not _is_near(graduate, mentor), share, -mentor.free, mentor.user


def _reasons(graduate: Graduate, mentor: Mentor) -> tuple[str, ...]:
    near = "same_region" if _is_near(graduate, mentor) else "other_region"
    return "speaks", "programme", near, "free"


def one_each(graduates: Sequence[Graduate], mentors: Sequence[Mentor]) -> list[Suggestion | None]:
    """A mentor for each graduate in the order given, every one counted in the load before the next is chosen."""
    now = {mentor.user: mentor for mentor in mentors}
    chosen: list[Suggestion | None] = []
    for graduate in graduates:
        best = next(iter(suggestions(graduate, list(now.values()))), None)
        chosen.append(best)
        if best is not None:
            now[best.mentor.user] = replace(best.mentor, load=best.mentor.load + 1)
    return chosen
