"""Who may play a recording: whoever is signed in, and everyone where a page open to all shows it."""

from collections.abc import Callable

from people.models import User

from ..pages import OrientationPage, TopicPage
from . import usage

# Higher floors add what else opens a recording to everyone (the library does): given its id, yes or no.
_OPENERS: list[Callable[[int], bool]] = []


def register(opener: Callable[[int], bool]) -> None:
    """Let another app open recordings to visitors. Called once, when the app is ready."""
    if opener not in _OPENERS:
        _OPENERS.append(opener)


def is_open(recording_id: int) -> bool:
    """Whether visitors without an account may play it: a published open lesson or “How to study here” shows it."""
    pages = usage.page_ids(recording_id)
    if pages and (
        TopicPage.objects.live().filter(pk__in=pages, is_open=True).exists()
        or OrientationPage.objects.live().filter(pk__in=pages).exists()
    ):
        return True
    return any(opener(recording_id) for opener in _OPENERS)


def may_play(user: User, recording_id: int) -> bool:
    return user.is_authenticated or is_open(recording_id)
