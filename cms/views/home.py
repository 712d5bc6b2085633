"""Each person's home: the learner's next step, and for every other role what is theirs."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cms.home import course_home, own_enrolments
from cms.role_homes import cards_for


@login_required
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    enrolments = own_enrolments(request.user)
    roles = request.user.role_names
    context = {
        "cards": cards_for(request.user),
        "roles": roles,
        "catalogue_url": f"/{request.LANGUAGE_CODE}/programmes/",
    }
    if enrolments:
        context["course"] = course_home(enrolments[0], at=at)
        context["other_enrolments"] = enrolments[1:]
    return render(request, "cms/home.html", context)
