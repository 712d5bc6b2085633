"""What must hold of a document's life: numbers, replacements, erasures, and that two people decided."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from people.audit import Breach

from ..models import ChangeProposal, Document, DocumentTransition, LogEntry, NumberSeries
from ..rules.changes import CHANGES, FINAL, NAME_PARTS
from ..services.register import series_of


def breaches() -> Iterator[Breach]:
    yield from _numbers()
    yield from _replaced()
    yield from _final()
    yield from _proposals()
    yield from _erased()


def _numbers() -> Iterator[Breach]:
    """Each number from 1 to the last of a series stands on one document."""
    for year in NumberSeries.objects.values_list("year", flat=True).distinct().order_by("year"):
        for series in series_of(year):
            if not series.is_whole:
                yield Breach(
                    7,
                    f"series {year} {series.programme} {series.kind}: of the numbers 1 to {series.last} "
                    f"{series.lost} are missing ({', '.join(map(str, series.missing))}) or others were added",
                )


def _replaced() -> Iterator[Breach]:
    """Replaced means that another stands in its place, or that an amendment left none."""
    followed = Exists(Document.objects.filter(supersedes=OuterRef("pk")))
    amended = Exists(
        DocumentTransition.objects.filter(document=OuterRef("pk"), to_status="replaced", reason="amended")
    )
    wrong = Document.objects.filter(Q(status="replaced") & ~followed & ~amended)
    for number in wrong.values_list("number", flat=True):
        yield Breach(7, f"document {number} is replaced and nothing stands in its place")
    for number in (
        Document.objects.filter(followed).exclude(status="replaced").values_list("number", flat=True)
    ):
        yield Breach(6, f"another document stands in the place of {number}, which is not replaced")


def _final() -> Iterator[Breach]:
    moved = DocumentTransition.objects.filter(from_status__in=FINAL).select_related("document")
    for move in moved:
        yield Breach(
            10, f"document {move.document.number} moved on from “{move.from_status}”, which is final"
        )


def _proposals() -> Iterator[Breach]:
    """What was approved, two people decided, and it happened."""
    approved = ChangeProposal.objects.filter(status="approved").select_related("document")
    for one in approved.filter(Q(decided_by__isnull=True) | Q(decided_by=F("proposed_by"))):
        yield Breach(8, f"a change of document {one.document.number} was approved by one person alone")
    for change, rule in CHANGES.items():
        if rule.to:
            made = DocumentTransition.objects.filter(
                document=OuterRef("document"), to_status=rule.to, at=OuterRef("decided_at")
            )
            for one in approved.filter(~Exists(made), change=change):
                yield Breach(10, f"document {one.document.number}: “{change}” was approved and never made")
    for one in approved.filter(change="correct", new_document__isnull=True):
        yield Breach(7, f"document {one.document.number} was corrected and no new document is named")


def _erased() -> Iterator[Breach]:
    """An erased document keeps its hash and place, and nothing of the person."""
    logged = Exists(LogEntry.objects.filter(document=OuterRef("pk"), event=LogEntry.Event.ERASED))
    rows = Document.objects.filter(erased_at__isnull=False).annotate(is_logged=logged)
    for document in rows.iterator():
        if not document.facts_hash:
            yield Breach(7, f"erased document {document.number} lost the hash of what it printed")
        left = [part for part in NAME_PARTS if document.facts.get(part)]
        if left or document.pdf or document.credential or document.cose:
            yield Breach(10, f"document {document.number} is erased and still holds something of its person")
        if not document.is_logged:
            yield Breach(7, f"the erasure of document {document.number} is not in the log")
    kept = ChangeProposal.objects.filter(document__erased_at__isnull=False, change="correct").exclude(
        corrected={}
    )
    for one in kept.select_related("document"):
        yield Breach(10, f"a proposal about erased document {one.document.number} still holds a name")
