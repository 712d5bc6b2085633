"""Resource centres: the public directory and a centre's page; what its coordinator keeps about it."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal

from ..models import CentreActivity, ResourceCentre
from ..papers.centre_report import period_words
from ..rules import centres as rules
from ..services.centres import centres
from ..services.centres import figures as centre_figures
from ..services.centres import reports as centre_reports
from .centre_forms import AboutForm, ActivityForm, CentreForm, CoordinatorForm, function_choices
from .practice_forms import content_language

FOUND = ("organisation__region", "organisation__district", "coordinator")


@require_safe
def centre_list(request: HttpRequest) -> HttpResponse:
    """The directory by region; anybody may read it. Narrowed by a region's code and by a function."""
    rows = ResourceCentre.objects.visible_to(request.user).select_related(*FOUND)
    rows = list(rows.order_by("organisation__region__code", "organisation__name_kk"))
    regions = {row.organisation.region.code: row.organisation.region for row in rows}
    region, function = request.GET.get("region", ""), request.GET.get("function", "")
    shown = [
        row
        for row in rows
        if region in {"", row.organisation.region.code} and (not function or function in row.functions)
    ]
    groups = [(key, list(found)) for key, found in groupby(shown, key=lambda row: row.organisation.region)]
    context = {
        "groups": groups,
        "count": len(shown),
        "regions": list(regions.values()),
        "region": region,
        "function": function,
        "functions": function_choices(),
        "own": _own(request),
        "may_open": request.user.is_authenticated and centres.may_keep_directory(request.user),
        "content_language": content_language(),
    }
    return render(request, "postcourse/centres/list.html", context)


def _own(request: HttpRequest) -> list[ResourceCentre]:
    """Centres the reader coordinates."""
    if not request.user.is_authenticated:
        return []
    return list(ResourceCentre.objects.filter(coordinator=request.user).select_related("organisation"))


@require_safe
def centre(request: HttpRequest, centre_id: int) -> HttpResponse:
    """A centre's public page: what it offers and how to reach it."""
    visible = ResourceCentre.objects.visible_to(request.user).select_related(*FOUND)
    found = get_object_or_404(visible, pk=centre_id)
    runs = request.user.is_authenticated and centres.may_run(found, request.user)
    context = {
        "centre": found,
        "groups": [
            (group, [one for one in group.functions if one.key in found.functions]) for group in rules.GROUPS
        ],
        "runs": runs,
        "content_language": content_language(),
    }
    return render(request, "postcourse/centres/centre.html", context)


def run_centre(request: HttpRequest, centre_id: int) -> ResourceCentre:
    """A centre the reader runs; a stranger finds nothing."""
    found = ResourceCentre.objects.run_by(request.user).select_related(*FOUND)
    return get_object_or_404(found, pk=centre_id)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def centre_new(request: HttpRequest) -> HttpResponse:
    """Add a centre to the directory."""
    if not centres.may_keep_directory(request.user):
        raise Http404
    form = CentreForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            opened = centres.open_centre(actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("centre_edit", centre_id=opened.pk)
    return render(
        request, "postcourse/centres/new.html", {"form": form}, status=422 if form.is_bound else 200
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def centre_edit(request: HttpRequest, centre_id: int) -> HttpResponse:
    """What the centre says of itself; those who keep the directory also name its coordinator."""
    found = run_centre(request, centre_id)
    keeps = centres.may_keep_directory(request.user)
    if request.method == "POST" and "coordinator_email" in request.POST and keeps:
        return _coordinator(request, found)
    initial = {name: getattr(found, name) for name in AboutForm.base_fields}
    form = AboutForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            centres.save_about(centre_id=found.pk, words=form.cleaned_data, actor=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("centre", centre_id=found.pk)
    return _about_page(request, found, form, CoordinatorForm() if keeps else None)


def _coordinator(request: HttpRequest, found: ResourceCentre) -> HttpResponse:
    form = CoordinatorForm(request.POST)
    if form.is_valid():
        try:
            centres.name_coordinator(centre_id=found.pk, actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("coordinator_email", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("centre_edit", centre_id=found.pk)
    initial = {name: getattr(found, name) for name in AboutForm.base_fields}
    return _about_page(request, found, AboutForm(initial=initial), form)


def _about_page(
    request: HttpRequest, found: ResourceCentre, form: AboutForm, coordinator_form: CoordinatorForm | None
) -> HttpResponse:
    context = {
        "centre": found,
        "form": form,
        "coordinator_form": coordinator_form,
        "content_language": content_language(),
    }
    is_refused = form.is_bound or (coordinator_form is not None and coordinator_form.is_bound)
    return render(request, "postcourse/centres/edit.html", context, status=422 if is_refused else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def centre_desk(request: HttpRequest, centre_id: int) -> HttpResponse:
    """What the coordinator keeps: this half-year's doings by function, the report that comes next, earlier reports."""
    found = run_centre(request, centre_id)
    form = ActivityForm(request.POST if request.method == "POST" else None)
    if request.POST.get("remove", "").isdigit():
        return _removed(request, found)
    if form.is_valid():
        try:
            centres.add_activity(
                centre_id=found.pk, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Entered."))
            return redirect("centre_desk", centre_id=found.pk)
    return _desk(request, found, form)


def _removed(request: HttpRequest, found: ResourceCentre) -> HttpResponse:
    row: CentreActivity = get_object_or_404(found.activities, pk=request.POST["remove"])
    try:
        centres.remove_activity(activity_id=row.pk, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("centre_desk", args=[found.pk]))


def _desk(request: HttpRequest, found: ResourceCentre, form: ActivityForm) -> HttpResponse:
    today, language = timezone.localdate(), content_language()
    due = centre_reports.due(found, today=today)
    half = 1 if today.month <= 6 else 2
    first, last = rules.period(today.year, half)
    done = centre_figures.happened(found, first=first, last=last)
    reports = [
        {"row": row, "words": period_words(row.year, row.half, language)}
        for row in found.reports.filter(handed_in_at__isnull=False)
    ]
    context = {
        "centre": found,
        "form": form,
        "due": due,
        "due_words": period_words(due.year, due.half, language),
        "running": period_words(today.year, half, language),
        "lines": [(line, rules.FUNCTIONS[line.function].name(language)) for line in reversed(done.lines)],
        "reports": reports,
        "content_language": language,
    }
    return render(request, "postcourse/centres/desk.html", context, status=422 if form.is_bound else 200)
