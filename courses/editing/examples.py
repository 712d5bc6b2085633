"""What each part looks like with words in it: shown to an editor who chooses a part."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from . import choices


def _first(model: str, **chosen: Any) -> Any:
    """Any row of the editors' own, newest first; None where there is none yet."""
    return apps.get_model(model).objects.filter(**chosen).order_by("-pk").first()


def _paragraph(text: str) -> str:
    return f"<p>{text}</p>"


def text() -> str:
    heading, words = _("Barriers, not children"), _("A barrier is what keeps a child from taking part.")
    return f"<h2>{heading}</h2>{_paragraph(words)}"


def table() -> dict:
    return {
        "caption": _("Barriers and what removes them"),
        "rows": [
            [_("Barrier"), _("What removes it")],
            [_("Small print"), _("A large print copy")],
            [_("Long instructions"), _("Steps with pictures")],
        ],
    }


def figure() -> dict:
    image = _first("wagtailimages.Image")
    return {
        "image": image,
        "alt": (image.description or image.title) if image else "",
        "caption": _("The three levels of support"),
        "description": "",
    }


def case() -> dict:
    return {
        "title": _("A lesson with group work"),
        "text": _paragraph(
            _("A pupil sits aside while the others work in groups. What would you ask first?")
        ),
    }


def task() -> dict:
    return {
        "title": _("Adapt one task"),
        "text": _paragraph(_("Take a task of your next lesson and write two ways to answer it.")),
    }


def self_study() -> dict:
    return {
        "title": _("Observe a lesson"),
        "text": _paragraph(_("Note for twenty minutes who speaks and who does not.")),
    }


def reflection() -> dict:
    return {
        "title": _("Your own classroom"),
        "text": _paragraph(_("Who in your class has said nothing this week, and why?")),
    }


def control_question() -> dict:
    return {
        "question": _("What is a barrier to learning?"),
        "answer": _paragraph(_("Anything that keeps a child from taking part; it is not in the child.")),
    }


def bank_question() -> dict:
    return {"key": next((key for key, _name in choices.practice_questions()), "")}


def key_term() -> dict:
    return {"key": next((key for key, _name in choices.glossary_terms()), "")}


def video() -> dict:
    return {"recording": _first("courses.Recording", kind="video")}


def audio() -> dict:
    return {"recording": _first("courses.Recording", kind="audio")}


def download() -> dict:
    return {
        "document": _first("wagtaildocs.Document"),
        "title": _("Observation sheet"),
        "about": _("Print it before the lesson you visit."),
    }


def embedded() -> dict:
    return {
        "document": _first("wagtaildocs.Document", file__iendswith=".pdf"),
        "title": _("Individual support plan, filled in"),
        "alternative": _paragraph(
            _("The plan names the pupil's strengths, three goals and who helps with each.")
        ),
    }
