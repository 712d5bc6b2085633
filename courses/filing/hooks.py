"""The files report among the reports of the editor."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .views import FilesReport, may_read


class FilesMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_read(request.user)


@hooks.register("register_admin_urls")
def register_files_report():
    return [path("reports/files/", FilesReport.as_view(), name="files_report")]


@hooks.register("register_reports_menu_item")
def register_files_menu_item() -> MenuItem:
    return FilesMenuItem(_("Files"), reverse("files_report"), name="files", icon_name="doc-full", order=950)
