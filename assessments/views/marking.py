"""The marking queue and desk, and a person's marks."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ..models import Assessment, DateRule, Sitting, Submission
from ..presentation import rubric_rows, text_in
from ..rules import rubric
from ..services import frozen, marking, work

FILTERS = {
    "waiting": ["submitted"],
    "marked": ["marked"],
    "released": ["released"],
    "returned": ["returned"],
    "all": ["submitted", "marked", "released", "returned"],
}


@dataclass(frozen=True)
class QueueRow:
    """A work in the queue."""

    pk: int
    title: str
    who: str
    assignment: str
    cohort: str
    status: str
    status_name: str
    submitted_at: object
    is_late: bool
    total: object
    url: str


def _queue(works: QuerySet[Submission], *, most: int = 500) -> list[QueueRow]:
    """Rows of the queue, the oldest first: a fixed number of queries, whatever the size."""
    rows = list(
        works.select_related("assignment", "cohort__edition", "group", "sitting__enrolment__user").order_by(
            "submitted_at", "pk"
        )[:most]
    )
    cohorts = {row.cohort_id for row in rows}
    due = {
        (rule.cohort_id, rule.key): rule.closes_at
        for rule in DateRule.objects.filter(cohort__in=cohorts, kind="assignment")
    }
    totals = dict(
        Assessment.objects.filter(submission__in=[row.pk for row in rows]).values_list(
            "submission_id", "total"
        )
    )
    shown = []
    for row in rows:
        if row.group_id:
            who = _("Group %(number)s") % {"number": row.group.number}
        else:
            who = row.sitting.enrolment.user.initials_name
        limit = due.get((row.cohort_id, row.assignment.key))
        shown.append(
            QueueRow(
                pk=row.pk,
                title=row.title or row.assignment.title,
                who=who,
                assignment=row.assignment.title,
                cohort=row.cohort.code,
                status=row.status,
                status_name=row.get_status_display(),
                submitted_at=row.submitted_at,
                is_late=bool(limit and row.submitted_at and row.submitted_at > limit),
                total=totals.get(row.pk),
                url=reverse("marking_desk", args=[row.pk]),
            )
        )
    return shown


@login_required
@permission_required("assessments.mark_work", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def marking_list(request: HttpRequest) -> HttpResponse:
    """Works of the cohorts one trains; a POST releases the ticked ones."""
    mine = Submission.objects.to_mark_by(request.user)
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("work") if one.isdigit()]
        visible = list(mine.filter(pk__in=chosen).values_list("pk", flat=True))
        try:
            count = marking.release(submission_ids=visible, at=timezone.now(), actor=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                ngettext(
                    "The marks of %(count)s work are released.",
                    "The marks of %(count)s works are released.",
                    count,
                )
                % {"count": count},
            )
        return redirect(request.get_full_path())
    shown = request.GET.get("show", "waiting")
    statuses = FILTERS.get(shown, FILTERS["waiting"])
    counts = dict(mine.order_by().values_list("status").annotate(n=Count("pk", distinct=True)))
    cohort, assignment = request.GET.get("cohort", ""), request.GET.get("work", "")
    works = mine.filter(status__in=statuses)
    if cohort.isdigit():
        works = works.filter(cohort_id=int(cohort))
    if assignment:
        works = works.filter(assignment__key=assignment)
    names = {
        "waiting": _("To mark"),
        "marked": _("Marked, not released"),
        "released": _("Released"),
        "returned": _("Returned"),
        "all": _("All"),
    }
    chips = [
        {
            "label": names[name],
            "url": f"?show={name}",
            "current": name == shown,
            "count": sum(counts.get(status, 0) for status in FILTERS[name]),
        }
        for name in FILTERS
    ]
    rows = _queue(works)
    context = {
        "rows": rows,
        "chips": chips,
        "shown": shown,
        "may_release": any(row.status == "marked" for row in rows),
    }
    return render(request, "assessments/marking_list.html", context)


def _typed_points(request: HttpRequest, content) -> dict[str, dict[str, str]]:
    return {
        row["key"]: {
            "value": request.POST.get(f"c-{row['key']}", "").strip(),
            "comment": request.POST.get(f"t-{row['key']}", "").strip(),
        }
        for row in content["criteria"]
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def marking_desk(request: HttpRequest, submission_id: int) -> HttpResponse:
    """The queue, the work and its rubric side by side; a POST keeps, finishes, releases or returns."""
    mine = Submission.objects.to_mark_by(request.user)
    submission = get_object_or_404(
        mine.select_related("assignment", "cohort__edition", "group", "sitting__enrolment__user"),
        pk=submission_id,
    )
    version = marking.rubric_for(submission)
    own = submission.assessments.filter(marker=request.user).first()
    points = own.points if own else {}
    comment, conflict, status = own.comment if own else "", None, 200
    if request.method == "POST":
        points = _typed_points(request, version.content)
        comment = request.POST.get("comment", "")
        try:
            return _act_at_desk(request, submission, points, comment)
        except marking.StaleMarks as refusal:
            conflict, status = refusal.assessment, 409
            messages.warning(request, str(refusal))
        except Refusal as refusal:
            status = 422
            messages.error(request, str(refusal))
            if request.headers.get("X-Requested-With") == "fetch":
                return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    queue = _queue(mine.filter(status="submitted", cohort=submission.cohort), most=60)
    final = submission.assessments.filter(status="final").select_related("marker").last()
    rows = rubric_rows(version.content, points if own is None or not own.is_final else own.points)
    shown = final if final and (own is None or own.is_final) else None
    if shown is not None:
        rows = rubric_rows(version.content, shown.points)
    earlier = Submission.objects.filter(
        assignment=submission.assignment, group=submission.group, sitting=submission.sitting
    ).exclude(pk=submission.pk)
    context = {
        "submission": submission,
        "queue": queue,
        "rubric": text_in(version.rubric.title_texts),
        "checklist": [text_in(row["title"]) for row in version.content.get("checklist", [])],
        "criteria": rows,
        "comment": shown.comment if shown else comment,
        "total": shown.total if shown else rubric_total(version.content, points),
        "maximum": rubric.maximum(version.content),
        "own": own,
        "conflict": conflict,
        "conflict_rows": rubric_rows(version.content, conflict.points) if conflict else [],
        "final": shown,
        "may_mark": shown is None and submission.status in {"submitted", "marked"},
        "files": submission.files.all(),
        "members": [
            row.sitting.enrolment.user.full_name
            for row in submission.members.select_related("sitting__enrolment__user")
        ],
        "earlier": earlier,
        "content_language": submission.cohort.language,
    }
    return render(request, "assessments/marking_desk.html", context, status=status)


def rubric_total(content, points) -> Decimal:
    """The sum of what can be read; a slip counts as nothing until it is mended."""
    try:
        return rubric.total(content, points)
    except ValueError:
        return Decimal(0)


def _act_at_desk(request: HttpRequest, submission: Submission, points, comment: str) -> HttpResponse:
    at, actor = timezone.now(), request.user
    action = request.POST.get("action", "save")
    revision = request.POST.get("revision", "")
    marks = {
        "submission_id": submission.pk,
        "points": points,
        "comment": comment,
        "revision": int(revision) if revision.isdigit() else 0,
        "at": at,
        "actor": actor,
    }
    if action == "return":
        work.return_work(
            submission_id=submission.pk, reason=request.POST.get("reason", ""), at=at, actor=actor
        )
        messages.success(request, _("The work is returned for correction."))
        return redirect("marking_list")
    if action == "release":
        marking.release(submission_ids=[submission.pk], at=at, actor=actor)
        messages.success(request, _("The marks are released."))
        return redirect("marking_desk", submission_id=submission.pk)
    if action in {"finish", "finish_release"}:
        marking.finalise(**marks)
        if action == "finish_release":
            marking.release(submission_ids=[submission.pk], at=at, actor=actor)
            messages.success(request, _("The marks are finished and released."))
        else:
            messages.success(request, _("The marks are finished. They wait for release."))
        following = (
            Submission.objects.to_mark_by(actor)
            .filter(status="submitted")
            .exclude(pk=submission.pk)
            .order_by("submitted_at", "pk")
            .first()
        )
        return redirect("marking_desk", submission_id=following.pk) if following else redirect("marking_list")
    assessment = marking.save_points(**marks)
    if request.headers.get("X-Requested-With") == "fetch":
        response = HttpResponse(status=204)
        response.headers["X-Revision"] = str(assessment.revision)
        return response
    messages.success(request, _("The draft of the marks is saved."))
    return redirect("marking_desk", submission_id=submission.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_marks(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """A person's marks by component with their history, and the form of an individual decision."""
    sitting = get_object_or_404(
        Sitting.objects.visible_to(request.user).select_related("enrolment__user", "cohort__edition"),
        pk=sitting_id,
    )
    if sitting.enrolment.user_id == request.user.pk and not request.user.has_perm("courses.run_cohort"):
        raise Http404
    typed = {}
    status = 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("component", "value", "reason")}
        try:
            marking.override_mark(
                sitting_id=sitting.pk,
                component=typed["component"],
                value=Decimal(typed["value"].strip().replace(",", ".")),
                reason=typed["reason"],
                at=timezone.now(),
                actor=request.user,
            )
        except InvalidOperation:
            messages.error(request, _("Write the points as a number, such as 7 or 7,5."))
            status = 422
        except Refusal as refusal:
            messages.error(request, str(refusal))
            status = 422
        else:
            messages.success(request, _("The individual decision is recorded."))
            return redirect("sitting_marks", sitting_id=sitting.pk)
    content = frozen.content_for(sitting.cohort_id)
    marks = list(sitting.marks.select_related("marker").order_by("-released_at", "-pk"))
    components = [
        {
            "key": row["key"],
            "title": text_in(row["title"]),
            "maximum": row["maximum"],
            "current": next(
                (mark for mark in marks if mark.component == row["key"] and mark.is_current), None
            ),
            "history": [mark for mark in marks if mark.component == row["key"] and not mark.is_current],
        }
        for row in content["components"]
    ]
    bands = {row["key"]: text_in(row["title"]) for row in content["bands"]}
    results = [
        {"result": result, "band": bands.get(result.band, result.band)}
        for result in sitting.results.select_related("decided_by").order_by("-decided_at", "-pk")
    ]
    context = {
        "sitting": sitting,
        "person": sitting.enrolment.user,
        "components": components,
        "results": results,
        "typed": typed,
        "attempts": sitting.attempts.order_by("number"),
    }
    return render(request, "assessments/sitting_marks.html", context, status=status)
