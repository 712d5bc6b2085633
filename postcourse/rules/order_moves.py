"""Which moves of an enrolment an order can make now (pure; the table is docs/rules/orders.yaml).

Source: both programmes, sections on transfer, interruption and completion for a valid reason, expulsion.
"""

from dataclasses import dataclass

INTERRUPT, RESUME, TRANSFER, WITHDRAW, EXPEL = "interrupt", "resume", "transfer", "withdraw", "expel"
KINDS = (INTERRUPT, RESUME, TRANSFER, WITHDRAW, EXPEL)
# What a learner can apply for; nobody applies to be expelled.
ASKED_FOR = (INTERRUPT, RESUME, TRANSFER, WITHDRAW)
# Where an order leads: the status of the enrolment it is about.
LEADS_TO = {
    INTERRUPT: "interrupted",
    RESUME: "studying",
    TRANSFER: "transferred",
    WITHDRAW: "withdrawn",
    EXPEL: "expelled",
}
FROM = {
    INTERRUPT: frozenset({"studying"}),
    RESUME: frozenset({"interrupted"}),
    TRANSFER: frozenset({"studying", "interrupted"}),
    WITHDRAW: frozenset({"admitted", "studying"}),
    EXPEL: frozenset({"studying"}),
}
# Moves that rest on a valid reason, which the order names.
NEED_CAUSE = frozenset({INTERRUPT, TRANSFER})
# Moves that end a person's place in the cohort: groups and turns in defences are left.
LEAVING = frozenset({TRANSFER, WITHDRAW, EXPEL})
UNDER_STUDY = frozenset({"running", "assessing"})
# Of the obstacles of assessments.services.scheme.continuing, those that stand in the way of each move: a running test is cut
# off by every one, unfinished marks would stay behind at a transfer alone.
STOPPED_BY = {
    INTERRUPT: frozenset({"test_open"}),
    RESUME: frozenset(),
    TRANSFER: frozenset({"test_open", "test_ungraded", "work_waiting"}),
    WITHDRAW: frozenset({"test_open"}),
    EXPEL: frozenset({"test_open"}),
}


@dataclass(frozen=True)
class Standing:
    """`status`: of the enrolment; `cohort`: status of its cohort; `is_decided`: its result is; `has_right`: a transfer (or
    the completion of an interrupted course in another cohort) is a right now, or was granted as an exception.
    """

    status: str
    cohort: str
    is_decided: bool = False
    has_right: bool = True


def why_not(kind: str, standing: Standing) -> str:
    """Why a move cannot be made now, as a code; empty where it can.

    The status where it does not allow the move ("completed", "interrupted", …), else "decided" (the result stands:
    what follows is an appeal or a reassessment), "cohort_over" or "no_right".
    """
    if kind not in FROM:
        raise ValueError(f"no such move: {kind}")
    if standing.status not in FROM[kind]:
        return standing.status
    # An interrupted person may come back whatever was decided meanwhile: the conclusion then completes the course.
    if standing.is_decided and kind != RESUME:
        return "decided"
    if kind in {INTERRUPT, RESUME, EXPEL} and standing.cohort not in UNDER_STUDY:
        return "cohort_over"
    if kind == TRANSFER and not standing.has_right:
        return "no_right"
    return ""


def possible(standing: Standing) -> tuple[str, ...]:
    """The moves that can be made now, in the order of KINDS."""
    return tuple(kind for kind in KINDS if not why_not(kind, standing))
