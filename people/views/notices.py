"""What one was told."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import notify
from ..models import Notification

PER_PAGE = 30


@dataclass(frozen=True)
class Shown:
    row: Notification
    text: SafeString
    is_new: bool


@never_cache
@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest first, or the unread ones alone; what is shown counts as read."""
    only_new = request.GET.get("show") == "new"
    rows = Notification.objects.filter(user=request.user)
    if only_new:
        rows = rows.filter(read_at__isnull=True)
    unread = notify.unread(request.user, count=True) or 0
    # What is shown leaves the unread ones: their first page is always the next one to read.
    page = Paginator(rows, PER_PAGE).get_page(1 if only_new else request.GET.get("page"))
    shown = [Shown(row=row, text=notify.shown(row), is_new=row.read_at is None) for row in page]
    if new := [one.row.pk for one in shown if one.is_new]:
        notify.mark_read(user=request.user, ids=new, at=timezone.now())
    context = {
        "page": page,
        "shown": shown,
        "only_new": only_new,
        "still_unread": unread - len(new),
        "chips": [
            {"label": _("All"), "url": "?", "current": not only_new, "count": None},
            {"label": _("Unread"), "url": "?show=new", "current": only_new, "count": unread},
        ],
    }
    return render(request, "people/notice_list.html", context)


@login_required
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = notify.mark_read(user=request.user, at=timezone.now())
    if count:
        words = ngettext(
            "%(count)s notice is marked as read.", "%(count)s notices are marked as read.", count
        )
        messages.success(request, words % {"count": count})
    return redirect("notice_list")
