"""Many at once for the same result, and corrections beside them: needs real locks."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.utils import timezone

from assessments.signals import result_decided
from certificates import receivers, services
from certificates.models import Document, LogEntry, NumberSeries
from certificates.services import log_faults
from tests.factories import coordinator_of, decide, enrol, make_cohort, make_edition, make_issuer
from tests.racing import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("TIREK_TEST_DATABASE_URL" not in os.environ, reason="real locks need PostgreSQL"),
]


@contextmanager
def result_decided_unheard() -> Iterator[None]:
    """As when the process dies between the decision and its signal."""
    result_decided.disconnect(dispatch_uid="certificates.issue_document")
    try:
        yield
    finally:
        result_decided.connect(receivers.on_result_decided, dispatch_uid="certificates.issue_document")


def test_twenty_workers_for_one_result_and_corrections_beside_them_give_one_document_and_a_whole_chain(
    monkeypatch,
):
    monkeypatch.setattr("certificates.services.drawing.draw_document", lambda *args, **more: b"%PDF-1.7")
    make_issuer()
    cohort = make_cohort(make_edition())
    boss, now = coordinator_of(cohort), timezone.now()
    # Decided inside a transaction that commits while nobody listens: no document follows yet.
    with result_decided_unheard():
        result = decide(enrol(None, cohort))
    others = [decide(enrol(None, cohort)) for _turn in range(4)]
    documents = list(Document.objects.order_by("pk"))
    assert len(documents) == len(others)

    def issue() -> None:
        document = services.issue_document(result_id=result.pk, at=now)
        assert document is not None
        services.render_document(document_id=document.pk)

    def correct(document: Document) -> None:
        services.correct_document(document_id=document.pk, at=now, actor=boss, reason="Тегі өзгерді.")

    wrong = at_once([issue] * 20 + [partial(correct, document) for document in documents])
    assert not wrong
    assert Document.objects.filter(result=result).count() == 1
    assert NumberSeries.objects.get().last == Document.objects.count() == 1 + 2 * len(documents)
    assert LogEntry.objects.filter(document__result=result, event="issued").count() == 1
    assert not list(log_faults.faults())


def test_a_correction_and_an_amended_decision_of_the_same_person_wait_for_each_other_without_a_circle(
    monkeypatch,
):
    """Each holds what the other asks for next, in every order the machine comes upon."""
    monkeypatch.setattr("certificates.services.drawing.draw_document", lambda *args, **more: b"%PDF-1.7")
    make_issuer()
    cohort = make_cohort(make_edition())
    boss, now = coordinator_of(cohort), timezone.now()
    results = [decide(enrol(None, cohort)) for _turn in range(5)]
    documents = [Document.objects.get(result=result) for result in results]
    jobs: list[Callable[[], object]] = []
    for result, document in zip(results, documents, strict=True):
        jobs.append(
            partial(
                services.correct_document, document_id=document.pk, at=now, actor=boss, reason="Тегі өзгерді."
            )
        )
        jobs.append(partial(services.issue_document, result_id=result.pk, at=now))
    assert not at_once(jobs)
    assert Document.objects.standing().count() == len(results)
    assert not list(log_faults.faults())
