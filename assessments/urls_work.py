from django.urls import path

from .views import work

urlpatterns = [
    path("work/<int:sitting_id>/<slug:assignment_key>/", work.work_page, name="work"),
    path("files/<int:file_id>/", work.submission_file, name="submission_file"),
]
