"""Questions that are nearly the same: the whole list, and those like one that is being written."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import Question
from ...rules import similarity
from . import filters
from .frame import for_keepers, screen

LEVELS = (60, 75, 90)


@dataclass(frozen=True)
class Standing:
    """A question with its wording, for showing it beside another."""

    question_id: int
    key: str
    topic_key: str
    texts: Mapping[str, str]


def standing(programme_code: str = "") -> list[Standing]:
    """The newest wording of every question that is not given up (one query)."""
    rows = filters.newest().exclude(status="retired")
    if programme_code:
        rows = rows.filter(question__programme_code=programme_code)
    rows = rows.annotate(
        kk=KeyTextTransform("stem", KeyTextTransform("kk", "body")),
        ru=KeyTextTransform("stem", KeyTextTransform("ru", "body")),
    ).order_by("question__key")
    return [
        Standing(question_id=pk, key=key, topic_key=topic, texts={"kk": kk or "", "ru": ru or ""})
        for pk, key, topic, kk, ru in rows.values_list(
            "question", "question__key", "question__topic_key", "kk", "ru"
        )
    ]


@dataclass(frozen=True)
class Alike:
    """A question that is nearly the one being written."""

    question_id: int
    key: str
    stem: str
    percent: int


def like(body: Mapping, *, besides: int = 0) -> list[Alike]:
    """Standing questions nearly the same as this body, the most alike first; `besides`: the question itself."""
    rows = {row.key: row for row in standing() if row.question_id != besides}
    texts = {language: str((body.get(language) or {}).get("stem") or "") for language in ("kk", "ru")}
    found = similarity.nearest(texts, (similarity.Entry(row.key, row.texts) for row in rows.values()))
    return [
        Alike(
            question_id=rows[match.key].question_id,
            key=match.key,
            stem=rows[match.key].texts[match.language],
            percent=match.percent,
        )
        for match in found[:5]
    ]


def like_each(bodies: Mapping[str, Mapping], *, besides: Mapping[str, int]) -> dict[str, list[str]]:
    """For many bodies at once, by their names: keys of standing questions nearly the same, as “A.1.q05 (92 %)”.

    `besides`: the question a body belongs to, which it may resemble.
    """
    rows = {row.key: row for row in standing()}
    start = "\n"  # no key of a question begins with it
    entries = [similarity.Entry(row.key, row.texts) for row in rows.values()]
    entries += [
        similarity.Entry(
            start + name,
            {language: str((body.get(language) or {}).get("stem") or "") for language in ("kk", "ru")},
        )
        for name, body in bodies.items()
    ]
    found: dict[str, list[str]] = {}
    for pair in similarity.pairs(entries):
        name, other = sorted((pair.one, pair.other), key=lambda key: not key.startswith(start))
        if not name.startswith(start) or other.startswith(start):
            continue
        if rows[other].question_id != besides.get(name[1:]):
            found.setdefault(name[1:], []).append(f"{other} ({pair.percent} %)")
    return found


@dataclass(frozen=True)
class Twins:
    percent: int
    one: Standing
    other: Standing


@for_keepers
@require_safe
def duplicates_screen(request: HttpRequest) -> HttpResponse:
    codes = list(Question.objects.order_by().values_list("programme_code", flat=True).distinct())
    code = request.GET.get("programme", "")
    asked = request.GET.get("level", "")
    level = int(asked) if asked.isdecimal() and int(asked) in LEVELS else 75
    rows = {row.key: row for row in standing(code if code in codes else "")}
    found = similarity.pairs(
        (similarity.Entry(row.key, row.texts) for row in rows.values()), threshold=level / 100
    )
    return screen(
        request,
        "duplicates",
        tab="duplicates",
        title=_("Similar questions"),
        twins=[Twins(pair.percent, rows[pair.one], rows[pair.other]) for pair in found[:200]],
        count=len(found),
        codes=sorted(codes),
        code=code,
        level=level,
        levels=LEVELS,
    )
