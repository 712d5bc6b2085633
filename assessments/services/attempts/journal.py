"""The log of an attempt: where it is opened from, focus where the rules say so, and what examiners attest."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User
from people.origin import Origin

from ...models import Attempt, AttemptEvent

ATTESTED = {AttemptEvent.Kind.IDENTITY, AttemptEvent.Kind.EXAMINER, AttemptEvent.Kind.NOTE}


@transaction.atomic
def note_origin(*, attempt_id: int, origin: Origin, at: datetime, actor: User) -> None:
    """The attempt is opened from another address or browser than before: write it down once."""
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt_id)
    if not attempt.is_open or attempt.origin == origin.digest:
        return
    attempt.origin = origin.digest
    attempt.save(update_fields=["origin"])
    AttemptEvent.objects.create(
        attempt=attempt,
        kind=AttemptEvent.Kind.MOVED,
        at=at,
        actor=actor,
        address=origin.address or None,
        agent=origin.agent,
    )


def log_focus(*, attempt_id: int, kind: str, at: datetime, actor: User, limit: int) -> None:
    """A focus change; after `limit` of them no more are kept (the log says enough by then)."""
    focus = (AttemptEvent.Kind.FOCUS_LOST, AttemptEvent.Kind.FOCUS_BACK)
    if AttemptEvent.objects.filter(attempt_id=attempt_id, kind__in=focus).count() < limit:
        AttemptEvent.objects.create(attempt_id=attempt_id, kind=kind, at=at, actor=actor)


@transaction.atomic
def attest(*, attempt_id: int, kind: str, note: str, at: datetime, actor: User) -> AttemptEvent:
    """An examiner attests that they were present or checked the identity (by which kind of paper; no number, no scan),
    or leaves a note. Refused to the learner and to who has no duty in the cohort.
    """
    attempt = Attempt.objects.select_related("sitting__enrolment", "sitting__cohort").get(pk=attempt_id)
    if attempt.sitting.enrolment.user_id == actor.pk:
        raise NotAllowed()
    is_staff = attempt.sitting.cohort.staff.filter(user=actor).exists()
    if not is_staff and not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    if kind not in ATTESTED:
        raise Refusal(_("Choose what you attest."), code="kind")
    if kind == AttemptEvent.Kind.NOTE and not note.strip():
        raise Refusal(_("Write the note."), code="note_missing")
    if any(len(part) == 12 and part.isdecimal() for part in note.split()):
        raise Refusal(
            _("Leave out the number of the document: only its kind is written down."), code="no_numbers"
        )
    return AttemptEvent.objects.create(
        attempt=attempt, kind=kind, at=at, actor=actor, note=note.strip()[:500]
    )
