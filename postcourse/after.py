"""The page after the course: everything that follows it, by who looks. Each part is a place with one sentence."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.models import User
from people.roles import Role
from people.steps import DueDate, NextStep

from . import next_steps
from .models import Event, Meeting, MentorAssignment, MentoringPlan, Practice, Reassessment, RightRequest
from .services.mentoring import graduates


@dataclass(frozen=True)
class Place:
    """Somewhere to go. `figure`: how much waits there, shown large beside its `unit`; `action`: the words of a button."""

    title: str
    text: str
    url: str
    icon: str
    figure: int | None = None
    unit: str = ""
    action: str = ""


@dataclass
class AfterTheCourse:
    """`steps`: what waits for a learner, the most pressing first; `own`, `duties`, `together`: places of the page."""

    steps: list[NextStep] = field(default_factory=list)
    due: list[DueDate] = field(default_factory=list)
    own: list[Place] = field(default_factory=list)
    duties: list[Place] = field(default_factory=list)
    together: list[Place] = field(default_factory=list)

    @property
    def first(self) -> NextStep | None:
        return self.steps[0] if self.steps else None

    @property
    def others(self) -> list[NextStep]:
        return self.steps[1:]


def page_of(user: User, *, at: datetime) -> AfterTheCourse:
    """What this person finds after the course, and what waits for them there."""
    page = AfterTheCourse(duties=duties_of(user, at=at), together=_together(user, at=at))
    enrolments = list(
        Enrolment.objects.of(user)
        .exclude(status__in=["applied", "admitted", "rejected"])
        .select_related("cohort__edition")
        .order_by("-applied_at")
    )
    for enrolment in enrolments:
        steps, due = next_steps.offers(enrolment=enrolment, at=at)
        page.steps += steps
        page.due += due
    page.steps.sort(key=lambda step: step.weight)
    page.due.sort(key=lambda one: one.at)
    if enrolments:
        page.own = [*_mentoring_of(user), _rights_of(user)]
    return page


def _day(day: object) -> str:
    return date_format(day, "DATE_FORMAT")  # type: ignore[arg-type]


def _rights_of(user: User) -> Place:
    """One query."""
    held = Reassessment.objects.of(user).under_way().first()
    text = _("What you may ask for: reassessment, another cohort, an interruption, a return.")
    if held is not None and held.status == Reassessment.Status.OPEN:
        text = _("You may be reassessed until %(day)s.") % {"day": _day(held.until)}
    elif held is not None and held.planned_on is not None:
        text = _("Your reassessment is on %(day)s.") % {"day": _day(held.planned_on)}
    return Place(_("My rights"), text, reverse("rights"), "shield-check")


def _mentoring_of(user: User) -> list[Place]:
    """The year of support: the plan under way, else the newest (one query)."""
    found = []
    plans = MentoringPlan.objects.filter(graduate=user).order_by("-starts_on", "-pk")
    for plan in sorted(plans, key=lambda one: one.status not in {"draft", "agreed"})[:1]:
        text = _("%(state)s, until %(day)s. Plan, meetings, diary and what changes.") % {
            "state": plan.get_status_display(),
            "day": _day(plan.ends_on),
        }
        found.append(
            Place(_("My support after the course"), text, reverse("mentoring_plan", args=[plan.pk]), "people")
        )
    return found


def _together(user: User, *, at: datetime) -> list[Place]:
    """What is open to everybody (two queries)."""
    events = (
        Event.objects.visible_to(user).to_come(at=at).aggregate(number=Count("pk"), first=Min("starts_at"))
    )
    library = Practice.objects.published().count()
    coming = _("Nothing is announced just now. Recordings of past ones can be watched.")
    if events["number"]:
        day = _day(timezone.localtime(events["first"]))
        coming = _("To come: %(number)s, the next on %(day)s.") % {"number": events["number"], "day": day}
    return [
        Place(_("Events"), coming, reverse("event_list"), "video"),
        Place(
            _("Practices"),
            _("Shared by colleagues, ready to use: %(number)s. Share one of yours.") % {"number": library},
            reverse("practice_library"),
            "layers",
        ),
        Place(
            _("Communities"),
            _("Ask and answer, by region and by topic."),
            reverse("community_list"),
            "comment",
        ),
        Place(
            _("Resource centres"),
            _("Where to find help in your region: who they are, what they offer, how to reach them."),
            reverse("centre_list"),
            "globe",
        ),
    ]


def duties_of(user: User, *, at: datetime) -> list[Place]:
    """What waits for staff: of coordinators, mentors and reviewers, each with its figure."""
    roles, found = user.role_names, []
    if roles & {Role.COORDINATOR, Role.ADMINISTRATOR}:
        found += [owed(at=at), requests(), matching(user, at=at)]
    if Role.MENTOR in roles and not user.is_superuser:
        found += [mentoring(user), to_write_down(user, at=at)]
    if roles & {Role.COORDINATOR, Role.ADMINISTRATOR, Role.MENTOR}:
        found.append(
            Place(
                _("What the support comes to"),
                _("Who is supported, meetings held of those due, what is overdue."),
                reverse("support_effect"),
                "chart",
            )
        )
    if roles & {Role.METHODOLOGIST, Role.ADMINISTRATOR}:
        found.append(reviews(user))
    return found


def owed(*, at: datetime) -> Place:
    """Reassessments that are owed and not booked, and the last day of the first of them (one query)."""
    facts = Reassessment.objects.filter(
        status=Reassessment.Status.OPEN, until__gte=timezone.localdate(at)
    ).aggregate(number=Count("pk"), first=Min("until"))
    text = _("Nobody waits for a reassessment.")
    if facts["number"]:
        text = _("Reassessments that are due. The first of them ends on %(day)s.") % {
            "day": _day(facts["first"])
        }
    return Place(
        _("Who is owed something"),
        text,
        reverse("owed_list"),
        "clock",
        figure=facts["number"],
        unit=_("not booked yet"),
        action=_("Open the board"),
    )


def requests() -> Place:
    """Applications to be transferred, to interrupt, to come back or to withdraw (one query)."""
    waiting = RightRequest.objects.open().count()
    text = _("Every request is answered. Orders stand on the same pages.")
    if waiting:
        text = _("Learners ask to be transferred, to interrupt, to come back or to withdraw.")
    return Place(
        _("Requests and orders"),
        text,
        reverse("request_list" if waiting else "order_list"),
        "document",
        figure=waiting,
        unit=_("requests to answer"),
        action=_("Answer the requests") if waiting else _("Open the orders"),
    )


def matching(user: User, *, at: datetime) -> Place:
    """Graduates nobody mentors (two queries)."""
    waiting = graduates.without_mentor(user, today=timezone.localdate(at)).count()
    text = _("Every graduate whose support is not over has a mentor.")
    if waiting:
        text = _("A mentor is suggested for each of them by language, programme, region and free places.")
    return Place(
        _("Support after the course"),
        text,
        reverse("matching" if waiting else "mentoring_list"),
        "people",
        figure=waiting,
        unit=_("without a mentor"),
        action=_("Find mentors") if waiting else _("Open the support"),
    )


def mentoring(user: User) -> Place:
    """A mentor's graduates (one query)."""
    facts = MentorAssignment.objects.filter(
        mentor=user, until_at__isnull=True, plan__status__in=["draft", "agreed"]
    ).aggregate(number=Count("pk"), drafts=Count("pk", filter=Q(plan__status="draft")))
    text = _("Plans, meetings and visits of the year after the course.")
    if facts["drafts"]:
        text = _("Plans still to be agreed: %(number)s.") % {"number": facts["drafts"]}
    return Place(
        _("My graduates"),
        text,
        reverse("mentoring_list"),
        "people",
        figure=facts["number"],
        unit=_("graduates"),
        action=_("Open my graduates"),
    )


def to_write_down(user: User, *, at: datetime) -> Place:
    """A mentor's meetings: those over and not written down, and the next one (one query)."""
    booked = Q(status=Meeting.Status.BOOKED)
    facts = Meeting.objects.filter(mentor=user).aggregate(
        over=Count("pk", filter=booked & Q(planned_end__lte=at)),
        following=Min("planned_start", filter=booked & Q(planned_end__gt=at)),
    )
    text = _("Nothing is booked. Offer hours so that your graduates can choose one.")
    if facts["following"]:
        moment = date_format(timezone.localtime(facts["following"]), "DATETIME_FORMAT")
        text = _("The next one: %(moment)s.") % {"moment": moment}
    return Place(
        _("Meetings"),
        text,
        reverse("meeting_list"),
        "calendar",
        figure=facts["over"],
        unit=_("to write down"),
        action=_("Open the meetings"),
    )


def reviews(user: User) -> Place:
    """Practices that wait for a reviewer (one query)."""
    waiting = Practice.objects.to_review_by(user).count()
    text = _("Every practice that was handed in is answered.")
    if waiting:
        text = _("Read, publish in both languages, or give back with a word why.")
    return Place(
        _("Practices to review"),
        text,
        reverse("practice_reviews"),
        "clipboard-check",
        figure=waiting,
        unit=_("to review"),
        action=_("Open the practices"),
    )
