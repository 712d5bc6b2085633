"""Every test of the cohorts one has a duty in, and who sits a test now."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import Cohort
from people.errors import Refusal
from people.models import User
from people.sorting import kazakh_key

from ...models import Accommodation, Attempt, CohortScheme, DateRule, Mark, Sitting, SittingWindow
from ...presentation import text_in
from ...rules import accommodations
from ...services.attempts.windows import set_window
from ...services.scheme import frozen
from .forms import WindowForm

ACTIVE = ["open", "running", "assessing"]


def is_exam_staff(user: User) -> bool:
    return user.has_role("trainer", "coordinator", "administrator")


def staff_only(request: HttpRequest) -> None:
    """Exams are looked after by trainers, coordinators and administrators; 404 for everybody else."""
    if not is_exam_staff(request.user):
        raise Http404


@dataclass(frozen=True)
class ExamRow:
    cohort: Cohort
    key: str
    title: str
    window: DateRule | None
    now: int
    done: int


@login_required
@require_safe
def exam_list(request: HttpRequest) -> HttpResponse:
    """Tests of running cohorts, those being sat now first (five queries however many)."""
    staff_only(request)
    at = timezone.now()
    cohorts = list(
        Cohort.objects.visible_to(request.user).filter(status__in=ACTIVE).select_related("edition")
    )
    schemes = dict(CohortScheme.objects.filter(cohort__in=cohorts).values_list("cohort_id", "content"))
    windows = {
        (rule.cohort_id, rule.key): rule
        for rule in DateRule.objects.filter(cohort__in=cohorts, kind=DateRule.Kind.QUIZ)
    }
    counts = {
        (row["sitting__cohort"], row["quiz__key"]): row
        for row in Attempt.objects.filter(sitting__cohort__in=cohorts)
        .values("sitting__cohort", "quiz__key")
        .annotate(
            now=Count("pk", filter=Q(status="in_progress")),
            done=Count("pk", filter=Q(status__in=["submitted", "expired", "graded"])),
        )
    }
    rows = []
    for cohort in cohorts:
        content = schemes.get(cohort.pk) or {"quizzes": {}}
        for key in content["quizzes"]:
            terms = frozen.quiz_terms(content, key)
            if terms is None or terms.is_practice:
                continue
            count = counts.get((cohort.pk, key), {})
            rows.append(
                ExamRow(
                    cohort=cohort,
                    key=key,
                    title=text_in(terms.title),
                    window=windows.get((cohort.pk, key)),
                    now=count.get("now", 0),
                    done=count.get("done", 0),
                )
            )
    far = timezone.make_aware(datetime(9999, 1, 1))
    rows.sort(key=lambda row: (-row.now, row.window.closes_at if row.window else far))
    return render(request, "assessments/exams/exam_list.html", {"rows": rows, "at": at})


@dataclass(frozen=True)
class Sitter:
    """A person and their last attempt at the test; `state`: absent, running, handed_in, graded, voided, carried.

    `is_written_here`: the attempt runs and the reader was agreed as its scribe. Of a reassessment: `comes_from`, another
    cohort's code, and `own_window`, where its dates are not the cohort's.
    """

    sitting: Sitting
    name: str
    attempt: Attempt | None
    answered: int
    state: str
    has_conditions: bool
    is_written_here: bool
    comes_from: str = ""
    own_window: SittingWindow | None = None

    @property
    def is_reassessment(self) -> bool:
        return self.sitting.number > 1

    @property
    def tone(self) -> str:
        return {"running": "sun", "handed_in": "brand", "graded": "ok", "voided": "bad", "carried": "ok"}.get(
            self.state, "neutral"
        )


STATES = ("running", "absent", "handed_in", "graded", "voided", "carried")


def _state(attempt: Attempt | None, *, is_carried: bool) -> str:
    if attempt is None:
        return "carried" if is_carried else "absent"
    if attempt.is_open:
        return "running"
    if attempt.is_voided:
        return "voided"
    return "graded" if attempt.is_graded else "handed_in"


def _sitters(cohort: Cohort, key: str, *, reader: User) -> list[Sitter]:
    """Everyone who may sit the test, by name (three queries; three more where somebody is reassessed or was transferred)."""
    sittings = list(
        Sitting.objects.filter(cohort=cohort, enrolment__status__in=["studying", "completed"]).select_related(
            "enrolment__user", "enrolment__cohort__edition"
        )
    )
    again = [one for one in sittings if one.number > 1 or one.enrolment.continues_id is not None]
    own, carried = _own_windows(again, key), _carried(cohort, again, key)
    last: dict[int, Attempt] = {}
    attempts = Attempt.objects.filter(sitting__in=sittings, quiz__key=key).order_by("number")
    for attempt in attempts.annotate(answered=Count("items", filter=~Q(items__response=[]))):
        last[attempt.sitting_id] = attempt
    rows_of = Accommodation.objects.filter(
        enrolment__in=[one.enrolment_id for one in sittings], is_current=True
    )
    agreed = {
        row.enrolment_id for row in rows_of if row.scribe_id or not accommodations.are_usual(row.conditions())
    }
    rows = []
    for sitting in sorted(sittings, key=lambda one: kazakh_key(one.enrolment.user.full_name)):
        attempt = last.get(sitting.pk)
        rows.append(
            Sitter(
                sitting=sitting,
                name=sitting.enrolment.user.full_name,
                attempt=attempt,
                answered=getattr(attempt, "answered", 0),
                state=_state(attempt, is_carried=sitting.pk in carried),
                has_conditions=sitting.enrolment_id in agreed,
                is_written_here=attempt is not None and attempt.is_open and attempt.scribe_id == reader.pk,
                comes_from="" if sitting.enrolment.cohort_id == cohort.pk else sitting.enrolment.cohort.code,
                own_window=own.get(sitting.pk),
            )
        )
    return rows


def _own_windows(sittings: list[Sitting], key: str) -> dict[int, SittingWindow]:
    """The dates of the test that sittings have of their own (one query; none without sittings)."""
    if not sittings:
        return {}
    rows = SittingWindow.objects.filter(sitting__in=sittings, kind=SittingWindow.Kind.QUIZ, key=key)
    return {row.sitting_id: row for row in rows}


def _carried(cohort: Cohort, sittings: list[Sitting], key: str) -> set[int]:
    """Sittings whose mark for the test was carried over: they do not take it (two queries; none without sittings)."""
    if not sittings:
        return set()
    component = frozen.component_of_quiz(frozen.content_for(cohort.pk), key)
    if component is None:
        return set()
    marks = Mark.objects.current().filter(
        sitting__in=sittings, component=component["key"], source=Mark.Source.CARRIED
    )
    return set(marks.values_list("sitting_id", flat=True))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exam_board(request: HttpRequest, cohort_id: int, quiz_key: str) -> HttpResponse:
    """Who sits, how far they are, what is left; a coordinator moves the window here. The list renews itself."""
    staff_only(request)
    cohort = get_object_or_404(
        Cohort.objects.visible_to(request.user).select_related("edition"), pk=cohort_id
    )
    scheme = get_object_or_404(CohortScheme, cohort=cohort)
    terms = frozen.quiz_terms(scheme.content, quiz_key)
    if terms is None:
        raise Http404
    window = DateRule.objects.filter(cohort=cohort, kind=DateRule.Kind.QUIZ, key=quiz_key).first()
    may_run = request.user.has_perm("courses.run_cohort")
    form = WindowForm(
        request.POST or None,
        initial={"opens_at": window.opens_at, "closes_at": window.closes_at} if window else None,
    )
    if request.method == "POST" and window and form.is_valid():
        try:
            set_window(rule_id=window.pk, actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("closes_at", str(refusal))
        else:
            messages.success(
                request, _("The dates are changed. Attempts that have begun keep their deadline.")
            )
            return redirect("exam_board", cohort_id=cohort.pk, quiz_key=quiz_key)
    sitters = _sitters(cohort, quiz_key, reader=request.user)
    counts = {state: sum(one.state == state for one in sitters) for state in STATES}
    wanted = request.GET.get("state", "")
    context = {
        "cohort": cohort,
        "terms": terms,
        "title": text_in(terms.title),
        "window": window,
        "form": form if may_run and window else None,
        "sitters": [one for one in sitters if wanted in ("", one.state)],
        "everyone": len(sitters),
        "counts": counts,
        "state": wanted if wanted in counts else "",
        "at": timezone.now(),
    }
    if request.headers.get("hx-request"):
        return render(request, "assessments/exams/sitters.html", context)
    return render(request, "assessments/exams/exam_board.html", context)
