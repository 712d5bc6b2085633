"""What came of a meeting: real times, summary, next steps, the observation of a lesson; or that it did not take place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Meeting
from ...rules import moves
from ...rules import observation as sheet
from . import checks, telling


def stamp_of(meeting: Meeting) -> str:
    """What is written of a meeting, as one stamp; a form keeps it and gives it back with what was typed."""
    return checks.stamp(
        meeting.status,
        meeting.real_start,
        meeting.real_end,
        meeting.summary,
        meeting.next_steps,
        meeting.observation,
    )


@transaction.atomic
def log(
    *,
    meeting_id: int,
    real_start: datetime,
    real_end: datetime,
    summary: str,
    next_steps: str,
    at: datetime,
    actor: User,
    observation: Mapping[str, Any] | None = None,
    accepted: frozenset[str] = frozenset(),
    seen: str | None = None,
) -> Meeting:
    """Write down a meeting that was held; the other one is told the first time. A later call mends what was written.

    Either of the two writes; the observation of a lesson ({"items", "notes", "lesson"}, rules/observation.py) its mentor
    alone, None leaves it as it is. `seen`: `stamp_of` the meeting as the writer read it. Refuses a cancelled meeting,
    times that are not over, are longer than four hours or overlap another held meeting of one of the two, an empty
    summary, texts that name a child, what was changed meanwhile (code "stale"), and any change after the support was
    completed.
    """
    pair, meeting = checks.hold_meeting(meeting_id, actor=actor)
    _need_writable(pair, meeting, seen=seen)
    checks.need_real_time(real_start, real_end, at=at)
    _need_free_then(pair, meeting, real_start, real_end)
    if not summary.strip():
        raise Refusal(_("Write in a few sentences what came of the meeting."), code="summary_missing")
    found = _observation(meeting, observation, actor=actor)
    checks.check_words(_texts(summary, next_steps, found), pair, mentor=meeting.mentor, accepted=accepted)
    meeting.real_start, meeting.real_end = real_start, real_end
    meeting.summary, meeting.next_steps = summary.strip(), next_steps.strip()
    if found is not None:
        meeting.observation = found
    meeting.logged_at = at
    fields = ("real_start", "real_end", "summary", "next_steps", "observation", "logged_at")
    if meeting.status == Meeting.Status.HELD:
        meeting.save(update_fields=fields)
        return meeting
    transitions.move(meeting, to=Meeting.Status.HELD, table=moves.MEETING, at=at, actor=actor, also=fields)
    _tell(pair, meeting, actor=actor, at=at)
    return meeting


@transaction.atomic
def missed(*, meeting_id: int, reason: str, at: datetime, actor: User) -> Meeting:
    """Write down that a planned meeting did not take place, and why; only once it should have begun."""
    pair, meeting = checks.hold_meeting(meeting_id, actor=actor)
    checks.need_open(pair.plan)
    reason = checks.need_reason(reason)
    checks.check_words({_("Reason"): reason}, pair, mentor=meeting.mentor)
    if meeting.status == Meeting.Status.BOOKED and meeting.planned_start > at:
        raise Refusal(
            _("This meeting is still to come. Cancel it or move it, so that the other one knows."),
            code="to_come",
        )
    transitions.move(
        meeting, to=Meeting.Status.MISSED, table=moves.MEETING, at=at, actor=actor, reason=reason
    )
    _tell(pair, meeting, actor=actor, at=at, reason=reason)
    return meeting


def _need_writable(pair: checks.Pair, meeting: Meeting, *, seen: str | None) -> None:
    checks.need_open(pair.plan)
    if meeting.status == Meeting.Status.CANCELLED:
        raise Refusal(_("This meeting was cancelled, so nothing came of it."), code="cancelled")
    if seen is not None and seen != stamp_of(meeting):
        raise Refusal(
            _(
                "Something was written here meanwhile. Below stands what is saved now and what you wrote: "
                "put the two together and save once more."
            ),
            code="stale",
        )


def _need_free_then(pair: checks.Pair, meeting: Meeting, start: datetime, end: datetime) -> None:
    """One person cannot have been in two meetings."""
    clash = (
        Meeting.objects.filter(
            Q(mentor=meeting.mentor_id) | Q(plan__graduate=pair.plan.graduate_id),
            status=Meeting.Status.HELD,
            real_start__lt=end,
            real_end__gt=start,
        )
        .exclude(pk=meeting.pk)
        .first()
    )
    if clash is not None:
        raise Refusal(
            _("Another meeting of one of you was held then, from %(start)s. Check the times.")
            % {"start": checks.moment(clash.real_start or clash.planned_start)},
            code="overlaps",
        )


def _observation(meeting: Meeting, given: Mapping[str, Any] | None, *, actor: User) -> dict[str, Any] | None:
    """The sheet as it is stored; None where there is none. Refuses one that is no sheet of a visit by its mentor."""
    if given is None:
        return None
    if meeting.kind != Meeting.Kind.VISIT:
        raise Refusal(_("Only a lesson that was visited is observed."), code="no_visit")
    if actor.pk == meeting.plan.graduate_id:
        raise NotAllowed(_("The mentor who saw the lesson fills in the observation sheet."))
    found = {
        "sheet": sheet.SHEET,
        "items": dict(given.get("items", {})),
        "notes": {
            key: str(text).strip() for key, text in given.get("notes", {}).items() if str(text).strip()
        },
        "lesson": str(given.get("lesson", "")).strip(),
    }
    faults = sheet.faults(found)
    if "empty" in faults:
        raise Refusal(
            _("Choose a word of the scale for at least one item you saw."), code="observation_empty"
        )
    if faults == ["note"]:
        raise Refusal(_("A note is longer than 2,000 letters. Shorten it."), code="observation_note")
    if faults:
        raise Refusal(
            _("The observation sheet is not whole. Choose the words of the scale again."), code="sheet"
        )
    return found


def _texts(summary: str, next_steps: str, found: Mapping[str, Any] | None) -> dict[str, str]:
    """Everything typed, by the label its writer knows it by."""
    language = "ru" if translation.get_language() == "ru" else "kk"
    titles = {group.key: group.title[language] for group in sheet.GROUPS} | {"lesson": _("The lesson")}
    texts = {_("What came of it"): summary, _("Next steps"): next_steps}
    return texts | {titles[key]: text for key, text in (sheet.texts_of(found) if found else [])}


def _tell(pair: checks.Pair, meeting: Meeting, *, actor: User, at: datetime, reason: str = "") -> None:
    for person in {pair.graduate, meeting.mentor} - {actor}:
        telling.tell("meeting_logged", meeting, to=person, actor=actor, at=at, reason=reason)
