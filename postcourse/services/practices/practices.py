"""Sharing a practice: writing a draft, adding files, handing it to the reviewers, taking it back or away.

Everything here is the author's own doing, except that a reviewer may mend the words of what is under review. The verdict
of a review stands in review.py, thanks and uses in use.py.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from assessments.services.work.uploading import Checked
from people.errors import NotAllowed, Refusal
from people.models import Employment, Region, User
from people.transitions import move

from ...models import Practice, PracticeFile, PracticeUse
from ...rules import moves, search, tags
from ...rules import practices as rules
from .. import kept_files
from ..topics import topic_of
from . import check as practice_check
from . import telling

Status = Practice.Status
TEXTS = tuple(f"{name}_{language}" for language in rules.LANGUAGES for name in ("title", "summary", "text"))
WRITTEN = (*TEXTS, "kind", "licence", "tags", "programme_code", "topic_key", "region_id")


class StaleDraft(Refusal):
    """Somebody saved since this reader's revision; `practice` is what stands now."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(
            _(
                "This practice was saved elsewhere in the meantime. Below is what stands now beside what you typed: "
                "put the two together and save once more."
            ),
            code="stale",
        )
        self.practice = practice


def may_review(user: User) -> bool:
    """Whether this person reviews what others share."""
    return user.has_perm("postcourse.review_practice")


def may_write(practice: Practice, user: User) -> bool:
    """The author of a draft; of what is under review, a reviewer who is not its author."""
    if practice.status == Status.DRAFT:
        return practice.author_id == user.pk
    return practice.status == Status.SUBMITTED and practice.author_id != user.pk and may_review(user)


def locked(practice_id: int) -> Practice:
    """The practice, locked: every change of it stands in line here."""
    practices = Practice.objects.select_for_update(of=("self",)).select_related("author")
    return practices.get(pk=practice_id)


def _check_author(practice: Practice, actor: User) -> None:
    if practice.author_id != actor.pk:
        raise NotAllowed(_("Only the author can do this."))


def _check_writer(practice: Practice, actor: User) -> None:
    if may_write(practice, actor):
        return
    if practice.author_id == actor.pk:
        raise Refusal(
            _(
                "The practice is “%(status)s” now and cannot be changed. Take it back first, change it and hand it in again."
            )
            % {"status": practice.get_status_display()},
            code="not_open",
        )
    raise NotAllowed(_("Only the author can change this practice."))


# Drafts


@transaction.atomic
def start(*, kind: str, at: datetime, actor: User, based_on_id: int | None = None) -> Practice:
    """Open a draft; with `based_on_id` it begins with the words and tags of that published practice and names it.

    Refuses a kind that does not exist and building on what is not published.
    """
    if kind not in Practice.Kind.values:
        raise Refusal(_("Choose what it is: a practice, a lesson plan or one of the templates."), code="kind")
    practice = Practice(author=actor, kind=kind, saved_at=at, region=region_of(actor))
    if based_on_id is not None:
        original = Practice.objects.published().filter(pk=based_on_id).first()
        if original is None:
            raise Refusal(_("Only a published practice can be adapted."), code="not_published")
        practice.based_on = original
        for name in (*TEXTS, "tags", "programme_code", "topic_key"):
            setattr(practice, name, getattr(original, name))
        practice.licence = rules.licences_of_adaptation(original.licence, tuple(Practice.Licence.values))[0]
    practice.search = _index(practice)
    practice.save()
    return practice


def region_of(user: User) -> Region | None:
    """Where the person works now; the longest post where there are several."""
    job = (
        Employment.objects.filter(user=user, ended_on__isnull=True)
        .select_related("organisation__region")
        .order_by("started_on", "pk")
        .first()
    )
    return job.organisation.region if job else None


@transaction.atomic
def save_draft(
    *, practice_id: int, words: Mapping[str, Any], revision: int, at: datetime, actor: User
) -> Practice:
    """Keep what was written; a save without change changes nothing. `words`: some or all of WRITTEN.

    The author writes a draft, a reviewer mends what is under review. Refuses a stale revision (StaleDraft), a text that
    is too long, a licence the original does not allow, and a topic or kind that does not exist.
    """
    practice = locked(practice_id)
    _check_writer(practice, actor)
    cleaned = _clean(practice, words)
    if all(getattr(practice, name) == value for name, value in cleaned.items()):
        return practice
    if practice.revision != revision:
        raise StaleDraft(practice)
    for name, value in cleaned.items():
        setattr(practice, name, value)
    practice.saved_at, practice.revision = at, practice.revision + 1
    practice.search = _index(practice)
    practice.save(update_fields=[*cleaned, "saved_at", "revision", "search"])
    return practice


def _clean(practice: Practice, words: Mapping[str, Any]) -> dict[str, Any]:
    """The written fields as they are kept: spaces at the ends gone, one kind of line end, tags of the list."""
    cleaned: dict[str, Any] = {}
    for name in TEXTS:
        if name in words:
            text = str(words[name] or "").replace("\r\n", "\n").replace("\r", "\n").strip()
            most = rules.LONGEST[name.rpartition("_")[0]]
            if len(text) > most:
                raise Refusal(
                    _("“%(field)s” is longer than %(most)s letters. Shorten it or put the rest into a file.")
                    % {"field": practice_check.FIELDS[name], "most": most},
                    code="too_long",
                )
            cleaned[name] = text
    if "kind" in words:
        if words["kind"] not in Practice.Kind.values:
            raise Refusal(
                _("Choose what it is: a practice, a lesson plan or one of the templates."), code="kind"
            )
        cleaned["kind"] = words["kind"]
    if "licence" in words:
        cleaned["licence"] = _licence(practice, str(words["licence"]))
    if "tags" in words:
        cleaned["tags"] = tags.known(words["tags"])
        if len(cleaned["tags"]) > tags.MOST:
            raise Refusal(
                _("At most %(most)s tags: choose those by which it should be found.") % {"most": tags.MOST},
                code="too_many_tags",
            )
    if "topic_key" in words:
        cleaned |= _topic(practice, str(words["topic_key"] or ""))
    if "region_id" in words:
        region = words["region_id"]
        if region is not None and not Region.objects.filter(pk=region).exists():
            raise Refusal(_("Choose a region of the list, or none."), code="region")
        cleaned["region_id"] = region
    return cleaned


def _licence(practice: Practice, licence: str) -> str:
    known = tuple(Practice.Licence.values)
    if practice.based_on is not None:
        known = rules.licences_of_adaptation(practice.based_on.licence, known)
    if licence not in known:
        raise Refusal(
            _("This was made from a practice whose licence is passed on: choose %(licence)s.")
            % {"licence": Practice.Licence(known[0]).label}
            if licence in Practice.Licence.values
            else _("Choose one of the licences."),
            code="licence",
        )
    return licence


def _topic(practice: Practice, key: str) -> dict[str, str]:
    if key == practice.topic_key:
        return {}
    topic = topic_of(key) if key else None
    if key and topic is None:
        raise Refusal(_("Choose a topic of the list, or none."), code="topic")
    return {"topic_key": key, "programme_code": topic.programme if topic else ""}


def _index(practice: Practice) -> str:
    """What the practice is found by; the words of its tags in both languages are words of it."""
    texts = [getattr(practice, name) for name in TEXTS]
    for language in rules.LANGUAGES:
        texts += tags.names(practice.tags, language)
    return search.index(texts, practice.tags)


# Files


@transaction.atomic
def add_file(*, practice_id: int, checked: Checked, at: datetime, actor: User) -> PracticeFile:
    """Attach a checked file to a draft; the same bytes again are the same file."""
    practice = locked(practice_id)
    _check_writer(practice, actor)
    return kept_files.keep(practice, checked, at=at, actor=actor)


@transaction.atomic
def remove_file(*, file_id: int, actor: User) -> None:
    """Take a file away while its practice can be changed."""
    practice = locked(PracticeFile.objects.values_list("practice_id", flat=True).get(pk=file_id))
    _check_writer(practice, actor)
    kept_files.remove(practice.files.get(pk=file_id))


# Where it stands


@transaction.atomic
def submit(
    *,
    practice_id: int,
    nameless: bool,
    accepted: Collection[str],
    at: datetime,
    actor: User,
    tell: bool = True,
) -> Practice:
    """Hand a draft to the reviewers, who are told; not with `tell` false, where a program hands in many.

    Refuses one that is unfinished, that could tell who a child is (practice_check.TellsAChild), and one whose author has
    not confirmed that it names no child.
    """
    practice = locked(practice_id)
    _check_author(practice, actor)
    missing = rules.lacks_for_review({name: getattr(practice, name) for name in (*TEXTS, "tags")})
    if "words" in missing:
        raise Refusal(
            _(
                "Write the title, the short description and how to do it, in Kazakh or in Russian. Then hand it in."
            ),
            code="unfinished",
        )
    if "tags" in missing:
        raise Refusal(_("Choose at least one tag, so that colleagues find the practice."), code="no_tags")
    practice_check.check(practice, accepted=frozenset(accepted))
    if not nameless:
        raise Refusal(
            _("Confirm that no child can be recognised from this practice, then hand it in."),
            code="not_nameless",
        )
    practice.nameless_at = practice.submitted_at = at
    move(
        practice,
        to=Status.SUBMITTED,
        table=moves.PRACTICE,
        at=at,
        actor=actor,
        also=("nameless_at", "submitted_at"),
    )
    if tell:
        telling.arrived(practice, at=at)
    return practice


@transaction.atomic
def take_back(*, practice_id: int, at: datetime, actor: User) -> Practice:
    """The author makes a draft again of what is under review or was withdrawn; it will have to be confirmed anew."""
    practice = locked(practice_id)
    _check_author(practice, actor)
    practice.nameless_at = None
    move(practice, to=Status.DRAFT, table=moves.PRACTICE, at=at, actor=actor, also=("nameless_at",))
    return practice


@transaction.atomic
def withdraw(*, practice_id: int, reason: str, at: datetime, actor: User) -> Practice:
    """Take a practice out of the library. The author may without a word; a reviewer says why, and the author is told.

    Those who adapted or used it keep what they have: their records still name it.
    """
    practice = locked(practice_id)
    if practice.author_id != actor.pk:
        if not may_review(actor) or practice.status != Status.PUBLISHED:
            raise NotAllowed(_("Only the author can withdraw this practice."))
        if not reason.strip():
            raise Refusal(_("Write why it is taken out: the author reads it."), code="reason_missing")
    move(practice, to=Status.WITHDRAWN, table=moves.PRACTICE, at=at, actor=actor, reason=reason.strip())
    if practice.author_id != actor.pk:
        telling.decided(practice, outcome="withdrawn", text=reason.strip(), at=at)
    return practice


# Figures


def used_by(user_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of each person (how many practices they published, how often they used another's); two queries."""
    shared = dict(
        Practice.objects.published()
        .filter(author__in=user_ids)
        .order_by()
        .values_list("author")
        .annotate(Count("pk"))
    )
    used = dict(
        PracticeUse.objects.filter(user__in=user_ids).order_by().values_list("user").annotate(Count("pk"))
    )
    return {user_id: (shared.get(user_id, 0), used.get(user_id, 0)) for user_id in user_ids}


def by_region() -> dict[int, tuple[int, int]]:
    """Of each region's id (published practices of that region, uses of them); two queries."""
    shared = dict(
        Practice.objects.published()
        .exclude(region=None)
        .order_by()
        .values_list("region")
        .annotate(Count("pk"))
    )
    used = dict(
        PracticeUse.objects.filter(practice__status=Status.PUBLISHED)
        .exclude(practice__region=None)
        .order_by()
        .values_list("practice__region")
        .annotate(Count("pk"))
    )
    return {region: (shared.get(region, 0), used.get(region, 0)) for region in {*shared, *used}}
