"""Forms about oneself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import User


class SignupNames(forms.Form):
    """The three parts of the name, asked for at sign-up; allauth adds e-mail and password."""

    surname = forms.CharField(label=_("Surname"), max_length=100, help_text=_("As in the identity card."))
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    patronymic = forms.CharField(
        label=_("Patronymic"), max_length=100, required=False, help_text=_("Leave empty if you have none.")
    )
    field_order = ["surname", "given_name", "patronymic", "email", "password1", "password2"]

    def signup(self, request, user: User) -> None:
        """Nothing further: the adapter saves the names with the account."""


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["surname", "given_name", "patronymic", "language"]
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = User.Language.choices
        self.fields["language"].required = False
        self.fields["surname"].required = self.fields["given_name"].required = True
        self.fields["surname"].help_text = _("As in the identity card: it is printed on your documents.")
