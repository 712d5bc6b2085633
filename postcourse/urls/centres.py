"""Addresses of this room."""

from django.urls import URLPattern, path

from ..views import centre_reports as reports
from ..views import centres

urlpatterns: list[URLPattern] = [
    path("centres/", centres.centre_list, name="centre_list"),
    path("centres/new/", centres.centre_new, name="centre_new"),
    path("centres/<int:centre_id>/", centres.centre, name="centre"),
    path("centres/<int:centre_id>/edit/", centres.centre_edit, name="centre_edit"),
    path("centres/<int:centre_id>/desk/", centres.centre_desk, name="centre_desk"),
    path(
        "centres/<int:centre_id>/report/<int:year>/<int:half>/", reports.centre_report, name="centre_report"
    ),
    path(
        "centres/<int:centre_id>/report/<int:year>/<int:half>/<slug:language>.<slug:form>",
        reports.centre_report_file,
        name="centre_report_file",
    ),
]
