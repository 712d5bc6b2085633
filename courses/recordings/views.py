"""The bytes of a recording and its captions."""

import hashlib

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import etag, require_safe

from ..models import Captions, Recording
from . import access, sending


@require_safe
def recording_file(request: HttpRequest, recording_id: int) -> HttpResponseBase:
    """The recording, whole or the range that was asked for. A visitor of what is not open is asked to sign in."""
    recording = get_object_or_404(Recording, pk=recording_id)
    if not access.may_play(request.user, recording.pk):
        return redirect_to_login(request.get_full_path())
    return sending.send(request, recording)


@require_safe
def recording_captions(request: HttpRequest, recording_id: int, language: str) -> HttpResponseBase:
    """Captions as WebVTT, for whoever may play the recording."""
    captions = get_object_or_404(Captions, recording_id=recording_id, language=language)
    if not access.may_play(request.user, recording_id):
        return redirect_to_login(request.get_full_path())
    tag = f'"{hashlib.sha256(captions.text.encode()).hexdigest()[:32]}"'
    response = etag(lambda _request: tag)(lambda _request: _written(captions))(request)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _written(captions: Captions) -> HttpResponse:
    return HttpResponse(captions.text, content_type="text/vtt; charset=utf-8")
