from django.urls import path

from ..views.work import files, page, versions

urlpatterns = [
    path("work/<int:sitting_id>/<slug:assignment_key>/", page.work_page, name="work"),
    path(
        "work/<int:sitting_id>/<slug:assignment_key>/versions/", versions.work_versions, name="work_versions"
    ),
    path(
        "work/<int:sitting_id>/<slug:assignment_key>/versions/<int:revision>/",
        versions.work_version,
        name="work_version",
    ),
    path("files/<int:file_id>/", files.submission_file, name="submission_file"),
]
