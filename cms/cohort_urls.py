from django.urls import path

from .views import cohort_about, cohorts

urlpatterns = [
    path("", cohorts.cohort_list, name="cohort_list"),
    path("new/", cohorts.cohort_new, name="cohort_new"),
    path("<int:cohort_id>/", cohorts.cohort_detail, name="cohort_detail"),
    path("<int:cohort_id>/about/", cohort_about.cohort_about, name="cohort_about"),
    path("<int:cohort_id>/gradebook.xlsx", cohorts.gradebook_file, {"form": "xlsx"}, name="gradebook_xlsx"),
    path("<int:cohort_id>/gradebook.pdf", cohorts.gradebook_file, {"form": "pdf"}, name="gradebook_pdf"),
]
