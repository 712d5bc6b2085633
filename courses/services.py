"""Every write of this floor: freezing a plan, moving cohorts and enrolments; study itself: reading/services.py."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from .continuing import begin_continuation
from .models import Cohort, CohortStaff, Enrolment, PlanModule, PlanTopic, ProgrammeEdition
from .moving import full, may_run
from .moving import locked_cohort as _locked_cohort
from .moving import move_enrolment as _move_enrolment
from .reading.services import mark_studied, open_topic
from .rules import hours, moves

__all__ = [
    "acknowledge_split",
    "apply_to_cohort",
    "begin_continuation",
    "check_hours",
    "end_staff",
    "freeze_plan",
    "mark_studied",
    "may_run",
    "move_cohort",
    "move_enrolment",
    "name_staff",
    "open_topic",
]


def _fault_sentence(fault: hours.Finding) -> str:
    sentences = {
        "empty": _("The edition has no modules."),
        "module_empty": _("Module %(module)s has no topics."),
        "topic_without_hours": _("Topic %(topic)s has no hours."),
        "module_sum": _(
            "Module %(module)s: its topics add up to %(sum)s hours, the module says %(declared)s."
        ),
        "total_sum": _("The modules add up to %(sum)s hours, the programme says %(declared)s."),
    }
    return str(sentences[fault.code] % fault.values)


def check_hours(edition: ProgrammeEdition) -> None:
    """Refuse an edition whose table of hours is wrong or whose conflict of hours nobody has acknowledged."""
    table = edition.hours_table()
    if found := hours.faults(table, total=edition.total_hours):
        raise Refusal(" ".join(_fault_sentence(fault) for fault in found), code="hours")
    if hours.split_conflict(table, declared=edition.declared_split) and edition.split_acknowledged_at is None:
        raise Refusal(
            _(
                "The declared split of hours differs from the table of topics. "
                "A methodologist has to acknowledge this before a cohort can open."
            ),
            code="split_not_acknowledged",
        )


@transaction.atomic
def acknowledge_split(*, edition_id: int, text: str, at: datetime, actor: User) -> ProgrammeEdition:
    """Record who accepted that the declared split and the table differ, and in which words."""
    if not actor.has_perm("courses.change_programmeedition"):
        raise NotAllowed()
    if not text.strip():
        raise Refusal(_("Write what was decided about the conflicting hours."), code="text_missing")
    edition = ProgrammeEdition.objects.select_for_update(of=("self",)).get(pk=edition_id)
    edition.split_acknowledged_at, edition.split_acknowledged_by = at, actor
    edition.split_acknowledgement = text.strip()
    edition.save(update_fields=["split_acknowledged_at", "split_acknowledged_by", "split_acknowledgement"])
    return edition


def _move_cohort(
    cohort: Cohort, *, to: str, at: datetime, actor: User, reason: str = "", also: tuple[str, ...] = ()
) -> None:
    transitions.move(cohort, to=to, table=moves.COHORT, at=at, actor=actor, reason=reason, also=also)


@transaction.atomic
def freeze_plan(*, cohort_id: int, at: datetime, actor: User) -> Cohort:
    """Copy the edition's table onto the cohort and open it; the edition is frozen from then on.

    Called within the transaction that freezes the scheme. Refuses wrong hours and a cohort that is no draft.
    """
    may_run(actor)
    cohort = _locked_cohort(cohort_id)
    edition = ProgrammeEdition.objects.select_for_update(of=("self",)).get(pk=cohort.edition_id)
    check_hours(edition)
    cohort.frozen_at = at
    _move_cohort(cohort, to=Cohort.Status.OPEN, at=at, actor=actor, also=("frozen_at",))
    for module in edition.modules.prefetch_related("topics"):
        plan_module = PlanModule.objects.create(
            cohort=cohort,
            number=module.number,
            title_kk=module.title_kk,
            title_ru=module.title_ru,
            hours=module.hours,
        )
        PlanTopic.objects.bulk_create(
            PlanTopic(
                cohort=cohort,
                module=plan_module,
                key=topic.key,
                number=topic.number,
                order=topic.order,
                title_kk=topic.title_kk,
                title_ru=topic.title_ru,
                lecture=topic.lecture,
                practice=topic.practice,
                self_study=topic.self_study,
                final=topic.final,
            )
            for topic in module.topics.all()
        )
    if edition.frozen_at is None:
        edition.frozen_at = at
        edition.save(update_fields=["frozen_at"])
    return cohort


@transaction.atomic
def move_cohort(*, cohort_id: int, to: str, at: datetime, actor: User, reason: str = "") -> Cohort:
    """Move a cohort on; when it begins to run, everyone admitted begins to study.

    Opening goes through freeze_plan, which freezes the plan with it.
    """
    may_run(actor)
    cohort = _locked_cohort(cohort_id)
    if to == Cohort.Status.OPEN:
        raise Refusal(_("A cohort is opened together with its plan and scheme."), code="open_freezes")
    if to == Cohort.Status.CANCELLED and not reason.strip():
        raise Refusal(_("Write why the cohort is cancelled."), code="reason_missing")
    _move_cohort(cohort, to=to, at=at, actor=actor, reason=reason.strip())
    if to == Cohort.Status.RUNNING:
        for enrolment in cohort.enrolments.select_for_update(of=("self",)).filter(
            status=Enrolment.Status.ADMITTED
        ):
            _move_enrolment(enrolment, to=Enrolment.Status.STUDYING, at=at, actor=actor)
    return cohort


@transaction.atomic
def name_staff(*, cohort_id: int, user_id: int, duty: str, at: datetime, actor: User) -> CohortStaff:
    """Name a trainer or a coordinator of a cohort; a repeat returns the duty that stands.

    Refuses who has no such role, or no open account. `duty` is one of CohortStaff.Duty.
    """
    may_run(actor)
    cohort = _locked_cohort(cohort_id)
    if duty not in CohortStaff.Duty.values:
        raise Refusal(_("Choose whether this person trains or coordinates the cohort."), code="unknown_duty")
    user = User.objects.filter(pk=user_id, is_active=True, groups__name=duty).first()
    if user is None:
        raise Refusal(
            _(
                "Choose a person from the list. Who is missing there needs the role of trainer or coordinator "
                "first: an administrator gives it."
            ),
            code="no_role",
        )
    return CohortStaff.objects.get_or_create(cohort=cohort, user=user, duty=duty)[0]


@transaction.atomic
def end_staff(*, staff_id: int, at: datetime, actor: User) -> None:
    """End a duty in a cohort. What hangs on the duty is asked above: `assessments.services.scheme.duties`."""
    may_run(actor)
    CohortStaff.objects.filter(pk=staff_id).delete()


@transaction.atomic
def apply_to_cohort(*, cohort_id: int, user: User, at: datetime) -> Enrolment:
    """A person's application; a repeat returns the standing one. Refuses where the cohort takes none."""
    cohort = _locked_cohort(cohort_id)
    standing = Enrolment.objects.filter(user=user, cohort=cohort).first()
    if standing:
        return standing
    if cohort.status != Cohort.Status.OPEN:
        raise Refusal(
            _("This cohort takes no applications now. Choose another one in the catalogue."), code="not_open"
        )
    if not user.surname or not user.given_name:
        raise Refusal(
            _("Enter your surname and given name in your profile first: they are printed on your documents."),
            code="no_name",
        )
    enrolment = Enrolment.objects.create(user=user, cohort=cohort, applied_at=at)
    enrolment.transitions.create(from_status="", to_status=enrolment.status, at=at, actor=user)
    return enrolment


@transaction.atomic
def move_enrolment(*, enrolment_id: int, to: str, at: datetime, actor: User, reason: str = "") -> Enrolment:
    """Move an enrolment on. Admission is refused when the places are taken; leaving needs a reason."""
    may_run(actor)
    first = Enrolment.objects.only("cohort_id").get(pk=enrolment_id)
    cohort = _locked_cohort(first.cohort_id)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    if to == Enrolment.Status.ADMITTED and (refusal := full(cohort)):
        raise refusal
    needs_reason = {"rejected", "interrupted", "transferred", "withdrawn", "expelled"}
    if to in needs_reason and not reason.strip():
        raise Refusal(_("Write the reason: it is kept with the enrolment."), code="reason_missing")
    if to == Enrolment.Status.STUDYING and not cohort.is_under_study:
        raise Refusal(_("The cohort is not running: study begins when it starts."), code="not_running")
    _move_enrolment(enrolment, to=to, at=at, actor=actor, reason=reason.strip())
    if to == Enrolment.Status.ADMITTED and cohort.is_under_study:
        _move_enrolment(enrolment, to=Enrolment.Status.STUDYING, at=at, actor=actor)
    return enrolment
