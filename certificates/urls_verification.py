"""Checking documents: the page, the form, lists, the interface for other programs."""

from django.urls import path

from .views import verification

urlpatterns = [
    path("v/", verification.verify_form, name="verify_form"),
    path("v/<str:code>", verification.verify, name="verify"),
    path("V/<str:code>", verification.verify),
]
