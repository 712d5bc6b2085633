"""More time for work: giving it to people or groups of a cohort, and what was given so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from courses.models import Cohort, Enrolment
from people.errors import Refusal
from people.sorting import kazakh_key

from ..models import Assignment, CohortScheme, Extension, ProjectGroup, Sitting, Submission
from ..rules import lateness
from ..services.scheme import sittings
from ..services.work import extensions

LOCAL = {"type": "datetime-local"}


class ExtensionForm(forms.Form):
    due_at = forms.DateTimeField(
        label=gettext_lazy("Due for them"),
        widget=forms.DateTimeInput(attrs=LOCAL, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The people concerned read it. Nothing about anybody's health."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


@dataclass(frozen=True)
class Row:
    """One person or group: `value` for the tick, its due moment now and where its work stands."""

    value: str
    name: str
    due: datetime | None
    is_extended: bool
    work: Submission | None
    is_ticked: bool = False

    @property
    def may_get(self) -> bool:
        return self.work is None or self.work.is_draft


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extension_list(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """For coordinators and the cohort's trainers: who is due when, a form to give more time, and what was given."""
    cohort = get_object_or_404(
        Cohort.objects.visible_to(request.user).select_related("edition"), pk=cohort_id
    )
    content = CohortScheme.objects.filter(cohort=cohort).values_list("content", flat=True).first()
    if content is None or not extensions.may_extend(request.user, cohort):
        raise Http404
    works = list(
        Assignment.objects.filter(edition_id=cohort.edition_id, key__in=content["rubrics"]).order_by("pk")
    )
    wanted = request.POST.get("work") or request.GET.get("work")
    assignment = next((one for one in works if one.key == wanted), works[0] if works else None)
    if assignment is None:
        raise Http404
    form = ExtensionForm(request.POST or None)
    ticked = set(request.POST.getlist("who"))
    if request.method == "POST" and form.is_valid() and _grant(request, cohort, assignment, form, ticked):
        return redirect(f"{reverse('extension_list', args=[cohort.pk])}?work={assignment.key}")
    context = {
        "cohort": cohort,
        "assignment": assignment,
        "tabs": [
            {"label": one.title, "url": f"?work={one.key}", "current": one == assignment} for one in works
        ],
        "usual": extensions.usual_due(cohort.pk, assignment.key),
        "policy": extensions.policy_of(content, assignment.key),
        "rows": _rows(cohort, assignment, ticked),
        "form": form,
        "granted": _granted(cohort, assignment),
        "may_grant": cohort.is_under_study,
    }
    return render(request, "assessments/extensions/list.html", context, status=422 if form.errors else 200)


def _grant(
    request: HttpRequest, cohort: Cohort, assignment: Assignment, form: ExtensionForm, ticked: set[str]
) -> bool:
    """Grant it to everybody ticked; False with the refusal in the form."""
    at = timezone.now()
    try:
        granted = extensions.grant_many(
            assignment_key=assignment.key,
            at=at,
            actor=request.user,
            sitting_ids=_sitting_ids(cohort, ticked, at=at),
            group_ids=_ids(ProjectGroup.objects.filter(cohort=cohort), ticked, "g"),
            **form.cleaned_data,
        )
    except Refusal as refusal:
        field = {"past": "due_at", "not_later": "due_at", "reason_missing": "reason"}.get(refusal.code)
        form.add_error(field, str(refusal))
        return False
    messages.success(
        request,
        ngettext("More time is given to %(count)s.", "More time is given to %(count)s.", len(granted))
        % {"count": len(granted)},
    )
    return True


def _ids(known, ticked: Iterable[str], letter: str) -> list[int]:
    """Ticked ids of one kind ("g3": a group, "s7": a sitting, "e5": an enrolment), of this cohort alone."""
    asked = [int(one[1:]) for one in ticked if one[:1] == letter and one[1:].isdigit()]
    return list(known.filter(pk__in=asked).values_list("pk", flat=True))


def _sitting_ids(cohort: Cohort, ticked: set[str], *, at: datetime) -> list[int]:
    """The ticked people's sittings; who has none yet gets theirs opened."""
    found = _ids(Sitting.objects.filter(cohort=cohort), ticked, "s")
    for enrolment_id in _ids(Enrolment.objects.filter(cohort=cohort), ticked, "e"):
        sitting = sittings.open_sitting(enrolment_id=enrolment_id, at=at)
        found += [sitting.pk] if sitting else []
    return found


def _rows(cohort: Cohort, assignment: Assignment, ticked: set[str]) -> list[Row]:
    """People or groups with their due moment and their newest work (at most six queries however many)."""
    usual = extensions.usual_due(cohort.pk, assignment.key)
    given = extensions.newest(
        Extension.objects.filter(Q(sitting__cohort=cohort) | Q(group__cohort=cohort), assignment=assignment)
    )
    newest: dict[tuple[int | None, int | None], Submission] = {
        (row.sitting_id, row.group_id): row
        for row in Submission.objects.filter(assignment=assignment, cohort=cohort)
        .defer("text", "plan", "outcome")
        .order_by("number")
    }

    def row(value: str, name: str, sitting_id: int | None, group_id: int | None) -> Row:
        extension = given.get((assignment.pk, sitting_id, group_id))
        own = newest.get((sitting_id, group_id)) if sitting_id or group_id else None
        due = lateness.later_of(extension.due_at if extension else None, usual)
        return Row(value, name, due, extension is not None, own, is_ticked=value in ticked)

    if assignment.is_group:
        groups = ProjectGroup.objects.filter(cohort=cohort, assignment=assignment, status="standing")
        return [
            row(f"g{group.pk}", _group_name(group), None, group.pk)
            for group in groups.prefetch_related("memberships__enrolment__user")
        ]
    people = list(
        Sitting.objects.filter(cohort=cohort, enrolment__status__in=["studying", "completed"])
        .exclude(results__isnull=False)
        .select_related("enrolment__user")
    )
    fresh = Enrolment.objects.filter(cohort=cohort, status="studying", sittings__isnull=True)
    found = [(one.enrolment.user.full_name, f"s{one.pk}", one.pk) for one in people]
    found += [(one.user.full_name, f"e{one.pk}", None) for one in fresh.select_related("user")]
    found.sort(key=lambda one: kazakh_key(one[0]))
    return [row(value, name, sitting_id, None) for name, value, sitting_id in found]


def _group_name(group: ProjectGroup) -> str:
    names = [row.enrolment.user.initials_name for row in group.memberships.all() if row.left_at is None]
    return _("Group %(number)s: %(names)s") % {"number": group.number, "names": ", ".join(names)}


def _granted(cohort: Cohort, assignment: Assignment) -> list[tuple[Extension, str]]:
    """Every extension of this work, the newest first, with whose it is."""
    found = (
        Extension.objects.filter(Q(sitting__cohort=cohort) | Q(group__cohort=cohort), assignment=assignment)
        .select_related("granted_by", "sitting__enrolment__user", "group")
        .order_by("-granted_at", "-pk")
    )
    return [
        (
            row,
            row.sitting.enrolment.user.full_name
            if row.sitting
            else _("Group %(number)s") % {"number": row.group.number if row.group else ""},
        )
        for row in found
    ]
