"""The log of issue and its signed roots."""

from django.urls import path

from ..views import log

urlpatterns = [
    path("log/", log.log_of_issue, name="log_of_issue"),
    path("log/roots.jsonl", log.log_roots, name="log_roots"),
]
