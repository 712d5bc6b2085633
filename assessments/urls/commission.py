"""Protocols of the attestation commission, and the amendment of a result."""

from django.urls import path

from ..views import amending, commission

urlpatterns = [
    path("cohorts/<int:cohort_id>/protocols/", commission.protocol_list, name="protocol_list"),
    path("protocols/<int:protocol_id>/", commission.protocol, name="protocol"),
    path("protocols/<int:protocol_id>/protocol.<str:form>", commission.protocol_file, name="protocol_file"),
    path("results/<int:result_id>/amend/", amending.result_amend, name="result_amend"),
]
