"""The coordinator's cohorts: list, people with marks, and every move of the cohort."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import Appeal, Assignment, CohortScheme, CommissionProtocol
from assessments.services.decisions import commission
from assessments.services.groups import groups
from assessments.services.scheme import scheme
from cms.forms import CohortForm
from cms.gradebook import Filters, Gradebook, columns, gradebook_for
from cms.gradebook.chips import filter_chips, in_words
from cms.gradebook.waits import tools, waits
from cms.gradebook_files import gradebook_pdf, gradebook_xlsx
from courses import services as courses
from courses.models import Cohort, CohortStaff, Enrolment
from people.errors import Refusal
from people.papers import MEDIA_TYPES

MOVES = {"start": Cohort.Status.RUNNING, "assess": Cohort.Status.ASSESSING, "cancel": Cohort.Status.CANCELLED}
ANSWERS = {"admit": Enrolment.Status.ADMITTED, "reject": Enrolment.Status.REJECTED}


@login_required
@require_safe
def cohort_list(request: HttpRequest) -> HttpResponse:
    """Cohorts one coordinates or trains, what is under way first."""
    cohorts = (
        Cohort.objects.visible_to(request.user)
        .select_related("edition")
        .annotate(
            people=Count(
                "enrolments", filter=~Q(enrolments__status__in=["rejected", "withdrawn"]), distinct=True
            ),
            applied=Count("enrolments", filter=Q(enrolments__status="applied"), distinct=True),
        )
        .order_by("-starts_on", "pk")
    )
    status = request.GET.get("status", "")
    if status in Cohort.Status.values:
        cohorts = cohorts.filter(status=status)
    context = {
        "cohorts": cohorts,
        "status": status,
        "statuses": Cohort.Status.choices,
        "may_run": request.user.has_perm("courses.run_cohort"),
    }
    if not request.user.has_role("trainer", "coordinator", "administrator"):
        return redirect("home")
    return render(request, "cms/cohort_list.html", context)


@login_required
@permission_required("courses.run_cohort", raise_exception=True)
def cohort_new(request: HttpRequest) -> HttpResponse:
    """A new cohort as a draft, with the coordinator who makes it as its first coordinator."""
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cohort = form.save()
        if request.user.has_role("coordinator"):
            at, duty = timezone.now(), CohortStaff.Duty.COORDINATOR
            courses.name_staff(
                cohort_id=cohort.pk, user_id=request.user.pk, duty=duty, at=at, actor=request.user
            )
        messages.success(request, _("The cohort is saved as a draft. Open it to take applications."))
        return redirect("cohort_detail", cohort_id=cohort.pk)
    return render(request, "cms/cohort_form.html", {"form": form}, status=422 if form.errors else 200)


def _cohort(request: HttpRequest, cohort_id: int) -> Cohort:
    """The cohort this member of staff may see, with what its gradebook asks of it; a stranger finds nothing."""
    waiting = {"status": CommissionProtocol.Status.DRAFT}
    cohorts = Cohort.objects.visible_to(request.user).select_related("edition", "scheme")
    appeals = Appeal.objects.open().filter(sitting__cohort=OuterRef("pk"))
    protocols = CommissionProtocol.objects.filter(cohort=OuterRef("pk"), **waiting)
    return get_object_or_404(
        cohorts.annotate(
            open_appeals=_count(appeals),
            appeals_to_answer=_count(appeals.filter(status=Appeal.Status.FILED, marker=request.user)),
            draft_protocols=_count(protocols),
        ),
        pk=cohort_id,
    )


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def may_run(request: HttpRequest) -> bool:
    """By role, which the frame has read already; every service asks for the permission itself."""
    return request.user.has_role("coordinator", "administrator")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_detail(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The gradebook of a cohort, narrowed by the address; a POST is one move of the cohort or of the people ticked."""
    cohort = _cohort(request, cohort_id)
    if request.method == "POST":
        try:
            done = _act(request, cohort)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(request.get_full_path())
    filters, runs = Filters.read(request.GET), may_run(request)
    book = gradebook_for(cohort, filters)
    chips = filter_chips(book, filters)
    context = {
        "cohort": cohort,
        "book": book,
        "filters": filters,
        "chips": chips,
        "head": _head(book, filters),
        "query": filters.query(),
        "may_run": runs,
    }
    if _is_part(request):
        template = "cms/cohort_gradebook_part.html"
    else:
        template = "cms/cohort_detail.html"
        context |= {
            "counts": book.counts(),
            "waits": waits(cohort, book, request.user, may_run=runs),
            "tools": tools(cohort, may_run=runs),
            "modes": CohortScheme.Deciding.choices,
        }
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def _is_part(request: HttpRequest) -> bool:
    """htmx asks for the table alone; going back in the history it wants the whole page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def _head(book: Gradebook, filters: Filters) -> list[dict]:
    """The columns with the address that sorts by them, where one does."""
    head = []
    for column in columns(book):
        row = {"column": column, "url": "", "sort": ""}
        if column.key in {"name", "score"}:
            up, down = column.key, f"-{column.key}"
            now = filters.sort or "name"
            row["url"] = filters.query(
                sort=(up if now == down else down) if column.key in now else _first(up)
            )
            row["sort"] = {up: "ascending", down: "descending"}.get(now, "")
        head.append(row)
    return head


def _first(key: str) -> str:
    """How a column is sorted when first asked: names from the first letter, scores from the highest."""
    return "" if key == "name" else f"-{key}"


@login_required
@require_safe
def gradebook_file(request: HttpRequest, cohort_id: int, form: str) -> HttpResponse:
    """The gradebook as the address narrows it, as xlsx or pdf."""
    cohort, filters, at = _cohort(request, cohort_id), Filters.read(request.GET), timezone.now()
    language = get_language() or cohort.language
    if form == "pdf" and language not in {"kk", "ru"}:
        language = cohort.language  # papers are in Kazakh or Russian
    with translation.override(language):
        book = gradebook_for(cohort, filters, at=at)
        try:
            if form == "xlsx":
                content, media_type = gradebook_xlsx(cohort, book), MEDIA_TYPES["xlsx"]
            else:
                words = in_words(filter_chips(book, filters), filters)
                content = gradebook_pdf(cohort, book, at=at, narrowed_by=words)
                media_type = MEDIA_TYPES["pdf"]
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(reverse("cohort_detail", args=[cohort.pk]) + filters.query())
    name = f"{cohort.code}-{timezone.localdate(at):%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _chosen(request: HttpRequest, cohort: Cohort) -> list[int]:
    """The ticked enrolments of this cohort."""
    ticked = [int(one) for one in request.POST.getlist("enrolment") if one.isdigit()]
    chosen = list(cohort.enrolments.filter(pk__in=ticked).values_list("pk", flat=True))
    if not chosen:
        raise Refusal(_("Nobody is ticked. Tick people in the list first."), code="nobody")
    return chosen


def _act(request: HttpRequest, cohort: Cohort) -> str:
    """Do what the pressed button says; the sentence tells what was done."""
    action, at, actor = request.POST.get("action", ""), timezone.now(), request.user
    reason = request.POST.get("reason", "")
    if action == "open":
        scheme.open_cohort(cohort_id=cohort.pk, at=at, actor=actor)
        return _("The cohort is open for applications. Its plan and scheme are frozen.")
    if action == "conclude":
        protocol = request.POST.get("protocol", "").strip()
        scheme.conclude_cohort(cohort_id=cohort.pk, at=at, actor=actor, protocol=protocol)
        return _("The cohort is concluded. Certificates and notices are issued.")
    if action in MOVES:
        courses.move_cohort(cohort_id=cohort.pk, to=MOVES[action], at=at, actor=actor, reason=reason)
        return _("Done: the cohort is now “%(status)s”.") % {"status": Cohort.Status(MOVES[action]).label}
    if action in ANSWERS:
        chosen = _chosen(request, cohort)
        for enrolment_id in chosen:
            courses.move_enrolment(
                enrolment_id=enrolment_id, to=ANSWERS[action], at=at, actor=actor, reason=reason
            )
        return ngettext("%(count)s person answered.", "%(count)s people answered.", len(chosen)) % {
            "count": len(chosen)
        }
    if action == "deciding":
        deciding = request.POST.get("deciding", "")
        copy = commission.choose_mode(cohort_id=cohort.pk, deciding=deciding, at=at, actor=actor)
        return _("Results of this cohort are decided: %(how)s.") % {
            "how": copy.get_deciding_display().lower()
        }
    if action == "group":
        chosen = _chosen(request, cohort)
        assignment = get_object_or_404(Assignment, edition=cohort.edition, is_group=True)
        group = groups.form_group(
            cohort_id=cohort.pk,
            assignment_key=assignment.key,
            enrolment_ids=chosen,
            at=at,
            actor=actor,
            size_reason=reason,
        )
        return _("Group %(number)s is formed.") % {"number": group.number}
    raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")
