"""Webinars, seminars, master classes, conferences."""

from django.urls import URLPattern, path

from ..views import event_hosting, event_people, event_room, events

urlpatterns: list[URLPattern] = [
    path("events/", events.event_list, name="event_list"),
    path("events/new/", event_hosting.event_new, name="event_new"),
    path("events/<int:event_id>/", events.event, name="event"),
    path("events/<int:event_id>/event.ics", events.event_ics, name="event_ics"),
    path("events/<int:event_id>/room/", event_room.event_room, name="event_room"),
    path("events/<int:event_id>/beat/", event_room.event_beat, name="event_beat"),
    path("events/<int:event_id>/feedback/", events.event_feedback_page, name="event_feedback"),
    path("events/<int:event_id>/paper-<str:language>.pdf", events.event_paper, name="event_paper"),
    path("events/<int:event_id>/files/", event_hosting.event_files, name="event_files"),
    path("events/<int:event_id>/files/<int:file_id>/", events.event_file, name="event_file"),
    path("events/<int:event_id>/edit/", event_hosting.event_edit, name="event_edit"),
    path("events/<int:event_id>/status/", event_hosting.event_status, name="event_status"),
    path("events/<int:event_id>/people/", event_people.event_people, name="event_people"),
    path("events/<int:event_id>/people.xlsx", event_people.event_people_file, name="event_people_file"),
    path("events/<int:event_id>/import/", event_people.event_import, name="event_import"),
]
