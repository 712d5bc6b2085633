"""Meetings of mentor and graduate, and the hours mentors offer."""

from django.urls import URLPattern, path

from ..views import meeting_booking, meeting_logging, meetings, slots

urlpatterns: list[URLPattern] = [
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/hours/", slots.slots, name="slots"),
    path("meetings/plan/<int:plan_id>/book/", meeting_booking.meeting_book, name="meeting_book"),
    path("meetings/plan/<int:plan_id>/new/", meeting_booking.meeting_new, name="meeting_new"),
    path("meetings/plan/<int:plan_id>/lessons/", meetings.meeting_observations, name="meeting_observations"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/change/", meeting_booking.meeting_change, name="meeting_change"),
    path("meetings/<int:meeting_id>/log/", meeting_logging.meeting_log, name="meeting_log"),
    path("meetings/<int:meeting_id>/meeting.ics", meetings.meeting_ics, name="meeting_ics"),
]
