"""Rights to be reassessed: the learner's page and booking, and the board of everybody who is owed something."""

from django.urls import path

from ..views import owed, owed_letters, rights

urlpatterns = [
    path("rights/", rights.rights, name="rights"),
    path("rights/<int:reassessment_id>/book/", rights.right_book, name="right_book"),
    path("rights/<int:reassessment_id>/cancel/", rights.right_cancel, name="right_cancel"),
    path("owed/", owed.owed_list, name="owed_list"),
    path("owed/owed.xlsx", owed.owed_xlsx, name="owed_xlsx"),
    path("owed/letters.pdf", owed_letters.owed_letters, name="owed_letters"),
    path("owed/<int:reassessment_id>/", owed.owed_case, name="owed_case"),
    path("owed/<int:reassessment_id>/letter.<str:form>", owed_letters.owed_letter, name="owed_letter"),
]
