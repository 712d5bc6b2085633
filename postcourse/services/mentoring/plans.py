"""Mentoring plans: opened when a graduate is matched, written by both, agreed on by both, changed by the next version.

A draft has a `revision`; the first of the two to agree freezes the wording. What is saved after that is the next version,
and the one that both agreed on stays in force until they agree on the new one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from people.errors import NotAllowed, Refusal
from people.models import User
from people.transitions import move

from ...mentoring_words import plan_fault
from ...models import MentoringPlan, PlanVersion
from ...rules import moves, plan_content, plan_draft, support
from ..growth import protection
from ..meetings import meetings
from . import final_work, graduates, telling
from .plan_people import check_under_way, mentor_of

# What the two read about meetings that are off; the reason itself stays in the record.
SUPPORT_ENDS = "Қолдау мерзімінен бұрын аяқталды. / Сопровождение завершено досрочно."


class StalePlan(Refusal):
    """The plan was saved by somebody since this writer read it; `version` is what stands now."""

    def __init__(self, version: PlanVersion) -> None:
        super().__init__(
            _(
                "The plan was changed meanwhile. What stands now is shown beside what you wrote: "
                "put the two together and save once more."
            ),
            code="stale",
        )
        self.version = version


class UnfinishedPlan(Refusal):
    """The plan cannot be agreed on yet; `sentences` say what to do."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences[0], code="unfinished")
        self.sentences = sentences


# Reads


def locked(plan_id: int) -> MentoringPlan:
    """The plan, held until the transaction ends, with its people and programme."""
    return (
        MentoringPlan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("graduate", "enrolment__cohort__edition")
        .get(pk=plan_id)
    )


def newest(plan: MentoringPlan) -> PlanVersion:
    """The wording that is written or agreed on now; every plan has one (one query)."""
    return plan.versions.select_related("author").order_by("-number")[0]


def in_force(plan: MentoringPlan) -> PlanVersion | None:
    """The wording both agreed on last; None before (one query)."""
    return (
        plan.versions.filter(graduate_agreed_at__isnull=False, mentor_agreed_at__isnull=False)
        .order_by("-number")
        .first()
    )


def check_writer(plan: MentoringPlan, actor: User) -> User | None:
    """The present mentor; refuses who is neither they nor the graduate."""
    mentor = mentor_of(plan)
    if actor.pk != plan.graduate_id and (mentor is None or actor.pk != mentor.pk):
        raise NotAllowed(_("Only the graduate and the mentor write here."))
    return mentor


def other_of(plan: MentoringPlan, mentor: User | None, actor: User) -> User | None:
    """The other of the two."""
    return mentor if actor.pk == plan.graduate_id else plan.graduate


# Opening


@transaction.atomic
def open_plan(*, enrolment_id: int, at: datetime, actor: User) -> MentoringPlan:
    """The mentoring plan of an enrolment, opened once with a first draft from its final work; a repeat returns it.

    It lasts the programme's months of support from today on. Refuses who does not run support, an enrolment without a
    passed result, and a programme that supports nobody after the course.
    """
    if not actor.has_perm("postcourse.run_support"):
        raise NotAllowed()
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "cohort__edition")
        .get(pk=enrolment_id)
    )
    if standing := MentoringPlan.objects.filter(enrolment=enrolment).first():
        return standing
    result = final_work.passed_result(enrolment)
    if result is None:
        raise Refusal(
            _("%(name)s has not passed the course: support follows a certificate.")
            % {"name": enrolment.user.full_name},
            code="not_passed",
        )
    edition = enrolment.cohort.edition
    months = graduates.months_of(edition)
    if months < 1:
        raise Refusal(_("This programme has no support after the course."), code="no_support")
    starts_on, language = timezone.localdate(at), enrolment.cohort.language
    plan = MentoringPlan.objects.create(
        enrolment=enrolment,
        graduate=enrolment.user,
        months=months,
        starts_on=starts_on,
        ends_on=support.add_months(starts_on, months),
        planned_meetings=int(edition.parameters.get("mentoring_meetings", support.meetings_for(months))),
        opened_at=at,
    )
    plan.transitions.create(from_status="", to_status=plan.status, at=at, actor=actor, reason="opened")
    content = plan_draft.draft(
        final_work.parts(result, enrolment, language=language),
        final_work.outcomes(enrolment, language),
        starts_on=starts_on,
        months=months,
        language=language,
    )
    plan.versions.create(number=1, content=plan_content.clean(content), author=actor, saved_at=at)
    return plan


# Writing


@transaction.atomic
def save_version(
    *,
    plan_id: int,
    content: Mapping[str, Any],
    number: int,
    revision: int,
    at: datetime,
    actor: User,
) -> PlanVersion:
    """Keep what graduate or mentor wrote. A save without change changes nothing.

    `number`, `revision`: of the wording the writer read; where another one stands now the save is refused (StalePlan) and
    nothing changes. A wording that one of the two has agreed to is never touched: the next version begins.
    """
    plan = locked(plan_id)
    check_writer(plan, actor)
    check_under_way(plan)
    standing = newest(plan)
    cleaned = plan_content.clean(content)
    if cleaned == standing.content:
        return standing
    if (standing.number, standing.revision) != (number, revision):
        raise StalePlan(standing)
    if standing.is_frozen:
        return plan.versions.create(number=standing.number + 1, content=cleaned, author=actor, saved_at=at)
    standing.content, standing.author, standing.saved_at = cleaned, actor, at
    standing.revision += 1
    standing.save(update_fields=["content", "author", "saved_at", "revision"])
    return standing


@transaction.atomic
def agree(*, plan_id: int, number: int, revision: int, at: datetime, actor: User) -> PlanVersion:
    """Graduate or mentor agrees to the wording they read; the first to do so proposes it and freezes it.

    Once both have agreed it is in force, and a plan that was a draft is under way. A repeat changes nothing. Refuses a
    wording that was changed meanwhile (StalePlan), one that is unfinished (UnfinishedPlan), a plan without a mentor, and
    words that tell who a child is.
    """
    plan = locked(plan_id)
    mentor = check_writer(plan, actor)
    check_under_way(plan)
    standing = newest(plan)
    if (standing.number, standing.revision) != (number, revision):
        raise StalePlan(standing)
    if mentor is None:
        raise Refusal(
            _("No mentor is assigned just now. Agree on the plan once there is one."), code="no_mentor"
        )
    field = "graduate_agreed_at" if actor.pk == plan.graduate_id else "mentor_agreed_at"
    if getattr(standing, field) is not None:
        return standing
    faults = plan_content.faults(standing.content, starts_on=plan.starts_on, ends_on=plan.ends_on)
    if faults:
        raise UnfinishedPlan([plan_fault(one) for one in faults])
    protection.check_words(_words_of(standing.content))
    setattr(standing, field, at)
    standing.save(update_fields=[field])
    if standing.is_agreed and plan.status == MentoringPlan.Status.DRAFT:
        move(plan, to="agreed", table=moves.MENTORING_PLAN, at=at, actor=actor)
    telling.tell(
        "mentoring_plan_moved",
        plan,
        to=[other_of(plan, mentor, actor)],
        at=at,
        who=actor.full_name,
        is_agreed=standing.is_agreed,
    )
    return standing


def _words_of(content: Mapping[str, Any]) -> str:
    """Everything written in a plan, as one text."""
    texts = [text for goal in content["goals"] for text in goal.values()]
    texts += [point["what"] for point in content["checkpoints"]]
    return "\n\n".join([*texts, content["note"]])


def forget_mentors_agreement(plan: MentoringPlan) -> None:
    """A wording that only a former mentor agreed to binds nobody: the next one agrees for themselves."""
    plan.versions.filter(graduate_agreed_at__isnull=True, mentor_agreed_at__isnull=False).update(
        mentor_agreed_at=None
    )


# Ending early


@transaction.atomic
def end_early(*, plan_id: int, reason: str, at: datetime, actor: User) -> MentoringPlan:
    """End support before its time, for good: the graduate or the mentor left. Both are told; meetings to come are cancelled.

    Refuses who does not run support, an empty reason, and a support that is over.
    """
    if not actor.has_perm("postcourse.run_support"):
        raise NotAllowed()
    plan = locked(plan_id)
    check_under_way(plan)
    if not reason.strip():
        raise Refusal(_("Write why the support ends."), code="reason_missing")
    mentor = mentor_of(plan)
    meetings.cancel_coming(plan_id=plan.pk, reason=SUPPORT_ENDS, at=at, actor=actor)
    move(plan, to="ended", table=moves.MENTORING_PLAN, at=at, actor=actor, reason=reason.strip())
    plan.assignments.filter(until_at__isnull=True).update(until_at=at, reason=reason.strip())
    telling.tell("support_over", plan, to=[plan.graduate], at=at, is_closed=False)
    if mentor is not None:
        telling.tell_mentor_of_end(mentor, plan, at=at)
    return plan
