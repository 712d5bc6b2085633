"""Demonstration documents: the issuer, and documents in every status."""

from datetime import date, datetime, timedelta

from assessments.models import Result
from courses.models import Cohort
from people.demo import People
from people.roles import Role
from people.rules.identifiers import with_check_digit

from . import services
from .models import Document, Issuer, Signatory
from .rules.code import pretty


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
    """Change four of the last cohort's certificates, so that every status can be seen."""
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
    services.suspend_document(
        document_id=recent[1].pk, at=day, actor=actor, reason="Есімінің жазылуы тексеріліп жатыр."
    )
    services.revoke_document(
        document_id=recent[2].pk, at=day, actor=actor, reason="Тестті басқа адам тапсырғаны анықталды."
    )
    holder = recent[3].holder
    holder.surname = "Өтегенова" if holder.surname != "Өтегенова" else "Нұрғалиева"
    holder.save(update_fields=["surname"])
    services.correct_document(
        document_id=recent[3].pk, at=day, actor=actor, reason="Тегі өзгерді: неке туралы куәлік көрсетілді."
    )


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


def issue_for(cohort: Cohort, *, at: datetime) -> None:
    """The documents of a concluded cohort, dated when it ended."""
    for result in Result.objects.current().filter(sitting__cohort=cohort).order_by("pk"):
        services.issue_document(result_id=result.pk, at=at)
