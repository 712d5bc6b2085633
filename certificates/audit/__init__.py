"""What must hold of documents."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count

from people.audit import Breach, status_without_transition

from ..models import Document
from ..rules import code as codes
from ..services import log_faults
from ..services.issuing import missing_results
from . import blanks, life, proof, templates


def breaches() -> Iterator[Breach]:
    doubled = (
        Document.objects.standing()
        .filter(kind="certificate")
        .values("enrolment")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    for row in doubled:
        yield Breach(6, f"enrolment {row['enrolment']} has {row['n']} standing certificates")
    supported = (
        Document.objects.standing()
        .filter(kind="support")
        .values("enrolment")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    for row in supported:
        yield Breach(6, f"enrolment {row['enrolment']} has {row['n']} standing notices of support")
    for result_id in missing_results():
        yield Breach(6, f"result {result_id} has no document; run issue_missing_documents")
    # The log's own check reads what documents print, too.
    for fault in log_faults.faults():
        yield Breach(7, str(fault))
    for document in Document.objects.iterator():
        if codes.normalise(document.code) != document.code:
            yield Breach(6, f"the code of document {document.number} is not canonical")
        if document.pdf:
            with document.pdf.open("rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != document.pdf_sha256:
                    yield Breach(7, f"the stored file of document {document.number} was changed")
    yield from status_without_transition(Document, name="document")
    yield from blanks.breaches()
    yield from life.breaches()
    yield from templates.breaches()
    yield from proof.breaches()
