"""What must hold of protected stock."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Min

from people.audit import Breach, status_without_transition

from ..models import Blank, BlankTransition


def breaches() -> Iterator[Breach]:
    for blank in Blank.objects.filter(document__isnull=True, status=Blank.Status.ISSUED):
        yield Breach(7, f"blank {blank} is issued and has no document")
    for blank in Blank.objects.filter(document__isnull=False, status=Blank.Status.STOCK):
        yield Breach(7, f"blank {blank} is in stock and yet has a document")
    wrong = Blank.objects.filter(document__isnull=False).exclude(kind=F("document__kind"))
    for blank in wrong.select_related("document"):
        yield Breach(7, f"blank {blank} is for another kind than its document {blank.document.number}")
    moved = BlankTransition.objects.filter(to_status=Blank.Status.ISSUED).exclude(
        reason=F("blank__document__number")
    )
    for transition in moved.select_related("blank"):
        yield Breach(7, f"blank {transition.blank} was issued to {transition.reason} and now names another")
    for blank in Blank.objects.exclude(transitions__from_status=""):
        yield Breach(7, f"blank {blank} was never received")
    batches = (
        BlankTransition.objects.filter(from_status="")
        .values("blank__series", "reason", "at")
        .annotate(count=Count("pk"), first=Min("blank__number"), last=Max("blank__number"))
        .order_by()
    )
    for row in batches:
        whole = f"{row['first']}-{row['last']}" == row["reason"]
        if not whole or row["last"] - row["first"] + 1 != row["count"]:
            yield Breach(
                7, f"batch {row['blank__series']} {row['reason']} has {row['count']} blanks: some are gone"
            )
    yield from status_without_transition(Blank, name="blank")
