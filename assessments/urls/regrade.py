from django.urls import path

from ..views import regrade

urlpatterns = [
    path("regrade/", regrade.regrade_list, name="regrade_list"),
    path("regrade/<int:version_id>/", regrade.regrade_question, name="regrade_question"),
    path("regrade/decisions/<int:decision_id>/", regrade.regrade_decision, name="regrade_decision"),
]
