from django.urls import path

from ..views import calibration

urlpatterns = [
    path("cohorts/<int:cohort_id>/calibration/", calibration.calibration_page, name="calibration"),
]
