"""The form of a decision about a question: its fields fit the kind, chosen answers are drawn as the test draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import items
from ..models import ItemDecision, QuestionVersion
from ..question_page import kind_part
from ..rules import regrade as rules
from ..services.decisions import regrade

# The chosen answer stands in the form as question 0 of a paper.
ANSWER = 0
EXPLAINED = {
    rules.VOID: _("It leaves every paper: its points and its place among the questions."),
    rules.FULL_MARKS: _("Every paper with it gets its full score, answered or not."),
    rules.CHANGE_KEY: _("What you give below becomes the right answer; the old one no longer counts."),
    rules.ACCEPT: _("What you give below counts as fully right, and the present right answer too."),
}


def content_language() -> str:
    """The language contents are shown in: Kazakh for an English reader."""
    return "ru" if get_language() == "ru" else "kk"


@dataclass(frozen=True)
class Action:
    """A decision to choose from, with what it does."""

    value: str
    label: str
    help: Promise
    is_chosen: bool


class DecisionForm(forms.Form):
    """What is decided, why, and by which commission; answers that are chosen stand beside it (kind_part)."""

    action = forms.ChoiceField(
        label=_("What is decided"),
        error_messages={"required": _("Choose what is decided.")},
        widget=forms.RadioSelect,
    )
    value = forms.CharField(label=_("New right answer"), required=False, max_length=40)
    tolerance = forms.CharField(label=_("Tolerance"), required=False, max_length=40)
    accepted_kk = forms.CharField(
        label=_("Right answers in Kazakh"),
        help_text=_("One answer a line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "kk"}),
    )
    accepted_ru = forms.CharField(
        label=_("Right answers in Russian"),
        help_text=_("One answer a line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "ru"}),
    )
    accept = forms.CharField(label=_("One more answer that counts as right"), required=False, max_length=200)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Why the question is not sound. It stands in the log; learners do not see it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    commission = forms.CharField(
        label=_("Commission"),
        help_text=_("Its name, the number and date of its minutes. Left empty, decided results wait for it."),
        required=False,
        max_length=300,
    )

    def __init__(self, data: Any, *, version: QuestionVersion, body: Mapping) -> None:
        initial = {"value": body.get("value", ""), "tolerance": body.get("tolerance", "")}
        for language in rules.LANGUAGES:
            initial[f"accepted_{language}"] = "\n".join(body[language].get("accepted", ()))
        super().__init__(data, initial=initial)
        allowed = regrade.actions_for(version)
        self.fields["action"].choices = [
            (action, label) for action, label in ItemDecision.Action.choices if action in allowed
        ]
        unused = set()
        if "value" not in body:
            unused |= {"value", "tolerance"}
        if not rules.is_typed(body):
            unused |= {"accepted_kk", "accepted_ru"}
        if unused >= {"value", "accepted_kk"}:
            unused.add("accept")
        for name in unused:
            del self.fields[name]

    @property
    def actions(self) -> list[Action]:
        chosen = self["action"].value()
        return [
            Action(value=value, label=label, help=EXPLAINED[value], is_chosen=value == chosen)
            for value, label in self.fields["action"].choices
        ]

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        names = ("value", "tolerance", "accepted_kk", "accepted_ru", "accept")
        return [self[name] for name in names if name in self.fields]

    def detail(self, body: Mapping, response: Sequence[str]) -> dict[str, Any]:
        """The decision's detail as it was typed and chosen; {} where nothing was."""
        typed = self.cleaned_data
        if typed["action"] == rules.CHANGE_KEY:
            if "value" in self.fields:
                key = {name: typed[name] for name in ("value", "tolerance") if typed[name]}
                return {name: rules.plain_number(text) or text for name, text in key.items()}
            if "accepted_kk" in self.fields:
                return {
                    "accepted": {
                        language: [
                            line.strip()
                            for line in typed[f"accepted_{language}"].splitlines()
                            if line.strip()
                        ]
                        for language in rules.LANGUAGES
                    }
                }
            return rules.key_of(body, response)
        if typed["action"] == rules.ACCEPT:
            if "accept" in self.fields:
                text = typed["accept"]
                number = rules.plain_number(text) if "value" in self.fields else ""
                return {"accept": [number or text]} if text else {}
            if response:
                return {"accept": [response[0] if len(response) == 1 else list(response)]}
        return {}


def answer_part(version: QuestionVersion, body: Mapping, response: Sequence[str]) -> SafeString:
    """The inputs of an answer that is chosen, as its kind draws them, in the written order."""
    asked = QuestionVersion(kind=version.kind, body=body)
    written = {**body, "shuffle": False}
    if "parts" in body:
        written["parts"] = [{**part, "body": {**part["body"], "shuffle": False}} for part in body["parts"]]
    return kind_part(
        asked,
        position=ANSWER,
        language=content_language(),
        order=items.kind(version.kind).order(written, Random(0)),  # noqa: S311
        response=response,
    )
