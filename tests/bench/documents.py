"""Documents: what one costs beside a bare page of reportlab, and how long a thousand take."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from django.core.cache import cache

from assessments.models import Result
from certificates.models import Document
from certificates.pdf import PrintedFacts, draw_document
from certificates.rules import code as codes
from certificates.services import drawing, proof

from . import bare_document as bare

Row = tuple[str, float, str, str, float | None]
TURNS, ROUNDS, BULK = 20, 6, 1000


def figures(environment: Mapping[str, str]) -> Iterator[Row]:
    """Processor time of drawing alone; the whole chain beside a bare page; a thousand through the service."""
    document = Document.objects.filter(kind="certificate", status="valid").first()
    facts = PrintedFacts.from_json(document.facts)
    yield "document_cpu_ms", _cpu_ms(lambda turn: draw_document(_other(facts, turn))), "ms", "≤", 25
    yield from _beside_bare(document, facts)
    seconds, of_processor = _bulk(document)
    yield "documents_bulk", seconds, "s", "≤", 60
    yield "documents_bulk_cpu_s", of_processor, "s", "", None
    yield (
        "results_without_document",
        Result.objects.current().filter(documents__isnull=True).count(),
        "",
        "≤",
        0,
    )
    cache.clear()


def _other(facts: PrintedFacts, turn: int) -> PrintedFacts:
    """The same course for somebody else: name, number and code differ, as they do within a cohort."""
    names = ("Ахметова", "Серікбаева", "Тұрсынғалиева", "Ким", "Ыбырайымова")
    return replace(facts, surname=names[turn % 5], number=f"2026-INC-{turn:06d}", code=codes.make_code())


def _cpu_ms(once: Callable[[int], object], turns: int = TURNS) -> float:
    once(0)
    before = time.process_time()
    for turn in range(turns):
        once(turn)
    return (time.process_time() - before) * 1000 / turns


def _beside_bare(document: Document, facts: PrintedFacts) -> Iterator[Row]:
    """Sign, draw, tag and attach, against stock reportlab, measured in turns so that both meet the same machine.

    The bar of `document_ratio` is the lowest there is: the front page's letters, rules and code, without ornament, second
    page and second code. `document_to_same_pages` is against both pages as they are printed.
    """
    cose = proof.seal(document).cose
    pages = bare.taken(facts, cose)
    least = [bare.without_ornament(pages[0])]

    def whole(turn: int) -> None:
        other = _other(facts, turn)
        document.facts = other.to_json()
        document.code, document.number = other.code, other.number
        sealed = proof.seal(document)
        draw_document(other, cose=sealed.cose, credential=sealed.credential.encode())

    spent = {"whole": 0.0, "least": 0.0, "same": 0.0}
    for _round in range(ROUNDS):
        spent["whole"] += _cpu_ms(whole)
        spent["least"] += _cpu_ms(lambda _turn: bare.draw(least, facts.qr_text, cose))
        spent["same"] += _cpu_ms(lambda _turn: bare.draw(pages, facts.qr_text, cose), turns=4)
    document.refresh_from_db()
    yield "document_ratio", spent["least"] / spent["whole"], "× bare page", "≥", 0.7
    yield "document_to_same_pages", spent["same"] / spent["whole"], "× bare pages", "", None
    yield "document_whole_cpu_ms", spent["whole"] / ROUNDS, "ms", "", None


def _bulk(document: Document) -> tuple[float, float]:
    """Seconds for a thousand documents through the service (signed, drawn, kept, logged), and our processor's share."""
    last = Document.objects.order_by("-pk").values_list("pk", flat=True)[0]
    rows = []
    for turn in range(1, BULK + 1):
        other = _other(PrintedFacts.from_json(document.facts), turn)
        rows.append(
            Document(
                pk=last + turn,
                kind=document.kind,
                status="replaced",
                number=f"D-{turn}",
                code=other.code,
                enrolment_id=document.enrolment_id,
                result_id=document.result_id,
                holder_id=document.holder_id,
                facts=document.facts | other.to_json(),
                facts_hash=document.facts_hash,
                template_revision_id=document.template_revision_id,
                issued_on=document.issued_on,
                valid_until=document.valid_until,
                created_at=document.created_at,
                supersedes_id=last + turn - 1,
            )
        )
    Document.objects.bulk_create(rows)
    before, processor = time.perf_counter(), time.process_time()
    for row in rows:
        drawing.render_document(document_id=row.pk)
    seconds, of_processor = time.perf_counter() - before, time.process_time() - processor
    for kept in Document.objects.filter(pk__gt=last).exclude(pdf="").only("pdf"):
        kept.pdf.storage.delete(kept.pdf.name)
    return seconds, of_processor
