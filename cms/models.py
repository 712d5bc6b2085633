"""The front page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.pages import LessonsBelow

from .library_models import GlossaryPage, LibraryItem, LibraryPage  # noqa: F401
from .review_models import ReviewTask  # noqa: F401
from .search_models import SearchEntry  # noqa: F401


class HomePage(LessonsBelow, Page):
    """What Tirek is, for a teacher, an employer and an education authority."""

    lead = RichTextField(_("lead"), blank=True, features=["bold", "italic"])
    template = "cms/home_page.html"
    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "courses.CataloguePage",
        "courses.OrientationPage",
        "cms.GlossaryPage",
        "cms.LibraryPage",
    ]

    def get_context(self, request, *args, **kwargs):
        from courses.presentation import front_context

        return super().get_context(request, *args, **kwargs) | front_context(self)
