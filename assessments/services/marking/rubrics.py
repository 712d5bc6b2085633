"""Rubrics as methodologists write them: an edit makes the next version, and what stands is never touched.

A version that stands again word for word carries `again` ({"number": the older one, "as": its own number}), because a
rubric never holds the same content twice (constraint rubric_content_once).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from courses.models import Cohort
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Assessment, Assignment, CohortScheme, Rubric, RubricVersion, Scheme
from ...rubric_words import break_sentence, fault_list
from ...rules import rubric_content
from ...rules import scheme as scheme_rules

PERMISSION = "assessments.change_rubric"
ACTION = "wagtail.edit"


class Stale(Refusal):
    """Somebody saved this rubric since the form was opened; `version` is what stands now."""

    def __init__(self, version: RubricVersion) -> None:
        super().__init__(
            _(
                "This rubric was changed since you opened it. What differs is listed below; "
                "going on replaces what stands now."
            ),
            code="stale",
        )
        self.version = version


class SaidBefore(Refusal):
    """The content is word for word an older version's: `version`, which can be taken up again."""

    def __init__(self, version: RubricVersion) -> None:
        super().__init__(
            _(
                "This is version %(number)s word for word, and a rubric keeps each wording once. "
                "Take up version %(number)s again instead of saving it anew."
            )
            % {"number": version.number},
            code="said_before",
        )
        self.version = version


def may_edit(actor: User) -> None:
    """Raises NotAllowed for anybody who does not write rubrics."""
    if not actor.has_perm(PERMISSION):
        raise NotAllowed()


def tidy_titles(titles: Mapping[str, str]) -> dict[str, str]:
    return {code: text for code in ("kk", "ru", "en") if (text := str(titles.get(code) or "").strip())}


def components_of(rubric: Rubric) -> list[Mapping]:
    """The components of the edition's scheme that this rubric's works fill (two queries)."""
    scheme = Scheme.objects.filter(edition_id=rubric.edition_id).first()
    keys = set(Assignment.objects.filter(rubric=rubric).values_list("key", flat=True))
    rows = scheme.content["components"] if scheme else []
    return [row for row in rows if row.get("source") == "assignment" and row.get("assignment") in keys]


def with_keys(rubric: Rubric, content: Mapping) -> dict[str, Any]:
    """The tidy content with a key for everything new; no key of a criterion that once stood is given to another."""
    stood = {
        row["key"]
        for rows in rubric.versions.annotate(rows=KeyTransform("criteria", "content")).values_list(
            "rows", flat=True
        )
        for row in rows or []
    }
    return rubric_content.with_keys(content, besides=sorted(stood))


def said_before(rubric: Rubric, content: Mapping) -> RubricVersion | None:
    """The newest version that says word for word the same."""
    wanted = rubric_content.tidy(content)
    return next((one for one in rubric.versions.all() if rubric_content.tidy(one.content) == wanted), None)


@transaction.atomic
def save_version(
    *,
    rubric_id: int,
    content: Mapping,
    titles: Mapping[str, str],
    seen: str,
    at: datetime,
    actor: User,
    again: bool = False,
) -> RubricVersion:
    """Save an edit: the next version, or the standing one where the content did not change.

    The title belongs to the rubric and changes at once. `seen`: content_hash of the version the edit began from.
    `again`: a content that stood before is to stand again. Refuses (Stale) what somebody else changed meanwhile, a
    content with faults, one the edition's scheme cannot count, and (SaidBefore) an older wording without `again`.
    """
    may_edit(actor)
    rubric = Rubric.objects.select_for_update().get(pk=rubric_id)
    latest = rubric.versions.first()
    if latest is not None and seen != latest.content_hash:
        raise Stale(latest)
    titles, content = tidy_titles(titles), with_keys(rubric, content)
    if not titles.get("kk") or not titles.get("ru"):
        raise Refusal(_("Write the rubric's title in Kazakh and in Russian."), code="title")
    if found := rubric_content.faults(content):
        raise Refusal(fault_list(found), code="content")
    if broken := rubric_content.breaks(content, components_of(rubric)):
        raise Refusal(" ".join(break_sentence(one) for one in broken), code="scheme")
    titles_changed = titles != rubric.title_texts
    if titles_changed:
        rubric.title_texts = titles
        rubric.save()
    earlier = said_before(rubric, content)
    if latest is not None and earlier == latest:
        if titles_changed:
            _log(rubric, None, titles_changed=True, at=at, actor=actor)
        return latest
    if earlier is not None and not again:
        raise SaidBefore(earlier)
    version = append(rubric, content, again=earlier)
    _log(rubric, version.number, titles_changed=titles_changed, at=at, actor=actor)
    return version


@transaction.atomic
def take_up(*, version_id: int, at: datetime, actor: User) -> RubricVersion:
    """Let an older version stand again, word for word, as the next one. Refuses the newest, which stands already."""
    may_edit(actor)
    older = RubricVersion.objects.select_related("rubric").get(pk=version_id)
    rubric = Rubric.objects.select_for_update().get(pk=older.rubric_id)
    latest = rubric.versions.first()
    if latest is None or rubric_content.tidy(latest.content) == rubric_content.tidy(older.content):
        raise Refusal(_("This version stands already: there is nothing to take up."), code="stands")
    return save_version(
        rubric_id=rubric.pk,
        content=older.content,
        titles=rubric.title_texts,
        seen=latest.content_hash,
        at=at,
        actor=actor,
        again=True,
    )


def append(rubric: Rubric, content: Mapping, *, again: RubricVersion | None = None) -> RubricVersion:
    """The next version with that content; `again`: the older one it repeats. The caller holds the rubric."""
    latest = rubric.versions.first()
    number = latest.number + 1 if latest else 1
    stored = dict(content)
    if again is not None:
        stored["again"] = {"number": again.number, "as": number}
    return RubricVersion.objects.create(
        rubric=rubric, number=number, content=stored, content_hash=scheme_rules.content_hash(stored)
    )


def _log(rubric: Rubric, number: int | None, *, titles_changed: bool, at: datetime, actor: User) -> None:
    """Who wrote which version stands in the editor's own log."""
    log(
        instance=rubric,
        action=ACTION,
        user=actor,
        title=rubric.title,
        timestamp=at,
        content_changed=number is not None,
        data={"version": number, "title": titles_changed},
    )


def written_by(rubric: Rubric) -> dict[int, int | None]:
    """Version number → id of the editor who wrote it; versions from files are not in it (one query)."""
    entries = ModelLogEntry.objects.for_instance(rubric).filter(action=ACTION)
    return {
        data["version"]: user
        for data, user in entries.values_list("data", "user_id")
        if data.get("version") is not None
    }


def title_is_editors(rubric: Rubric) -> bool:
    """An editor changed the title since it came from a file."""
    entries = ModelLogEntry.objects.for_instance(rubric).filter(action=ACTION)
    return any(data.get("title") for data in entries.values_list("data", flat=True))


# Who works by which version


@dataclass(frozen=True)
class Use:
    """A cohort that froze a version. `marked`: works with finished marks by it there."""

    cohort: Cohort
    version_id: int
    marked: int

    @property
    def is_under_way(self) -> bool:
        return self.cohort.status in {Cohort.Status.OPEN, Cohort.Status.RUNNING, Cohort.Status.ASSESSING}


@dataclass(frozen=True)
class Uses:
    """Everything that stands on rubrics of some editions. `marked`: works with finished marks by version."""

    by_version: Mapping[int, list[Use]]
    drafts: Mapping[int, list[Cohort]]
    marked: Mapping[int, int]


def uses(edition_ids: list[int]) -> Uses:
    """Who froze which version, which drafts will freeze the newest, how many works were marked (three queries)."""
    frozen: dict[int, Mapping[str, int]] = dict(
        CohortScheme.objects.filter(cohort__edition__in=edition_ids)
        .annotate(rubrics=KeyTransform("rubrics", "content"))
        .values_list("cohort_id", "rubrics")
    )
    counts = {
        (version, cohort): n
        for version, cohort, n in Assessment.objects.filter(
            status=Assessment.Status.FINAL, rubric_version__rubric__edition__in=edition_ids
        )
        .order_by()
        .values_list("rubric_version", "submission__cohort")
        .annotate(n=Count("submission", distinct=True))
    }
    by_version: dict[int, list[Use]] = {}
    drafts: dict[int, list[Cohort]] = {}
    cohorts = Cohort.objects.filter(edition__in=edition_ids).select_related("edition").order_by("number")
    for cohort in cohorts:
        if cohort.status == Cohort.Status.DRAFT:
            drafts.setdefault(cohort.edition_id, []).append(cohort)
        for version_id in sorted(set((frozen.get(cohort.pk) or {}).values())):
            use = Use(cohort, version_id, counts.get((version_id, cohort.pk), 0))
            by_version.setdefault(version_id, []).append(use)
    marked: dict[int, int] = {}
    for (version_id, _cohort), n in counts.items():
        marked[version_id] = marked.get(version_id, 0) + n
    return Uses(by_version=by_version, drafts=drafts, marked=marked)


@dataclass(frozen=True)
class Effect:
    """What saving a content would do. `number`: of the version it would make, None where nothing changes."""

    number: int | None
    differences: list[rubric_content.Difference]
    breaks: list[rubric_content.Break]
    freezing: list[Cohort] = field(default_factory=list)
    keeping: list[tuple[Use, int]] = field(default_factory=list)
    repeats: RubricVersion | None = None
    title_changes: bool = False


def effect(rubric: Rubric, content: Mapping, titles: Mapping[str, str]) -> Effect:
    """What saving would change, who would get it, who keeps what they froze, what contradicts the scheme."""
    versions = list(rubric.versions.all())
    latest = versions[0] if versions else None
    changes = rubric_content.differences(latest.content if latest else {"criteria": []}, content)
    found = uses([rubric.edition_id])
    numbers = {one.pk: one.number for one in versions}
    earlier = said_before(rubric, content)
    is_new = latest is None or earlier != latest
    return Effect(
        number=(latest.number + 1 if latest else 1) if is_new else None,
        differences=changes,
        breaks=rubric_content.breaks(content, components_of(rubric)),
        freezing=found.drafts.get(rubric.edition_id, []),
        keeping=[
            (use, numbers[version_id])
            for version_id, rows in found.by_version.items()
            if version_id in numbers
            for use in rows
            if use.is_under_way
        ],
        repeats=earlier if is_new else None,
        title_changes=tidy_titles(titles) != rubric.title_texts,
    )
