"""Addresses of the rubrics in the editor, under /admin/rubrics/."""

from django.urls import URLPattern, path

from . import editing, listing, preview, versions

app_name = "rubrics"
urlpatterns: list[URLPattern] = [
    path("", listing.rubric_list, name="list"),
    path("<int:rubric_id>/", editing.edit_rubric, name="edit"),
    path("<int:rubric_id>/versions/", versions.version_list, name="versions"),
    path("<int:rubric_id>/as-typed/", preview.as_typed, name="as_typed"),
    path("versions/<int:version_id>/take-up/", versions.take_up, name="take_up"),
    path("versions/<int:version_id>/preview/", preview.preview, name="preview"),
    path("versions/<int:version_id>/shown/", preview.shown, name="shown"),
]
