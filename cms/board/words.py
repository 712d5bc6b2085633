"""Names of states and of what a lesson still lacks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

STATES: dict[str, Any] = {
    "none": _("not begun"),
    "draft": _("draft"),
    "draft_changes": _("published, with changes in a draft"),
    "at_methodologist": _("with a methodologist"),
    "at_expert": _("with an expert"),
    "given_back": _("given back"),
    "published": _("published"),
    "agreed": _("as agreed with the Ministry"),
}
# The tone of each state, and with it its shape (components/tag.html).
TONES = {
    "none": "neutral",
    "draft": "neutral",
    "draft_changes": "warn",
    "at_methodologist": "sun",
    "at_expert": "sun",
    "given_back": "bad",
    "published": "ok",
    "agreed": "ok",
}
MISSING: dict[str, Any] = {
    "page": _("the lesson itself"),
    "text": _("longer theses"),
    "outcomes": _("two outcomes"),
    "figure": _("a figure"),
    "alternative": _("words that say what a figure shows"),
    "case": _("a case from school life"),
    "task": _("a practical task"),
    "self_study": _("a self-study task"),
    "questions": _("four control questions"),
    "terms": _("key terms"),
    "translation": _("a translation that follows the other language"),
}


def state(key: str) -> str:
    return str(STATES.get(key, key))


def missing(key: str) -> str:
    return str(MISSING.get(key, key))
