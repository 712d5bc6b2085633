"""The shape of hours, meetings and what came of them as people type it; the services check the world."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..models import Meeting
from ..models.meetings import Way
from ..rules import observation as sheet

DATE = {"type": "date"}
TIME = {"type": "time", "step": "300"}
OFTEN = [1, 2, 4, 8, 12, 16, 26]  # weeks, within rules.meeting_times.WEEKS


class TimesForm(forms.Form):
    """A day with a beginning and an end, in the time of Kazakhstan."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day.")},
    )
    begins = forms.TimeField(
        label=_("Begins"),
        widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        error_messages={"required": _("Choose when it begins.")},
    )
    ends = forms.TimeField(
        label=_("Ends"),
        widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        error_messages={"required": _("Choose when it ends.")},
    )

    def span(self) -> tuple[datetime, datetime]:
        zone = timezone.get_current_timezone()
        day = self.cleaned_data["day"]
        begins, ends = (
            datetime.combine(day, self.cleaned_data[name], tzinfo=zone) for name in ("begins", "ends")
        )
        return begins, ends

    @staticmethod
    def initial_of(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
        start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
        return {"day": start.date(), "begins": start.time(), "ends": end.time()}


class PlaceForm(forms.Form):
    way = forms.ChoiceField(label=_("How"), choices=Way.choices, initial=Way.ONLINE)
    place = forms.CharField(
        label=_("Place or link"),
        max_length=300,
        required=False,
        help_text=_("The link of the meeting, the school and room, or the number to call."),
    )


def _how_often() -> list[tuple[int, str]]:
    weeks = [(n, ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}) for n in OFTEN[1:]]
    return [(1, gettext("Only once")), *weeks]


class OfferForm(TimesForm, PlaceForm):
    """An hour that is offered, once or every week."""

    field_order = ["day", "begins", "ends", "weeks", "way", "place"]
    weeks = forms.TypedChoiceField(
        label=_("Repeat every week"),
        coerce=int,
        initial=1,
        choices=_how_often,
    )


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of meeting"), choices=Meeting.Kind.choices, initial=Meeting.Kind.COACHING
    )


class AgendaForm(forms.Form):
    agenda = forms.CharField(
        label=_("What we want to talk about"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the two of you read it. Write a child by a code, never by name."),
    )


class BookForm(KindForm, AgendaForm):
    """The graduate's choice of an offered hour; the hours themselves are shown by the page."""

    field_order = ["kind", "agenda"]


class SetForm(TimesForm, PlaceForm, KindForm, AgendaForm):
    """A time the mentor sets."""

    field_order = ["kind", "day", "begins", "ends", "way", "place", "agenda"]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The other one reads it. Nothing about anybody's health."),
        error_messages={"required": _("Write why: the other one reads it.")},
    )


class MoveForm(TimesForm, PlaceForm, ReasonForm):
    field_order = ["day", "begins", "ends", "way", "place", "reason"]


class LogForm(TimesForm):
    """What came of a meeting. `seen`: what was written when the page was opened."""

    field_order = ["day", "begins", "ends", "summary", "next_steps", "seen"]
    summary = forms.CharField(
        label=_("What came of it"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you looked at and what you found out together. A child stands here by a code."),
        error_messages={"required": _("Write in a few sentences what came of the meeting.")},
    )
    next_steps = forms.CharField(
        label=_("Next steps"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who does what until when."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def sheet_typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The observation sheet as typed: what is no number of the scale is left as it came, for the service to refuse."""
    items = {key: data.get(f"item-{key}", "") for key in sheet.KEYS}
    return {
        "items": {key: int(value) if value.isdigit() else value for key, value in items.items() if value},
        "notes": {group.key: data.get(f"note-{group.key}", "") for group in sheet.GROUPS},
        "lesson": data.get("lesson", ""),
    }


def is_blank(typed: Mapping[str, Any]) -> bool:
    """Nothing of the sheet was filled in."""
    return not typed["items"] and not any(
        text.strip() for text in [typed["lesson"], *typed["notes"].values()]
    )
