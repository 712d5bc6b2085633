"""The measure of a look-up: a bare view that finds one row by its index."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def find(request: HttpRequest, code: str) -> HttpResponse:
    from certificates.models import Document

    row = Document.objects.filter(code=code).values("number").first()
    return HttpResponse(f"<!doctype html><title>bare</title><p>{row['number']}</p>")


urlpatterns = [path("find/<str:code>", find)]
