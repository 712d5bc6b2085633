"""Names of what a text is made of, and of the steps of its review."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PARTS: dict[str, Any] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "audience": _("For whom"),
    "aim": _("Aim"),
    "outcomes": _("Outcomes"),
    "you_will_be_able": _("You will be able to"),
    "how_assessed": _("How you are assessed"),
    "you_receive": _("You receive"),
    "body": _("Text"),
    "terms": _("Key terms"),
    "literature": _("Literature"),
    "works": _("Work of the literature"),
    "text": _("Theses"),
    "table": _("Table"),
    "figure": _("Figure"),
    "case": _("Case from school life"),
    "task": _("Practical task"),
    "self_study": _("Self-study task"),
    "control_question": _("Control question"),
    "bank_question": _("Question of the bank"),
    "key_term": _("Key term"),
    "reflection": _("Reflection"),
    "video": _("Video"),
    "audio": _("Audio"),
    "download": _("File to download"),
    "embedded": _("Document in the page"),
}
STEPS: dict[str, Any] = {
    "methodologist": _("Methodologist's review"),
    "expert": _("Expert's review"),
}


def part(kind: str) -> str:
    return str(PARTS.get(kind, kind))


def step(role: str) -> str:
    return str(STEPS.get(role, _("Review")))
