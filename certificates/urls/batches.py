"""Issuing for a cohort with progress."""

from django.urls import path

from ..views import batches

urlpatterns = [
    path("cohorts/<int:cohort_id>/documents/", batches.cohort_documents, name="cohort_documents"),
    path(
        "cohorts/<int:cohort_id>/documents/progress/",
        batches.cohort_documents_progress,
        name="cohort_documents_progress",
    ),
    path(
        "cohorts/<int:cohort_id>/documents.<str:form>",
        batches.cohort_documents_file,
        name="cohort_documents_file",
    ),
]
