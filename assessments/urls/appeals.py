from django.urls import path

from ..views.appeals import learner, letter, lists, staff

urlpatterns = [
    path("sittings/<int:sitting_id>/appeal/", learner.appeal_page, name="appeal"),
    path("appeals/", lists.my_appeals, name="my_appeals"),
    path("cohorts/<int:cohort_id>/appeals/", lists.appeal_list, name="appeal_list"),
    path("appeals/<int:appeal_id>/", staff.appeal_desk, name="appeal_desk"),
    path("appeals/<int:appeal_id>/letter.<str:form>", letter.appeal_letter, name="appeal_letter"),
]
