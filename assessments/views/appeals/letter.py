"""The letter that answers an appeal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from people.papers import MEDIA_TYPES, UnprintableName, docx, pdf

from ...models import Appeal
from ...papers.appeal_letter import letter
from ...services.decisions import appeals

MAKERS = {"pdf": pdf, "docx": docx}


@login_required
@require_safe
def appeal_letter(request: HttpRequest, appeal_id: int, form: str) -> HttpResponse:
    """The decision on paper, in Kazakh or Russian: `?lang=`, else the page's language, else the cohort's.

    A letter with signs that the fonts of the PDF lack leads back to its page, which says so and
    has it as DOCX.
    """
    appeal = get_object_or_404(
        Appeal.objects.visible_to(request.user).select_related(
            "sitting__enrolment__user", "sitting__cohort__edition", "result", "amendment__amends"
        ),
        pk=appeal_id,
    )
    if form not in MAKERS or appeal.status not in appeals.DECIDED:
        raise Http404
    wanted = request.GET.get("lang") or get_language()
    language = wanted if wanted in {"kk", "ru"} else appeal.sitting.cohort.language
    try:
        content = MAKERS[form](letter(appeal, language=language))
    except UnprintableName as problem:
        messages.error(request, str(problem))
        if appeal.sitting.enrolment.user_id == request.user.pk:
            return redirect("appeal", sitting_id=appeal.sitting_id)
        return redirect("appeal_desk", appeal_id=appeal.pk)
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="appeal-{appeal.pk}-{language}.{form}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
