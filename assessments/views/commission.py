"""Protocols of the attestation commission: the cohort's list, one protocol, the protocol on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import Cohort
from people.errors import Refusal
from people.papers import MEDIA_TYPES, docx, pdf

from ..commission_cases import cases_of, to_list
from ..models import CohortScheme, CommissionProtocol
from ..papers.commission import protocol_paper
from ..services.decisions import commission
from .commission_forms import ProtocolForm

FIELDS = frozenset(commission.FIELDS)


def coordinators_only(request: HttpRequest) -> None:
    """Who does not run cohorts finds nothing here."""
    if not request.user.has_perm("courses.run_cohort"):
        raise Http404


def _protocol(request: HttpRequest, protocol_id: int) -> CommissionProtocol:
    coordinators_only(request)
    return get_object_or_404(
        CommissionProtocol.objects.filter(cohort__in=Cohort.objects.visible_to(request.user)).select_related(
            "cohort__edition", "approved_by"
        ),
        pk=protocol_id,
    )


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name) if one.isascii() and one.isdigit()]


def _refused(form: ProtocolForm, refusal: Refusal) -> None:
    form.add_error(refusal.code if refusal.code in FIELDS else None, str(refusal))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def protocol_list(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The cohort's protocols, and a form for a new one, which begins with everybody not decided yet."""
    coordinators_only(request)
    cohort = get_object_or_404(
        Cohort.objects.visible_to(request.user).select_related("edition"), pk=cohort_id
    )
    copy = CohortScheme.objects.filter(cohort=cohort).first()
    form = ProtocolForm(request.POST or None, initial={"held_on": timezone.localdate(), **_last(cohort)})
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            everybody = commission.open_sittings(cohort_id=cohort.pk, at=at, actor=request.user)
            listed = set(everybody) & set(to_list(cohort.pk).values_list("pk", flat=True))
            made = commission.draft_protocol(
                cohort_id=cohort.pk, sitting_ids=listed, at=at, actor=request.user, **form.words()
            )
        except Refusal as refusal:
            _refused(form, refusal)
        else:
            messages.success(
                request, _("The protocol is drawn up as a draft. Check the list, then approve it.")
            )
            return redirect("protocol", protocol_id=made.pk)
    context = {
        "cohort": cohort,
        "protocols": cohort.commission_protocols.all(),
        "is_by_commission": bool(copy and copy.is_by_commission),
        "waiting": to_list(cohort.pk).count(),
        "form": form,
    }
    return render(
        request, "assessments/commission/protocol_list.html", context, status=422 if form.errors else 200
    )


def _last(cohort: Cohort) -> dict:
    """The commission of the cohort's last protocol, so that it is typed once."""
    last = cohort.commission_protocols.last()
    if last is None:
        return {"agenda": _("The results of the final assessment of the learners.")}
    return {
        "agenda": last.agenda,
        "chair": last.chair,
        "members": "\n".join(last.members),
        "secretary": last.secretary,
        "order_number": last.order_number,
        "order_date": last.order_date,
    }


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def protocol(request: HttpRequest, protocol_id: int) -> HttpResponse:
    """One protocol: while a draft its words and its list change, and it is approved; then it is read and printed."""
    one = _protocol(request, protocol_id)
    words = {name: getattr(one, name) for name in commission.FIELDS}
    form = ProtocolForm(initial=words | {"members": "\n".join(one.members)})
    if request.method == "POST":
        if request.POST.get("action") == "words":
            form = ProtocolForm(request.POST)
        done = _act(request, one, form)
        if done:
            messages.success(request, done)
            if request.POST.get("action") == "discard":
                return redirect("protocol_list", cohort_id=one.cohort_id)
            return redirect("protocol", protocol_id=one.pk)
        one.refresh_from_db()
    context = {
        "protocol": one,
        "cohort": one.cohort,
        "cases": cases_of(one),
        "form": form,
        "others": [] if one.is_approved else to_list(one.cohort_id),
        "confirmed": set(_ids(request, "missing")),
        "languages": [("kk", "Қазақша"), ("ru", "Русский")],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/commission/protocol.html", context, status=status)


def _act(request: HttpRequest, one: CommissionProtocol, form: ProtocolForm) -> str:
    """Do what the pressed button says; the sentence tells what was done, and is empty where it was refused."""
    action, at, actor = request.POST.get("action", ""), timezone.now(), request.user
    sittings = _ids(request, "sitting")
    try:
        if action == "words":
            if not form.is_valid():
                return ""
            commission.edit_protocol(protocol_id=one.pk, at=at, actor=actor, **form.words())
            return _("The protocol is saved.")
        if action in {"add", "remove"} and not sittings:
            raise Refusal(_("Nobody is ticked. Tick people in the list first."), code="nobody")
        if action == "add":
            commission.add_rows(protocol_id=one.pk, sitting_ids=sittings, actor=actor)
            return _("The people ticked are on the list.")
        if action == "remove":
            commission.remove_rows(protocol_id=one.pk, sitting_ids=sittings, actor=actor)
            return _("The people ticked are off the list.")
        if action == "discard":
            commission.discard_protocol(protocol_id=one.pk, at=at, actor=actor)
            return _("The draft is thrown away.")
        if action == "approve":
            confirmed = _ids(request, "missing")
            commission.approve_protocol(protocol_id=one.pk, at=at, actor=actor, confirmed_missing=confirmed)
            count = one.rows.count()
            sentence = ngettext(
                "The protocol is approved: %(count)s person is decided.",
                "The protocol is approved: %(count)s people are decided.",
                count,
            )
            return sentence % {"count": count}
        raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")
    except Refusal as refusal:
        if action == "words":
            _refused(form, refusal)
        else:
            messages.error(request, str(refusal))
        return ""


@login_required
@require_safe
def protocol_file(request: HttpRequest, protocol_id: int, form: str) -> HttpResponse:
    """The protocol as pdf or docx, `?language=kk` or ru; without it in the cohort's language."""
    one = _protocol(request, protocol_id)
    if form not in MEDIA_TYPES:
        raise Http404
    asked = request.GET.get("language", "")
    language = asked if asked in {"kk", "ru"} else one.cohort.language
    paper = protocol_paper(one, language=language)
    try:
        content = pdf(paper) if form == "pdf" else docx(paper)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("protocol", args=[one.pk]))
    name = f"protocol-{one.cohort.code}-{one.held_on:%Y-%m-%d}-{language}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=MEDIA_TYPES[form], headers=headers)
