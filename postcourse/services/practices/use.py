"""What readers do with a published practice: thank, and say that they used it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.rules.privacy import findings
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Practice, PracticeThanks, PracticeUse

LONGEST_NOTE = 2_000
OLDEST = timedelta(days=366)


def _published(practice_id: int, actor: User, *, own: object) -> Practice:
    practice = Practice.objects.get(pk=practice_id)
    if practice.author_id == actor.pk:
        raise NotAllowed(own)
    if practice.status != Practice.Status.PUBLISHED:
        raise Refusal(_("This practice is not in the library now."), code="not_published")
    return practice


@transaction.atomic
def thank(*, practice_id: int, at: datetime, actor: User) -> None:
    """Thank the author; a second time changes nothing. Refuses one's own practice and what is not published."""
    practice = _published(
        practice_id, actor, own=_("This is your own practice: the thanks are others' to give.")
    )
    PracticeThanks.objects.get_or_create(practice=practice, user=actor, defaults={"at": at})


@transaction.atomic
def take_thanks_back(*, practice_id: int, actor: User) -> None:
    """As if it had not been pressed."""
    PracticeThanks.objects.filter(practice_id=practice_id, user=actor).delete()


@transaction.atomic
def record_use(*, practice_id: int, on: date, note: str, at: datetime, actor: User) -> PracticeUse:
    """Say that it was used on that day and how it went; the same day again mends the note.

    Refuses one's own practice, a day to come or more than a year ago, and a note that tells who a child is.
    """
    practice = _published(
        practice_id, actor, own=_("This is your own practice: others say that they used it.")
    )
    today, note = timezone.localdate(at), note.strip()
    if not today - OLDEST <= on <= today:
        raise Refusal(_("Choose the day on which you used it: today or within the last year."), code="day")
    if len(note) > LONGEST_NOTE:
        raise Refusal(
            _("The note is longer than %(most)s letters. Shorten it.") % {"most": LONGEST_NOTE},
            code="too_long",
        )
    if any(one.is_certain for one in findings(note, own_names=[actor.full_name])):
        raise Refusal(
            _(
                "The note tells who a child is or how to reach somebody. Take the numbers out and save it again."
            ),
            code="identifies",
        )
    use, _created = PracticeUse.objects.update_or_create(
        practice=practice,
        user=actor,
        on=on,
        defaults={"note": note},
        create_defaults={"note": note, "at": at},
    )
    return use
