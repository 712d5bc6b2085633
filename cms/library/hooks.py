"""The library in the editor: one form for what it lends, every choice by name."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.kit.reader import kit
from courses.models import EditionTopic
from courses.presentation import newest_editions

from ..library_models import LibraryItem


def _topics() -> list[tuple[str, list[tuple[str, str]]]]:
    """Lessons of the current editions, by programme."""
    rows = EditionTopic.objects.filter(module__edition__in=newest_editions().values())
    rows = rows.select_related("module__edition").order_by("module__edition__code", "order")
    groups: dict[str, list[tuple[str, str]]] = {}
    for topic in rows:
        groups.setdefault(str(topic.module.edition), []).append((topic.key, f"{topic.key}. {topic.title}"))
    return list(groups.items())


def _forms() -> list[tuple[str, str]]:
    return [("", _("None")), *((form.key, form.wordings["kk"].title) for form in kit().forms)]


class LibraryItemForm(WagtailAdminModelForm):
    """Says what an item of each kind cannot do without."""

    kit_key = forms.ChoiceField(
        label=gettext_lazy("form of the practical kit"), choices=_forms, required=False
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("lessons it goes with"),
        choices=_topics,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=gettext_lazy("Hold Ctrl to choose several. None: it goes with every theme."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == LibraryItem.Kind.RECORDING and not cleaned.get("recording"):
            self.add_error("recording", _("Choose the recording: an item of this kind plays one."))
        if kind == LibraryItem.Kind.TEMPLATE and not (cleaned.get("document") or cleaned.get("kit_key")):
            self.add_error(
                "document", _("A template is there to be taken: choose a document or a form of the kit.")
            )
        return cleaned


class LibraryViewSet(SnippetViewSet):
    model = LibraryItem
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Library")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["title_kk", "title_ru", "kind", "year", "is_shown"]
    list_filter = ["kind", "is_shown"]
    search_fields = ["title_kk", "title_ru", "about_kk", "about_ru"]
    edit_handler = ObjectList(
        [
            FieldPanel(
                "key", help_text=gettext_lazy("Small Latin letters and hyphens; part of its address.")
            ),
            FieldPanel("kind"),
            MultiFieldPanel([FieldPanel("title_kk"), FieldPanel("title_ru")], heading=gettext_lazy("Title")),
            MultiFieldPanel(
                [FieldPanel("about_kk"), FieldPanel("about_ru")], heading=gettext_lazy("What it is good for")
            ),
            MultiFieldPanel(
                [FieldPanel("source_kk"), FieldPanel("source_ru"), FieldPanel("year")],
                heading=gettext_lazy("As printed"),
            ),
            MultiFieldPanel(
                [FieldPanel("document"), FieldPanel("recording"), FieldPanel("kit_key")],
                heading=gettext_lazy("What is lent"),
            ),
            FieldPanel("topics"),
            FieldPanel("is_shown"),
        ],
        base_form_class=LibraryItemForm,
    )


register_snippet(LibraryViewSet)
