"""Shapes of what is typed around orders and requests; the services check the world."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Cohort
from people.models import Employment

from ..models.orders import Cause, Move
from ..rules import order_moves

CHOOSE = ("", gettext_lazy("Choose"))
CAUSES = [CHOOSE, *(choice for choice in Cause.choices if choice[0])]
DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "localize": False}
LONGEST = 5_000


def cohort_label(cohort: Cohort) -> str:
    """A cohort as a choice: its code, when it runs, in which language, how many places are free."""
    words = _("%(cohort)s: %(starts)s – %(ends)s, %(language)s, places left: %(left)s") % {
        "cohort": cohort.code,
        "starts": f"{cohort.starts_on:%d.%m.%Y}",
        "ends": f"{cohort.ends_on:%d.%m.%Y}",
        "language": cohort.get_language_display(),
        "left": cohort.places - getattr(cohort, "taken", 0),
    }
    return str(words)


class OrderForm(forms.Form):
    """An order of one kind; fields another kind needs are left out."""

    cohort = forms.TypedChoiceField(label=gettext_lazy("Cohort in which study goes on"), coerce=int)
    number = forms.CharField(label=gettext_lazy("Number of the order"), max_length=40)
    dated_on = forms.DateField(label=gettext_lazy("Date of the order"), **DAY)
    cause = forms.ChoiceField(label=gettext_lazy("Valid reason"), choices=CAUSES, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason in words"),
        help_text=gettext_lazy("It stands in the order and is read by the learner. No diagnosis."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
    )
    commission = forms.CharField(
        label=gettext_lazy("Decision of the commission"),
        help_text=gettext_lazy("Which commission, the number and date of its protocol."),
        max_length=300,
    )
    employer = forms.TypedChoiceField(
        label=gettext_lazy("Employer to be told"), coerce=int, empty_value=None, required=False
    )
    papers = forms.CharField(
        label=gettext_lazy("Supporting papers"),
        help_text=gettext_lazy("One on a line, for instance “Application of 12.05.2026”."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(
        self, *args, kind: str, cohorts: Sequence[Cohort], employers: Sequence[Employment], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        left_out = set()
        if kind == Move.TRANSFER:
            self.fields["cohort"].choices = [CHOOSE, *((one.pk, cohort_label(one)) for one in cohorts)]
        else:
            left_out.add("cohort")
        if kind not in {Move.INTERRUPT, Move.TRANSFER, Move.RESUME}:
            left_out.add("cause")
        elif kind in order_moves.NEED_CAUSE:
            self.fields["cause"].required = True
        if kind != Move.EXPEL:
            left_out |= {"commission", "employer"}
        elif len(employers) < 2:
            left_out.add("employer")
        else:
            self.fields["employer"].choices = [
                (one.organisation_id, f"{one.organisation.name}, {one.position}") for one in employers
            ]
        for name in left_out:
            del self.fields[name]

    def told(self) -> dict:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return {
            "number": typed["number"],
            "dated_on": typed["dated_on"],
            "reason": typed["reason"],
            "cause": typed.get("cause", ""),
            "cohort_id": typed.get("cohort"),
            "commission": typed.get("commission", ""),
            "employer_id": typed.get("employer"),
            "papers": typed["papers"].splitlines(),
        }


class _Files(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files of one control; a list, empty where none was chosen."""

    widget = _Files

    def clean(self, data, initial=None) -> list:
        clean = super().clean
        return [clean(one, initial) for one in data or [] if one]


class RequestForm(forms.Form):
    cohort = forms.TypedChoiceField(
        label=gettext_lazy("Which cohort would suit you?"),
        help_text=gettext_lazy("You may leave this open."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    cause = forms.ChoiceField(label=gettext_lazy("Your reason"), choices=CAUSES, required=False)
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy(
            "What you ask for and why. Only coordinators read it. Do not write a diagnosis or data of children."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
    )
    files = _FilesField(
        label=gettext_lazy("Supporting papers"),
        help_text=gettext_lazy("PDF, Word or a picture of the paper. Several can be chosen at once."),
        required=False,
    )

    def __init__(self, *args, kind: str, cohorts: Sequence[Cohort], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if kind == Move.TRANSFER:
            nothing = ("", _("Any that suits"))
            self.fields["cohort"].choices = [nothing, *((one.pk, cohort_label(one)) for one in cohorts)]
        else:
            del self.fields["cohort"]
        if kind in order_moves.NEED_CAUSE:
            self.fields["cause"].required = True
        elif kind == Move.WITHDRAW:
            del self.fields["cause"]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Why it is not granted"),
        help_text=gettext_lazy("The learner reads it. Say what they can do instead."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
    )


class JournalForm(forms.Form):
    """What narrows the journal of orders."""

    q = forms.CharField(label=gettext_lazy("Surname or number"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("All")), *Move.choices],
        required=False,
    )
