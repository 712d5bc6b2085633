"""A second reader's word, what becomes ready and what is retired. Every write locks the question first."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.errors import Refusal
from people.models import User
from people.roles import Role

from ... import items
from ...models import QuestionReview, QuestionVersion
from .drafts import NOTE, held, may_write, touch


def faults_of(version: QuestionVersion) -> list[str]:
    """What keeps a wording from being used, in kk and ru."""
    return items.kind(version.kind).faults(version.body)


def authors_of(version: QuestionVersion) -> set[int]:
    """Who wrote this very text, in whichever version of the question."""
    same = QuestionVersion.objects.filter(
        question_id=version.question_id, content_hash=version.content_hash, created_by__isnull=False
    )
    return {author for author in same.values_list("created_by", flat=True) if author is not None}


def last_review(version: QuestionVersion) -> QuestionReview | None:
    """The last word on this very text: a version that only changes tags keeps the review of its text."""
    return (
        QuestionReview.objects.filter(
            version__question_id=version.question_id, version__content_hash=version.content_hash
        )
        .select_related("reviewer", "version")
        .order_by("at", "pk")
        .last()
    )


def is_approved(version: QuestionVersion) -> bool:
    """A second person let this text pass, and nobody asked for another look since."""
    review = last_review(version)
    return (
        review is not None
        and review.verdict == QuestionReview.Verdict.APPROVE
        and review.reviewer_id not in authors_of(version)
    )


@transaction.atomic
def review(
    *, version_id: int, verdict: str, comment: str, at: datetime, actor: User, seen: str | None = None
) -> QuestionReview:
    """A second person's word on the newest version.

    Refuses one's own text, a version that is past, a text that changed since it was opened (`seen`: its content_hash),
    and asking for another look without saying why.
    """
    may_write(actor)
    version, newest = held(version_id)
    if newest.pk != version.pk:
        raise Refusal(
            _("There is a newer version %(number)s: read that one.") % {"number": newest.number},
            code="not_newest",
        )
    if version.status == QuestionVersion.Status.RETIRED:
        raise Refusal(_("This version is retired, so there is nothing to review."), code="retired")
    if seen is not None and seen != version.content_hash:
        raise Refusal(
            _("The text was changed while you were reading it. Read it again, then say your word."),
            code="stale",
        )
    if verdict not in QuestionReview.Verdict.values:
        raise Refusal(_("Say whether the question can be used."), code="no_verdict")
    if actor.pk in authors_of(version):
        raise Refusal(_("You wrote this text, so somebody else has to review it."), code="own_text")
    comment = comment.strip()
    if verdict == QuestionReview.Verdict.REWORK and not comment:
        raise Refusal(_("Say what has to be changed."), code="no_comment")
    return QuestionReview.objects.create(
        version=version, reviewer=actor, at=at, verdict=verdict, comment=comment
    )


@transaction.atomic
def make_ready(*, version_id: int, at: datetime, actor: User) -> QuestionVersion:
    """Let a draft into papers, and retire the wording that was ready before it, in one transaction.

    Refuses what has faults in kk or ru, and what no second person approved; an administrator may do without, which
    the version's note then says.
    """
    may_write(actor)
    version, newest = held(version_id)
    if version.is_ready:
        raise Refusal(_("This version is ready already."), code="ready")
    if not version.is_draft:
        raise Refusal(_("A retired text comes back as a new draft."), code="retired")
    if newest.pk != version.pk:
        raise Refusal(
            _("There is a newer version %(number)s: make that one ready.") % {"number": newest.number},
            code="not_newest",
        )
    if faults := faults_of(version):
        raise Refusal(
            _("The question cannot be used yet. %(faults)s") % {"faults": " ".join(faults)}, code="faults"
        )
    if not is_approved(version):
        _do_without_review(version, at=at, actor=actor)
    for before in version.question.versions.filter(status=QuestionVersion.Status.READY):
        before.status = QuestionVersion.Status.RETIRED
        before.save(update_fields=["status"])
    version.status = QuestionVersion.Status.READY
    version.save(update_fields=["status", "note"])
    touch(version.question_id, at)
    return version


def _do_without_review(version: QuestionVersion, *, at: datetime, actor: User) -> None:
    """Written into the note; refused for anybody but an administrator."""
    last = last_review(version)
    if not actor.has_role(Role.ADMINISTRATOR):
        if last is not None and last.verdict == QuestionReview.Verdict.REWORK:
            raise Refusal(
                _("%(reviewer)s asked for another look: %(comment)s")
                % {"reviewer": last.reviewer.short_name, "comment": last.comment},
                code="rework",
            )
        raise Refusal(_("Nobody but its author has approved this text yet."), code="not_reviewed")
    words = _("Made ready without a second reader by %(person)s on %(date)s.")
    _note(version, words % {"person": actor.full_name or actor.email, "date": _day(at)})


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATE_FORMAT")


def _note(version: QuestionVersion, sentence: str) -> None:
    """Add a sentence to the note; where both do not fit, the older words are cut."""
    before = version.note.strip()
    room = NOTE - len(sentence) - 2
    if len(before) > room:
        before = f"{before[: max(0, room - 1)].rstrip()}…"
    version.note = f"{before}; {sentence}"[:NOTE] if before and room > 1 else sentence[:NOTE]


@transaction.atomic
def retire(*, version_id: int, reason: str, at: datetime, actor: User) -> QuestionVersion:
    """Take a version out of use, with the reason in its note; papers that hold it keep it. A draft is given up."""
    may_write(actor)
    version, _newest = held(version_id)
    reason = reason.strip()
    if not reason:
        raise Refusal(_("Say why the question is retired."), code="no_reason")
    if version.status == QuestionVersion.Status.RETIRED:
        raise Refusal(_("This version is retired already."), code="retired")
    version.status = QuestionVersion.Status.RETIRED
    words = _("Retired on %(date)s: %(reason)s") % {"date": _day(at), "reason": reason}
    _note(version, words)
    version.save(update_fields=["status", "note"])
    touch(version.question_id, at)
    return version
