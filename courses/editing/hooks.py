"""What the editor is told before a studied page would go: Wagtail's own screens ask here first."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from ..pages import LoadedPage
from . import protection

IN_BULK = {"delete": "remove", "unpublish": "remove", "move": "move"}


def _refuse(request: HttpRequest, page: Page, act: str) -> HttpResponse | None:
    said = protection.refusal(page, act)
    return _back(request, page, said) if said else None


def _back(request: HttpRequest, page: Page, said: str) -> HttpResponse:
    messages.error(request, said)
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("before_delete_page")
def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, page, "remove")


@hooks.register("before_unpublish_page")
def refuse_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, page, "remove")


@hooks.register("before_move_page")
def refuse_moving(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Moving among its neighbours changes the order only."""
    if page.is_child_of(destination):
        return None
    return _refuse(request, page, "move")


@hooks.register("before_copy_page")
def refuse_copying(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A second page of the same topic would leave open which of the two learners read."""
    if not isinstance(page.specific, LoadedPage):
        return None
    said = _(
        "“%(page)s” stands for one place of the programme's table and is not copied. "
        "Make a new page in its module and choose its topic, then copy the parts you need."
    )
    return _back(request, page, said % {"page": page.title})


@hooks.register("before_bulk_action")
def refuse_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[object], action_class_instance: object
) -> HttpResponse | None:
    """One page that is studied stops the whole action: half of it would be hard to see."""
    if action_type not in IN_BULK:
        return None
    for one in objects:
        if isinstance(one, Page) and (refused := _refuse(request, one, IN_BULK[action_type])):
            return refused
    return None
