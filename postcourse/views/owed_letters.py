"""Letters about rights: one by one, and all of the filtered board as one file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.views.keepers import download
from people.errors import Refusal
from people.papers import MEDIA_TYPES, docx, pdf

from .. import owed, right_words
from ..models import Reassessment
from ..papers import right_letters
from ..services.rights.rows import RELATED
from .owed import settlers_only

MAKERS = {"pdf": pdf, "docx": docx}
MOST = 300


def _language(request: HttpRequest, row: Reassessment) -> str:
    wanted = request.GET.get("lang")
    return wanted if wanted in {"kk", "ru"} else row.enrolment.cohort.language


@settlers_only
@require_safe
def owed_letter(request: HttpRequest, reassessment_id: int, form: str) -> HttpResponse:
    """The invitation to a reassessment or the notice that a right ended, `?lang=` kk or ru, else the cohort's."""
    rows = Reassessment.objects.visible_to(request.user).select_related(*RELATED)
    row = get_object_or_404(rows, pk=reassessment_id)
    if form not in MAKERS or not right_words.letter_of(row):
        raise Http404
    language = _language(request, row)
    try:
        content = MAKERS[form](right_letters.letter(row, language=language, at=timezone.now()))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("owed_case", reassessment_id=row.pk)
    return download(content, name=f"letter-{row.pk}-{language}.{form}", media_type=MEDIA_TYPES[form])


@settlers_only
@require_safe
def owed_letters(request: HttpRequest) -> HttpResponse:
    """The letters of everybody the filters leave, one after the other, each on a page of its own."""
    filters, at = owed.Filters.read(request.GET), timezone.now()
    keys = [one for one in owed.keys(request.user, filters, today=timezone.localdate(at))]
    wanted = [one.pk for one in keys if one.kind == owed.REASSESSMENT]
    rows = Reassessment.objects.select_related(*RELATED).in_bulk(wanted)
    found = [rows[pk] for pk in wanted if right_words.letter_of(rows[pk])]
    board = reverse("owed_list") + filters.query()
    if not found or len(found) > MOST:
        messages.error(
            request,
            _("There is nobody here a letter could be written to. Change the filters.")
            if not found
            else _("These are more than %(most)s letters. Narrow the list first.") % {"most": MOST},
        )
        return redirect(board)
    try:
        content = right_letters.joined(
            [right_letters.letter(row, language=_language(request, row), at=at) for row in found]
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(board)
    return download(
        content, name=f"letters-{timezone.localdate(at):%Y-%m-%d}.pdf", media_type=MEDIA_TYPES["pdf"]
    )
