"""Each person's home: the learner's next step, and for every other role what is theirs."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cms.home import CourseHome, course_home, own_enrolments
from cms.role_homes import cards_for
from courses.presentation import orientation_page


def _is_new(context: dict) -> bool:
    """A learner who has studied nothing yet, with a course or before one."""
    if "course" not in context:
        return not context["cards"]
    course: CourseHome = context["course"]
    if course.enrolment.status in {"applied", "admitted"}:
        return True
    return course.enrolment.status == "studying" and not (course.outline and course.outline.studied_hours)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    enrolments = own_enrolments(request.user)
    roles = request.user.role_names
    context = {
        "cards": cards_for(request.user, at=at),
        "roles": roles,
        "catalogue_url": f"/{request.LANGUAGE_CODE}/programmes/",
    }
    if enrolments:
        context["course"] = course_home(enrolments[0], at=at)
        context["other_enrolments"] = enrolments[1:]
    if _is_new(context):
        context["orientation"] = orientation_page()
    return render(request, "cms/home.html", context)
