"""The holder's own documents, and which of all documents run out."""

from django.urls import path

from ..views import expiring, wallet

urlpatterns = [
    path("documents/", wallet.document_list, name="document_list"),
    path("documents/<int:document_id>/", wallet.document_detail, name="document_detail"),
    path("documents/<int:document_id>/pdf", wallet.document_pdf, name="document_pdf"),
    path("documents/<int:document_id>/qr.svg", wallet.document_qr, name="document_qr"),
    path("register/expiring/", expiring.expiring_list, name="expiring_list"),
    path("register/expiring.xlsx", expiring.expiring_xlsx, name="expiring_xlsx"),
]
