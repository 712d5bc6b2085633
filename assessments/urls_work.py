from django.urls import path

from .views import marking, work

urlpatterns = [
    path("work/<int:sitting_id>/<slug:assignment_key>/", work.work_page, name="work"),
    path("files/<int:file_id>/", work.submission_file, name="submission_file"),
    path("marking/", marking.marking_list, name="marking_list"),
    path("marking/<int:submission_id>/", marking.marking_desk, name="marking_desk"),
    path("sittings/<int:sitting_id>/", marking.sitting_marks, name="sitting_marks"),
]
