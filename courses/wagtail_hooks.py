"""Glossary and literature in the editor; a page that a running cohort studies can be mended, not taken away."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import GlossaryTerm, PlanTopic, Reference
from .pages import LoadedPage, TopicPage


def _topic_keys(page: Page) -> list[str]:
    specific = page.specific
    if not isinstance(specific, LoadedPage):
        return list(TopicPage.objects.descendant_of(page, inclusive=True).values_list("key", flat=True))
    return list(TopicPage.objects.descendant_of(specific, inclusive=True).values_list("key", flat=True))


def running_cohorts(page: Page) -> list[str]:
    """Codes of cohorts whose plan needs this page or one below it."""
    keys = _topic_keys(page)
    rows = (
        PlanTopic.objects.filter(key__in=keys, cohort__status__in=["open", "running", "assessing"])
        .values_list("cohort__edition__code", "cohort__number")
        .distinct()
    )
    return sorted(f"{code}-{number}" for code, number in rows)


def _refuse(request, page: Page):
    cohorts = running_cohorts(page)
    if not cohorts:
        return None
    messages.error(
        request,
        _(
            "“%(page)s” is in the plan of cohorts that study now (%(cohorts)s). "
            "Its text can be corrected, but it cannot be removed or unpublished before they end."
        )
        % {"page": page.title, "cohorts": ", ".join(cohorts)},
    )
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("before_delete_page")
def refuse_deletion(request, page: Page):
    return _refuse(request, page)


@hooks.register("before_unpublish_page")
def refuse_unpublishing(request, page: Page):
    return _refuse(request, page)


@hooks.register("before_bulk_action")
def refuse_in_bulk(request, action_type: str, objects, action_class_instance):
    if action_type not in {"delete", "unpublish"}:
        return None
    for one in objects:
        if isinstance(one, Page) and (refused := _refuse(request, one)):
            return refused
    return None


class GlossaryViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    list_display = ["kk", "ru", "en", "programme_code"]
    list_filter = ["programme_code"]
    search_fields = ["kk", "ru", "en"]


class ReferenceViewSet(SnippetViewSet):
    model = Reference
    icon = "doc-full"
    list_display = ["kk", "programme_code", "kind"]
    list_filter = ["programme_code", "kind"]


class MethodGroup(SnippetViewSetGroup):
    """One entry of the editor's menu for what lessons refer to."""

    menu_label = gettext_lazy("Glossary and literature")
    menu_icon = "openquote"
    menu_order = 250
    items = (GlossaryViewSet, ReferenceViewSet)


register_snippet(MethodGroup)
