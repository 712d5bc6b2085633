from django.urls import path

from . import views

urlpatterns = [
    path("study/<int:enrolment_id>/", views.study_course, name="study_course"),
    path("study/<int:enrolment_id>/<str:key>/", views.study_topic, name="study_topic"),
    path("study/<int:enrolment_id>/<str:key>/studied/", views.study_mark, name="study_mark"),
    path("apply/<int:cohort_id>/", views.apply, name="apply"),
]
