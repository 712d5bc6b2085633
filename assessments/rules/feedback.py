"""What a learner sees of a closed attempt, by the quiz's policy (pure functions)."""

from dataclasses import dataclass

AT_ONCE, AFTER, AFTER_WINDOW, SCORE, NEVER = "at_once", "after", "after_window", "score", "never"


@dataclass(frozen=True)
class Shown:
    """`score`: right answers and percent; `answers`: the questions with what is right and why."""

    score: bool
    answers: bool


def shown(policy: str, *, is_graded: bool, is_window_over: bool, is_decided: bool) -> Shown:
    """What may be seen now. A score of NEVER appears with the decision, which names it anyway."""
    if not is_graded:
        return Shown(score=False, answers=False)
    return Shown(
        score=policy != NEVER or is_decided,
        answers=policy in {AT_ONCE, AFTER} or (policy == AFTER_WINDOW and is_window_over),
    )
