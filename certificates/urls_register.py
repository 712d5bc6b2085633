"""The register and changes that take two people."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
