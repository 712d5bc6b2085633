from django.urls import include, path

from . import views
from .kit import views as kit

urlpatterns = [
    path("study/<int:enrolment_id>/<str:key>/", include("courses.reading.urls")),
    path("", include("courses.reader.urls")),
    path("recordings/", include("courses.recordings.urls")),
    path("editions/<int:edition_id>/", include("courses.printing.urls")),
    path("study/<int:enrolment_id>/", views.study_course, name="study_course"),
    path("study/<int:enrolment_id>/<str:key>/", views.study_topic, name="study_topic"),
    path("study/<int:enrolment_id>/<str:key>/studied/", views.study_mark, name="study_mark"),
    path("apply/<int:cohort_id>/", views.apply, name="apply"),
    path("kit/", kit.kit_list, name="kit_list"),
    path("kit/<slug:key>.<slug:language>.<slug:kind>", kit.kit_file, name="kit_file"),
]
