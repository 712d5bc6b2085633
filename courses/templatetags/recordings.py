"""`{% shown_recording recording language as shown %}`: what the player of templates/courses/recordings/ draws."""

from django import template

from ..models import Recording
from ..recordings.shown import Shown, shown

register = template.Library()


@register.simple_tag
def shown_recording(recording: Recording | None, language: str) -> Shown | None:
    """Nothing where the recording has been removed meanwhile."""
    return shown(recording, language) if recording is not None else None
