"""The question bank and the rubrics in the editor: their addresses and an entry in the menu for each."""

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .services.marking import rubrics
from .views.bank.frame import PERMISSION


class BankMenuItem(MenuItem):
    """Seen by those who keep the bank."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_urls")
def bank_urls() -> list[URLResolver]:
    return [path("bank/", include("assessments.views.bank.urls"))]


@hooks.register("register_admin_menu_item")
def bank_entry() -> MenuItem:
    return BankMenuItem(
        _("Question bank"), reverse_lazy("bank:list"), name="question-bank", icon_name="help", order=240
    )


class RubricMenuItem(MenuItem):
    """Seen by those who write rubrics."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm(rubrics.PERMISSION)


@hooks.register("register_admin_urls")
def rubric_urls() -> list[URLResolver]:
    return [path("rubrics/", include("assessments.views.rubrics.urls"))]


@hooks.register("register_admin_menu_item")
def rubric_entry() -> MenuItem:
    return RubricMenuItem(
        _("Rubrics"), reverse_lazy("rubrics:list"), name="rubrics", icon_name="list-ol", order=245
    )
