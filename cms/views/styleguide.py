"""Every component with its states, for those who build and for staff."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.TIREK_DEMO and not (
        request.user.is_authenticated and request.user.has_role("administrator")
    ):
        raise Http404
    return render(request, "styleguide/index.html")
