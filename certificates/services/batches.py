"""Issuing for a whole cohort: person by person in small transactions, so that a worker may die at any moment.

A batch is worked on by one or more turns of a task. An item is locked while it is worked on, and turns pass over locked
ones. A batch whose workers have been silent for SILENCE is taken up anew; what is done is never done again.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Result
from courses.models import Cohort
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import BatchItem, Document, IssueBatch
from . import drawing, issuing

logger = logging.getLogger("tirek.certificates")
CHUNK = 25
"""People a turn deals with before it lets other tasks have theirs."""
TURNS = 2
"""Turns that begin with a batch: as many workers deal with it at once."""
SILENCE = timedelta(minutes=2)
FAILED = _("Something failed on our side. Start again; if it fails again, tell the administrator.")
NOT_DRAWN = _(
    "The document is issued but could not be drawn. Start again; if it fails again, tell the administrator."
)


@dataclass(frozen=True)
class Figures:
    """People of a cohort by how far their documents are. `missing` and `undrawn` are what a batch would do."""

    decided: int
    missing: int
    undrawn: int

    @property
    def ready(self) -> int:
        return self.decided - self.missing - self.undrawn

    @property
    def to_do(self) -> int:
        return self.missing + self.undrawn


def undrawn_documents(cohort_id: int) -> QuerySet[Document]:
    """Documents of the cohort's results that were issued and never drawn."""
    return Document.objects.filter(pdf="", erased_at=None, result__sitting__cohort=cohort_id)


def to_do(cohort: Cohort) -> list[int]:
    """Results of the cohort that have no document or only one that is not drawn: those without come first."""
    missing = issuing.missing_results(cohort_id=cohort.pk)
    undrawn = set(undrawn_documents(cohort.pk).values_list("result", flat=True)) - set(missing)
    return [*missing, *sorted(undrawn)]


def figures(cohort: Cohort) -> Figures:
    """Where the documents of a cohort stand; three statements or so, however many people."""
    decided = Result.objects.current().filter(sitting__cohort=cohort).count()
    missing = len(issuing.missing_results(cohort_id=cohort.pk))
    undrawn = undrawn_documents(cohort.pk).values("result").distinct().count()
    return Figures(decided=decided, missing=missing, undrawn=undrawn)


def is_silent(batch: IssueBatch, *, at: datetime) -> bool:
    """Whether nobody has worked on an open batch for SILENCE: the beat will take it up."""
    return (batch.seen_at or batch.created_at) < at - SILENCE


def last_batch(cohort: Cohort) -> IssueBatch | None:
    """The batch under way, or the last one."""
    return cohort.issue_batches.select_related("started_by").order_by("-created_at", "-pk").first()


def start_batch(*, cohort_id: int, at: datetime, actor: User) -> IssueBatch:
    """Issue and draw what is missing in a cohort; a batch already under way is returned as it is.

    Refuses who does not keep the register, a cohort where nothing is missing, and a day nobody signs on.
    """
    if not actor.has_perm("certificates.keep_register"):
        raise NotAllowed()
    if standing := _open_batch(cohort_id):
        return standing
    day = timezone.localtime(at).date()
    issuing.issuer_on(day), issuing.signatory_on(day)
    results = to_do(Cohort.objects.get(pk=cohort_id))
    if not results:
        raise Refusal(
            _("Nothing is missing: everybody whose result is decided has their document."),
            code="nothing_missing",
        )
    try:
        with transaction.atomic():
            batch = IssueBatch.objects.create(cohort_id=cohort_id, started_by=actor, created_at=at)
            BatchItem.objects.bulk_create(
                BatchItem(batch=batch, result_id=result_id) for result_id in results
            )
            turns = 1 if settings.CELERY_TASK_ALWAYS_EAGER else min(TURNS, 1 + len(results) // CHUNK)
            for _turn in range(turns):
                transaction.on_commit(partial(_send, batch.pk), robust=True)
    except IntegrityError:  # two people pressed the button at once: one_open_batch_per_cohort
        if standing := _open_batch(cohort_id):
            return standing
        raise
    return batch


def _open_batch(cohort_id: int) -> IssueBatch | None:
    return IssueBatch.objects.exclude(status=IssueBatch.Status.DONE).filter(cohort=cohort_id).first()


def _send(batch_id: int) -> None:
    from ..tasks import run_batch as task

    task.delay(batch_id)


def run_batch(*, batch_id: int) -> None:
    """One turn: CHUNK items, then the next turn is sent. Where tasks run in-process the turns follow each other here."""
    while work(batch_id=batch_id, limit=CHUNK):
        if not settings.CELERY_TASK_ALWAYS_EAGER:
            _send(batch_id)
            return


def work(*, batch_id: int, limit: int, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Deal with up to `limit` items; whether some may be left. The batch is done when no item waits."""
    if IssueBatch.objects.get(pk=batch_id).status == IssueBatch.Status.DONE:
        return False
    for _turn in range(limit):
        if not _deal_with_next(batch_id, at=clock()):
            _finish(batch_id, at=clock())
            return False
        # Never opens again what another turn has just closed.
        still_open = IssueBatch.objects.filter(pk=batch_id).exclude(status=IssueBatch.Status.DONE)
        still_open.update(seen_at=clock(), status=IssueBatch.Status.RUNNING)
    return True


def waiting(items: QuerySet[BatchItem]) -> QuerySet[BatchItem]:
    """Items that nobody has dealt with yet."""
    return items.filter(done_at=None, fault="")


def _deal_with_next(batch_id: int, *, at: datetime) -> bool:
    """Issue for the next item that nobody works on, then draw; False where there is none.

    Two transactions: the number series is free again before anything is drawn. What fails is kept as a sentence.
    """
    with transaction.atomic():
        items = waiting(BatchItem.objects.filter(batch=batch_id))
        item = items.select_for_update(of=("self",), skip_locked=True).first()
        if item is None:
            return False
        try:
            item.document = issuing.issue_document(result_id=item.result_id, at=at, draw=False)
        except Refusal:
            item.document, item.fault = _refused(item, at=at)
        except Exception:
            logger.exception("Result %s brings no document in batch %s", item.result_id, batch_id)
            item.fault = in_every_language(FAILED)
        item.save(update_fields=["document", "fault"])
    if not item.fault:
        _draw(item, at=at)
    return True


def _refused(item: BatchItem, *, at: datetime) -> tuple[Document | None, str]:
    """Why a result brings no document, in every language: who reads it is not known here."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            try:
                return issuing.issue_document(result_id=item.result_id, at=at, draw=False), ""
            except Refusal as refusal:
                words[code] = str(refusal)
    return None, json.dumps(words, ensure_ascii=False)


def in_every_language(sentence: Promise) -> str:
    """A sentence as an item keeps it."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = str(sentence)
    return json.dumps(words, ensure_ascii=False)


def _draw(item: BatchItem, *, at: datetime) -> None:
    """Draw what the item's result has undrawn and mark the item as done."""
    try:
        with transaction.atomic():
            own = waiting(BatchItem.objects.filter(pk=item.pk)).select_for_update(of=("self",))
            if own.first() is None:
                return  # another worker has just drawn it
            undrawn = Document.objects.filter(result=item.result_id, pdf="", erased_at=None)
            for document_id in undrawn.order_by("pk").values_list("pk", flat=True):
                drawing.render_document(document_id=document_id)
            item.done_at = at
            item.save(update_fields=["done_at"])
    except Exception:
        logger.exception("The document of result %s cannot be drawn", item.result_id)
        waiting(BatchItem.objects.filter(pk=item.pk)).update(fault=in_every_language(NOT_DRAWN))


@transaction.atomic
def _finish(batch_id: int, *, at: datetime) -> None:
    """Close the batch where no item waits any more; one that another worker holds keeps it open."""
    batch = IssueBatch.objects.select_for_update().get(pk=batch_id)
    if batch.status == IssueBatch.Status.DONE or waiting(batch.items.all()).exists():
        return
    batch.status, batch.finished_at, batch.seen_at = IssueBatch.Status.DONE, at, at
    batch.save(update_fields=["status", "finished_at", "seen_at"])


def resume_batches(*, at: datetime) -> int:
    """Take up batches whose workers have been silent for SILENCE; how many. The beat calls it every minute."""
    silent = Q(seen_at__lt=at - SILENCE) | Q(seen_at=None, created_at__lt=at - SILENCE)
    with transaction.atomic():
        batches = list(
            IssueBatch.objects.exclude(status=IssueBatch.Status.DONE)
            .filter(silent)
            .select_for_update(skip_locked=True)
        )
        for batch in batches:
            IssueBatch.objects.filter(pk=batch.pk).update(seen_at=at)
            transaction.on_commit(partial(_send, batch.pk), robust=True)
    return len(batches)
