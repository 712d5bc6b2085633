from django.urls import path

from ..views.allocation import screen

urlpatterns = [
    path("cohorts/<int:cohort_id>/allocation/", screen.allocation_board, name="allocation"),
]
