"""How support ends: a report both write and sign, figures frozen, the coordinator accepts, and the notice is issued.

Each of the two writes their own text; the goals are judged together. Whatever is changed takes both signatures back, so that
what is signed is what both read.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.rules.scheme import content_hash
from certificates.models import Document
from certificates.services import SupportFacts, issue_support_notice
from people.errors import NotAllowed, Refusal
from people.models import User
from people.transitions import move

from ...models import ClosingReport, MentorAssignment, MentoringPlan
from ...rules import moves, support
from ..growth import protection
from ..growth.indicators import indicator_figures
from ..growth.self_assessment import self_assessment_change
from ..meetings.meetings import meeting_figures
from . import final_work, plans, telling
from .plan_people import mentor_of

logger = logging.getLogger("tirek.postcourse")
STATES = ("reached", "partly", "not")
LONGEST, LONGEST_WHY = 10_000, 1000


class StaleReport(Refusal):
    """What the writer read was changed meanwhile; `report` is what stands now."""

    def __init__(self, report: ClosingReport | None) -> None:
        super().__init__(
            _(
                "The report was changed meanwhile. What stands now is shown beside what you wrote: "
                "put the two together and save once more."
            ),
            code="stale",
        )
        self.report = report


# Reads


def report_of(plan: MentoringPlan) -> ClosingReport | None:
    """The closing report, once somebody has begun it (one query)."""
    return ClosingReport.objects.filter(plan=plan).select_related("document").first()


def seen_mark(report: ClosingReport | None, *, by_graduate: bool) -> str:
    """Which state of one's own text and of the goals a form was filled from."""
    if report is None:
        return ""
    own = report.graduate_text if by_graduate else report.mentor_text
    return str(content_hash({"text": own, "goals": report.goals}))


def signed_mark(report: ClosingReport) -> str:
    """Which wording is signed: both texts and the goals."""
    return str(
        content_hash(
            {"graduate": report.graduate_text, "mentor": report.mentor_text, "goals": report.goals},
        )
    )


def goals_of(plan: MentoringPlan) -> list[str]:
    """The goals that are judged: those of the wording in force (one query)."""
    version = plans.in_force(plan)
    return [goal["goal"] for goal in version.content["goals"]] if version else []


def figures_of(plan: MentoringPlan, *, goals: Sequence[Mapping[str, str]], at: datetime) -> dict[str, Any]:
    """What the support came to, in figures alone: nothing of what the two wrote, nothing of a child."""
    meetings = meeting_figures([plan.pk], at=at)[plan.pk]
    change = self_assessment_change(plan).as_json()
    return {
        "meetings_planned": meetings.planned,
        "meetings_held": meetings.held,
        "visits": meetings.visits,
        "minutes": meetings.minutes,
        "hours": support.whole_hours(meetings.minutes),
        "entries": plan.entries.filter(shared_at__isnull=False).count(),
        "goals": {state: sum(one["state"] == state for one in goals) for state in STATES},
        "indicators": asdict(indicator_figures([plan.pk])[plan.pk]),
        "self_before": change["before"],
        "self_after": change["after"],
        "self_risen": change["risen"],
        "self_fallen": change["fallen"],
    }


# Writing


def _held(plan_id: int) -> tuple[MentoringPlan, ClosingReport | None]:
    plan = plans.locked(plan_id)
    return plan, ClosingReport.objects.select_for_update(of=("self",)).filter(plan=plan).first()


def _check_open(plan: MentoringPlan) -> None:
    """Refuse a report of a support that is not under way."""
    if plan.status == MentoringPlan.Status.DRAFT:
        raise Refusal(
            _("The plan is not agreed yet. The report judges its goals, so agree on the plan first."),
            code="not_agreed",
        )
    if plan.status != MentoringPlan.Status.AGREED:
        raise Refusal(_("This support is over: its report stays as it is."), code="over")


def clean_goals(goals: Sequence[Mapping[str, str]], *, count: int) -> list[dict[str, str]]:
    """One {"state", "why"} for each goal, in the plan's order; what is not known is left open."""
    found = []
    for place in range(count):
        row = goals[place] if place < len(goals) else {}
        state = row.get("state", "")
        found.append(
            {
                "state": state if state in STATES else "",
                "why": row.get("why", "").replace("\r\n", "\n").replace("\x00", "").strip()[:LONGEST_WHY],
            }
        )
    return found


@transaction.atomic
def save(
    *, plan_id: int, text: str, goals: Sequence[Mapping[str, str]], seen: str, at: datetime, actor: User
) -> ClosingReport:
    """Keep one's own text and how the goals are judged, as a draft. What is changed takes back both signatures.

    `goals`: {"state": reached | partly | not | "", "why": text} in the plan's order; `seen`: `seen_mark` of what the form
    was filled from: where the same writer or the goals moved on meanwhile the save is refused (StaleReport).
    """
    plan, report = _held(plan_id)
    mentor = plans.check_writer(plan, actor)
    _check_open(plan)
    by_graduate = actor.pk == plan.graduate_id
    own = "graduate_text" if by_graduate else "mentor_text"
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise Refusal(_("Write at most %(most)s letters.") % {"most": LONGEST}, code="too_long")
    judged = clean_goals(goals, count=len(goals_of(plan)))
    if report is not None and (getattr(report, own), report.goals) == (text, judged):
        return report
    if seen != seen_mark(report, by_graduate=by_graduate):
        raise StaleReport(report)
    if report is None:
        report = ClosingReport(plan=plan)
    was_signed = report.graduate_signed_at is not None or report.mentor_signed_at is not None
    setattr(report, own, text)
    report.goals, report.saved_at = judged, at
    report.graduate_signed_at = report.mentor_signed_at = None
    report.save()
    if was_signed:
        _tell(plan, "changed", to=[plans.other_of(plan, mentor, actor)], at=at, who=actor.full_name)
    return report


@transaction.atomic
def sign(*, plan_id: int, seen: str, at: datetime, actor: User) -> ClosingReport:
    """Sign the report as one read it; once both have, the coordinators of the cohort are told. A repeat changes nothing.

    `seen`: `signed_mark` of what was read. Refuses before the last month, what is unfinished, what was changed meanwhile
    (StaleReport), and words that tell who a child is.
    """
    plan, report = _held(plan_id)
    mentor = plans.check_writer(plan, actor)
    _check_open(plan)
    if report is None or seen != signed_mark(report):
        raise StaleReport(report)
    by_graduate = actor.pk == plan.graduate_id
    field = "graduate_signed_at" if by_graduate else "mentor_signed_at"
    if getattr(report, field) is not None:
        return report
    _check_day(plan, at)
    _check_finished(plan, report, by_graduate=by_graduate)
    protection.check_words(report.graduate_text if by_graduate else report.mentor_text)
    protection.check_words("\n\n".join(one["why"] for one in report.goals))
    setattr(report, field, at)
    report.save(update_fields=[field])
    if report.graduate_signed_at and report.mentor_signed_at:
        _tell(plan, "waiting", to=telling.coordinators_of(plan), at=at, who=actor.full_name)
    else:
        _tell(plan, "signed", to=[plans.other_of(plan, mentor, actor)], at=at, who=actor.full_name)
    return report


def _check_day(plan: MentoringPlan, at: datetime) -> None:
    first = support.signable_from(plan.ends_on)
    if timezone.localdate(at) < first:
        raise Refusal(
            _("The report is signed from %(day)s on. Until then it is kept as a draft.")
            % {"day": date_format(first, "DATE_FORMAT")},
            code="too_early",
        )


def _check_finished(plan: MentoringPlan, report: ClosingReport, *, by_graduate: bool) -> None:
    own = report.graduate_text if by_graduate else report.mentor_text
    if not own:
        raise Refusal(_("Write your own part of the report first."), code="no_text")
    if not (report.mentor_text if by_graduate else report.graduate_text):
        raise Refusal(
            _("The other one has not written their part yet. Sign once both parts stand; yours is kept."),
            code="no_other_text",
        )
    if len(report.goals) != len(goals_of(plan)):
        raise Refusal(
            _("The plan has changed since the goals were judged. Judge them once more and save."),
            code="goals_open",
        )
    for number, one in enumerate(report.goals, 1):
        if not one["state"]:
            raise Refusal(
                _("Goal %(number)s is not judged yet. Choose how far it was reached.") % {"number": number},
                code="goals_open",
            )
        if one["state"] != "reached" and not one["why"]:
            raise Refusal(
                _("Say why goal %(number)s was not wholly reached.") % {"number": number}, code="no_why"
            )


# Accepting


@transaction.atomic
def give_back(*, plan_id: int, note: str, at: datetime, actor: User) -> ClosingReport:
    """The coordinator asks the two for more: both signatures are taken back, and both read why."""
    plan, report = _to_accept(plan_id, actor)
    if not note.strip():
        raise Refusal(_("Write what is missing: both read it."), code="note_missing")
    report.graduate_signed_at = report.mentor_signed_at = None
    report.save(update_fields=["graduate_signed_at", "mentor_signed_at"])
    _tell(plan, "given_back", to=[plan.graduate, mentor_of(plan)], at=at, note=note.strip())
    return report


def _to_accept(plan_id: int, actor: User) -> tuple[MentoringPlan, ClosingReport]:
    """The plan and its report, signed by both; refuses who may not decide about it."""
    if not actor.has_perm("postcourse.run_support"):
        raise NotAllowed()
    plan, report = _held(plan_id)
    mentor = mentor_of(plan)
    if actor.pk == plan.graduate_id or (mentor is not None and actor.pk == mentor.pk):
        raise NotAllowed(_("This is your own support. Another person accepts its report."))
    _check_open(plan)
    if report is None or report.graduate_signed_at is None or report.mentor_signed_at is None:
        raise Refusal(
            _("The report is not signed by both yet. It can be accepted once it is."), code="not_signed"
        )
    return plan, report


@transaction.atomic
def accept(*, plan_id: int, at: datetime, actor: User) -> ClosingReport:
    """Accept a signed report: figures are frozen, the support is closed, the notice of it is issued, both are told.

    A repeat returns the accepted report. Refuses a report that is not signed by both, one's own support, and whatever
    keeps the notice from being issued; nothing is changed then.
    """
    plan = plans.locked(plan_id)
    accepted = ClosingReport.objects.filter(plan=plan, accepted_at__isnull=False).first()
    if accepted is not None and actor.has_perm("postcourse.run_support"):
        return accepted
    plan, report = _to_accept(plan_id, actor)
    report.figures = figures_of(plan, goals=report.goals, at=at)
    report.accepted_at, report.accepted_by = at, actor
    report.document = _issue(plan, report, at=at, actor=actor)
    report.save(update_fields=["figures", "accepted_at", "accepted_by", "document"])
    move(plan, to="closed", table=moves.MENTORING_PLAN, at=at, actor=actor)
    telling.tell("support_over", plan, to=[plan.graduate, mentor_of(plan)], at=at, is_closed=True)
    return report


def _issue(plan: MentoringPlan, report: ClosingReport, *, at: datetime, actor: User | None) -> Document:
    """The notice of completed support, from the frozen figures; `at` is the last day where it ended sooner."""
    result = final_work.passed_result(plan.enrolment)
    if result is None:
        raise Refusal(
            _("The result that this support followed is not passed any more: no notice of it is issued."),
            code="not_passed",
        )
    last = (
        MentorAssignment.objects.filter(plan=plan).select_related("mentor").order_by("from_at", "pk").last()
    )
    closed_on = timezone.localdate(report.accepted_at)
    return issue_support_notice(
        enrolment_id=plan.enrolment_id,
        result_id=result.pk,
        support=SupportFacts(
            started_on=plan.starts_on,
            ended_on=min(plan.ends_on, closed_on),
            meetings=int(report.figures["meetings_held"]),
            hours=int(report.figures["hours"]),
            mentor=last.mentor.full_name if last else "",
        ),
        at=at,
        actor=actor,
    )


def issue_missing(*, at: datetime) -> list[Document]:
    """Issue the notice of every accepted report that has none, as after a restored backup; those issued now."""
    issued = []
    for pk in ClosingReport.objects.filter(accepted_at__isnull=False, document=None).values_list(
        "pk", flat=True
    ):
        try:
            with transaction.atomic():
                report = (
                    ClosingReport.objects.select_for_update(of=("self",))
                    .select_related("plan__enrolment__cohort__edition")
                    .get(pk=pk)
                )
                report.document = _issue(report.plan, report, at=at, actor=None)
                report.save(update_fields=["document"])
        except Refusal as refusal:
            logger.warning("Closing report %s brings no notice yet: %s", pk, refusal)
        else:
            issued.append(report.document)
    return issued


def _tell(plan: MentoringPlan, step: str, *, to: Sequence[User | None], at: datetime, **more: str) -> None:
    telling.tell("closing_report_moved", plan, to=to, at=at, page="mentoring_closing", step=step, **more)
