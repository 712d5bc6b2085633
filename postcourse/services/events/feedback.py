"""What those who came thought of an event; the host reads figures and words without names."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Event, EventFeedback
from . import events

RATINGS = range(1, 6)
# Of fewer answers one could guess who said what.
FEWEST_FOR_WORDS = 3


@transaction.atomic
def give(*, event_id: int, rating: int, text: str, at: datetime, actor: User) -> EventFeedback:
    """Keep what a participant thinks; said again, it takes the place of what was said before.

    Refuses before the event is over, a rating that is not 1 to 5, and whoever was not there.
    """
    event = events.locked(event_id)
    if event.status == Event.Status.CANCELLED or at < event.ends_at:
        raise Refusal(_("One can say what one thinks once the event is over."), code="too_early")
    if not event.intervals.filter(user=actor).exists():
        raise NotAllowed(_("Only those who were at the event say what they think of it."))
    if rating not in RATINGS:
        raise Refusal(_("Choose a number from 1 to 5."), code="rating")
    row, _created = EventFeedback.objects.update_or_create(
        event=event, user=actor, defaults={"rating": rating, "text": text.strip(), "at": at}
    )
    return row


@dataclass(frozen=True)
class Summary:
    """`by_rating`: (rating, answers) from 5 down; `texts` only where there are enough answers to hide who wrote."""

    count: int
    mean: Decimal | None
    by_rating: list[tuple[int, int]]
    texts: list[str]


def summary(event: Event) -> Summary:
    """What was said of an event (one query)."""
    rows = list(event.feedback.order_by("text", "pk").values_list("rating", "text"))
    counts = Counter(rating for rating, _text in rows)
    total = sum(rating * count for rating, count in counts.items())
    mean = (Decimal(total) / len(rows)).quantize(Decimal("0.1")) if rows else None
    texts = [text for _rating, text in rows if text] if len(rows) >= FEWEST_FOR_WORDS else []
    by_rating = [(rating, counts[rating]) for rating in reversed(RATINGS)]
    return Summary(count=len(rows), mean=mean, by_rating=by_rating, texts=texts)
