from django.urls import path

from . import views

urlpatterns = [
    path("review/", views.review_list, name="review_list"),
    path("review/<int:state_id>/", views.review_text, name="review_text"),
    path("review/<int:state_id>/decide/", views.review_decide, name="review_decide"),
    path("review/<int:state_id>/take-back/", views.review_take_back, name="review_take_back"),
]
