"""The versions of a rubric: who wrote them, who works by them, and two side by side."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.errors import Refusal
from people.models import User

from ...models import RubricVersion
from ...presentation import text_in
from ...rubric_words import difference_sentence
from ...rules import rubric_content
from ...services.marking import rubrics
from ..bank import wording
from .editing import rubric_or_404
from .frame import for_writers, screen
from .listing import version_rows

Lines = dict[tuple[str, str], str]


def _add(lines: Lines, label: str, texts: Mapping[str, str]) -> None:
    for code, text in texts.items():
        lines[label, code] = text


def lines_of(content: Mapping, *, names: Mapping[str, str]) -> Lines:
    """(label, language) → text, in the order of reading; `names`: what each criterion is called, by its key."""
    content = rubric_content.tidy(content)
    lines: Lines = {}
    for row in content["criteria"]:
        name = names[row["key"]]
        lines[_("%(criterion)s: maximum") % {"criterion": name}, ""] = row["maximum"]
        _add(lines, _("%(criterion)s: name") % {"criterion": name}, row["title"])
        _add(lines, _("%(criterion)s: guide") % {"criterion": name}, row.get("guide", {}))
        for level in row.get("levels", []):
            values = {"criterion": name, "level": level["value"]}
            _add(lines, _("%(criterion)s: name of level %(level)s") % values, level.get("title", {}))
            _add(lines, _("%(criterion)s: level %(level)s") % values, level.get("descriptor", {}))
    lines[_("Smallest step of points"), ""] = content.get("step", "")
    for number, row in enumerate(content.get("checklist", []), 1):
        _add(lines, _("Reminder %(number)s") % {"number": number}, row["title"])
    for row in content.get("bands", []):
        _add(lines, _("Band from %(floor)s points") % {"floor": row["floor"]}, row["title"])
    return lines


def names_of(*contents: Mapping) -> dict[str, str]:
    """What criteria are called, by key: numbered, and the same in both contents; the last one's titles."""
    titles = {row["key"]: text_in(row["title"]) for content in contents for row in content["criteria"]}
    return {key: f"{number}. {title}" for number, (key, title) in enumerate(titles.items(), 1)}


@for_writers
@require_safe
def version_list(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """Every version, and the two that are compared: by default the newest with the one before it."""
    rubric = rubric_or_404(rubric_id)
    versions = list(rubric.versions.all())
    by_number = {one.number: one for one in versions}

    def asked(name: str, place: int) -> RubricVersion | None:
        number = request.GET.get(name, "")
        if number.isdecimal():
            return by_number.get(int(number))
        return versions[place] if place < len(versions) else None

    right, left = asked("right", 0), asked("left", 1)
    lines, changes = [], []
    if left and right:
        names = names_of(left.content, right.content)
        both = [lines_of(one.content, names=names) for one in (left, right)]
        lines = [line for line in wording.compared(*both) if line.is_changed]
        changes = [
            difference_sentence(one) for one in rubric_content.differences(left.content, right.content)
        ]
    authors = rubrics.written_by(rubric)
    people = User.objects.in_bulk([one for one in authors.values() if one])
    rows = version_rows(versions, rubrics.uses([rubric.edition_id]))
    return screen(
        request,
        "versions",
        title=_("Versions"),
        rubric=rubric,
        tab="versions",
        rows=[(row, people.get(authors.get(row.version.number) or 0)) for row in rows],
        left=left,
        right=right,
        lines=lines,
        changes=changes,
    )


@for_writers
@require_POST
def take_up(request: HttpRequest, version_id: int) -> HttpResponse:
    """An older version stands again as the newest."""
    older = get_object_or_404(RubricVersion, pk=version_id)
    try:
        version = rubrics.take_up(version_id=older.pk, at=timezone.now(), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("Version %(before)s stands again, as version %(number)s.")
        messages.success(request, words % {"before": older.number, "number": version.number})
    return redirect("rubrics:versions", rubric_id=older.rubric_id)
