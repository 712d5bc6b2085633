"""Hours a mentor offers: single or every week, withdrawn while nobody has them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import NotAllowed, Refusal
from people.models import User
from people.roles import Role

from ...models import Meeting, MeetingSlot
from ...models.meetings import Way
from ...rules import meeting_times as times
from . import checks


def may_offer(user: User) -> bool:
    """Mentors offer hours."""
    return user.has_role(Role.MENTOR)


@transaction.atomic
def offer(
    *,
    starts_at: datetime,
    ends_at: datetime,
    way: str,
    at: datetime,
    actor: User,
    weeks: int = 1,
    place: str = "",
) -> list[MeetingSlot]:
    """Offer an hour, or the same one in so many weeks (26 at most), the first as given.

    Refuses an hour that is over or longer than four hours, and any of the series that overlaps another offered hour or
    a meeting of the mentor; none is offered then, and the sentence names the first.
    """
    if not may_offer(actor):
        raise NotAllowed()
    if weeks not in times.WEEKS:
        raise Refusal(_("Choose between one week and 26."), code="weeks")
    if way not in Way.values:
        raise Refusal(_("Choose how you meet."), code="way")
    checks.need_time(starts_at, ends_at, at=at)
    checks.hold_people(actor.pk)
    hours = times.weekly(starts_at, ends_at, weeks=weeks)
    _need_free(actor, hours)
    return MeetingSlot.objects.bulk_create(
        MeetingSlot(mentor=actor, starts_at=start, ends_at=end, way=way, place=place.strip())
        for start, end in hours
    )


def _need_free(mentor: User, hours: list[tuple[datetime, datetime]]) -> None:
    """Refuse hours of which one is taken (two queries for the whole series)."""
    first, last = hours[0][0], hours[-1][1]
    offered = MeetingSlot.objects.filter(
        mentor=mentor, withdrawn_at__isnull=True, starts_at__lt=last, ends_at__gt=first
    ).values_list("starts_at", "ends_at")
    meetings = Meeting.objects.filter(
        mentor=mentor, status__in=checks.TAKING, planned_start__lt=last, planned_end__gt=first
    ).values_list("planned_start", "planned_end")
    for begins, ends in [*offered, *meetings]:
        for start, end in hours:
            if begins < end and ends > start:
                raise Refusal(
                    _("You offer another hour or have a meeting then: %(time)s. Nothing is added.")
                    % {"time": checks.moment(begins)},
                    code="overlaps",
                )


@transaction.atomic
def withdraw(*, slot_id: int, at: datetime, actor: User) -> MeetingSlot:
    """Take back an hour nobody has; refuses another's hour and one that is booked. A second time changes nothing."""
    checks.hold_people(actor.pk)
    slot = MeetingSlot.objects.select_for_update(of=("self",)).get(pk=slot_id)
    if slot.mentor_id != actor.pk:
        raise NotAllowed()
    if slot.withdrawn_at is not None:
        return slot
    if slot.meetings.filter(status__in=checks.TAKING).exists():
        raise Refusal(
            _("Somebody has booked this hour. Move or cancel the meeting, so that they know."), code="booked"
        )
    slot.withdrawn_at = at
    slot.save(update_fields=["withdrawn_at"])
    return slot
