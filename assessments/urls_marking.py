from django.urls import path

from .views import marking

urlpatterns = [
    path("marking/", marking.marking_list, name="marking_list"),
    path("marking/<int:submission_id>/", marking.marking_desk, name="marking_desk"),
    path("sittings/<int:sitting_id>/", marking.sitting_marks, name="sitting_marks"),
]
