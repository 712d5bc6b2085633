from django.urls import path

from ..views.exams import board, conditions, protocol

urlpatterns = [
    path("exams/", board.exam_list, name="exam_list"),
    path("exams/<int:cohort_id>/<slug:quiz_key>/", board.exam_board, name="exam_board"),
    path("exams/attempts/<int:attempt_id>/", protocol.attempt_protocol, name="attempt_protocol"),
    path("exams/conditions/<int:enrolment_id>/", conditions.conditions, name="conditions"),
]
