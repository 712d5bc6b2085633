"""What must hold of orders: an enrolment moved by one says so, and no mark is lost or changed on the way."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from assessments.models import Mark
from courses.models import Enrolment, EnrolmentTransition
from people.audit import Breach, status_without_transition

from ..models import EnrolmentOrder, RightRequest
from ..rules.order_moves import LEADS_TO


def breaches() -> Iterator[Breach]:
    yield from _transferred()
    yield from _expelled()
    yield from _orders()
    yield from _carried()
    yield from _lost()
    yield from status_without_transition(RightRequest, name="request")


def _transferred() -> Iterator[Breach]:
    """Somebody transferred goes on somewhere by an order; an enrolment that continues another follows a transferred one."""
    orders = EnrolmentOrder.objects.filter(enrolment=OuterRef("pk"), kind="transfer")
    moved = Enrolment.objects.filter(status="transferred")
    for pk in moved.filter(~Exists(orders)).values_list("pk", flat=True):
        yield Breach(10, f"enrolment {pk} is transferred without an order")
    for pk in moved.filter(continued_by__isnull=True).values_list("pk", flat=True):
        yield Breach(10, f"enrolment {pk} is transferred and goes on nowhere")
    following = Enrolment.objects.filter(continues__isnull=False).exclude(continues__status="transferred")
    for pk in following.values_list("pk", flat=True):
        yield Breach(10, f"enrolment {pk} continues one that was not transferred")


def _expelled() -> Iterator[Breach]:
    """The database holds that an order of expulsion names its commission; here, that there is one."""
    orders = EnrolmentOrder.objects.filter(enrolment=OuterRef("pk"), kind="expel").exclude(commission="")
    expelled = Enrolment.objects.filter(status="expelled").filter(~Exists(orders))
    for pk in expelled.values_list("pk", flat=True):
        yield Breach(10, f"enrolment {pk} is expelled without an order on a commission's decision")


def _orders() -> Iterator[Breach]:
    """Each order did what it says when it was made, and the newest one is where its enrolment stands."""
    moves = EnrolmentTransition.objects.filter(enrolment=OuterRef("enrolment"), at=OuterRef("made_at"))
    for kind, status in LEADS_TO.items():
        undone = EnrolmentOrder.objects.filter(kind=kind).filter(~Exists(moves.filter(to_status=status)))
        for pk in undone.values_list("pk", flat=True):
            yield Breach(10, f"order {pk} did not move its enrolment to “{status}”")
    newer = EnrolmentTransition.objects.filter(
        enrolment=OuterRef("enrolment"), at__gt=OuterRef("made_at")
    ).order_by()
    later = EnrolmentOrder.objects.filter(enrolment=OuterRef("enrolment")).filter(
        Q(made_at__gt=OuterRef("made_at")) | Q(made_at=OuterRef("made_at"), pk__gt=OuterRef("pk"))
    )
    last = EnrolmentOrder.objects.filter(~Exists(newer), ~Exists(later)).select_related("enrolment")
    for order in last:
        if order.enrolment.status != LEADS_TO[order.kind]:
            yield Breach(10, f"order {order.pk} stands, but enrolment {order.enrolment_id} is elsewhere")
    for order in EnrolmentOrder.objects.filter(kind="transfer").select_related("next_enrolment"):
        if order.next_enrolment and order.next_enrolment.continues_id != order.enrolment_id:
            yield Breach(10, f"order {order.pk} names an enrolment that does not continue its own")


def _carried() -> Iterator[Breach]:
    """A carried mark says what its original says, and its original is nobody else's and carried from nowhere."""
    rows = Mark.objects.filter(carried_from__isnull=False).select_related(
        "carried_from__sitting__enrolment", "sitting__enrolment"
    )
    for mark in rows.iterator(chunk_size=500):
        first = mark.carried_from
        said = (mark.component, mark.value, mark.maximum, mark.marker_id, mark.released_at)
        if said != (first.component, first.value, first.maximum, first.marker_id, first.released_at):
            yield Breach(5, f"carried mark {mark.pk} differs from its original {first.pk}")
        if first.carried_from_id is not None:
            yield Breach(5, f"carried mark {mark.pk} names a copy, not its original")
        if first.sitting.enrolment.user_id != mark.sitting.enrolment.user_id:
            yield Breach(5, f"carried mark {mark.pk} is of another person")


def _lost() -> Iterator[Breach]:
    """What an order says was carried stands on the first sitting of the enrolment that goes on, or was replaced there."""
    there: dict[int, set[str]] = {}
    carried = Mark.objects.filter(
        sitting__enrolment__continues__isnull=False, sitting__number=1, source=Mark.Source.CARRIED
    )
    for enrolment_id, component in carried.values_list("sitting__enrolment_id", "component"):
        there.setdefault(enrolment_id, set()).add(component)
    for order in EnrolmentOrder.objects.filter(kind="transfer", next_enrolment__isnull=False):
        said = {row["component"] for row in order.content.get("carried", [])}
        for component in sorted(said - there.get(order.next_enrolment_id or 0, set())):
            yield Breach(5, f"order {order.pk} carried “{component}”, and it is not there")
