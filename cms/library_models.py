"""Glossary and library: pages in each language, and what the library lends."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class _ListPage(Page):
    """A page whose list is drawn from tables; editors write the words above it."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])
    max_count_per_parent = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        abstract = True


class GlossaryPage(_ListPage):
    """Terms in Kazakh, Russian and English, in the order of the reader's language."""

    template = "cms/glossary_page.html"

    def get_context(self, request, *args, **kwargs):
        from .library.glossary import glossary_context

        return super().get_context(request, *args, **kwargs) | glossary_context(self, request)


class LibraryPage(_ListPage):
    """Laws, guides, templates, recordings and literature, by theme."""

    template = "cms/library_page.html"

    def get_context(self, request, *args, **kwargs):
        from .library.shelves import library_context

        return super().get_context(request, *args, **kwargs) | library_context(self, request)


class LibraryItem(models.Model):
    """Something to read, watch or take along: a document or a recording of ours, or a work named as printed."""

    class Kind(models.TextChoices):
        LAW = "law", _("Law or order")
        GUIDE = "guide", _("Method guide")
        TEMPLATE = "template", _("Template")
        RECORDING = "recording", _("Recording")
        BOOK = "book", _("Book or article")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title_kk = models.CharField(_("title in Kazakh"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300)
    about_kk = models.TextField(_("what it is good for, in Kazakh"))
    about_ru = models.TextField(_("what it is good for, in Russian"))
    source_kk = models.CharField(_("as printed, in Kazakh"), max_length=600, blank=True)
    source_ru = models.CharField(_("as printed, in Russian"), max_length=600, blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recording = models.ForeignKey(
        "courses.Recording",
        verbose_name=_("recording"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kit_key = models.SlugField(_("form of the practical kit"), max_length=60, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    is_shown = models.BooleanField(_("shown"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    search_fields = [index.SearchField("title_kk"), index.SearchField("title_ru")]

    class Meta:
        verbose_name = _("library item")
        verbose_name_plural = _("library")
        ordering = ["kind", "title_kk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="recording") | Q(recording__isnull=False), name="library_recording_has_one"
            ),
        ]

    def __str__(self) -> str:
        return self.title_kk

    def title_in(self, language: str) -> str:
        return self.title_ru if language == "ru" else self.title_kk

    def about_in(self, language: str) -> str:
        return self.about_ru if language == "ru" else self.about_kk

    def source_in(self, language: str) -> str:
        return self.source_ru if language == "ru" else self.source_kk

    @property
    def programme_code(self) -> str:
        """The programme all its topics belong to; "" for more than one and for none."""
        codes = {str(topic).partition(".")[0] for topic in self.topics}
        return codes.pop() if len(codes) == 1 else ""
