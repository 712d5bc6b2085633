"""The report on files in the editor: /admin/reports/files/."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.models import User
from people.papers import sheets

from . import report


def may_read(user: User) -> bool:
    """Whether this person keeps files."""
    return user.has_role("methodologist", "administrator")


class Filter(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of file"), required=False)
    finding = forms.ChoiceField(label=_("What to show"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Every kind")), *report.KINDS.items()]
        self.fields["finding"].choices = [
            ("any", _("What needs work")),
            *report.SHORT.items(),
            ("all", _("All files")),
        ]


class FilesReport(WagtailAdminTemplateMixin, TemplateView):
    """Files that are not used, too large, without description or title; XLSX with ?export=xlsx."""

    template_name = "courses/files/report.html"
    page_title = _("Files")
    header_icon = "doc-full"
    PER_PAGE = 50

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.form = Filter({"finding": "any", **request.GET.dict()})
        asked = self.form.cleaned_data if self.form.is_valid() else {"kind": "", "finding": "any"}
        self.every = report.rows()
        self.rows = report.chosen(
            self.every, kind=asked["kind"], finding="" if asked["finding"] == "all" else asked["finding"]
        )
        if request.GET.get("export") == "xlsx":
            return _sheet(self.rows)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        kept = self.request.GET.copy()
        kept["export"] = "xlsx"
        kept.pop("p", None)
        return context | {
            "form": self.form,
            "counts": report.counts(self.every),
            "total": len(self.every),
            "page": WagtailPaginator(self.rows, self.PER_PAGE).get_page(self.request.GET.get("p")),
            "export_query": kept.urlencode(),
        }


def _sheet(rows: list[report.Row]) -> HttpResponse:
    head = [
        gettext("Kind of file"),
        gettext("Title"),
        gettext("File"),
        gettext("Size, KB"),
        gettext("Width"),
        gettext("Height"),
        gettext("Used in places"),
        gettext("What is wrong"),
        gettext("What to do"),
    ]
    lines = (
        [
            row.kind_name,
            row.title,
            row.name,
            -(-row.size // 1024),
            row.width or None,
            row.height or None,
            row.uses,
            " ".join(wrong for wrong, _to_do in row.said),
            " ".join(to_do for _wrong, to_do in row.said),
        ]
        for row in rows
    )
    response = HttpResponse(
        sheets.sheet(title=gettext("Files"), head=head, rows=lines), content_type=sheets.MEDIA_TYPE
    )
    response.headers["Content-Disposition"] = 'attachment; filename="files.xlsx"'
    return response
