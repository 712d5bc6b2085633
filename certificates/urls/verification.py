"""Checking documents: the page, the form, lists, the interface for other programs."""

from django.urls import path, re_path

from ..views import api, credentials, finding, lists, verification

# What a scanned code leads to, asked for more than all else: found before anything is compared with the rest.
whole_code = re_path(r"^[vV]/(?P<code>[0-9A-Za-z]{4}(?:-?[0-9A-Za-z]{4}){3})$", verification.verify)

urlpatterns = [
    path("v/", verification.verify_form, name="verify_form"),
    path("v/list/", lists.check_list, name="check_list"),
    path("v/list/<uuid:token>/", lists.check_result, name="check_result"),
    path("v/find/", finding.verify_fallback, name="verify_fallback"),
    path("v/<str:code>.json", credentials.verify_json, name="verify_json"),
    path("V/<str:code>.json", credentials.verify_json),
    path("v/<str:code>", verification.verify, name="verify"),
    path("V/<str:code>", verification.verify),
    path("api/verify", api.api_verify, name="api_verify"),
    path("api/openapi.json", api.api_description, name="api_description"),
]
