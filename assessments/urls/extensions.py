from django.urls import path

from ..views import extensions

urlpatterns = [
    path("cohorts/<int:cohort_id>/extensions/", extensions.extension_list, name="extension_list"),
]
