"""Issuing: the document that follows from a result, once."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Result, Sitting
from assessments.rules.scheme import content_hash
from courses.models import Enrolment, PlanModule
from people.errors import Refusal
from people.models import User

from ..models import Document, Issuer, LogEntry, NumberSeries, Signatory
from ..pdf import missing_letters
from ..rules import code as codes
from ..rules import effects, numbers, signing, validity
from ..verify_address import verify_base, verify_host
from . import drawing, log, status, status_lists, templates

logger = logging.getLogger("tirek.certificates")

# What upper floors issue again where something was lost: each is called with `at` and gives the documents it issued.
REPAIRS: list[Callable[..., Iterable[Document]]] = []


def issuer_on(day: date) -> Issuer:
    """The issuer as it signs on that day; refuses where none is entered."""
    issuer = Issuer.objects.filter(valid_from__lte=day).first()
    if issuer is None:
        raise Refusal(
            _("No issuer is entered for this date: enter the institute and its signatory."), code="no_issuer"
        )
    return issuer


def signatory_on(day: date) -> Signatory:
    """Who signs on that day; refuses where nobody is entered."""
    people = Signatory.objects.filter(valid_from__lte=day)
    found = signing.signatory_on(people, day=day)
    if found is None:
        raise Refusal(
            _("Nobody is entered who signs on this date: enter the signatory."), code="no_signatory"
        )
    return found


def _next_number(*, programme_code: str, prefix: str, kind: str, year: int) -> str:
    """The next number of the gapless series; its row stays locked until the transaction ends."""
    series, _created = NumberSeries.objects.select_for_update().get_or_create(
        programme_code=programme_code, kind=kind, year=year
    )
    NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + 1)
    series.refresh_from_db()
    return f"{year}-{prefix}{numbers.MARKS[kind]}-{series.last:06d}"


def check_letters(name: str) -> None:
    """A black box must never be signed: a name with a letter that cannot be printed is refused before anything is."""
    if letters := missing_letters(name):
        raise Refusal(
            _(
                "These letters of the name cannot be printed: %(letters)s. Correct the name in the person's profile."
            )
            % {"letters": letters},
            code="unprintable_name",
        )


def printed_facts(enrolment: Enrolment, result: Result, *, kind: str, issued_on: date) -> dict:
    """Everything the paper and the verification page print, read once at issue."""
    cohort, edition, holder = enrolment.cohort, enrolment.cohort.edition, enrolment.user
    check_letters(f"{holder.surname} {holder.given_name} {holder.patronymic}")
    issuer, signatory = issuer_on(issued_on), signatory_on(issued_on)
    modules = PlanModule.objects.filter(cohort=cohort)
    valid_until = None
    if kind == Document.Kind.CERTIFICATE:
        valid_until = validity.add_years(issued_on, int(edition.parameter("certificate_years")))
    return {
        "kind": kind,
        "verify_host": verify_host(),
        "verify_base": verify_base(),
        "surname": holder.surname,
        "given_name": holder.given_name,
        "patronymic": holder.patronymic,
        "programme_title_kk": edition.title_kk,
        "programme_title_ru": edition.title_ru,
        "programme_title_en": edition.title_en,
        "hours": sum(module.hours for module in modules),
        "started_on": cohort.starts_on.isoformat(),
        "ended_on": cohort.ends_on.isoformat(),
        "issued_on": issued_on.isoformat(),
        "valid_until": valid_until.isoformat() if valid_until else None,
        **issuer.printed(),
        "signatory_name": signatory.name,
        "signatory_position_kk": signatory.position_kk,
        "signatory_position_ru": signatory.position_ru,
        "signatory_position_en": signatory.position_en,
        "signatory_acting": signatory.is_acting,
        "protocol": result.protocol,
        "modules": [[module.number, module.title_kk, module.title_ru, module.hours] for module in modules],
    }


def create_document(
    *,
    kind: str,
    enrolment: Enrolment,
    result: Result,
    at: datetime,
    facts: dict,
    supersedes: Document | None = None,
    actor: User | None = None,
    draw: bool = True,
) -> Document:
    """The row, its number, code and place in the status list, its first transition and its entry in the log.

    Called inside a transaction; drawing follows after commit unless the caller does it.
    """
    log.locked_head()  # before the series and the status list: see the order of locks in services/log.py
    edition = enrolment.cohort.edition
    issued_on = date.fromisoformat(facts["issued_on"])
    number = _next_number(
        programme_code=edition.code,
        prefix=str(edition.parameters.get("number_prefix", edition.code)),
        kind=kind,
        year=timezone.localtime(at).year,
    )
    facts = facts | {"number": number, "code": codes.make_code()}
    status_list, index = status_lists.take_index(at=at)
    document = Document.objects.create(
        kind=kind,
        number=number,
        code=facts["code"],
        enrolment=enrolment,
        result=result,
        holder_id=enrolment.user_id,
        facts=facts,
        facts_hash=content_hash(facts),
        issued_on=issued_on,
        valid_until=date.fromisoformat(facts["valid_until"]) if facts["valid_until"] else None,
        created_at=at,
        supersedes=supersedes,
        template_revision=templates.revision_for(kind=kind, programme_code=edition.code, at=at),
        status_list=status_list,
        status_index=index,
    )
    document.transitions.create(
        from_status="", to_status=document.status, at=at, actor=actor, reason="issued"
    )
    log.append(event=LogEntry.Event.ISSUED, document=document, at=at)
    if draw:
        _draw_after_commit(document)
    return document


def _draw_after_commit(document: Document) -> None:
    from ..tasks import render_document as task

    transaction.on_commit(lambda: task.delay(document.pk), robust=True)


@transaction.atomic
def issue_document(*, result_id: int, at: datetime, draw: bool = True) -> Document | None:
    """The document that follows from a result, issued exactly once; a repeat changes nothing.

    It is drawn after commit unless `draw` is off: then the caller does it.
    None where the result was amended since, or where it brings no document. See rules.effects for the table.
    """
    first = Result.objects.select_related("sitting").get(pk=result_id)
    enrolment = (
        # Its key may be pointed at meanwhile: a correction that holds a document writes the new one without waiting here.
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "cohort__edition")
        .get(pk=first.sitting.enrolment_id)
    )
    result = Result.objects.current().filter(pk=result_id).first()
    if result is None:
        return None
    own = list(enrolment.documents.select_for_update(of=("self",)).select_related("result"))
    standing = [document for document in own if document.status in {"valid", "suspended"}]
    of_sitting = [document for document in standing if document.result.sitting_id == result.sitting_id]
    certificate = next((document for document in standing if document.kind == "certificate"), None)
    notice = next((document for document in of_sitting if document.kind == "notice"), None)
    effect = effects.effect_of(
        passed=result.is_passed,
        has_certificate=certificate is not None,
        has_notice_of_sitting=notice is not None,
        certificate_of_sitting=certificate is not None and certificate.result.sitting_id == result.sitting_id,
    )
    revoked_before = any(
        document.result_id == result.pk and document.kind == effect.issue for document in own
    )
    if not effect.issue or revoked_before:
        return certificate or notice
    facts = printed_facts(enrolment, result, kind=effect.issue, issued_on=timezone.localtime(at).date())
    if effect.revoke_certificate and certificate is not None:
        status.move(certificate, to="revoked", at=at, actor=result.decided_by, reason="amended")
    if effect.replace_notice and notice is not None:
        status.move(notice, to="replaced", at=at, actor=result.decided_by, reason="amended")
    return create_document(
        kind=effect.issue,
        enrolment=enrolment,
        result=result,
        at=at,
        facts=facts,
        supersedes=notice if effect.replace_notice else None,
        draw=draw,
    )


def missing_results(*, cohort_id: int | None = None) -> list[int]:
    """Results that stand and have no document although they should: what a lost signal leaves behind.

    All of them, or those of the sittings of a cohort.
    """
    enrolled_with_certificate = Document.objects.standing().filter(kind="certificate").values("enrolment")
    sittings_with_notice = Document.objects.standing().filter(kind="notice").values("result__sitting")
    current = Result.objects.current()
    if cohort_id is not None:
        current = current.filter(sitting__cohort=cohort_id)
    passed = (
        current.filter(decision="passed")
        .exclude(sitting__enrolment__in=enrolled_with_certificate)
        .exclude(documents__kind="certificate")
    )
    failed = (
        current.filter(decision="not_passed")
        .exclude(sitting__in=Sitting.objects.filter(pk__in=sittings_with_notice))
        .exclude(documents__kind="notice")
    )
    return sorted({*passed.values_list("pk", flat=True), *failed.values_list("pk", flat=True)})


def issue_missing(*, at: datetime) -> list[Document]:
    """Issue what is missing and draw what was never drawn."""
    issued = []
    for result_id in missing_results():
        try:
            document = issue_document(result_id=result_id, at=at)
        except Refusal as refusal:
            logger.warning("Result %s brings no document yet: %s", result_id, refusal)
            continue
        if document is not None and document.created_at == at:
            issued.append(document)
    for repair in REPAIRS:
        issued += repair(at=at)
    for document_id in Document.objects.filter(pdf="", erased_at=None).values_list("pk", flat=True):
        try:
            drawing.render_document(document_id=document_id)
        except Exception:  # one that cannot be drawn must not keep back those behind it
            logger.exception("Document %s could not be drawn", document_id)
    return issued
