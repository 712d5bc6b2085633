"""Who works in a cohort, when its tests and works are, and its history."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments.models import Assignment, DateRule, Quiz
from assessments.services.attempts import windows
from assessments.services.scheme import duties
from cms.forms import DueForm, StaffForm
from courses.models import Cohort, CohortStaff, CohortTransition
from courses.rules.moves import COHORT as COHORT_MOVES
from people.errors import Refusal
from people.models import User

from .cohorts import may_run

OVER = {Cohort.Status.CONCLUDED, Cohort.Status.CANCELLED}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_about(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """For the cohort's staff to read. A coordinator's POST names or ends a duty, or moves the date of a work."""
    cohort = get_object_or_404(
        Cohort.objects.visible_to(request.user).select_related("edition"), pk=cohort_id
    )
    runs, refused = may_run(request), Refused()
    if request.method == "POST":
        if not runs:
            raise PermissionDenied
        try:
            done = _act(request, cohort)
        except Refusal as refusal:
            refused = Refused(refusal, request.POST)
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
            return redirect("cohort_about", cohort_id=cohort.pk)
    context = {
        "cohort": cohort,
        "staff": cohort.staff.select_related("user").order_by("duty", "pk"),
        "naming": _naming(cohort) if runs else [],
        "dates": _dates(cohort, refused, may_change=runs and cohort.status not in OVER),
        "transitions": _history(cohort),
        "may_run": runs,
        "may_cancel": runs and Cohort.Status.CANCELLED in COHORT_MOVES.get(cohort.status, ()),
    }
    return render(request, "cms/cohort_about.html", context, status=422 if refused.by else 200)


@dataclass(frozen=True)
class Refused:
    """What was typed into the form that was refused, to be given back with the sentence."""

    by: Refusal | None = None
    typed: dict = field(default_factory=dict)


def _act(request: HttpRequest, cohort: Cohort) -> str:
    """Do what the pressed button says; the sentence tells what was done."""
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")
    return action(request, cohort)


def _name(request: HttpRequest, cohort: Cohort) -> str:
    duty = request.POST.get("duty", "")
    user = request.POST.get("user", "")
    row = duties.name_staff(
        cohort_id=cohort.pk,
        user_id=int(user) if user.isdecimal() else 0,
        duty=duty,
        at=timezone.now(),
        actor=request.user,
    )
    if row.duty == CohortStaff.Duty.TRAINER:
        return _("%(name)s trains this cohort now.") % {"name": row.user.initials_name}
    return _("%(name)s coordinates this cohort now.") % {"name": row.user.initials_name}


def _end(request: HttpRequest, cohort: Cohort) -> str:
    wanted = request.POST.get("staff", "")
    row = cohort.staff.select_related("user").filter(pk=int(wanted) if wanted.isdecimal() else 0).first()
    if row is None:
        raise Refusal(_("This duty was ended already."), code="ended")
    duties.end_staff(staff_id=row.pk, at=timezone.now(), actor=request.user)
    return _("The duty of %(name)s in this cohort is ended.") % {"name": row.user.initials_name}


def _due(request: HttpRequest, cohort: Cohort) -> str:
    wanted = request.POST.get("rule", "")
    rules = DateRule.objects.filter(cohort=cohort, kind=DateRule.Kind.ASSIGNMENT)
    rule = get_object_or_404(rules, pk=int(wanted) if wanted.isdecimal() else 0)
    form = DueForm(request.POST, prefix=f"due-{rule.pk}")
    if not form.is_valid():
        raise Refusal(_("Enter the day and the time at which the work is due."), code="shape")
    windows.set_due(rule_id=rule.pk, due_at=form.cleaned_data["due_at"], actor=request.user)
    return _("The date is moved. Works that are handed in keep the date they had.")


ACTIONS: dict[str, Callable[[HttpRequest, Cohort], str]] = {"name": _name, "end": _end, "due": _due}


@dataclass(frozen=True)
class Naming:
    """The form that names one kind of staff; `form` is None where everybody who could be named is."""

    duty: str
    title: str
    button: str
    form: StaffForm | None


NAMING = (
    (CohortStaff.Duty.TRAINER, gettext_lazy("Name a trainer"), gettext_lazy("Name this trainer")),
    (CohortStaff.Duty.COORDINATOR, gettext_lazy("Name a coordinator"), gettext_lazy("Name this coordinator")),
)


def _naming(cohort: Cohort) -> list[Naming]:
    """A form for each duty with the people who have the role and not the duty."""
    found = []
    for duty, title, button in NAMING:
        free = (
            User.objects.filter(is_active=True, groups__name=duty)
            .exclude(cohort_duties__in=cohort.staff.filter(duty=duty))
            .order_by("surname", "given_name", "pk")
        )
        form = StaffForm(people=free, auto_id=f"{duty}-%s")
        found.append(Naming(duty, title, button, form if free else None))
    return found


@dataclass(frozen=True)
class Dated:
    """A test or work with its dates; `form` moves a work's date, `handed_in` says how many keep theirs."""

    rule: DateRule
    title: str
    handed_in: int = 0
    form: DueForm | None = None
    is_open: bool = False


def _dates(cohort: Cohort, refused: Refused, *, may_change: bool) -> list[Dated]:
    """The dates of assessment, each with the title of its test or work."""
    titles = {
        (kind, row.key): row.title
        for kind, model in ((DateRule.Kind.QUIZ, Quiz), (DateRule.Kind.ASSIGNMENT, Assignment))
        for row in model.objects.filter(edition=cohort.edition_id)
    }
    works, found = windows.handed_in(cohort.pk), []
    for rule in DateRule.objects.filter(cohort=cohort):
        form, is_open = None, False
        if may_change and rule.kind == DateRule.Kind.ASSIGNMENT:
            is_open = refused.typed.get("rule") == str(rule.pk)
            form = DueForm(
                refused.typed if is_open else None,
                prefix=f"due-{rule.pk}",
                initial={"due_at": rule.closes_at},
            )
            if is_open and refused.by and form.is_valid():
                form.add_error("due_at", str(refused.by))
        title = titles.get((rule.kind, rule.key), rule.key)
        found.append(Dated(rule, title, works.get(rule.key, 0), form, is_open))
    return found


def _history(cohort: Cohort) -> list[CohortTransition]:
    """The cohort's moves with the statuses in words."""
    labels = dict(Cohort.Status.choices)
    moves = list(cohort.transitions.select_related("actor"))
    for move in moves:
        move.from_label, move.to_label = labels.get(move.from_status, ""), labels.get(move.to_status, "")
    return moves
