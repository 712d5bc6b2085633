"""One entry of the editor's menu for what documents look like and who signs them. Nothing in it is ever deleted."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusFlagColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from ..models import DocumentTemplate, Issuer, Signatory
from . import preview, views
from .forms import IssuerForm, NewTemplateForm, SignatoryForm, TemplateForm


class Kept(ModelViewSet):
    """List, add, change and the history of changes; no copying and no deleting."""

    copy_view_enabled = False
    add_to_reference_index = False
    gone = ("delete_url_name", "usage_url_name")
    shown = ("index", "index_results", "add", "edit", "history", "history_results")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_common_view_kwargs(**kwargs)
        return {name: value for name, value in found.items() if name not in self.gone}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [one for one in super().get_urlpatterns() if one.name in self.shown]


def _day(name: str, label: Any) -> Column:
    """A day as a day; Wagtail's own column would say how long ago it was."""
    return Column(
        name,
        label=capfirst(label),
        sort_key=name,
        accessor=lambda row: date_format(day, "SHORT_DATE_FORMAT") if (day := getattr(row, name)) else "–",
    )


class TemplateViewSet(Kept):
    model = DocumentTemplate
    name = "paper_templates"
    url_prefix = "paper-templates"
    icon = "doc-full"
    menu_label = _("Templates")
    index_view_class = views.TemplateList
    add_view_class = views.NewTemplate
    edit_view_class = views.EditTemplate
    edit_template_name = "certificates/editing/template.html"
    create_template_name = "certificates/editing/template_new.html"
    list_display = [
        "kind",
        Column("programme", label=_("Programme"), accessor=views.programme_words),
        Column("get_languages_display", label=capfirst(_("languages"))),
        NumberColumn("documents", label=_("Documents")),
        DateColumn("changed_at", label=_("Changed")),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return TemplateForm if for_update else NewTemplateForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("preview/<int:pk>/", preview.preview, name="preview"),
            path("revision/<int:pk>/", preview.preview_revision, name="revision"),
            path("image/<int:pk>/<slug:place>/", preview.image, name="image"),
        ]


def _position(signatory: Signatory) -> str:
    if get_language() == "en" and signatory.position_en:
        return signatory.position_en
    return signatory.position_ru if get_language() == "ru" else signatory.position_kk


class SignatoryViewSet(Kept):
    model = Signatory
    name = "signatories"
    icon = "edit"
    menu_label = _("Signatories")
    index_view_class = views.SignatoryList
    add_view_class = views.NewSignatory
    edit_view_class = views.EditSignatory
    index_template_name = "wagtailadmin/generic/index.html"
    index_results_template_name = "certificates/editing/signatories.html"
    list_display = [
        "name",
        Column("position", label=_("Position"), accessor=_position),
        StatusFlagColumn("is_acting", label=capfirst(_("acting")), true_label=_("acting")),
        _day("valid_from", _("from")),
        _day("valid_until", _("until")),
        StatusFlagColumn("signs_today", label=_("Today"), true_label=_("signs today")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("position_kk"), FieldPanel("position_ru"), FieldPanel("position_en")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                    FieldPanel(
                        "is_acting",
                        help_text=_("In these days this person signs instead of the permanent signatory."),
                    ),
                ],
                heading=_("When this person signs"),
                help_text=_("Both days are included. Leave the last day empty where none is known."),
            ),
        ],
        base_form_class=SignatoryForm,
    )


class IssuerViewSet(Kept):
    model = Issuer
    name = "issuers"
    icon = "home"
    menu_label = _("Issuer of documents")
    list_display = ["name_kk", _day("valid_from", _("from"))]
    edit_handler = ObjectList(
        [
            FieldPanel("valid_from"),
            MultiFieldPanel(
                [FieldPanel("name_kk"), FieldPanel("name_ru"), FieldPanel("name_en"), FieldPanel("bin")],
                heading=_("Institute"),
            ),
            FieldRowPanel([FieldPanel("city_kk"), FieldPanel("city_ru")]),
        ],
        base_form_class=IssuerForm,
    )


class PapersGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "doc-full"
    menu_order = 255
    items = (TemplateViewSet, SignatoryViewSet, IssuerViewSet)
