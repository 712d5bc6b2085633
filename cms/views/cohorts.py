"""The coordinator's cohorts: list, people with marks, and every move of the cohort."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import Assignment, DateRule
from assessments.services import groups, scheme
from cms.forms import CohortForm
from cms.gradebook import gradebook_for
from courses import services as courses
from courses.models import Cohort, CohortTransition, Enrolment
from people.errors import Refusal

MOVES = {"start": Cohort.Status.RUNNING, "assess": Cohort.Status.ASSESSING, "cancel": Cohort.Status.CANCELLED}
ANSWERS = {"admit": Enrolment.Status.ADMITTED, "reject": Enrolment.Status.REJECTED}


@login_required
@require_safe
def cohort_list(request: HttpRequest) -> HttpResponse:
    """Cohorts one coordinates or trains, what is under way first."""
    cohorts = (
        Cohort.objects.visible_to(request.user)
        .select_related("edition")
        .annotate(
            people=Count(
                "enrolments", filter=~Q(enrolments__status__in=["rejected", "withdrawn"]), distinct=True
            ),
            applied=Count("enrolments", filter=Q(enrolments__status="applied"), distinct=True),
        )
        .order_by("-starts_on", "pk")
    )
    status = request.GET.get("status", "")
    if status in Cohort.Status.values:
        cohorts = cohorts.filter(status=status)
    context = {
        "cohorts": cohorts,
        "status": status,
        "statuses": Cohort.Status.choices,
        "may_run": request.user.has_perm("courses.run_cohort"),
    }
    if not request.user.has_role("trainer", "coordinator", "administrator"):
        return redirect("home")
    return render(request, "cms/cohort_list.html", context)


@login_required
@permission_required("courses.run_cohort", raise_exception=True)
def cohort_new(request: HttpRequest) -> HttpResponse:
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cohort = form.save()
        messages.success(request, _("The cohort is saved as a draft. Open it to take applications."))
        return redirect("cohort_detail", cohort_id=cohort.pk)
    return render(request, "cms/cohort_form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_detail(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """People, progress, marks, results and documents of a cohort; a POST is one move of it."""
    cohort = get_object_or_404(
        Cohort.objects.visible_to(request.user).select_related("edition"), pk=cohort_id
    )
    may_run = request.user.has_perm("courses.run_cohort")
    if request.method == "POST":
        try:
            done = _act(request, cohort)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect("cohort_detail", cohort_id=cohort.pk)
    book = gradebook_for(cohort)
    counts = book.counts()
    context = {
        "cohort": cohort,
        "book": book,
        "counts": counts,
        "may_run": may_run,
        "staff": cohort.staff.select_related("user"),
        "date_rules": DateRule.objects.filter(cohort=cohort),
        "group_assignment": Assignment.objects.filter(edition=cohort.edition, is_group=True).first(),
        "transitions": _history(cohort),
        "labels": Cohort.Status,
    }
    return render(request, "cms/cohort_detail.html", context)


def _history(cohort: Cohort) -> list[CohortTransition]:
    """The cohort's moves with the statuses in words."""
    labels = dict(Cohort.Status.choices)
    moves = list(cohort.transitions.select_related("actor"))
    for move in moves:
        move.from_label, move.to_label = labels.get(move.from_status, ""), labels.get(move.to_status, "")
    return moves


def _chosen(request: HttpRequest, cohort: Cohort) -> list[int]:
    """The ticked enrolments of this cohort."""
    ticked = [int(one) for one in request.POST.getlist("enrolment") if one.isdigit()]
    chosen = list(cohort.enrolments.filter(pk__in=ticked).values_list("pk", flat=True))
    if not chosen:
        raise Refusal(_("Nobody is ticked. Tick people in the list first."), code="nobody")
    return chosen


def _act(request: HttpRequest, cohort: Cohort) -> str:
    """Do what the pressed button says; the sentence tells what was done."""
    action, at, actor = request.POST.get("action", ""), timezone.now(), request.user
    reason = request.POST.get("reason", "")
    if action == "open":
        scheme.open_cohort(cohort_id=cohort.pk, at=at, actor=actor)
        return _("The cohort is open for applications. Its plan and scheme are frozen.")
    if action == "conclude":
        protocol = request.POST.get("protocol", "").strip()
        scheme.conclude_cohort(cohort_id=cohort.pk, at=at, actor=actor, protocol=protocol)
        return _("The cohort is concluded. Certificates and notices are issued.")
    if action in MOVES:
        courses.move_cohort(cohort_id=cohort.pk, to=MOVES[action], at=at, actor=actor, reason=reason)
        return _("Done: the cohort is now “%(status)s”.") % {"status": Cohort.Status(MOVES[action]).label}
    if action in ANSWERS:
        chosen = _chosen(request, cohort)
        for enrolment_id in chosen:
            courses.move_enrolment(
                enrolment_id=enrolment_id, to=ANSWERS[action], at=at, actor=actor, reason=reason
            )
        return ngettext("%(count)s person answered.", "%(count)s people answered.", len(chosen)) % {
            "count": len(chosen)
        }
    if action == "group":
        chosen = _chosen(request, cohort)
        assignment = get_object_or_404(Assignment, edition=cohort.edition, is_group=True)
        group = groups.form_group(
            cohort_id=cohort.pk,
            assignment_key=assignment.key,
            enrolment_ids=chosen,
            at=at,
            actor=actor,
            size_reason=reason,
        )
        return _("Group %(number)s is formed.") % {"number": group.number}
    raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")
