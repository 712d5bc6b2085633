from django.urls import path

from . import views

urlpatterns = [
    path("programme.<slug:language>.<slug:kind>", views.programme_paper, name="programme_paper"),
]
