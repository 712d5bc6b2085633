"""A page before it is published: as the learner reads it, as a visitor sees it, in either language."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

LEARNER, VISITOR = "learner", "visitor"


class PreviewedPage:
    """A lesson's page whose preview has two modes and a way to the other language's page."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [(LEARNER, _("As the learner reads it")), (VISITOR, _("As a visitor sees it"))]

    @property
    def default_preview_size(self) -> str:
        return "mobile"

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        if mode_name == VISITOR:
            return super().get_preview_template(request, mode_name)
        return "courses/editing/learner.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The page's own context without what an editor's rights would add, and its draft rendered whole."""
        from ..kit.views import for_topic
        from ..lessons import lesson_of  # lessons stand on pages, as presentation does

        context = super().get_preview_context(request, mode_name)
        shows_all = mode_name != VISITOR or self.is_open
        return context | {
            "own": None,
            "is_editor": False,
            "lesson": lesson_of(self) if shows_all else None,
            "kit_forms": for_topic(self.key, self.locale.language_code) if shows_all else [],
            "preview": {"is_learner": mode_name != VISITOR, "other": other_language(self, mode_name)},
        }


def other_language(page: Any, mode: str) -> dict[str, str] | None:
    """The same page's draft in the other language: {"url", "language", "label"}; None where there is none."""
    if not page.pk:
        return None
    other = page.get_translations().select_related("locale").first()
    if other is None:
        return None
    url = reverse("wagtailadmin_pages:view_draft", args=[other.pk])
    language = other.locale.language_code
    return {"url": f"{url}?mode={mode}", "language": language, "title": other.draft_title}
