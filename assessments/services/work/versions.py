"""Saved states of a draft: kept with each save, found again for joining two people's texts, thinned out later."""

from datetime import datetime, timedelta

from people.models import User

from ...models import DraftVersion, Submission
from ...rules import merging

# A page left open longer than this meets the screen that compares, instead of a silent joining.
BASES_STAY = timedelta(hours=12)
THIN_EVERY = 25


def keep(submission: Submission, *, at: datetime, actor: User) -> DraftVersion:
    """Append the state as it stands now, title, text and plan, under its revision. Call it after raising the revision."""
    version = DraftVersion.objects.create(
        submission=submission,
        revision=submission.revision,
        title=submission.title,
        text=submission.text,
        plan=submission.plan,
        saved_at=at,
        saved_by=actor,
    )
    if submission.revision % THIN_EVERY == 0:
        thin(submission, before=at - BASES_STAY)
    return version


def state(submission: Submission, revision: int) -> tuple[str, str] | None:
    """Title and text at a revision, where it is still kept; revision 0 of a first number is empty."""
    version = submission.draft_versions.filter(revision=revision).first()
    if version is not None:
        return version.title, version.text
    return ("", "") if revision == 0 and submission.number == 1 else None


def thin(submission: Submission, *, before: datetime) -> None:
    """Give up states that a later one of the same person, saved within a minute, stands for."""
    rows = submission.draft_versions.values_list("revision", "saved_at", "saved_by_id")
    spare = merging.superfluous([merging.Saved(*row) for row in rows], before=before)
    submission.draft_versions.filter(revision__in=spare).delete()
