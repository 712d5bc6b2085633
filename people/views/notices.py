"""What one was told."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from ..models import Notification

PER_PAGE = 30


@dataclass(frozen=True)
class Shown:
    row: Notification
    text: SafeString
    is_new: bool


@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest first; what is shown counts as read."""
    page = Paginator(Notification.objects.filter(user=request.user), PER_PAGE).get_page(
        request.GET.get("page")
    )
    shown = [
        Shown(
            row=row,
            text=render_to_string(f"notices/{row.kind}.html", {**row.context, "url": row.url}),
            is_new=row.read_at is None,
        )
        for row in page
    ]
    new = [one.row.pk for one in shown if one.is_new]
    if new:
        Notification.objects.filter(pk__in=new).update(read_at=timezone.now())
    return render(request, "people/notice_list.html", {"page": page, "shown": shown})
