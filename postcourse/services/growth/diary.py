"""The diary of the year: entries a graduate writes alone, shares with the mentor and talks about."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.services.work.uploading import check_upload
from people.errors import NotAllowed, Refusal
from people.models import User
from people.notify import tell

from ...models import DiaryEntry, EntryFeedback, EntryFile, MentoringPlan
from ...rules.diary import TEXT, TITLE, WORDS
from .. import kept_files
from ..mentoring.plan_people import check_own, check_under_way, mentor_of
from ..mentoring.plans import in_force
from . import protection


class StaleEntry(Refusal):
    """The entry was saved elsewhere since this writer's revision; `entry` is what stands now."""

    def __init__(self, entry: DiaryEntry) -> None:
        super().__init__(
            _(
                "This entry was saved elsewhere in the meantime, perhaps in another window of yours. "
                "Both texts stand here: put them together and save once more."
            ),
            code="stale",
        )
        self.entry = entry


def agreed_goals(plan: MentoringPlan) -> list[str]:
    """The goals of the wording both agreed to last, in their order (one query); none before."""
    version = in_force(plan)
    return [str(one["goal"]) for one in version.content["goals"]] if version else []


def _locked(entry_id: int) -> DiaryEntry:
    entries = DiaryEntry.objects.select_for_update(of=("self",))
    return entries.select_related("plan__graduate", "plan__enrolment__cohort").get(pk=entry_id)


def check_not_erased(entry: DiaryEntry) -> None:
    if entry.erased_at is not None:
        raise Refusal(_("The content of this entry is deleted, so it stays as it is."), code="erased")


def _own_draft(entry_id: int, actor: User) -> DiaryEntry:
    """The entry, locked, while its writer may change it."""
    entry = _locked(entry_id)
    check_own(entry.plan, actor)
    check_under_way(entry.plan)
    check_not_erased(entry)
    if entry.shared_at is not None:
        raise Refusal(
            _(
                "This entry is shared, so it stands as the mentor reads it. Take it back first, then change it."
            ),
            code="shared",
        )
    return entry


@transaction.atomic
def begin(*, plan_id: int, kind: str, at: datetime, written_on: date, actor: User) -> DiaryEntry:
    """A new entry of a kind, private until it is shared; one of the kind that is still empty comes back instead.

    Refuses anybody but the graduate, a plan that is over and an unknown kind.
    """
    plan = MentoringPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    check_own(plan, actor)
    check_under_way(plan)
    if kind not in DiaryEntry.Kind.values:
        raise Refusal(_("Choose one of the kinds of entries offered."), code="kind")
    empty = plan.entries.filter(kind=kind, title="", text="", files__isnull=True, shared_at__isnull=True)
    standing = empty.filter(feedback__isnull=True).first()
    return standing or plan.entries.create(kind=kind, title="", written_on=written_on, saved_at=at)


@transaction.atomic
def save_draft(
    *,
    entry_id: int,
    title: str,
    text: str,
    goal: int | None,
    written_on: date,
    revision: int,
    at: datetime,
    actor: User,
) -> DiaryEntry:
    """Keep the entry as typed. A save without change changes nothing; one against an older revision gets StaleEntry.

    `goal`: place of a goal of the agreed plan, from 0. Refuses a shared entry, a day to come, a goal the plan lacks and
    more than 20,000 letters.
    """
    entry = _own_draft(entry_id, actor)
    typed: dict[str, Any] = {
        "title": title.replace("\x00", "").strip()[:TITLE],
        "text": text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").rstrip(),
        "goal": goal,
        "written_on": written_on,
    }
    if all(getattr(entry, name) == value for name, value in typed.items()):
        return entry
    if entry.revision != revision:
        raise StaleEntry(entry)
    if len(typed["text"]) > TEXT:
        raise Refusal(
            _("The text is longer than %(count)s letters. Shorten it, or attach a file.") % {"count": TEXT},
            code="too_long",
        )
    if written_on > timezone.localdate(at):
        raise Refusal(_("The date of an entry cannot lie in the future."), code="future")
    if goal is not None and goal >= len(agreed_goals(entry.plan)):
        raise Refusal(_("Choose one of the goals of the agreed plan, or none."), code="goal")
    for name, value in typed.items():
        setattr(entry, name, value)
    entry.saved_at, entry.revision = at, entry.revision + 1
    entry.save(update_fields=[*typed, "saved_at", "revision"])
    return entry


@transaction.atomic
def attach(*, entry_id: int, upload: UploadedFile, at: datetime, actor: User) -> EntryFile:
    """Add a file to an entry that is not shared; refuses what assessments.services.work.uploading refuses."""
    checked = check_upload(upload)
    entry = _own_draft(entry_id, actor)
    return kept_files.keep(entry, checked, at=at, actor=actor)


@transaction.atomic
def detach(*, file_id: int, actor: User) -> None:
    """Take a file out of an entry that is not shared."""
    row = EntryFile.objects.get(pk=file_id)
    _own_draft(row.entry_id, actor)
    kept_files.remove(row)


@transaction.atomic
def share(
    *, entry_id: int, accepted: frozenset[str] = frozenset(), looked: bool = False, at: datetime, actor: User
) -> DiaryEntry:
    """Open an entry to the mentor and tell them; a repeat changes nothing.

    Refuses an entry without a title or without words and files, and one that could tell who a child is
    (protection.check_entry: TellsTheChild with its report).
    """
    entry = _locked(entry_id)
    if entry.shared_at is not None and entry.plan.graduate_id == actor.pk:
        return entry
    entry = _own_draft(entry_id, actor)
    if not entry.title:
        raise Refusal(_("Give the entry a title, then share it."), code="no_title")
    if not entry.text and not entry.files.exists():
        raise Refusal(_("Write something or attach a file, then share it."), code="empty")
    protection.check_entry(entry, accepted=accepted, looked=looked)
    entry.shared_at = entry.checked_at = at
    entry.save(update_fields=["shared_at", "checked_at"])
    if mentor := mentor_of(entry.plan):
        _tell(mentor, "entry_shared", entry, by=actor, at=at)
    return entry


@transaction.atomic
def take_back(*, entry_id: int, actor: User) -> DiaryEntry:
    """Close a shared entry again to work on it; what was said about it stays. A repeat changes nothing."""
    entry = _locked(entry_id)
    check_own(entry.plan, actor)
    check_under_way(entry.plan)
    check_not_erased(entry)
    entry.shared_at = entry.checked_at = None
    entry.save(update_fields=["shared_at", "checked_at"])
    return entry


@transaction.atomic
def remove(*, entry_id: int, actor: User) -> None:
    """Delete an entry nobody talked about yet, with its files. Refuses a shared one."""
    entry = _own_draft(entry_id, actor)
    if entry.feedback.exists():
        raise Refusal(_("This entry has been talked about, so it is not deleted."), code="talked_about")
    for row in entry.files.all():
        kept_files.remove(row)
    entry.delete()


@transaction.atomic
def say(*, entry_id: int, text: str, at: datetime, actor: User) -> EntryFeedback:
    """A word of the mentor or the graduate about a shared entry; the other one is told.

    Refuses everybody else, an entry that is not shared, no words or too many, and numbers that tell who a child is.
    """
    entry = _locked(entry_id)
    mentor = mentor_of(entry.plan)
    if actor.pk not in {entry.plan.graduate_id, mentor.pk if mentor else None}:
        raise NotAllowed(_("Only the graduate and the mentor talk about an entry."))
    check_under_way(entry.plan)
    if entry.shared_at is None:
        raise Refusal(
            _("This entry is not shared, so there is nothing to talk about yet."), code="not_shared"
        )
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Refusal(_("Write your words first, then send them."), code="empty")
    if len(text) > WORDS:
        raise Refusal(_("Write at most %(count)s letters.") % {"count": WORDS}, code="too_long")
    protection.check_words(text)
    row = EntryFeedback.objects.create(entry=entry, author=actor, text=text, at=at)
    other = mentor if actor.pk == entry.plan.graduate_id else entry.plan.graduate
    if other is not None:
        _tell(other, "entry_feedback", entry, by=actor, at=at)
    return row


def _tell(user: User, news: str, entry: DiaryEntry, *, by: User, at: datetime) -> None:
    """Kind and person alone: a title may speak of a child."""
    tell(
        user=user,
        kind=news,
        context={"name": by.full_name, "entry_kind": entry.kind},
        url=reverse("entry", args=[entry.pk]),
        at=at,
    )
