"""In Wagtail's editor: a decision that was refused is said on the screen where it was taken."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import reading


@hooks.register("after_edit_page")
def say_why_not(request, page) -> None:
    """The text was saved, the decision not: Wagtail itself would only say the first."""
    refusal = getattr(request.user, "refused_review", None)
    if refusal is not None:
        messages.error(request, str(refusal))


class ReviewMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return reading.may_read(request.user)


@hooks.register("register_admin_menu_item")
def texts_under_review() -> ReviewMenuItem:
    return ReviewMenuItem(
        _("Texts under review"),
        reverse("review_list"),
        name="texts-under-review",
        icon_name="tasks",
        order=260,
    )
