"""The log of issue and its signed roots."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
