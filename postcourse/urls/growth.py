"""Addresses of this room."""

from django.urls import URLPattern, path

from ..views import growth as views

urlpatterns: list[URLPattern] = [
    path("mentoring/<int:plan_id>/diary/", views.diary, name="diary"),
    path("mentoring/diary/<int:entry_id>/", views.entry, name="entry"),
    path("mentoring/diary/<int:entry_id>/check/", views.entry_check, name="entry_check"),
    path("mentoring/diary/files/<int:file_id>/", views.entry_file, name="entry_file"),
    path("mentoring/<int:plan_id>/self-assessment/", views.self_assessment, name="self_assessment"),
    path("mentoring/<int:plan_id>/indicators/", views.indicators, name="indicators"),
    path("mentoring/indicators/<int:indicator_id>/", views.indicator, name="indicator"),
]
