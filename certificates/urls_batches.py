"""Issuing for a cohort with progress."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
