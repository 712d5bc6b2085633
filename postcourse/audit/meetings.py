"""What must hold of meetings: nobody is in two at once, what was held says when, an hour is its mentor's own."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from people.audit import Breach, status_without_transition

from ..models import Meeting, MeetingSlot
from ..rules import observation as sheet


def breaches() -> Iterator[Breach]:
    yield from _overlapping()
    yield from _held()
    yield from _slots()
    yield from status_without_transition(Meeting, name="meeting")


def _overlapping() -> Iterator[Breach]:
    """Planned ones by the plan, held ones by when they really were."""
    for status, start, end in (
        ("booked", "planned_start", "planned_end"),
        ("held", "real_start", "real_end"),
    ):
        rows = Meeting.objects.filter(status=status)
        other = rows.filter(
            Q(mentor=OuterRef("mentor")) | Q(plan__graduate=OuterRef("plan__graduate")),
            **{f"{start}__lt": OuterRef(end), f"{end}__gt": OuterRef(start)},
        ).exclude(pk=OuterRef("pk"))
        for pk in rows.filter(Exists(other)).order_by("pk").values_list("pk", flat=True):
            yield Breach(10, f"{status} meeting {pk} overlaps another one of its mentor or graduate")


def _held() -> Iterator[Breach]:
    wanting = Q(real_start__isnull=True) | Q(real_end__isnull=True) | Q(logged_at__isnull=True)
    for pk in Meeting.objects.filter(wanting, status="held").values_list("pk", flat=True):
        yield Breach(10, f"held meeting {pk} does not say when it was held or when that was written")
    rest = Meeting.objects.exclude(status="held").filter(Q(real_start__isnull=False) | ~Q(summary=""))
    for pk in rest.values_list("pk", flat=True):
        yield Breach(10, f"meeting {pk} was not held and says what came of it")
    for pk, kind, observation in Meeting.objects.filter(observation__isnull=False).values_list(
        "pk", "kind", "observation"
    ):
        if kind != "visit" or sheet.faults(observation):
            yield Breach(
                10, f"the observation sheet of meeting {pk} is none of a classroom visit, or not whole"
            )


def _slots() -> Iterator[Breach]:
    foreign = Meeting.objects.filter(slot__isnull=False).exclude(slot__mentor=F("mentor"))
    for pk in foreign.values_list("pk", flat=True):
        yield Breach(10, f"meeting {pk} stands in an hour of another mentor")
    gone = Meeting.objects.filter(status="booked", slot__withdrawn_at__isnull=False)
    for pk in gone.values_list("pk", flat=True):
        yield Breach(10, f"meeting {pk} is booked in an hour that was taken back")
    offered = MeetingSlot.objects.filter(withdrawn_at__isnull=True)
    other = offered.filter(
        mentor=OuterRef("mentor"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    ).exclude(pk=OuterRef("pk"))
    for pk in offered.filter(Exists(other)).values_list("pk", flat=True):
        yield Breach(10, f"offered hour {pk} overlaps another one of its mentor")
