"""Translating inside the editor, under /admin/translating/."""

from django.urls import path

from . import views

app_name = "translating"
urlpatterns = [
    path("", views.programme, name="programme"),
    path("open/<int:page_id>/", views.opened, name="open"),
    path("<int:page_id>/", views.side_by_side, name="page"),
]
