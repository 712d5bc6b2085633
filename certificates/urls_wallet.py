"""The holder's own documents."""

from django.urls import path

from .views import wallet

urlpatterns = [
    path("documents/", wallet.document_list, name="document_list"),
    path("documents/<int:document_id>/pdf", wallet.document_pdf, name="document_pdf"),
]
