"""What waits for review, and the page on which a methodologist decides."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal

from ..models import Practice
from ..rules import practices as rules
from ..rules import tags
from ..services.practices import check as practice_check
from ..services.practices import library as practice_library
from ..services.practices import practices
from ..services.practices import review as practice_review
from ..services.topics import topic_of
from .practice_forms import ReviewForm, content_language


def reviewers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who does not review finds nothing here."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not practices.may_review(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@reviewers_only
@require_safe
def practice_reviews(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first, and what was decided lately."""
    waiting = Practice.objects.to_review_by(request.user)
    decided = Practice.objects.filter(reviews__reviewer=request.user).distinct()
    context = {
        "waiting": practice_library.with_figures(waiting).order_by("submitted_at", "pk"),
        "decided": practice_library.with_figures(decided).order_by("-saved_at")[:10],
        "own": Practice.objects.filter(status="submitted", author=request.user).count(),
        "content_language": content_language(),
    }
    return render(request, "postcourse/practices/reviews.html", context)


@reviewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def practice_review_page(request: HttpRequest, practice_id: int) -> HttpResponse:
    """One practice in both languages, what the check found, and the verdict."""
    waiting = Practice.objects.to_review_by(request.user).select_related(
        "author", "region", "based_on__author"
    )
    practice = get_object_or_404(waiting, pk=practice_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        revision = request.POST.get("revision", "")
        try:
            practice_review.review(
                practice_id=practice.pk,
                revision=int(revision) if revision.isdigit() else -1,
                at=timezone.now(),
                actor=request.user,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            practice.refresh_from_db()
        else:
            messages.success(request, _("Decided, and the author is told."))
            return redirect("practice_reviews")
    context = {
        "practice": practice,
        "form": form,
        "report": practice_check.look_through(practice),
        "missing": [
            practice_check.FIELDS[name]
            for name in rules.lacks_for_publishing(
                {name: getattr(practice, name) for name in practices.TEXTS}
            )
        ],
        "files": practice.files.all(),
        "tags": [tags.BY_KEY[key] for key in tags.known(practice.tags)],
        "topic": topic_of(practice.topic_key) if practice.topic_key else None,
        "earlier": practice.reviews.select_related("reviewer"),
        "content_language": content_language(),
    }
    return render(request, "postcourse/practices/review.html", context, status=422 if form.is_bound else 200)
