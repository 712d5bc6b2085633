"""Who is told what about work, marks, results and appeals; each call writes within the caller's transaction."""

from datetime import datetime

from ..models import (
    Appeal,
    DefenceSession,
    Extension,
    GroupMembership,
    Result,
    Submission,
)


def work_arrived(submission: Submission, *, at: datetime) -> None:
    """The markers learn that a work was handed in."""


def work_returned(submission: Submission, *, reason: str, at: datetime) -> None:
    """The authors learn what has to be corrected."""


def marks_released(submission: Submission, *, at: datetime) -> None:
    """The authors learn that their marks are open."""


def third_marker_needed(submission: Submission, *, at: datetime) -> None:
    """The coordinators learn that two markers differ beyond the tolerance."""


def result_decided(result: Result, *, at: datetime) -> None:
    """The learner learns of the decision."""


def appeal_moved(appeal: Appeal, *, at: datetime) -> None:
    """Whoever waits for the appeal learns where it stands."""


def group_invited(membership: GroupMembership, *, at: datetime) -> None:
    """A learner learns that they are asked into a group."""


def extension_granted(extension: Extension, *, at: datetime) -> None:
    """The authors learn of their new date."""


def defence_announced(session: DefenceSession, *, at: datetime) -> None:
    """Those who defend learn when and where."""
