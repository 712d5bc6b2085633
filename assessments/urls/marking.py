from django.urls import path

from ..views.marking import comments, desk, files, notes, queue, sitting_marks

urlpatterns = [
    path("marking/", queue.marking_list, name="marking_list"),
    path("marking/comments/", comments.bank_comment_list, name="bank_comment_list"),
    path("marking/comments/<int:comment_id>/", comments.bank_comment, name="bank_comment"),
    path("marking/notes/<int:note_id>/", notes.marking_note, name="marking_note"),
    path("marking/<int:submission_id>/", desk.marking_desk, name="marking_desk"),
    path("marking/<int:submission_id>/queue/", desk.marking_queue, name="marking_queue"),
    path("marking/<int:submission_id>/next/", desk.marking_next, name="marking_next"),
    path("marking/<int:submission_id>/notes/", notes.marking_note_new, name="marking_note_new"),
    path(
        "marking/<int:submission_id>/participation/", desk.marking_participation, name="marking_participation"
    ),
    path("files/<int:file_id>/view/", files.file_view, name="file_view"),
    path("sittings/<int:sitting_id>/", sitting_marks.sitting_marks, name="sitting_marks"),
]
