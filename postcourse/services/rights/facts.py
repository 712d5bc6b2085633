"""What a person's rights follow from, read anew: the facts that rules/entitlements.py judges."""

from datetime import date, datetime

from django.utils import timezone

from assessments.models import Result
from certificates.models import Document
from courses.models import Enrolment

from ...models import Reassessment, RightOverride
from ...rules import entitlements as rules


def parameter(enrolment: Enrolment, name: str, default: int) -> int:
    """A whole number the edition sets, or what holds where it does not."""
    return int(enrolment.cohort.edition.parameters.get(name, default))


def results_of(*, user_id: int, programme_code: str) -> list[Result]:
    """The standing results of a person in a programme, in the order of their sittings (one query)."""
    rows = Result.objects.current().filter(
        sitting__enrolment__user_id=user_id, sitting__enrolment__cohort__edition__code=programme_code
    )
    return list(
        rows.select_related("sitting__enrolment__cohort__edition").order_by(
            "sitting__opened_at", "sitting_id"
        )
    )


def newest_failed(results: list[Result]) -> Result | None:
    """The result a reassessment rests on: the newest that is not passed, of an enrolment that can still be examined."""
    failed = (
        one
        for one in reversed(results)
        if not one.is_passed and one.sitting.enrolment.status in rules.MAY_SIT
    )
    return next(failed, None)


def facts_of(enrolment: Enrolment, at: datetime, *, results: list[Result] | None = None) -> rules.Facts:
    """The facts about one enrolment, fetched with its cohort and edition (four queries; three with `results`)."""
    code, today = enrolment.cohort.edition.code, timezone.localdate(at)
    if results is None:
        results = results_of(user_id=enrolment.user_id, programme_code=code)
    own = [one for one in results if one.sitting.enrolment_id == enrolment.pk]
    later = results[results.index(own[-1]) + 1 :] if own else []
    held = Reassessment.objects.filter(user_id=enrolment.user_id, programme_code=code)
    granted = RightOverride.objects.filter(
        user_id=enrolment.user_id, enrolment__cohort__edition__code=code
    ).values_list("kind", "year")
    return rules.Facts(
        today=today,
        status=enrolment.status,
        cohort_status=enrolment.cohort.status,
        cohort_ends_on=enrolment.cohort.ends_on,
        passed=tuple(one.is_passed for one in own),
        passed_elsewhere=any(one.is_passed for one in later),
        certificate_until=_certificate_until(enrolment.user_id, code),
        held=tuple(_held(row, enrolment) for row in held.order_by("opened_at", "pk")),
        granted=tuple(rules.Granted(kind=kind, year=year) for kind, year in granted),
        per_year=parameter(enrolment, "reassessments_per_year", 1),
        notice_days=parameter(enrolment, "reassessment_notice_days", rules.NOTICE_DAYS),
    )


def _certificate_until(user_id: int, code: str) -> date | None:
    """The last day of the certificate that counts for longest; suspended ones count, for they may stand again."""
    return (
        Document.objects.standing()
        .filter(kind=Document.Kind.CERTIFICATE, holder_id=user_id, enrolment__cohort__edition__code=code)
        .order_by("-valid_until")
        .values_list("valid_until", flat=True)
        .first()
    )


def _held(row: Reassessment, enrolment: Enrolment) -> rules.Held:
    return rules.Held(
        pk=row.pk,
        year=row.year,
        slot=row.slot,
        status=row.status,
        until=row.until,
        lapse=row.lapse,
        is_excused=row.excused_at is not None,
        planned_on=row.planned_on,
        is_own=row.enrolment_id == enrolment.pk,
    )


def rights_of(enrolment: Enrolment, at: datetime) -> list[rules.Right]:
    """Every right of one enrolment, open or not, with its reason; writes nothing (four or five queries)."""
    return rules.rights(facts_of(enrolment, at))
