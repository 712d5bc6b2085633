from django.urls import path

from . import views

urlpatterns = [
    path("documents/", views.document_list, name="document_list"),
    path("documents/<int:document_id>/pdf", views.document_pdf, name="document_pdf"),
    path("v/", views.verify_form, name="verify_form"),
    path("v/<str:code>", views.verify, name="verify"),
    path("V/<str:code>", views.verify),
]
