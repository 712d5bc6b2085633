from django.urls import path

from ..views import participation
from ..views.defence import lists, session
from ..views.groups import board, own

urlpatterns = [
    path("cohorts/<int:cohort_id>/groups/", board.group_list, name="group_list"),
    path("work/<int:sitting_id>/<slug:assignment_key>/group/", own.my_group, name="my_group"),
    path("cohorts/<int:cohort_id>/defences/", lists.defence_list, name="defence_list"),
    path("defences/<int:session_id>/", session.defence_session, name="defence_session"),
    path("defences/<int:session_id>/protocol.<str:form>/", session.defence_protocol, name="defence_protocol"),
    path("cohorts/<int:cohort_id>/participation/", participation.participation, name="participation"),
]
