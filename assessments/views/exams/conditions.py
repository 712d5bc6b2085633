"""The conditions a person is examined under: what stands, and agreeing anew."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.models import Enrolment
from people.errors import Refusal

from ...condition_words import condition_words
from ...models import Accommodation
from ...services.attempts.conditions import agree
from .forms import ConditionsForm, staff_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conditions(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """For coordinators: the form with what stands now, and what stood before."""
    if not request.user.has_perm("courses.run_cohort"):
        raise Http404
    enrolment = get_object_or_404(
        Enrolment.objects.visible_to(request.user).select_related("user", "cohort__edition"), pk=enrolment_id
    )
    rows = list(
        Accommodation.objects.filter(enrolment=enrolment)
        .select_related("granted_by", "scribe")
        .order_by("-pk")
    )
    current = next((row for row in rows if row.is_current), None)
    form = ConditionsForm(request.POST or None, instance=current, staff=staff_of(enrolment.cohort))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            agree(enrolment_id=enrolment.pk, at=timezone.now(), actor=request.user, **values)
        except Refusal as refusal:
            field = {
                "basis_missing": "basis",
                "extra_time": "extra_time",
                "breaks": "breaks",
                "scribe": "scribe",
            }
            form.add_error(field.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("The conditions are agreed. They apply to tests begun from now on."))
            return redirect("conditions", enrolment_id=enrolment.pk)
    context = {
        "enrolment": enrolment,
        "person": enrolment.user,
        "form": form,
        "rows": [(row, condition_words(row.conditions(), scribe=row.scribe)) for row in rows],
        "current": current,
    }
    return render(request, "assessments/exams/conditions.html", context)
