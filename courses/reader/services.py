"""A reader's own marks in a lesson: bookmarks, highlights and notes. Nobody but their writer reads or changes them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from ..models import Bookmark, Note

QUOTE, WORDS, HEADING = 1000, 4000, 300  # letters at most
PER_LESSON = 500  # of notes and of bookmarks, so that no script fills the table


def _readable(text: str) -> str:
    """The text without outer spaces and the sign that PostgreSQL refuses."""
    return text.replace("\0", "").strip()


def _checked_words(words: str) -> str:
    words = _readable(words.replace("\r\n", "\n").replace("\r", "\n"))
    if len(words) > WORDS:
        raise Refusal(
            _(
                "A note has %(most)s letters at most, and this one has %(count)s. Shorten it or make two of it."
            )
            % {"most": WORDS, "count": len(words)},
            code="too_long",
        )
    return words


@transaction.atomic
def add_note(
    *,
    key: str,
    language: str,
    part: str,
    quote: str,
    words: str,
    start: int,
    at: datetime,
    actor: User,
) -> Note:
    """Keep a highlight, with words or without. The same place marked again is the same note, with the newer words.

    Refuses what says nothing, a quotation or words that are too long, and more than PER_LESSON notes of one lesson.
    """
    quote, words = _readable(quote), _checked_words(words)
    if not quote and not words:
        raise Refusal(_("Write something, or select the words you want to keep."), code="empty")
    if len(quote) > QUOTE:
        raise Refusal(
            _("A highlight has %(most)s letters at most. Select a shorter piece.") % {"most": QUOTE},
            code="too_long",
        )
    User.objects.select_for_update().get(pk=actor.pk)
    own = Note.objects.visible_to(actor).filter(key=key, language=language)
    if quote:
        known = own.filter(part=part, start=start, quote=quote).first()
        if known is not None:
            if words and words != known.words:
                known.words, known.changed_at = words, at
                known.save(update_fields=["words", "changed_at"])
            return known
    if own.count() >= PER_LESSON:
        raise Refusal(
            _("You have %(most)s notes in this lesson already. Delete some before you add another.")
            % {"most": PER_LESSON},
            code="too_many",
        )
    return Note.objects.create(
        user=actor,
        key=key,
        language=language,
        part=part,
        start=start,
        quote=quote,
        words=words,
        created_at=at,
        changed_at=at,
    )


def _own(note_id: int, actor: User) -> Note:
    """One's own note, locked; another's does not exist (Note.DoesNotExist)."""
    return Note.objects.visible_to(actor).select_for_update().get(pk=note_id)


@transaction.atomic
def change_note(*, note_id: int, words: str, at: datetime, actor: User) -> Note:
    """Write other words; a highlight may lose them. Refuses to empty a note that has no quotation."""
    note = _own(note_id, actor)
    words = _checked_words(words)
    if not words and not note.quote:
        raise Refusal(_("The note would be empty. Write something, or delete it."), code="empty")
    if words != note.words:
        note.words, note.changed_at = words, at
        note.save(update_fields=["words", "changed_at"])
    return note


@transaction.atomic
def remove_note(*, note_id: int, actor: User) -> None:
    """Delete one's own note."""
    _own(note_id, actor).delete()


@transaction.atomic
def set_bookmark(
    *,
    key: str,
    language: str,
    part: str,
    heading: str,
    is_set: bool,
    at: datetime,
    actor: User,
) -> None:
    """Put a bookmark at a part or take it away; doing so twice changes nothing. Refuses more than PER_LESSON."""
    place = {"key": key, "language": language, "part": part}
    own = Bookmark.objects.visible_to(actor)
    if not is_set:
        own.filter(**place).delete()
        return
    User.objects.select_for_update().get(pk=actor.pk)
    if own.filter(key=key, language=language).count() >= PER_LESSON:
        raise Refusal(
            _("There are too many bookmarks in this lesson. Take some away first."), code="too_many"
        )
    Bookmark.objects.get_or_create(user=actor, **place, defaults={"heading": heading[:HEADING], "at": at})
