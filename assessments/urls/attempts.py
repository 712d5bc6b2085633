from django.urls import path

from ..views.taking import ending, intro, practice, questions, result

urlpatterns = [
    path("tests/<int:sitting_id>/<slug:quiz_key>/", intro.attempt_intro, name="attempt_intro"),
    path("practice/<int:sitting_id>/", practice.practice_list, name="practice_list"),
    path("attempts/<int:attempt_id>/", intro.attempt_resume, name="attempt_resume"),
    path("attempts/<int:attempt_id>/submit/", ending.attempt_submit, name="attempt_submit"),
    path("attempts/<int:attempt_id>/break/", ending.attempt_break, name="attempt_break"),
    path("attempts/<int:attempt_id>/focus/", ending.attempt_focus, name="attempt_focus"),
    path("attempts/<int:attempt_id>/result/", result.attempt_result, name="attempt_result"),
    path("attempts/<int:attempt_id>/review/", result.attempt_review, name="attempt_review"),
    path("attempts/<int:attempt_id>/<int:position>/", questions.attempt_question, name="attempt_question"),
]
