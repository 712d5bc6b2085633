from django.urls import path

from . import views

urlpatterns = [
    path("board/", views.edition_board, name="edition_board"),
    path("versions/", views.agreed_list, name="agreed_list"),
    path("versions/<int:number>/", views.agreed_version, name="agreed_version"),
    path("versions/<int:number>/changes.xlsx", views.agreed_xlsx, name="agreed_xlsx"),
]
