"""A nameless child's indicators: the list with charts, one with its readings, adding and correcting."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ...models import ChildIndicator, ChildReading
from ...services.growth import indicators as services
from ...shown_growth import shown_indicator
from .forms import IndicatorForm, ReadingForm
from .own import PLAN, frame, only_graduate, plan_of, private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What is watched, with charts; the graduate adds. Erased ones are gone from here."""
    plan = plan_of(request, plan_id)
    form = IndicatorForm(request.POST or None)
    if request.method == "POST":
        only_graduate(request, plan)
        added = _try(
            form,
            lambda typed: services.add_indicator(
                plan_id=plan.pk, at=timezone.now(), actor=request.user, **typed
            ),
        )
        if added is not None:
            messages.success(request, _("The indicator is added. Note its first reading."))
            return redirect("indicator", indicator_id=added.pk)
    rows = ChildIndicator.objects.visible_to(request.user).filter(plan=plan).prefetch_related("readings")
    context = frame(request, plan, place="indicators") | {
        "form": form,
        "shown": [shown_indicator(row) for row in rows],
        "are_erased": plan.indicators.filter(erased_at__isnull=False).exists(),
    }
    return render(request, "postcourse/growth/indicators.html", context, status=422 if form.errors else 200)


def _try(form: forms.Form, do: Callable[[dict[str, Any]], Any]) -> Any | None:
    """What the service made of a valid form, or nothing with the refusal in the form."""
    if not form.is_valid():
        return None
    try:
        return do(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


@private
@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """One indicator: its chart, its readings; the graduate notes, corrects and removes them, or the whole."""
    rows = ChildIndicator.objects.visible_to(request.user).select_related(*PLAN)
    row = get_object_or_404(rows.prefetch_related("readings"), pk=indicator_id)
    if request.method != "POST":
        return _page(request, row)
    only_graduate(request, row.plan)
    actions = {
        "correct": _correct,
        "remove": _remove,
        "change": _change,
        "delete": _delete,
    }
    return actions.get(request.POST.get("action", ""), _add)(request, row)


def _add(request: HttpRequest, row: ChildIndicator) -> HttpResponse:
    form = ReadingForm(request.POST)
    done = _try(
        form,
        lambda typed: services.add_reading(
            indicator_id=row.pk, at=timezone.now(), actor=request.user, **typed
        ),
    )
    return _done(request, row, _("The reading is noted.")) if done else _page(request, row, form=form)


def _reading(request: HttpRequest, row: ChildIndicator) -> ChildReading:
    typed = request.POST.get("reading", "")
    if not typed.isdigit():
        raise Http404
    return get_object_or_404(row.readings, pk=int(typed))


def _correct(request: HttpRequest, row: ChildIndicator) -> HttpResponse:
    reading = _reading(request, row)
    form = ReadingForm(request.POST, auto_id="corrected-%s")
    done = _try(
        form,
        lambda typed: services.correct_reading(
            reading_id=reading.pk, at=timezone.now(), actor=request.user, **typed
        ),
    )
    if done:
        return _done(request, row, _("The reading is corrected."))
    return _page(request, row, correcting=reading, corrected=form)


def _remove(request: HttpRequest, row: ChildIndicator) -> HttpResponse:
    try:
        services.remove_reading(reading_id=_reading(request, row).pk, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("indicator", indicator_id=row.pk)
    return _done(request, row, _("The reading is removed."))


def _change(request: HttpRequest, row: ChildIndicator) -> HttpResponse:
    form = IndicatorForm(request.POST, auto_id="change-%s")
    done = _try(
        form,
        lambda typed: services.correct_indicator(indicator_id=row.pk, actor=request.user, **typed),
    )
    return _done(request, row, _("The indicator is corrected.")) if done else _page(request, row, change=form)


def _delete(request: HttpRequest, row: ChildIndicator) -> HttpResponse:
    try:
        services.remove_indicator(indicator_id=row.pk, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("indicator", indicator_id=row.pk)
    messages.success(request, _("The indicator and its readings are deleted."))
    return redirect("indicators", plan_id=row.plan_id)


def _done(request: HttpRequest, row: ChildIndicator, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("indicator", indicator_id=row.pk)


def _page(
    request: HttpRequest,
    row: ChildIndicator,
    *,
    form: ReadingForm | None = None,
    change: IndicatorForm | None = None,
    correcting: ChildReading | None = None,
    corrected: ReadingForm | None = None,
) -> HttpResponse:
    """`?reading=` opens one reading for correction."""
    asked = request.GET.get("reading", "")
    if correcting is None and asked.isdigit():
        correcting = next((one for one in row.readings.all() if one.pk == int(asked)), None)
    if correcting is not None and corrected is None:
        corrected = ReadingForm.of(correcting)
    refused = any(one is not None and one.is_bound for one in (form, change, corrected))
    context = frame(request, row.plan, place="indicators") | {
        "one": shown_indicator(row),
        "form": form or ReadingForm.fresh(timezone.localdate()),
        "change": change or IndicatorForm.of(row, auto_id="change-%s"),
        "change_open": change is not None,
        "correcting": correcting,
        "corrected": corrected,
    }
    return render(request, "postcourse/growth/indicator.html", context, status=422 if refused else 200)
