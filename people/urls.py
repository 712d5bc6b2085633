from django.urls import path

from .views import notices

urlpatterns = [path("notices/", notices.notice_list, name="notice_list")]
