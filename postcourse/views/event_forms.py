"""Shapes of what hosts and participants of events type; the services check the world."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Region

from ..models import Event
from ..services.events.reading import Filters

LOCAL = "%Y-%m-%dT%H:%M"
ROWS_TO_ADD = 3
MOST_ROWS = 40
PARTS = ("at", "kk", "ru", "who")


def _moment(label: Any, missing: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
        error_messages={"required": missing},
    )


def _text(label: Any, language: str, rows: int = 6) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "lang": language})
    return forms.CharField(label=label, max_length=5000, required=False, widget=area)


class EventForm(forms.Form):
    """What an event is. A draft may lack the texts; announcing asks for both languages."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind.choices)
    title_kk = forms.CharField(label=_("Title in Kazakh"), max_length=300)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=300)
    text_kk = _text(_("What it is about, in Kazakh"), "kk")
    text_ru = _text(_("What it is about, in Russian"), "ru")
    language = forms.ChoiceField(label=_("Language it is held in"), choices=Event.Language.choices)
    starts_at = _moment(_("Begins"), _("Choose when the event begins."))
    ends_at = _moment(_("Ends"), _("Choose when the event ends."))
    is_online = forms.TypedChoiceField(
        label=_("How people meet"),
        choices=[("1", _("Online")), ("0", _("People come to a place"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="1",
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=300,
        required=False,
        help_text=_("Address and room, if people come there."),
    )
    link = forms.URLField(
        label=_("Link of the meeting"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only those who are registered see it, once the room is open."),
    )
    recording = forms.URLField(
        label=_("Link of the recording"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Add it afterwards; those who were registered or came see it."),
    )
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.all(), required=False, empty_label=_("The whole country")
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=10000,
        required=False,
        help_text=_("Empty: no limit. When all are taken, people wait in the order of asking."),
    )
    threshold = forms.IntegerField(
        label=_("Minutes that count as taking part"), min_value=0, max_value=10080, initial=45
    )
    gives_paper = forms.BooleanField(
        label=_("Those who took part get a paper of participation"), required=False
    )

    @classmethod
    def of(cls, event: Event, data: Mapping | None = None) -> "EventForm":
        """The form with what stands."""
        initial = {name: getattr(event, name) for name in cls.base_fields}
        return cls(data, initial=initial | {"is_online": "1" if event.is_online else "0"})


# What the service's refusals are about.
FIELDS = {
    "title": "title_kk",
    "text": "text_kk",
    "times": "ends_at",
    "too_late": "starts_at",
    "threshold": "threshold",
    "capacity": "capacity",
    "place": "place",
    "begun": "starts_at",
}


def programme_of(data: Mapping[str, str]) -> list[dict[str, str]]:
    """The lines of the programme as they were typed, empty ones too."""
    return [
        {part: data.get(f"{part}-{number}", "")[:300] for part in PARTS}
        for number in range(MOST_ROWS)
        if f"kk-{number}" in data
    ]


def programme_rows(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The lines a form shows: those there are, and a few to add."""
    return [*rows, *({part: "" for part in PARTS} for _row in range(ROWS_TO_ADD))][:MOST_ROWS]


class FiltersForm(forms.Form):
    """What narrows a list of events."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.all(), required=False, empty_label=_("All")
    )

    def __init__(self, filters: Filters) -> None:
        super().__init__(initial={name: getattr(filters, name) for name in self.base_fields})
        self.fields["kind"].choices = [("", _("All")), *Event.Kind.choices]
        self.fields["language"].choices = [("", _("All")), *Event.Language.choices]


class FeedbackForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How useful was it to you?"),
        choices=[
            (5, _("5 – very useful")),
            (4, _("4 – useful")),
            (3, _("3 – partly")),
            (2, _("2 – little")),
            (1, _("1 – not at all")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )
    text = forms.CharField(
        label=_("In your own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "What will you try in your classroom? What was missing? Write nothing about a child by name."
        ),
    )


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), error_messages={"required": _("Choose a file.")})


class ListOfPeopleForm(forms.Form):
    file = forms.FileField(
        label=_("List of participants (CSV or XLSX)"),
        error_messages={"required": _("Choose the file of the meeting service.")},
        help_text=_(
            "As Zoom, Teams or Meet export it: names or e-mail addresses, when each joined and left."
        ),
    )


class WalkInForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the person"), error_messages={"required": _("Type the e-mail address.")}
    )
