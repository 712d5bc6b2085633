"""A document as its holder is shown it: the state in words, how long is left, where its link leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Cohort
from people.models import User

from .. import expiry
from ..models import Document
from ..presentation import ShownDocument, show
from ..rules import code as codes

SOON = 90  # days before the last day from which the way to a new certificate is shown


@dataclass
class Card:
    """`left`: percent of the whole validity that is still to come, None without an end; `earlier`: what it replaced,
    newest first; `cohorts`: open ones of the same programme, each with the state of the holder's own enrolment.
    """

    document: Document
    shown: ShownDocument
    link: str
    left: int | None = None
    left_words: str = ""
    runs_out: bool = False
    earlier: list["Card"] = field(default_factory=list)
    cohorts: list[tuple[Cohort, str]] = field(default_factory=list)

    @property
    def needs_new(self) -> bool:
        """Whether the holder needs a new certificate, now or soon."""
        ends = self.runs_out or self.shown.state == "expired"
        return ends and not getattr(self.document, "is_renewed", False)

    @property
    def is_being_made(self) -> bool:
        return not self.document.pdf and self.document.erased_at is None

    @property
    def has_file(self) -> bool:
        return bool(self.document.pdf)

    @property
    def has_credential(self) -> bool:
        return self.document.key_id is not None

    @property
    def programme(self) -> str:
        return next(value for key, _label, value in self.shown.facts if key == "programme")

    @property
    def file_name(self) -> str:
        return f"{self.document.number}.json"


def card(document: Document, *, today: date) -> Card:
    """From the document's own row alone, in the reader's language. The link is the one its QR code holds."""
    last, first = document.valid_until, document.issued_on
    shown = show(
        kind=document.kind,
        status=document.status,
        valid_until=last,
        facts=document.facts,
        code=document.code,
        today=today,
    )
    made = Card(
        document=document,
        shown=shown,
        link=f"{document.facts['verify_base']}{codes.pretty(document.code)}",
    )
    if last is not None and shown.state == "valid":
        days = (last - today).days
        made.left = max(1, min(100, round(100 * (days + 1) / ((last - first).days + 1))))
        made.runs_out = days <= SOON
        made.left_words = _words(last, days) if days <= SOON else shown.explanation
    return made


def _words(last: date, days: int) -> str:
    """How long a certificate lasts that runs out soon: in days."""
    if days == 0:
        return _("Today is the last day.")
    until = date_format(last, "DATE_FORMAT")
    sentence = ngettext("Until %(date)s, %(count)s more day.", "Until %(date)s, %(count)s more days.", days)
    return sentence % {"date": until, "count": days}


def cards(documents: Sequence[Document], *, today: date) -> list[Card]:
    """Every document newest first; what was replaced stands under what has replaced it."""
    made = {document.pk: card(document, today=today) for document in documents}
    folded = set()
    for one in documents:
        if one.supersedes_id in made and one.status != Document.Status.REPLACED:
            step: Document | None = one
            while step is not None and step.supersedes_id in made:
                made[one.pk].earlier.append(made[step.supersedes_id])
                folded.add(step.supersedes_id)
                step = made[step.supersedes_id].document
    return [row for pk, row in made.items() if pk not in folded]


def with_cohorts(shown: Iterable[Card], *, user: User) -> None:
    """Adds the way to a new certificate where one has run out or soon will and none has followed (`is_renewed` of the
    document); two queries, none where nothing ends.
    """
    ending: dict[str, list[Card]] = {}
    for row in shown:
        if row.needs_new:
            ending.setdefault(row.document.enrolment.cohort.edition.code, []).append(row)
    if not ending:
        return
    for cohort, state in expiry.join(expiry.next_cohorts(ending), user=user):
        for row in ending[cohort.edition.code]:
            row.cohorts.append((cohort, state))
