"""Shapes of what is typed in communities; the services check the world."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Region

from ..models import CommunityMember
from ..rules import posts as rules


def _area(label, rows: int, help_text=""):
    return forms.CharField(
        label=label,
        max_length=rules.LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ThreadForm(forms.Form):
    title = forms.CharField(label=_("What is it about?"), max_length=200)
    text = _area(
        _("Your text"), 8, _("Plain text; addresses become links. A child is never named: write “a pupil”.")
    )


class AnswerForm(forms.Form):
    text = _area(_("Your answer"), 4, _("Plain text; addresses become links. A child is never named."))
    answers_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="answer-%s", **kwargs)


class PostForm(forms.Form):
    text = _area(_("Your text"), 8)


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("One sentence."), widget=forms.Textarea(attrs={"rows": 2})
    )


class MailForm(forms.Form):
    mail = forms.ChoiceField(label=_("Mail about new talks"), choices=CommunityMember.Mail.choices)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="mail-%s", **kwargs)


class CommunityForm(forms.Form):
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=300)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=300)
    about_kk = forms.CharField(
        label=_("About it, in Kazakh"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    about_ru = forms.CharField(
        label=_("About it, in Russian"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in CommunityForm.base_fields:
            self.fields[name].widget.attrs["lang"] = name.rpartition("_")[2]


class CommunityEditForm(CommunityForm):
    is_open = forms.BooleanField(
        label=_("Open to everybody"),
        required=False,
        help_text=_("A closed community is seen by staff alone."),
    )


class RegionForm(forms.Form):
    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="region-%s", **kwargs)
        self.fields["region"].queryset = Region.objects.filter(community__isnull=True)
