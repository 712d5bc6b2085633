"""Where a support stands for whoever looks: the one next step with its words, and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User

from ...models import ClosingReport, MentorAssignment, MentoringPlan, PlanVersion
from ...rules import support
from ..meetings.meetings import Figures, meeting_figures
from .plan_people import mentor_of


@dataclass(frozen=True)
class Step:
    """`is_asked`: something waits for the viewer; without it the step only says where things stand."""

    code: str
    title: str
    text: str = ""
    url: str = ""
    action: str = ""
    is_asked: bool = False


@dataclass(frozen=True)
class Row:
    """A support in a list: figures and states, never what was written."""

    plan: MentoringPlan
    mentor: User | None
    figures: Figures
    late: tuple[str, ...]
    report: str


def viewer_of(plan: MentoringPlan, user: User, mentor: User | None) -> support.Viewer:
    """As whom a person looks; being one of the two comes before running support."""
    if user.pk == plan.graduate_id:
        return "graduate"
    return "mentor" if mentor is not None and user.pk == mentor.pk else "coordinator"


def _report_state(report: ClosingReport | None) -> str:
    if report is None:
        return ""
    if report.accepted_at is not None:
        return "accepted"
    return "signed" if report.graduate_signed_at and report.mentor_signed_at else "draft"


def standing(
    plan: MentoringPlan,
    *,
    viewer: support.Viewer,
    has_mentor: bool,
    figures: Figures,
    version: PlanVersion | None,
    report: ClosingReport | None,
) -> support.Standing:
    """What the rule of steps reads, from rows at hand (no query)."""
    by_graduate = viewer == "graduate"
    agreed = (
        version.graduate_agreed_at if version else None,
        version.mentor_agreed_at if version else None,
    )
    signed = (report.graduate_signed_at if report else None, report.mentor_signed_at if report else None)
    mine, theirs = (0, 1) if by_graduate else (1, 0)
    return support.Standing(
        status=plan.status,
        has_mentor=has_mentor,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        report=_report_state(report),
        overdue=figures.overdue,
        mine=agreed[mine] is not None,
        theirs=agreed[theirs] is not None,
        signed_mine=signed[mine] is not None,
        signed_theirs=signed[theirs] is not None,
    )


def step_of(plan: MentoringPlan, *, viewer: support.Viewer, at: datetime) -> Step:
    """The next step of one plan in words (four queries)."""
    now = standing(
        plan,
        viewer=viewer,
        has_mentor=mentor_of(plan) is not None,
        figures=meeting_figures([plan.pk], at=at)[plan.pk],
        version=plan.versions.order_by("-number").first(),
        report=ClosingReport.objects.filter(plan=plan).first(),
    )
    return in_words(plan, support.next_step(viewer, now, today=timezone.localdate(at)))


def in_words(plan: MentoringPlan, code: str) -> Step:
    """A step with its title, what it means and where it is done."""
    until = date_format(plan.ends_on, "DATE_FORMAT")
    write, closing = (reverse(name, args=[plan.pk]) for name in ("mentoring_write", "mentoring_closing"))
    meet = reverse("mentoring_plan", args=[plan.pk]) + "?tab=meetings"
    matching = reverse("matching")
    found = {
        "wait_mentor": (
            _("A mentor is being looked for"),
            _("You are told as soon as there is one."),
            "",
            "",
        ),
        "write": (
            _("Read the draft of the plan and make it yours"),
            _("It was drawn from the final work. Change what you like, then agree: the other one reads it."),
            write,
            _("Open the plan"),
        ),
        "agree": (
            _("The plan waits for your word"),
            _("The other one has agreed to it. Agree, too, or change it."),
            write,
            _("Read the plan"),
        ),
        "wait_agree": (
            _("You have agreed to the plan"),
            _("The other one reads it now. You are told when they have agreed."),
            "",
            "",
        ),
        "review": (
            _("A change of the plan waits for your word"),
            _("Until you have agreed the earlier plan stays in force."),
            write,
            _("Read the change"),
        ),
        "meet": (
            _("It is time for a meeting"),
            _("Fewer meetings were held than planned by now."),
            meet,
            _("Plan a meeting"),
        ),
        "report": (
            _("Write the closing report"),
            _("The support ends on %(day)s. Say what came of each goal, then sign.") % {"day": until},
            closing,
            _("Write the report"),
        ),
        "sign": (
            _("The closing report waits for your signature"),
            _("The other one has signed it. Read it, write your own part, and sign."),
            closing,
            _("Read the report"),
        ),
        "wait_sign": (
            _("You have signed the closing report"),
            _("The other one reads it now. You are told when they have signed."),
            "",
            "",
        ),
        "wait_accept": (
            _("The closing report is with the coordinator"),
            _("Both of you have signed. Once it is accepted the notice of completed support is issued."),
            "",
            "",
        ),
        "go_on": (_("The support is under way"), _("Until %(day)s.") % {"day": until}, "", ""),
        "match": (
            _("This graduate has no mentor"),
            _("Choose one of those who fit."),
            matching,
            _("Find a mentor"),
        ),
        "accept": (
            _("A signed report waits for you"),
            _("Both have signed. Accepting it closes the support and issues the notice."),
            closing,
            _("Look and accept"),
        ),
        "remind": (
            _("The support is behind"),
            _("See below what is late, and ask the two how it goes."),
            "",
            "",
        ),
        "done": (_("The support is completed"), _("The report is accepted."), "", ""),
        "ended": (_("The support ended early"), _("What was written can still be read."), "", ""),
    }
    title, text, url, action = found[code]
    return Step(code, title, text, url, action, is_asked=bool(url))


def rows(plans: Sequence[MentoringPlan], *, viewer: support.Viewer, at: datetime) -> list[Row]:
    """Plans of a list with their figures and what is late, the late ones first (three queries however many).

    Plans come with their graduate and cohort.
    """
    keys = [plan.pk for plan in plans]
    figures = meeting_figures(keys, at=at)
    mentors = {
        row.plan_id: row.mentor
        for row in MentorAssignment.objects.filter(plan__in=keys, until_at__isnull=True).select_related(
            "mentor"
        )
    }
    reports = {row.plan_id: row for row in ClosingReport.objects.filter(plan__in=keys)}
    today = timezone.localdate(at)
    found = []
    for plan in plans:
        report = reports.get(plan.pk)
        now = standing(
            plan,
            viewer=viewer,
            has_mentor=plan.pk in mentors,
            figures=figures[plan.pk],
            version=None,
            report=report,
        )
        found.append(
            Row(
                plan,
                mentors.get(plan.pk),
                figures[plan.pk],
                support.late(now, today=today),
                _report_state(report),
            )
        )
    order = {"draft": 0, "agreed": 0, "closed": 1, "ended": 2}
    return sorted(
        found, key=lambda row: (not row.late, order[row.plan.status], row.plan.ends_on, row.plan.pk)
    )
