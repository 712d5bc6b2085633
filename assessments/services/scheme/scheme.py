"""Opening and concluding a cohort: plan and scheme are frozen together, every sitting ends with a decision."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses import services as courses
from courses.models import Cohort, Enrolment
from people.errors import Refusal
from people.models import User

from ...models import Assignment, CohortScheme, DateRule, Quiz, Scheme, Sitting
from ...rules import blueprint
from ...rules import scheme as scheme_rules
from ..attempts import attempts
from ..decisions import results, waiting
from . import frozen, sittings


def frozen_content(cohort: Cohort) -> dict:
    """The copy a cohort freezes: the scheme with its quizzes' settings and its rubrics' versions."""
    scheme = Scheme.objects.filter(edition_id=cohort.edition_id).first()
    if scheme is None:
        raise Refusal(_("This edition has no assessment scheme: load or enter it first."), code="no_scheme")
    content = dict(scheme.content)
    content["quizzes"] = {
        quiz.key: {
            "minutes": quiz.minutes,
            "attempts": quiz.attempts,
            "blueprint": quiz.blueprint,
            "title": quiz.title_texts,
            "mode": quiz.mode,
            "feedback": quiz.feedback,
            "credit": quiz.credit,
            "per_page": quiz.per_page,
            "log_focus": quiz.log_focus,
        }
        for quiz in Quiz.objects.filter(edition_id=cohort.edition_id)
    }
    content["rubrics"], content["assignments"] = {}, {}
    for assignment in Assignment.objects.filter(edition_id=cohort.edition_id).select_related("rubric"):
        version = assignment.rubric.versions.first()
        if version is None:
            raise Refusal(
                _("The rubric of “%(title)s” has no content yet.") % {"title": assignment.title},
                code="no_rubric",
            )
        content["rubrics"][assignment.key] = version.pk
        content["assignments"][assignment.key] = {
            "kind": assignment.kind,
            "late": assignment.late,
            "late_days": assignment.late_days,
        }
    for quiz_key in content["quizzes"]:
        terms = frozen.quiz_terms(content, quiz_key)
        if terms is None:
            continue
        bank = attempts.bank_for(cohort.edition.code, practice=terms.is_practice)
        short = blueprint.shortages(terms.strata, bank)
        if short:
            modules = "; ".join(
                f"{part.topic or part.module}: {there}/{part.count}" for part, there in short.items()
            )
            raise Refusal(
                _(
                    "The question bank cannot serve the test “%(quiz)s”. Ready questions by module: %(modules)s."
                )
                % {"quiz": quiz_key, "modules": modules},
                code="bank_short",
            )
    scheme_rules.read(content)
    return content


@transaction.atomic
def open_cohort(*, cohort_id: int, at: datetime, actor: User) -> Cohort:
    """Open a cohort for applications: freezes its plan (courses) and its scheme in one transaction.

    Refuses, writing nothing, where the hours do not add up, a conflict is not acknowledged, or the bank is short.
    """
    cohort = courses.freeze_plan(cohort_id=cohort_id, at=at, actor=actor)
    content = frozen_content(cohort)
    CohortScheme.objects.create(
        cohort=cohort,
        content=content,
        content_hash=scheme_rules.content_hash(content),
        frozen_at=at,
        frozen_by=actor,
        deciding=_deciding(cohort),
    )
    _default_dates(cohort, content)
    return cohort


def _deciding(cohort: Cohort) -> str:
    """How results are decided at first: as the edition says, else when the last mark comes. Coordinators change it."""
    wanted = cohort.edition.parameters.get("deciding", "")
    return wanted if wanted in CohortScheme.Deciding.values else CohortScheme.Deciding.AUTOMATIC


def _default_dates(cohort: Cohort, content: dict) -> None:
    """Work is due three days before the end; final tests are open over the last three days, module tests all along,
    practice needs no dates. Coordinators change them.
    """
    zone = timezone.get_default_timezone()
    start = datetime.combine(cohort.starts_on, time(9), tzinfo=zone)
    end = datetime.combine(cohort.ends_on, time(23, 59), tzinfo=zone)
    last_days = max(start, datetime.combine(cohort.ends_on - timedelta(days=3), time(9), tzinfo=zone))
    due = max(
        start + timedelta(hours=1),
        datetime.combine(cohort.ends_on - timedelta(days=3), time(23, 59), tzinfo=zone),
    )
    rules = [
        (DateRule.Kind.QUIZ, key, last_days if row["mode"] == Quiz.Mode.FINAL else start, end)
        for key, row in content["quizzes"].items()
        if row["mode"] != Quiz.Mode.PRACTICE
    ]
    rules += [(DateRule.Kind.ASSIGNMENT, key, start, due) for key in content["rubrics"]]
    DateRule.objects.bulk_create(
        DateRule(cohort=cohort, kind=kind, key=key, opens_at=opens, closes_at=closes)
        for kind, key, opens, closes in rules
    )


EXAMINED = [Enrolment.Status.STUDYING, Enrolment.Status.COMPLETED]


@transaction.atomic
def conclude_cohort(*, cohort_id: int, at: datetime, actor: User, protocol: str = "") -> Cohort:
    """Decide every sitting still open (a missing component decides *not passed*) and close the cohort.

    Reassessments that joined this cohort's exam are decided with it, but not of who did not come to theirs. Who
    interrupted, left or was transferred is not decided upon. Refuses while a test is being taken or handed-in work
    waits for its marks: nobody fails because somebody else has not finished. Where the commission decides, every sitting
    has to be decided by its protocol before.
    """
    cohort = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort_id)
    courses.may_run(actor)
    studying = list(
        Enrolment.objects.filter(cohort=cohort, status=Enrolment.Status.STUDYING)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for enrolment_id in studying:
        sittings.open_sitting(enrolment_id=enrolment_id, at=at)
    # Sittings first, in one order: grading and releasing lock them before anything else.
    everybody = Sitting.objects.filter(cohort=cohort, enrolment__status__in=EXAMINED)
    examined = everybody.to_decide().order_by("pk")
    list(everybody.order_by("pk").select_for_update(of=("self",)))
    everyone = list(examined.values_list("pk", flat=True))
    waiting.finish_tests(everyone, at=at)
    taken = waiting.tests(everyone)
    if taken.open().exists():
        raise Refusal(
            _("A test is still being taken. Conclude the cohort after its deadline."), code="attempt_open"
        )
    if count := taken.ungraded().count():
        raise Refusal(
            _(
                "Tests handed in that still wait for their open answers to be marked: %(count)s. Let the trainer mark them."
            )
            % {"count": count},
            code="answers_waiting",
        )
    copy = CohortScheme.objects.get(cohort=cohort)
    open_ones = list(examined.filter(results__isnull=True).values_list("pk", flat=True))
    if count := len(set().union(*waiting.works(open_ones, copy.content).values())):
        raise Refusal(
            _(
                "Works handed in that still wait for their marks: %(count)s. Let the trainer mark and release them, or "
                "enter individual decisions, then conclude the cohort."
            )
            % {"count": count},
            code="works_waiting",
        )
    if copy.is_by_commission and open_ones:
        raise Refusal(
            _(
                "The commission has not decided yet upon people of this cohort: %(count)s. Approve the protocol with "
                "all of them, then conclude the cohort."
            )
            % {"count": len(open_ones)},
            code="protocol_missing",
        )
    for sitting_id in everyone:
        results.decide_result(
            sitting_id=sitting_id, at=at, actor=actor, at_conclusion=True, protocol=protocol
        )
    for enrolment_id in studying:
        courses.move_enrolment(enrolment_id=enrolment_id, to=Enrolment.Status.COMPLETED, at=at, actor=actor)
    return courses.move_cohort(cohort_id=cohort.pk, to=Cohort.Status.CONCLUDED, at=at, actor=actor)
