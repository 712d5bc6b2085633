"""Addresses of the question bank in the editor, under /admin/bank/."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path

from . import bulk, coverage, duplicates, editing, exporting, importing, listing, preview, versions

app_name = "bank"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.question_list, name="list"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("new/", editing.choose_kind, name="choose_kind"),
    path("new/<slug:kind>/", editing.new_question, name="new"),
    path("<int:question_id>/", editing.edit_question, name="edit"),
    path("<int:question_id>/copy/", editing.copy_question, name="copy"),
    path("<int:question_id>/versions/", versions.version_list, name="versions"),
    path("versions/<int:version_id>/review/", versions.review, name="review"),
    path("versions/<int:version_id>/ready/", versions.make_ready, name="ready"),
    path("versions/<int:version_id>/retire/", versions.retire, name="retire"),
    path("versions/<int:version_id>/take-up/", versions.take_up, name="take_up"),
    path("versions/<int:version_id>/preview/", preview.preview, name="preview"),
    path("versions/<int:version_id>/shown/", preview.shown, name="shown"),
    path("similar/", duplicates.duplicates_screen, name="duplicates"),
    path("coverage/", coverage.coverage_screen, name="coverage"),
    path("import/", importing.upload, name="import"),
    path("import/preview/", importing.import_preview, name="import_preview"),
    path("import/cancel/", importing.import_cancel, name="import_cancel"),
    path("export/", exporting.export_screen, name="export"),
    path("export/file/", exporting.download, name="download"),
]
# The statistics of questions are a screen of their own, which an installation may be without.
if find_spec(f"{__package__}.statistics"):
    urlpatterns += import_module(f"{__package__}.statistics").urls
