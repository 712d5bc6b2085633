from django.urls import path

from .views import notices, preferences

urlpatterns = [
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/mail/", preferences.mail_preferences, name="mail_preferences"),
]
