"""Writing a translation: always as a draft, with a mark for each part that somebody says is translated now."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from people.errors import NotAllowed, Refusal
from people.models import User

from ..loader.apply import stands_as_loaded
from ..models import TranslatedPart
from .drafting import Draft, Typed, drafted
from .reading import Comparison, Pair, comparison_of, loaded_pairs, pair_of, stored_marks
from .rules.alignment import BOTH, Mark, Row
from .rules.parts import missing_words, too_long


class StaleTranslation(Refusal):
    """Somebody saved the translation since this reader's revision."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The translation was saved elsewhere in the meantime. Nothing is lost: what you typed stands in its fields, "
                "with what stands in the page now below it. Compare the two and save once more."
            ),
            code="stale",
        )


class PartsRefused(Refusal):
    """Parts that cannot be kept so; `rows`: row → sentence."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        super().__init__(
            _("Nothing was saved yet: see the parts that are marked below, mend them and save once more."),
            code="parts",
        )
        self.rows = dict(rows)


@dataclass(frozen=True)
class Saved:
    """What came of it: the new draft where the text changed, and how many parts were marked as translated."""

    revision: Revision | None
    marked: int


def may_translate(page: Page, user: User) -> bool:
    """Whether this person may write the translation that stands on this page."""
    return bool(page.permissions_for_user(user).can_edit())


@transaction.atomic
def save_translation(
    *,
    page_id: int,
    typed: Typed,
    revision: int | None,
    original_revision: int | None,
    at: datetime,
    actor: User,
) -> Saved:
    """Keep what was typed as the page's newest draft, never published, and mark the confirmed parts.

    `revision`: the page's newest draft as the translator saw it; a later one is refused (StaleTranslation). A mark keeps the
    original as the translator saw it, in `original_revision`. Refuses who may not edit the page, a page that is locked, and
    confirming a part some of whose words are missing (PartsRefused).
    """
    pair = _locked(page_id)
    _check_actor(pair.translation, actor)
    if pair.translation.latest_revision_id != revision:
        raise StaleTranslation
    seen = Revision.page_revisions.filter(pk=original_revision, object_id=str(pair.original.pk)).first()
    comparison = comparison_of(pair, original_revision=seen)
    draft = drafted(comparison, typed)
    confirmed = _confirmed(comparison, draft, typed)
    written = _write(pair.translation, draft.changed, actor) if draft.changed else None
    _keep_marks(pair, comparison, draft, confirmed, at=at, actor=actor)
    return Saved(written, len(confirmed))


def _locked(page_id: int) -> Pair:
    Page.objects.select_for_update().get(pk=page_id)
    pair = pair_of(page_id)
    if pair is None:
        raise Refusal(_("This page has no counterpart in the other language yet."), code="alone")
    return pair


def _check_actor(page: Page, actor: User) -> None:
    permissions = page.permissions_for_user(actor)
    if not permissions.can_edit():
        raise NotAllowed(_("Only those who may edit this page can translate it."))
    if permissions.page_locked():
        raise Refusal(
            _("This page is locked, or a reviewer has it now. It can be translated once it is given back."),
            code="locked",
        )


def _confirmed(comparison: Comparison, draft: Draft, typed: Typed) -> set[str]:
    """Rows to mark. Refuses words that do not fit and the confirmation of what is not translated yet."""
    faults: dict[str, str] = {}
    confirmed = set()
    for row in comparison.rows:
        part = draft.parts.get(row.id)
        if part is not None and row.id in typed.words:
            for slot in too_long(part.slots, part.values):
                faults[row.id] = _("“%(field)s” may have at most %(count)s characters.") % {
                    "field": slot.label,
                    "count": slot.maximum,
                }
        if row.original is None or row.id in typed.dropped:
            continue
        lacking = missing_words(row.original, part.values if part else {})
        if (part is None or lacking) and row.id in typed.confirmed:
            faults.setdefault(
                row.id,
                _(
                    "This part is not translated yet: %(fields)s has no words. Write them or take the tick away."
                )
                % {"fields": ", ".join(f"“{slot.label}”" for slot in lacking) or row.original.label},
            )
        elif part is not None and not lacking and (typed.everything or row.id in typed.confirmed):
            confirmed.add(row.id)
    if faults:
        raise PartsRefused(faults)
    return confirmed


def _write(page: Page, changed: Mapping[str, Any], actor: User) -> Revision:
    draft = page.get_latest_revision_as_object()
    for name, value in changed.items():
        is_stream = isinstance(draft._meta.get_field(name), StreamField)
        setattr(draft, name, json.dumps(value, ensure_ascii=False) if is_stream else value)
    try:
        return draft.save_revision(user=actor, log_action=True)
    except ValidationError as fault:
        raise Refusal(" ".join(fault.messages), code="invalid") from fault


# Marks


def _keep_marks(
    pair: Pair,
    comparison: Comparison,
    draft: Draft,
    confirmed: set[str],
    *,
    at: datetime,
    actor: User | None,
) -> None:
    """Marks follow their parts to the names these have now; a confirmed part's mark keeps both texts as they are now."""
    kept = []
    for row in comparison.rows:
        part = draft.parts.get(row.id)
        if part is None:
            continue
        if row.id in confirmed and row.original is not None:
            kept.append(Mark(part.id, row.original.id, row.original.text, part.text))
        elif row.mark is not None:
            kept.append(_moved(row.mark, row, part.id))
    write_marks(pair, kept, at=at, actor=actor)


def _moved(mark: Mark, row: Row, name: str) -> Mark:
    """The mark under the names its parts have now; without an original it is one of the translation's page alone."""
    if row.original is None:
        return Mark(name, mark.source_part, mark.source, None)
    return Mark(name, row.original.id, mark.source, mark.translation)


def write_marks(pair: Pair, marks: Iterable[Mark], *, at: datetime, actor: User | None) -> None:
    """Make these the marks between two pages. A mark stands on both: either page may be read as the other's translation."""
    wanted: dict[tuple[int, str], tuple[str, str]] = {}
    for mark in marks:
        wanted[pair.translation.pk, mark.part] = (mark.source_part, mark.source)
        if mark.translation is not None:
            wanted[pair.original.pk, mark.source_part] = (mark.part, mark.translation)
    pages = [pair.translation.pk, pair.original.pk]
    standing = {(page, part): (name, text) for page, part, name, text in stored_marks(pages)}
    changed = [key for key, value in wanted.items() if standing.get(key) != value]
    for page in pages:
        gone = [part for one, part in standing if one == page and (one, part) not in wanted]
        if gone:
            TranslatedPart.objects.filter(page_id=page, part__in=gone).delete()
    TranslatedPart.objects.bulk_create(
        [
            TranslatedPart(
                page_id=key[0],
                part=key[1],
                source_part=wanted[key][0],
                source=wanted[key][1],
                at=at,
                by=actor,
            )
            for key in changed
        ],
        update_conflicts=True,
        unique_fields=["page", "part"],
        update_fields=["source_part", "source", "at", "by"],
        batch_size=200,
    )


@transaction.atomic
def remember_as_translated(programme_code: str, *, at: datetime | None = None) -> int:
    """Mark the parts of a programme's pages as translations of each other where files filled both pages; the number marked.

    To be called after a load, and as often as one likes. Only pages that stand as their files filled them, with nothing
    edited since, and only fields whose parts match one to one in kind and number. A part that has a mark keeps it, unless
    both texts came anew: the files say the same again in both languages. What changed in one of them alone stays to be seen.
    """
    at = at or timezone.now()
    count = 0
    for pair in loaded_pairs(programme_code):
        if stands_as_loaded(pair.original) and stands_as_loaded(pair.translation):
            count += _remember(pair, at)
    return count


def _remember(pair: Pair, at: datetime) -> int:
    comparison = comparison_of(pair)
    unequal = {row.field for row in comparison.rows if row.original is None or row.translation is None}
    marks, count = [], 0
    for row in comparison.rows:
        if row.translation is None:
            continue
        if row.original is not None and row.field not in unequal and (row.mark is None or row.state == BOTH):
            marks.append(Mark(row.translation.id, row.original.id, row.original.text, row.translation.text))
            count += 1
        elif row.mark is not None:
            marks.append(_moved(row.mark, row, row.translation.id))
    if count:
        write_marks(pair, marks, at=at, actor=None)
    return count
