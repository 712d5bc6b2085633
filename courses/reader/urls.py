from django.urls import path

from . import views

urlpatterns = [
    path("reader/settings/", views.reader_settings, name="reader_settings"),
    path("lessons/<str:key>.<slug:language>.pdf", views.lesson_paper, name="lesson_paper"),
    path("study/<int:enrolment_id>/notes/", views.study_notes, name="study_notes"),
    path("study/<int:enrolment_id>/notes.<slug:kind>", views.study_notes_file, name="study_notes_file"),
    path("study/<int:enrolment_id>/notes/<int:note_id>/", views.note_change, name="note_change"),
    path("study/<int:enrolment_id>/<str:key>/marks/", views.lesson_marks, name="lesson_marks"),
    path("study/<int:enrolment_id>/<str:key>/notes/", views.note_add, name="note_add"),
    path("study/<int:enrolment_id>/<str:key>/bookmark/", views.bookmark_set, name="bookmark_set"),
]
