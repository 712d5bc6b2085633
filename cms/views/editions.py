"""The methodologist's editions: the table of hours, its conflicts and who accepted them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.models import QuestionVersion
from cms.forms import AcknowledgementForm
from courses import services
from courses.models import ProgrammeEdition
from courses.rules import hours
from people.errors import Refusal


@login_required
@permission_required("courses.view_programmeedition", raise_exception=True)
@require_safe
def edition_list(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/edition_list.html", {"editions": ProgrammeEdition.objects.all()})


@login_required
@permission_required("courses.view_programmeedition", raise_exception=True)
def edition_detail(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Hours by module and kind, the conflict with the declared split, and the form that accepts it."""
    edition = get_object_or_404(
        ProgrammeEdition.objects.select_related("split_acknowledged_by"), pk=edition_id
    )
    form = AcknowledgementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.acknowledge_split(
                edition_id=edition.pk, text=form.cleaned_data["text"], at=timezone.now(), actor=request.user
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your decision is recorded. Cohorts can open now."))
            return redirect("edition_detail", edition_id=edition.pk)
    table = edition.hours_table()
    questions: dict[int, int] = {}
    for module in QuestionVersion.objects.filter(
        status="ready", question__programme_code=edition.code
    ).values_list("question__module", flat=True):
        questions[module] = questions.get(module, 0) + 1
    context = {
        "edition": edition,
        "form": form,
        "modules": [
            (module, questions.get(module.number, 0)) for module in edition.modules.prefetch_related("topics")
        ],
        "by_kind": hours.by_kind(table),
        "conflict": hours.split_conflict(table, declared=edition.declared_split),
        "language": "ru" if request.LANGUAGE_CODE == "ru" else "kk",
    }
    return render(request, "cms/edition_detail.html", context, status=422 if form.errors else 200)
