"""The public side of the issue log: what it is, and the signed roots for whoever wants to keep them."""

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from ..models import LogHead, LogRoot
from ..services import roots

SHOWN = 30


@require_safe
def log_of_issue(request: HttpRequest) -> HttpResponse:
    """What the log is, where it stands now, and the latest roots. Nothing of a person or a document."""
    latest = list(LogRoot.objects.order_by("-day").select_related("key")[:SHOWN])
    context = {
        "newest": latest[0] if latest else None,
        "older": latest[1:],
        "head": LogHead.objects.filter(pk=1).first(),
    }
    return render(request, "certificates/log/page.html", context)


def _etag(request: HttpRequest) -> str:
    last = LogRoot.objects.order_by("-day").values_list("day", "signature").first()
    return f'"{last[0]:%Y%m%d}-{last[1][:16]}"' if last else '"none"'


@require_safe
@condition(etag_func=_etag)
def log_roots(request: HttpRequest) -> StreamingHttpResponse:
    """Every root, one JSON object a line, the oldest first: yesterday's copy is the beginning of today's."""

    def lines() -> Iterator[str]:
        for root in roots.published():
            yield json.dumps(root, ensure_ascii=False, sort_keys=True) + "\n"

    headers = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}
    return StreamingHttpResponse(lines(), content_type="application/jsonl; charset=utf-8", headers=headers)
