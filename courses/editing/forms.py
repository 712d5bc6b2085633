"""Forms of programme, module and topic pages in the editor: real fields, and what a running plan forbids."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from . import choices, places, protection, sentences
from .fields import LinesField, NamesField

OUTCOMES = _(
    "One outcome a line, what the learner can do afterwards: “plans a lesson with two ways to answer”."
)


class LoadedPageForm(WagtailAdminPageForm):
    """A page that stands for a place of a programme's table. A new one says which place, and keeps it."""

    place = forms.ChoiceField(label=_("Place in the programme"))
    all_taken = _(
        "Every place of the programme's table has its page in this language. Correct the page that is there."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new:
            self._offer_places()
        else:
            self.fields.pop("place", None)

    @property
    def is_new(self) -> bool:
        return self.instance._state.adding

    def places(self, parent: Page, language: str) -> list[choices.Choice]:
        """Every place that a page of this kind below `parent` can stand for."""
        return []

    def _offer_places(self) -> None:
        field = self.fields.get("place")
        if field is None:
            return
        locale = self.parent_page.locale
        found = places.free(self.places(self.parent_page, locale.language_code), type(self.instance), locale)
        field.choices = [("", "—"), *found] if len(found) != 1 else found
        if not found:
            field.help_text = self.all_taken
            field.error_messages = {**field.error_messages, "required": self.all_taken}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_new and cleaned.get("place"):
            self.instance.stand_for(cleaned["place"], locale=self.parent_page.locale)
        if not self.is_new:
            self._keep_what_is_studied(cleaned)
        return cleaned

    def _keep_what_is_studied(self, cleaned: dict[str, Any]) -> None:
        wrong = {
            "slug": "slug" in cleaned and cleaned["slug"] != self.initial.get("slug"),
            "expire": bool(cleaned.get("expire_at"))
            and cleaned["expire_at"] != self.initial.get("expire_at"),
        }
        for act in (act for act, is_wrong in wrong.items() if is_wrong):
            if said := protection.refusal(self.instance, act):
                self.add_error({"slug": "slug", "expire": "expire_at"}[act], said)


class ProgrammePageForm(LoadedPageForm):
    you_will_be_able = LinesField(
        label=_("You will be able to"), help_text=_("One ability a line, as the programme's page lists them.")
    )
    how_assessed = LinesField(
        label=_("How you are assessed"), help_text=_("One line for each part of the assessment.")
    )
    you_receive = LinesField(
        label=_("You receive"), help_text=_("One line for each thing: certificate, materials, mentoring.")
    )
    all_taken = _(
        "Every programme has its page in this language. "
        "A new programme begins with its table of hours: load its files first."
    )

    def places(self, parent: Page, language: str) -> list[choices.Choice]:
        return places.programmes(parent, language)


class ModulePageForm(LoadedPageForm):
    outcomes = LinesField(label=_("Outcomes"), help_text=OUTCOMES)
    all_taken = _(
        "Every module of this programme's table has its page in this language. "
        "Add the module to the next edition of the table first, then make its page."
    )

    def places(self, parent: Page, language: str) -> list[choices.Choice]:
        return places.modules_of(parent, language)


class TopicPageForm(LoadedPageForm):
    outcomes = LinesField(label=_("Outcomes"), help_text=OUTCOMES)
    terms = NamesField(
        label=_("Key terms"),
        required=False,
        gone=_("%(key)s (no longer in the glossary)"),
        help_text=_("They stand at the end of the lesson with their definitions."),
    )
    literature = NamesField(
        label=_("Literature"),
        required=False,
        gone=_("%(key)s (no longer in the literature)"),
        help_text=_("Works of the programme's list that this lesson rests on, as printed."),
    )
    all_taken = _(
        "Every topic of this module in the programme's table has its page in this language. "
        "Add the topic to the next edition of the table first, then make its page."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Callable[[list[str]], list[choices.Choice]]] = {
            "terms": choices.glossary_terms,
            "literature": choices.works,
        }
        for name, offer in offered.items():
            if name in self.fields:
                self.fields[name].offer(offer([self.programme]), standing=getattr(self.instance, name))

    @property
    def programme(self) -> str:
        """The programme's code, from the page or from the module it is made in."""
        return (self.instance.key or getattr(self.parent_page, "key", "")).split(".")[0]

    def places(self, parent: Page, language: str) -> list[choices.Choice]:
        return places.topics_of(parent, language)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("body") and not self.is_deferred_validation:
            self._check_terms_of_the_lesson(cleaned["body"])
        return cleaned

    def _check_terms_of_the_lesson(self, body: Any) -> None:
        """A term of another programme has no definition here."""
        named = {place: part.value["key"] for place, part in enumerate(body) if part.block_type == "key_term"}
        known = {key for key, _name in choices.glossary_terms([self.programme])} if named else set()
        wrong = {
            place: StructBlockValidationError({"key": forms.ValidationError(sentences.TERM_ELSEWHERE)})
            for place, key in named.items()
            if key not in known
        }
        if wrong:
            self.add_error("body", StreamBlockValidationError(block_errors=wrong))


class OrientationPageForm(LoadedPageForm):
    """There is one such page in a language: it asks for no place."""

    place = None

    def clean(self) -> dict[str, Any]:
        if self.is_new:
            self.instance.stand_for("orientation", locale=self.parent_page.locale)
        return super().clean()
