from django.urls import path

from . import views

urlpatterns = [
    path("seen/", views.reading_seen, name="reading_seen"),
    path("read/", views.reading_finish, name="reading_finish"),
    path("questions/<str:question>/", views.reading_question, name="reading_question"),
]
