"""Addresses of mentoring: the year of support, its plan and end, mentors and matching."""

from django.urls import URLPattern, path

from ..views import mentoring, mentoring_closing, mentoring_plan, mentors

urlpatterns: list[URLPattern] = [
    path("my-mentoring/", mentoring.my_mentoring, name="my_mentoring"),
    path("mentoring/", mentoring.mentoring_list, name="mentoring_list"),
    path("mentoring/matching/", mentors.matching, name="matching"),
    path("mentoring/<int:plan_id>/", mentoring.mentoring_plan, name="mentoring_plan"),
    path("mentoring/<int:plan_id>/plan/", mentoring_plan.mentoring_write, name="mentoring_write"),
    path("mentoring/<int:plan_id>/plan.<str:form>", mentoring_plan.mentoring_paper, name="mentoring_paper"),
    path("mentoring/<int:plan_id>/versions/", mentoring_plan.mentoring_versions, name="mentoring_versions"),
    path("mentoring/<int:plan_id>/closing/", mentoring_closing.mentoring_closing, name="mentoring_closing"),
    path("mentoring/<int:plan_id>/hand-over/", mentors.hand_over, name="mentoring_hand_over"),
    path("mentoring/<int:plan_id>/end/", mentors.end_early, name="mentoring_end"),
    path("mentors/", mentors.mentor_list, name="mentor_list"),
    path("mentors/<int:user_id>/", mentors.mentor_profile, name="mentor_profile"),
]
