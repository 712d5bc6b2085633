"""Keys, credentials, status lists and the log, for other programs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
