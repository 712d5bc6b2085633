"""Public keys and status lists, for other programs."""

from django.urls import path

from ..views import proof

urlpatterns = [
    path(".well-known/did.json", proof.did_document, name="did_document"),
    path("status/<int:number>/<str:purpose>", proof.status_list, name="status_list"),
    path("v/keys.json", proof.public_keys, name="public_keys"),
    path("v/status.json", proof.offline_status, name="offline_status"),
]
