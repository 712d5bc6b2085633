"""Shapes of what is typed about practices; the services check the world."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.models import Region

from ..models import Practice, PracticeReview
from ..rules import practices as rules
from ..rules import tags
from ..services.practices.check import FIELDS
from ..services.topics import Topic, topics

Kind, Licence = Practice.Kind, Practice.Licence


def content_language() -> str:
    """The language of content beside this interface: Russian beside Russian, Kazakh beside the others."""
    return "ru" if get_language() == "ru" else "kk"


def topic_choices(found: list[Topic], *, empty: Any, with_programmes: bool = False) -> list:
    """Lessons grouped by their programme; `with_programmes` lets a whole programme be chosen too."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for topic in found:
        group = groups.setdefault(f"{topic.programme}: {topic.programme_title}", [])
        if with_programmes and not group:
            group.append(
                (topic.programme, str(_("The whole programme %(code)s") % {"code": topic.programme}))
            )
        group.append((topic.key, f"{topic.number} {topic.title}"))
    return [("", empty), *groups.items()]


def region_choices(found: list[Region] | None = None, *, empty: Any, by_code: bool = False) -> list:
    rows = list(Region.objects.all()) if found is None else found
    return [("", empty), *((row.code if by_code else str(row.pk), row.name) for row in rows)]


def tag_choices() -> list[tuple[str, str]]:
    language = content_language()
    return [(tag.key, tag.name(language)) for tag in tags.TAGS]


class FiltersForm(forms.Form):
    """The library's filters as the address has them."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    language = forms.ChoiceField(label=_("Full text"), required=False)

    def __init__(self, filters: Any, *, regions: list[Region], found: list[Topic]) -> None:
        super().__init__(initial={name: getattr(filters, name) for name in self.base_fields}, auto_id="f-%s")
        self.fields["kind"].choices = [("", _("Any kind")), *Kind.choices]
        self.fields["tag"].choices = [("", _("Any tag")), *tag_choices()]
        self.fields["topic"].choices = topic_choices(found, empty=_("Any topic"), with_programmes=True)
        self.fields["region"].choices = region_choices(regions, empty=_("Any region"), by_code=True)
        self.fields["language"].choices = [
            ("", _("In any language")),
            ("kk", _("In Kazakh")),
            ("ru", _("In Russian")),
        ]

    def narrowing(self) -> list:
        """Every field but the words."""
        return [field for field in self if field.name != "q"]


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=_("What do you share?"), choices=Kind.choices, widget=forms.RadioSelect)


class PracticeForm(forms.Form):
    """The whole practice. Nothing is required here: a draft may be saved at any moment."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    title_kk = forms.CharField(label=FIELDS["title_kk"], required=False)
    summary_kk = forms.CharField(
        label=FIELDS["summary_kk"],
        required=False,
        help_text=_("Two or three sentences: for whom, what for, what it gives."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_kk = forms.CharField(
        label=FIELDS["text_kk"],
        required=False,
        help_text=_(
            "Step by step, so that a colleague can do the same tomorrow. An empty line begins a paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    title_ru = forms.CharField(label=FIELDS["title_ru"], required=False)
    summary_ru = forms.CharField(
        label=FIELDS["summary_ru"], required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_ru = forms.CharField(
        label=FIELDS["text_ru"], required=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    tags = forms.MultipleChoiceField(
        label=_("Tags"),
        required=False,
        help_text=_("Up to six: by these words colleagues find it."),
        widget=forms.CheckboxSelectMultiple,
    )
    topic_key = forms.ChoiceField(label=_("Topic of a programme"), required=False)
    region_id = forms.TypedChoiceField(label=_("Region"), required=False, coerce=int, empty_value=None)
    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=Licence.choices,
        help_text=_("What colleagues may do with it. You remain its author."),
    )

    BY_LANGUAGE = {code: tuple(f"{name}_{code}" for name in rules.LONGEST) for code in rules.LANGUAGES}

    def __init__(self, data: Any = None, *, practice: Practice) -> None:
        initial = {name: getattr(practice, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        for name, field in self.fields.items():
            code = name.rpartition("_")[2]
            if code in rules.LANGUAGES:
                field.widget.attrs["lang"] = code
                field.widget.attrs["maxlength"] = rules.LONGEST[name.rpartition("_")[0]]
        self.fields["tags"].choices = tag_choices()
        self.fields["topic_key"].choices = topic_choices(topics(), empty=_("No topic"))
        self.fields["region_id"].choices = region_choices(empty=_("No region"))
        if practice.based_on is not None:
            allowed = rules.licences_of_adaptation(practice.based_on.licence, tuple(Licence.values))
            self.fields["licence"].choices = [one for one in Licence.choices if one[0] in allowed]
        if practice.topic_key and practice.topic_key not in dict(self._flat("topic_key")):
            self.fields["topic_key"].choices.append((practice.topic_key, practice.topic_key))

    def _flat(self, name: str) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = []
        for value, label in self.fields[name].choices:
            found += label if isinstance(label, list) else [(value, label)]
        return found

    def of(self, *names: str) -> list:
        return [self[name] for name in names]

    def in_kazakh(self) -> list:
        return self.of(*self.BY_LANGUAGE["kk"])

    def in_russian(self) -> list:
        return self.of(*self.BY_LANGUAGE["ru"])

    def about(self) -> list:
        return self.of("tags", "topic_key", "region_id", "kind", "licence")


class UseForm(forms.Form):
    on = forms.DateField(
        label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), localize=False
    )
    note = forms.CharField(
        label=_("How it went"),
        required=False,
        max_length=2000,
        help_text=_("What worked, what you changed. No names of children."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, auto_id="use-%s")


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("What do you decide?"), choices=PracticeReview.Verdict.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Words to the author"),
        required=False,
        max_length=4000,
        help_text=_("Needed where you return it or do not take it."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
