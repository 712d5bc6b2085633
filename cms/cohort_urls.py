from django.urls import path

from .views import cohorts

urlpatterns = [
    path("", cohorts.cohort_list, name="cohort_list"),
    path("new/", cohorts.cohort_new, name="cohort_new"),
    path("<int:cohort_id>/", cohorts.cohort_detail, name="cohort_detail"),
]
