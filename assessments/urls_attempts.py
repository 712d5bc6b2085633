from django.urls import path

from .views import attempts

urlpatterns = [
    path("tests/<int:sitting_id>/<slug:quiz_key>/", attempts.attempt_intro, name="attempt_intro"),
    path("attempts/<int:attempt_id>/", attempts.attempt_resume, name="attempt_resume"),
    path("attempts/<int:attempt_id>/submit/", attempts.attempt_submit, name="attempt_submit"),
    path("attempts/<int:attempt_id>/result/", attempts.attempt_result, name="attempt_result"),
    path("attempts/<int:attempt_id>/<int:position>/", attempts.attempt_question, name="attempt_question"),
]
