"""Addresses under /recordings/. A recording keeps its own whatever file it has: lessons are cached with it."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:recording_id>/", views.recording_file, name="recording_file"),
    path("<int:recording_id>.<slug:language>.vtt", views.recording_captions, name="recording_captions"),
]
