"""What editors publish: catalogue, programme, module and topic pages, one tree per language."""

import uuid

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import models
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from . import blocks
from .editing import choices, forms, panels
from .editing.previews import PreviewedPage

NAMESPACE = uuid.UUID("5d0c2f5e-6d55-5b9b-9d0a-2f1f0c6d7a11")


def page_key(code: str) -> uuid.UUID:
    """The translation key of the page of a programme, module or topic: the same in every installation."""
    return uuid.uuid5(NAMESPACE, code)


class SharedPage:
    """A page that is the same for every visitor: caches may keep it for five minutes, a signed-in reader's copy never."""

    SHARED_SECONDS = 300

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys():
            patch_cache_control(response, private=True, no_cache=True)
        else:
            patch_cache_control(response, public=True, max_age=self.SHARED_SECONDS)
        patch_vary_headers(response, ["Cookie"])
        return response


class LoadedPage(Page):
    """A page that content files create; `loaded_digest` tells an editor's later change from the file's text."""

    key = models.CharField(_("key"), max_length=20, db_index=True, editable=False)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    base_form_class = forms.LoadedPageForm

    class Meta:
        abstract = True

    def stand_for(self, key: str, *, locale: Locale) -> None:
        """Make an unsaved page the one of this place, and the translation of the other language's page of it."""
        self.key = key
        wanted = page_key(key)
        if not Page.objects.filter(translation_key=wanted, locale=locale).exists():
            self.translation_key = wanted


class CataloguePage(Page):
    """The list of programmes."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])
    max_count_per_parent = 1
    subpage_types = ["courses.ProgrammePage"]
    template = "courses/catalogue_page.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    def get_context(self, request, *args, **kwargs):
        from .presentation import catalogue_context

        return super().get_context(request, *args, **kwargs) | catalogue_context(self, request)


class ProgrammePage(LoadedPage):
    """A programme as visitors read it; its hours come from the current edition."""

    summary = models.TextField(_("summary"))
    audience = models.TextField(_("for whom"), blank=True)
    you_will_be_able = models.JSONField(_("you will be able to"), default=list)
    how_assessed = models.JSONField(_("how you are assessed"), default=list)
    you_receive = models.JSONField(_("you receive"), default=list)
    body = RichTextField(_("text"), blank=True, features=blocks.TEXT_FEATURES)
    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/programme_page.html"
    base_form_class = forms.ProgrammePageForm
    content_panels = [
        *Page.content_panels,
        panels.PLACE,
        FieldPanel(
            "summary", help_text=_("Two or three sentences: they stand in the list of programmes too.")
        ),
        FieldPanel("audience", help_text=_("Who the programme is for, in a sentence.")),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                panels.LinesPanel("you_will_be_able"),
                panels.LinesPanel("how_assessed"),
                panels.LinesPanel("you_receive"),
            ],
            heading=_("Lists"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    def get_context(self, request, *args, **kwargs):
        from .presentation import programme_context

        return super().get_context(request, *args, **kwargs) | programme_context(self, request)


class ModulePage(LoadedPage):
    """A module's outcomes; the topics stand below it."""

    outcomes = models.JSONField(_("outcomes"), default=list)
    parent_page_types = ["courses.ProgrammePage"]
    subpage_types = ["courses.TopicPage"]
    template = "courses/module_page.html"
    base_form_class = forms.ModulePageForm
    content_panels = [*Page.content_panels, panels.PLACE, panels.LinesPanel("outcomes")]

    def get_context(self, request, *args, **kwargs):
        from .presentation import module_context

        return super().get_context(request, *args, **kwargs) | module_context(self, request)


class TopicPage(PreviewedPage, SharedPage, LoadedPage):
    """A lesson. Learners read it inside their course; visitors see what it is about, and read an open one whole."""

    aim = models.TextField(_("aim"))
    outcomes = models.JSONField(_("outcomes"), default=list)
    body = StreamField(blocks.Lesson(), verbose_name=_("lesson"), blank=True)
    terms = models.JSONField(_("key terms"), default=list, blank=True)
    literature = models.JSONField(_("literature"), default=list, blank=True)
    is_open = models.BooleanField(
        _("open to everyone"),
        default=False,
        help_text=_("Visitors read the whole lesson without an account."),
    )
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/topic_page.html"
    base_form_class = forms.TopicPageForm
    content_panels = [
        *Page.content_panels,
        panels.PLACE,
        FieldPanel("aim", help_text=_("What the lesson is for, in one sentence: it stands under its title.")),
        FieldPanel("is_open"),
        panels.LinesPanel("outcomes"),
        FieldPanel("body", help_text=_("The lesson's parts in the order they are read.")),
        panels.NamesPanel("terms", names=choices.glossary_terms),
        panels.NamesPanel("literature", names=choices.works),
    ]
    search_fields = [*Page.search_fields, index.SearchField("aim"), index.SearchField("body")]

    def get_context(self, request, *args, **kwargs):
        from .presentation import topic_context

        return super().get_context(request, *args, **kwargs) | topic_context(self, request)


class OrientationPage(SharedPage, LoadedPage):
    """How to study here: read by everyone, before anything is studied."""

    aim = models.TextField(_("lead"))
    body = StreamField(blocks.Lesson(), verbose_name=_("text"), blank=True)
    max_count_per_parent = 1
    subpage_types: list[str] = []
    template = "courses/orientation_page.html"
    base_form_class = forms.OrientationPageForm
    content_panels = [*Page.content_panels, FieldPanel("aim"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("aim"), index.SearchField("body")]


class LessonsBelow:
    """A page above the catalogue: a lesson's address is looked up at once, not programme and module before it."""

    def route(self, request, path_components):
        if len(path_components) == 4:  # catalogue, programme, module, lesson
            lesson = (
                TopicPage.objects.live()
                .filter(url_path=f"{self.url_path}{'/'.join(path_components)}/")
                .select_related("locale")
                .first()
            )
            if lesson is not None:
                return RouteResult(lesson)
        return super().route(request, path_components)
