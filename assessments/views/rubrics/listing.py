"""Rubrics by edition: their versions, who works by which, and how many works were marked by it."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import Cohort

from ...models import Rubric, RubricVersion
from ...rules import rubric_content
from ...services.marking import rubrics
from .frame import for_writers, screen


@dataclass(frozen=True)
class VersionRow:
    version: RubricVersion
    criteria: int
    total: str
    uses: list[rubrics.Use]
    marked: int


@dataclass(frozen=True)
class RubricRow:
    """A rubric with its versions, the newest first. `drafts`: cohorts that will freeze the newest."""

    rubric: Rubric
    versions: list[VersionRow]
    drafts: list[Cohort]
    works: list[str]


def version_rows(versions: list[RubricVersion], found: rubrics.Uses) -> list[VersionRow]:
    return [
        VersionRow(
            version=one,
            criteria=len(one.content["criteria"]),
            total=rubric_content.plain(rubric_content.total(one.content)),
            uses=found.by_version.get(one.pk, []),
            marked=found.marked.get(one.pk, 0),
        )
        for one in versions
    ]


@for_writers
@require_safe
def rubric_list(request: HttpRequest) -> HttpResponse:
    """Every rubric, the newest edition of each programme first (six queries however many)."""
    rows = list(
        Rubric.objects.select_related("edition")
        .prefetch_related("versions", "assignments")
        .order_by("edition__code", "-edition__number", "pk")
    )
    found = rubrics.uses(sorted({row.edition_id for row in rows}))
    shown = [
        RubricRow(
            rubric=row,
            versions=version_rows(list(row.versions.all()), found),
            drafts=found.drafts.get(row.edition_id, []),
            works=[one.title for one in row.assignments.all()],
        )
        for row in rows
    ]
    editions = [
        (edition, list(group)) for edition, group in groupby(shown, key=lambda row: row.rubric.edition)
    ]
    return screen(request, "list", title=_("Rubrics"), editions=editions)
