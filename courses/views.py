"""Studying: the course, a topic, marking it as studied, applying."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.errors import Refusal

from . import services
from .models import Cohort
from .outline import outline_for
from .presentation import orientation_page
from .reading.page import own_enrolment, topic_page


@login_required
@require_safe
def study_course(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """The course: its modules and topics with what was studied."""
    enrolment = own_enrolment(request, enrolment_id)
    language = enrolment.cohort.language
    outline = outline_for(enrolment, language=language)
    return render(
        request,
        "courses/course.html",
        {
            "enrolment": enrolment,
            "cohort": enrolment.cohort,
            "outline": outline,
            "orientation": orientation_page(),
            "content_language": language,
        },
    )


@login_required
@require_safe
def study_topic(request: HttpRequest, enrolment_id: int, key: str) -> HttpResponse:
    """A lesson in the cohort's language, with its control questions and the way through the module."""
    return topic_page(request, enrolment_id, key)


@login_required
@require_POST
def study_mark(request: HttpRequest, enrolment_id: int, key: str) -> HttpResponse:
    """Mark as studied by one's own word, where the topic asks for no more, and go on; or take the mark back."""
    enrolment = own_enrolment(request, enrolment_id)
    outline = outline_for(enrolment, language=enrolment.cohort.language)
    topic = next((topic for topic in outline.topics if topic.key == key and not topic.is_final), None)
    if topic is None:
        raise Http404
    studied = request.POST.get("studied") != "no"
    try:
        services.mark_studied(
            enrolment_id=enrolment.pk, topic_id=topic.pk, at=timezone.now(), studied=studied
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(topic.url)
    if not studied:
        messages.info(request, _("The topic is no longer marked as studied."))
        return redirect(topic.url)
    messages.success(request, _("Topic %(number)s is marked as studied.") % {"number": topic.number})
    _previous, following = outline.around(key)
    return redirect(following.url if following else "home")


@login_required
@require_POST
def apply(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Apply to a cohort that takes applications."""
    get_object_or_404(Cohort.objects.exclude(status=Cohort.Status.DRAFT), pk=cohort_id)
    try:
        services.apply_to_cohort(cohort_id=cohort_id, user=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("profile" if refusal.code == "no_name" else "home")
    messages.success(request, _("Your application is in. The coordinator will answer it."))
    return redirect("home")
