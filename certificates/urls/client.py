"""What the verifying browser does by itself: a file compared, many codes scanned, a check without a network.

They stand before v/<code>, which would answer for them.
"""

from django.urls import path

from ..views import client

urlpatterns = [
    path("v/file/", client.verify_file, name="verify_file"),
    path("v/hash/<str:sha256>", client.verify_hash, name="verify_hash"),
    path("v/scan/", client.verify_scan, name="verify_scan"),
    path("v/offline", client.verify_offline, name="verify_offline"),
    path("v/worker.js", client.verify_worker, name="verify_worker"),
    path("v/app.webmanifest", client.verify_manifest, name="verify_manifest"),
]
