"""Translating in the editor: its addresses, its entry in the menu, a button on each page that has words to translate."""

from collections.abc import Iterator

from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from .services import may_translate
from .shapes import is_translated
from .views import may_see


@hooks.register("register_admin_urls")
def translating_urls() -> list[URLResolver]:
    return [path("translating/", include("courses.translating.urls"))]


class TranslatingMenuItem(MenuItem):
    """Seen by those who write the programmes."""

    def is_shown(self, request) -> bool:
        return may_see(request.user)


@hooks.register("register_admin_menu_item")
def translating_entry() -> MenuItem:
    return TranslatingMenuItem(
        gettext_lazy("Translating"),
        reverse_lazy("translating:programme"),
        name="translating",
        icon_name="globe",
        order=235,
    )


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user, view_name, next_url=None) -> Iterator[Button]:
    yield from _button(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user, next_url=None) -> Iterator[Button]:
    yield from _button(page, user)


def _button(page: Page, user) -> Iterator[Button]:
    """No query: which page is the other one is looked up when the button is pressed."""
    if page.pk and is_translated(page.specific_class) and may_translate(page, user):
        yield Button(
            _("Translate side by side"),
            reverse("translating:open", args=[page.pk]),
            icon_name="globe",
            priority=12,
        )
