"""The issuer in the editor: the institute and its signatory, from a day on."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Issuer


class IssuerViewSet(SnippetViewSet):
    model = Issuer
    icon = "home"
    menu_label = _("Issuer of documents")
    list_display = ["valid_from", "name_kk"]
    add_to_settings_menu = True
    panels = [
        FieldPanel("valid_from"),
        MultiFieldPanel(
            [FieldPanel("name_kk"), FieldPanel("name_ru"), FieldPanel("name_en"), FieldPanel("bin")],
            heading=_("Institute"),
        ),
        FieldRowPanel([FieldPanel("city_kk"), FieldPanel("city_ru")]),
    ]


register_snippet(IssuerViewSet)
