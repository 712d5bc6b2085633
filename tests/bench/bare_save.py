"""The measure of a save: a bare view with session and login that does one insert and one update in a transaction."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone


@login_required
@transaction.atomic
def save(request: HttpRequest, attempt_id: int) -> JsonResponse:
    from assessments.models import AttemptEvent, AttemptItem

    at = timezone.now()
    AttemptEvent.objects.create(attempt_id=attempt_id, kind="note", at=at, actor=request.user)
    AttemptItem.objects.filter(attempt_id=attempt_id, position=1).update(answered_at=at)
    return JsonResponse({"saved_at": at.isoformat()})


urlpatterns = [path("save/<int:attempt_id>/", save)]
