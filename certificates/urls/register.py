"""The register and changes that take two people."""

from django.urls import path

from ..views import proposals, register

urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/register.<str:form>", register.register_file, name="register_file"),
    path("register/proposals/", proposals.proposal_list, name="proposal_list"),
    path("register/proposals/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("register/<int:document_id>/", register.register_document, name="register_document"),
    path("register/<int:document_id>/<str:change>/", proposals.propose_change, name="propose_change"),
]
