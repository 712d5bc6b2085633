"""Changes that take two people: the form that proposes, the page that decides, the list of what waits."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal

from ..models import ChangeProposal, Document
from ..rules import changes
from ..services import proposals
from ..shown import dossier
from .register import document_of, keepers_only
from .register_forms import CorrectionForm, DeclineForm, ProposalForm

LATELY = 20
FIELDS = {"reason_missing": "reason", "note_missing": "note", "name_missing": "surname"}


def _refused(form, refusal: Refusal) -> None:
    field = FIELDS.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose_change(request: HttpRequest, document_id: int, change: str) -> HttpResponse:
    """What a change would bring, and the form that proposes it; nothing is changed here."""
    document = document_of(request, document_id)
    if change not in changes.CHANGES:
        raise Http404
    shape, initial = ProposalForm, {}
    if change == changes.CORRECT:
        shape = CorrectionForm
        initial = {part: getattr(document.holder, part) for part in changes.NAME_PARTS}
    form = shape(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            proposals.propose(
                document_id=document.pk,
                change=change,
                reason=form.cleaned_data["reason"],
                corrected=form.name(),
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refusal:
            _refused(form, refusal)
        else:
            messages.success(
                request, _("It is proposed. Nothing has changed yet: a second person decides about it.")
            )
            return redirect("register_document", document_id=document.pk)
    is_erased = document.erased_at is not None
    context = {
        "document": document,
        "name": dossier.printed_name(document.facts),
        "change": change,
        "label": ChangeProposal.Change(change).label,
        "is_possible": changes.is_allowed(change, status=document.status, is_erased=is_erased),
        "consequence": dossier.consequence(document, change, today=timezone.localdate()),
        "elsewhere": dossier.named_elsewhere(document) if change == changes.ERASE else [],
        "form": form,
    }
    return render(request, "certificates/register/propose.html", context, status=422 if form.errors else 200)


@keepers_only
@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided lately."""
    there = ChangeProposal.objects.filter(document__in=Document.objects.visible_to(request.user))
    rows = there.select_related("document", "proposed_by", "decided_by").defer(
        "document__credential", "document__cose"
    )
    waiting = [_listed(one) for one in rows.filter(status="proposed").order_by("proposed_at", "pk")]
    context = {
        "to_decide": [one for one in waiting if one["row"].proposed_by_id != request.user.pk],
        "own": [one for one in waiting if one["row"].proposed_by_id == request.user.pk],
        "decided": [
            _listed(one) for one in rows.exclude(status="proposed").order_by("-decided_at", "-pk")[:LATELY]
        ],
    }
    return render(request, "certificates/register/proposals.html", context)


def _listed(proposal: ChangeProposal) -> dict:
    return {
        "row": proposal,
        "name": dossier.printed_name(proposal.document.facts),
        "reason": dossier.reason_words(proposal.reason),
    }


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal: the second person approves or declines it, its proposer withdraws it."""
    found = ChangeProposal.objects.select_related("proposed_by", "decided_by", "new_document")
    there = Document.objects.visible_to(request.user)
    one = get_object_or_404(found.filter(document__in=there), pk=proposal_id)
    form = DeclineForm(request.POST if request.POST.get("action") == "decline" else None)
    if request.method == "POST" and (form.is_valid() or not form.is_bound):
        try:
            done = _act(request, one, form)
        except Refusal as refusal:
            if form.is_bound:
                _refused(form, refusal)
            else:
                messages.error(request, str(refusal))
            one.refresh_from_db()
        else:
            messages.success(request, done)
            return redirect("register_document", document_id=one.document_id)
    document = document_of(request, one.document_id)
    context = {
        "proposal": one,
        "reason": dossier.reason_words(one.reason),
        "note": dossier.reason_words(one.note),
        "document": document,
        "printed_now": dossier.printed_name(document.facts),
        "printed_then": dossier.printed_name(one.corrected) if one.corrected else "",
        "consequence": dossier.consequence(document, one.change, today=timezone.localdate()),
        "is_own": one.proposed_by_id == request.user.pk,
        "is_holder": document.holder_id == request.user.pk,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "certificates/register/proposal.html", context, status=status)


def _act(request: HttpRequest, one: ChangeProposal, form: DeclineForm) -> str:
    """Do what the pressed button says; the sentence tells what was done."""
    action, told = request.POST.get("action", ""), {"at": timezone.now(), "actor": request.user}
    if action == "approve":
        proposals.approve(proposal_id=one.pk, **told)
        return _("It is approved and done. The holder is told.")
    if action == "decline":
        proposals.decline(proposal_id=one.pk, note=form.cleaned_data["note"], **told)
        return _("It is declined. The document stays as it is.")
    if action == "withdraw":
        proposals.withdraw(proposal_id=one.pk, **told)
        return _("It is withdrawn. The document stays as it is.")
    raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")
