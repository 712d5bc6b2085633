"""What a reader of a text under review is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WordForm(forms.Form):
    """Wagtail's window for giving back: a word is needed."""

    comment = forms.CharField(
        label=_("What should be changed"), widget=forms.Textarea({"rows": 4}), max_length=4000
    )


class DecisionForm(forms.Form):
    """The decision on the text's own page. `action`: approve or give_back."""

    word = forms.CharField(
        label=_("A word to the author"),
        help_text=_("Needed when you give the text back. The author reads it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
