"""The page from which everything after the course is reached."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..after import page_of


@login_required
@never_cache
@require_safe
def after(request: HttpRequest) -> HttpResponse:
    """What waits first, then one's own, one's duties, and what is open to everybody."""
    page = page_of(request.user, at=timezone.now())
    return render(request, "postcourse/after/after.html", {"page": page})
