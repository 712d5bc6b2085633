"""What the support comes to, and the page from which everything after the course is reached."""

from django.urls import path

from ..views import after, effect

urlpatterns = [
    path("after/", after.after, name="after"),
    path("support/", effect.support_effect, name="support_effect"),
    path("support/support.xlsx", effect.support_effect_xlsx, name="support_effect_xlsx"),
]
