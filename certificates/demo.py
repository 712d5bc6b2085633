"""Demonstration documents: the issuer, and documents in every status."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from assessments.models import Result
from courses.models import Cohort
from people.demo import People
from people.roles import Role
from people.rules.identifiers import with_check_digit

from . import services
from .models import ChangeProposal, Document, Issuer, Signatory
from .rules.code import pretty
from .services import blanks, proposals


def issuer() -> Issuer:
    """A fictional institute."""
    issuer, _created = Issuer.objects.get_or_create(
        valid_from=date(2019, 1, 1),
        defaults={
            "name_kk": "«Тірек» педагогтердің кәсіби даму институты ЖШС",
            "name_ru": "ТОО «Институт профессионального развития педагогов «Тірек»",
            "name_en": "Tirek Institute for Teachers' Professional Development LLP",
            "bin": with_check_digit("19014000012"),
            "city_kk": "Алматы",
            "city_ru": "Алматы",
        },
    )
    Signatory.objects.get_or_create(
        valid_from=date(2019, 1, 1),
        is_acting=False,
        defaults={
            "name": "Қ. Б. Серікбаева",
            "position_kk": "институт директоры",
            "position_ru": "директор института",
            "position_en": "Director of the Institute",
        },
    )
    return issuer


def statuses(people: People, *, at: datetime) -> None:
    """Change four of the last cohort's certificates, so that every status can be seen; a change of one waits."""
    actor = people.accounts[Role.COORDINATOR]
    day = at - timedelta(days=9)
    recent = list(
        Document.objects.filter(
            kind="certificate",
            status="valid",
            enrolment__cohort__number=12,
            enrolment__cohort__edition__code="A",
        ).order_by("number")
    )
    changed = partial(_changed, people, at=day)
    changed(recent[1], "suspend", reason="Есімінің жазылуы тексеріліп жатыр.")
    changed(recent[2], "revoke", reason="Тестті басқа адам тапсырғаны анықталды.")
    holder = recent[3].holder
    holder.surname = "Өтегенова" if holder.surname != "Өтегенова" else "Нұрғалиева"
    holder.save(update_fields=["surname"])
    changed(recent[3], "correct", reason="Тегі өзгерді: неке туралы куәлік көрсетілді.")
    proposals.propose(
        document_id=recent[4].pk,
        change=ChangeProposal.Change.SUSPEND,
        reason="Мектептен хат келді: сабаққа қатысу журналы тексерілуде. Нәтижесі шыққанша тоқтата тұруды ұсынамын.",
        at=at - timedelta(days=1),
        actor=actor,
    )


def _changed(people: People, document: Document, change: str, *, at: datetime, reason: str) -> None:
    """One proposes, another approves an hour later."""
    one = proposals.propose(
        document_id=document.pk, change=change, reason=reason, at=at, actor=people.accounts[Role.COORDINATOR]
    )
    approver = people.accounts[Role.ADMINISTRATOR]
    proposals.approve(proposal_id=one.pk, at=at + timedelta(hours=1), actor=approver)


def examples(*, today: date) -> dict[str, str]:
    """A code of each state, for var/demo.json."""
    found: dict[str, str] = {}
    for document in Document.objects.order_by("pk"):
        if document.kind == "notice" and document.status == "valid":
            state = "notice"
        elif document.status != "valid":
            state = document.status
        else:
            state = "expired" if document.valid_until and document.valid_until < today else "valid"
        found.setdefault(state, pretty(document.code))
    return found


def issue_for(cohort: Cohort, *, at: datetime, last_at: datetime | None = None) -> None:
    """The documents of a concluded cohort, dated when it ended; the certificate of one person at `last_at` instead."""
    results = list(Result.objects.current().filter(sitting__cohort=cohort).order_by("pk"))
    late = next((row for row in results if row.is_passed), None) if last_at else None
    for result in results:
        if result != late:
            services.issue_document(result_id=result.pk, at=at)
    if late is not None and last_at is not None:
        services.issue_document(result_id=late.pk, at=last_at)


def stock(people: People, *, at: datetime) -> None:
    """A batch of blanks and a printer: two documents are printed, one of them on its second sheet."""
    keeper = people.accounts[Role.COORDINATOR]
    day = at - timedelta(days=12)
    blanks.receive_batch(
        kind="certificate",
        series="АБ",
        first=1501,
        last=1540,
        received_on=day.date(),
        received_from="«Қағаз үйі» баспаханасы, № 218 жүкқұжат",
        at=day,
        actor=keeper,
    )
    blanks.save_layout(
        kind="certificate",
        printer="204-кабинет, HP LaserJet",
        offset_x=Decimal("1.5"),
        offset_y=Decimal("-0.5"),
        actor=keeper,
    )
    documents = Document.objects.filter(
        kind="certificate", status="valid", issued_on__gt=day.date() - timedelta(90)
    )
    for number, document in enumerate(documents.order_by("number")[:2]):
        blank = blanks.issue_blank(document_id=document.pk, at=day + timedelta(hours=1), actor=keeper)
        if number == 0:
            blanks.mark_spoiled(
                blank_id=blank.pk,
                reason="Принтер парақты қисық тартып, мыжып тастады.",
                at=day + timedelta(hours=2),
                actor=keeper,
            )
            blanks.issue_blank(document_id=document.pk, at=day + timedelta(hours=2), actor=keeper)
