"""Requests: a learner asks, sees the answer, takes back; coordinators see what waits and say no, or make the order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.sending import file_response
from assessments.services.work.uploading import check_upload
from courses import continuing as continuations
from courses.models import Enrolment
from people.errors import Refusal

from ..models import EnrolmentOrder, RightRequest, RightRequestFile
from ..models.orders import Move
from ..rules import order_moves
from ..services import kept_files
from ..services.orders import requests
from .order_forms import AnswerForm, RequestForm
from .orders import makers_only

LATELY = 20
FIELDS = {"cause_missing": "cause", "text_missing": "text", "no_cohort": "cohort", "full": "cohort"}


@login_required
@never_cache
@require_safe
def my_requests(request: HttpRequest) -> HttpResponse:
    """What one has asked for, the orders made about one, and what can be asked for now."""
    at = timezone.now()
    rows = RightRequest.objects.filter(enrolment__user=request.user).select_related(
        "enrolment__cohort__edition", "wished_cohort__edition", "order"
    )
    enrolments = (
        Enrolment.objects.of(request.user)
        .filter(status__in=["admitted", "studying", "interrupted"])
        .select_related("cohort__edition")
        .order_by("-applied_at")
    )
    waiting = {row.enrolment_id for row in rows if row.status == RightRequest.Status.FILED}
    courses = [
        {
            "enrolment": one,
            "offers": [(kind, Move(kind).label) for kind in requests.offered(one, at=at)],
            "is_waiting": one.pk in waiting,
        }
        for one in enrolments
    ]
    orders = EnrolmentOrder.objects.filter(enrolment__user=request.user)
    context = {"rows": rows, "courses": courses, "orders": orders.order_by("-dated_on", "-pk")}
    return render(request, "postcourse/orders/my_requests.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """The form of one request about one's own course."""
    if kind not in order_moves.ASKED_FOR:
        raise Http404
    own = Enrolment.objects.of(request.user).select_related("user", "cohort__edition")
    enrolment = get_object_or_404(own, pk=enrolment_id)
    at = timezone.now()
    cohorts = list(continuations.targets(enrolment)) if kind == Move.TRANSFER else []
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RequestForm(*data, kind=kind, cohorts=cohorts)
    if request.method == "POST" and form.is_valid():
        try:
            filed = requests.file(
                enrolment_id=enrolment.pk,
                kind=kind,
                text=form.cleaned_data["text"],
                cause=form.cleaned_data.get("cause", ""),
                wished_cohort_id=form.cleaned_data.get("cohort"),
                uploads=_checked(form.cleaned_data["files"]),
                at=at,
                actor=request.user,
            )
        except Refusal as refusal:
            field = FIELDS.get(refusal.code)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(
                request, _("Your request is sent. The answer will stand here, and you will be told.")
            )
            return redirect("request_detail", request_id=filed.pk)
    context = {
        "enrolment": enrolment,
        "kind": kind,
        "title": Move(kind).label,
        "form": form,
        "why_not": requests.why_not(kind, enrolment, at=at),
        "waiting": enrolment.requests.open().first(),
    }
    return render(request, "postcourse/orders/request_new.html", context, status=422 if form.errors else 200)


def _checked(files: list) -> list:
    """Each file by its content; a refusal names the file it is about."""
    if len(files) > kept_files.MOST:
        raise Refusal(
            _("At most %(count)s files can be sent. Choose fewer.") % {"count": kept_files.MOST},
            code="too_many",
        )
    found = []
    for one in files:
        try:
            found.append(check_upload(one))
        except Refusal as refusal:
            raise Refusal(f"{one.name}: {refusal}", code=refusal.code) from refusal
    return found


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_detail(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: its learner takes it back, a coordinator makes the order or says no."""
    rows = RightRequest.objects.visible_to(request.user).select_related(
        "enrolment__user", "enrolment__cohort__edition", "wished_cohort__edition", "order"
    )
    one = get_object_or_404(rows, pk=request_id)
    is_own = one.enrolment.user_id == request.user.pk
    may_answer = not is_own and request.user.has_perm("postcourse.make_order")
    do = request.POST.get("do", "")
    form = AnswerForm(request.POST if do == "refuse" else None)
    if request.method == "POST":
        try:
            done = _act(request, one, form)
        except Refusal as refusal:
            if form.is_bound:
                form.add_error(None if refusal.code != "answer_missing" else "answer", str(refusal))
            else:
                messages.error(request, str(refusal))
        else:
            if done:
                messages.success(request, done)
                return redirect("request_detail", request_id=one.pk)
        one = get_object_or_404(rows, pk=request_id)
    context = {
        "one": one,
        "title": Move(one.kind).label,
        "files": one.files.all(),
        "is_own": is_own,
        "is_open": one.status == RightRequest.Status.FILED,
        "may_answer": may_answer,
        "form": form,
        "history": one.transitions.select_related("actor"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "postcourse/orders/request.html", context, status=status)


def _act(request: HttpRequest, one: RightRequest, form: AnswerForm) -> str:
    """Do what the pressed button says; empty where the form has to be mended. Raises Refusal."""
    told = {"request_id": one.pk, "at": timezone.now(), "actor": request.user}
    if request.POST.get("do") == "take_back":
        requests.take_back(**told)
        return _("Your request is taken back.")
    if request.POST.get("do") == "refuse":
        if not form.is_valid():
            return ""
        requests.refuse(answer=form.cleaned_data["answer"], **told)
        return _("It is refused. The learner is told and reads your answer.")
    raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")


@makers_only
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first, and what was answered lately."""
    rows = RightRequest.objects.visible_to(request.user).select_related(
        "enrolment__user", "enrolment__cohort__edition", "wished_cohort__edition", "order"
    )
    context = {
        "waiting": rows.open().order_by("filed_at", "pk"),
        "answered": rows.exclude(status=RightRequest.Status.FILED).order_by("-filed_at", "-pk")[:LATELY],
    }
    return render(request, "postcourse/orders/request_list.html", context)


@login_required
@never_cache
@require_safe
def request_file(request: HttpRequest, file_id: int) -> FileResponse:
    """A supporting paper, for its owner and coordinators."""
    there = RightRequest.objects.visible_to(request.user)
    row = get_object_or_404(RightRequestFile.objects.filter(request__in=there), pk=file_id)
    return file_response(row, name=row.name)
