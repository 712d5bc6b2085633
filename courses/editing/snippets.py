"""Glossary and literature in the editor's menu."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ..models import GlossaryTerm, ProgrammeEdition, Reference
from . import panels
from .fields import LinesField

KEY_HELP = _(
    "A short name in Latin letters, “inclusive-education”: lessons refer to it, so it stays as it is."
)


class _OfProgramme(WagtailAdminModelForm):
    """A row of a programme: which one is chosen by name; its key is given once."""

    programme_code = forms.ChoiceField(label=_("Programme"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = ProgrammeEdition.objects.order_by("code", "number")
        named = {one.code: f"{one.code}. {one.title}" for one in codes}
        if self.instance.programme_code:
            named.setdefault(self.instance.programme_code, self.instance.programme_code)
        self.fields["programme_code"].choices = list(named.items())
        if not self.instance._state.adding:
            for name in ("programme_code", "key"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        same = type(self.instance).objects.filter(
            programme_code=cleaned.get("programme_code"), key=cleaned.get("key")
        )
        if same.exclude(pk=self.instance.pk).exists():
            said = _("This key is taken in the programme. Choose another, or correct the row that has it.")
            self.add_error("key", ValidationError(said))
        return cleaned


class GlossaryForm(_OfProgramme):
    sources = LinesField(
        label=_("Sources"),
        required=False,
        help_text=_("Where the definition comes from, one source a line."),
    )


class ReferenceForm(_OfProgramme):
    pass


class GlossaryViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    list_display = ["kk", "ru", "en", "programme_code"]
    list_filter = ["programme_code"]
    search_fields = ["kk", "ru", "en"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("kk", heading=_("In Kazakh")),
                    FieldPanel("ru", heading=_("In Russian")),
                    FieldPanel("en", heading=_("In English")),
                ],
                heading=_("Term"),
            ),
            FieldPanel("definition_kk", heading=_("Definition in Kazakh")),
            FieldPanel("definition_ru", heading=_("Definition in Russian")),
            panels.LinesPanel("sources"),
            FieldPanel("programme_code"),
            FieldPanel("key", heading=_("Key"), help_text=KEY_HELP),
        ],
        base_form_class=GlossaryForm,
    )


class ReferenceViewSet(SnippetViewSet):
    model = Reference
    icon = "doc-full"
    list_display = ["kk", "programme_code", "kind"]
    list_filter = ["programme_code", "kind"]
    search_fields = ["kk", "ru"]
    edit_handler = ObjectList(
        [
            FieldPanel("kk", heading=_("As printed in the Kazakh programme")),
            FieldPanel("ru", heading=_("As printed in the Russian programme")),
            FieldPanel("kind", heading=_("Kind")),
            FieldPanel("order", heading=_("Place in the list")),
            FieldPanel("programme_code"),
            FieldPanel("key", heading=_("Key"), help_text=KEY_HELP),
        ],
        base_form_class=ReferenceForm,
    )


class MethodGroup(SnippetViewSetGroup):
    """One entry of the editor's menu for what lessons refer to."""

    menu_label = _("Glossary and literature")
    menu_icon = "openquote"
    menu_order = 250
    items = (GlossaryViewSet, ReferenceViewSet)


register_snippet(MethodGroup)
