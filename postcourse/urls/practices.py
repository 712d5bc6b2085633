"""Addresses of this room. A file comes before a practice: both are numbers."""

from django.urls import URLPattern, path

from ..views import practice_reviews as reviews
from ..views import practice_writing as writing
from ..views import practices

urlpatterns: list[URLPattern] = [
    path("practices/", practices.practice_library, name="practice_library"),
    path("practices/own/", writing.practice_own, name="practice_own"),
    path("practices/new/", writing.practice_new, name="practice_new"),
    path("practices/reviews/", reviews.practice_reviews, name="practice_reviews"),
    path("practices/files/<int:file_id>/", practices.practice_file, name="practice_file"),
    path("practices/<int:practice_id>/", practices.shared_practice, name="shared_practice"),
    path("practices/<int:practice_id>/edit/", writing.practice_edit, name="practice_edit"),
    path("practices/<int:practice_id>/files/", writing.practice_file_remove, name="practice_file_remove"),
    path("practices/<int:practice_id>/check/", writing.practice_check, name="practice_check"),
    path("practices/<int:practice_id>/state/", writing.practice_state, name="practice_state"),
    path("practices/<int:practice_id>/review/", reviews.practice_review_page, name="practice_review"),
    path("practices/<int:practice_id>/thanks/", practices.practice_thanks, name="practice_thanks"),
    path("practices/<int:practice_id>/used/", practices.practice_used, name="practice_used"),
]
