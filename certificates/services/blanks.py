"""Protected stock: batches come in, a blank is issued to a document, spoiled or lost; nothing of it is ever undone."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Blank, BlankTransition, Document, StockLayout
from ..rules import moves, stock

MOST_OFFSET = 30  # millimetres


def may_keep(actor: User) -> None:
    """Refuse whoever does not keep the register."""
    if not actor.has_perm("certificates.keep_register"):
        raise NotAllowed()


def said(series: str, number: int) -> str:
    """A blank's number as it is printed."""
    return f"{series} {number:07d}"


def _series(text: str) -> str:
    series = stock.tidy_series(text)
    if not series:
        raise Refusal(_("A series has up to 12 letters and digits. Copy it from the blank."), code="series")
    return series


# Receiving


@transaction.atomic
def receive_batch(
    *,
    kind: str,
    series: str,
    first: int,
    last: int,
    received_on: date,
    received_from: str,
    at: datetime,
    actor: User,
) -> int:
    """Enter every number of a batch, both ends included, as in stock; how many they are.

    Refuses a run that is empty, too long or overlaps with what is entered already (naming the first such number), a
    series of another kind of document, and a day that has not come.
    """
    may_keep(actor)
    series = _series(series)
    if kind not in Document.Kind.values:
        raise Refusal(_("Choose what is printed on these blanks."), code="kind")
    if not 0 < first <= last <= stock.HIGHEST:
        raise Refusal(
            _("The first number is above the last, or a number has more than seven digits. Check both."),
            code="last",
        )
    if last - first >= stock.MOST:
        raise Refusal(
            _("At most %(most)s blanks are entered at once. Enter the batch in parts.")
            % {"most": stock.MOST},
            code="last",
        )
    if received_on > timezone.localdate(at):
        raise Refusal(_("This day has not come yet. Enter the day the blanks came."), code="received_on")
    known = Blank.objects.filter(series=series)
    other = known.exclude(kind=kind).first()
    if other is not None:
        raise Refusal(
            _("Series %(series)s is entered for another kind of document: %(kind)s.")
            % {"series": series, "kind": other.get_kind_display()},
            code="series",
        )
    if (double := known.filter(number__range=(first, last)).order_by("number").first()) is not None:
        raise _entered_already(double)
    rows = [
        Blank(
            kind=kind,
            series=series,
            number=number,
            received_on=received_on,
            received_by=actor,
            received_from=received_from.strip(),
        )
        for number in range(first, last + 1)
    ]
    try:
        with transaction.atomic():
            made = Blank.objects.bulk_create(rows)
    except IntegrityError as error:  # somebody entered the same numbers at this moment
        double = known.filter(number__range=(first, last)).order_by("number").first()
        if double is None:
            raise
        raise _entered_already(double) from error
    # The reason holds the batch's ends, by which an audit finds a blank that is missing from it.
    reason = f"{first}-{last}"
    BlankTransition.objects.bulk_create(
        BlankTransition(
            blank=row, from_status="", to_status=Blank.Status.STOCK, at=at, actor=actor, reason=reason
        )
        for row in made
    )
    return len(made)


def _entered_already(double: Blank) -> Refusal:
    return Refusal(
        _("Blank № %(number)s is entered already, received on %(day)s. Check the first and last number.")
        % {"number": str(double), "day": f"{double.received_on:%d.%m.%Y}"},
        code="first",
    )


# Issuing


def next_free(kind: str, *, series: str = "") -> Blank | None:
    """The blank that would be taken next: the lowest number in stock of the series that came first."""
    found = Blank.objects.filter(kind=kind, status=Blank.Status.STOCK)
    if series:
        found = found.filter(series=series)
    return found.order_by("received_on", "series", "number").first()


def may_print(document: Document) -> bool:
    """Whether a blank can be issued to this document now."""
    try:
        _printable(document)
    except Refusal:
        return False
    return True


def _printable(document: Document) -> None:
    """Refuses a document that must not be put on protected stock."""
    if document.status != Document.Status.VALID:
        raise Refusal(
            _("Document № %(number)s is “%(status)s”: only a valid document is printed on a blank.")
            % {"number": document.number, "status": document.get_status_display()},
            code="not_valid",
        )
    if document.erased_at is not None:
        raise Refusal(
            _("The person's data was erased from document № %(number)s: nothing can be printed.")
            % {"number": document.number},
            code="erased",
        )
    standing = document.blanks.filter(status=Blank.Status.ISSUED).first()
    if standing is not None:
        raise Refusal(
            _(
                "Document № %(number)s stands on blank № %(blank)s already. If that one is spoiled or lost, "
                "mark it so first."
            )
            % {"number": document.number, "blank": str(standing)},
            code="has_blank",
        )


def _take(kind: str, *, series: str, number: int | None) -> Blank:
    """A locked blank in stock: this number, or the next free one that nobody else is taking at this moment."""
    free = Blank.objects.filter(kind=kind, status=Blank.Status.STOCK)
    if series:
        free = free.filter(series=series)
    if number is None:
        found = (
            free.select_for_update(of=("self",), skip_locked=True)
            .order_by("received_on", "series", "number")
            .first()
        )
        if found is None:
            raise Refusal(
                _("No blank of this kind is in stock. Enter the batch that came."), code="none_left"
            )
        return found
    wanted = (
        Blank.objects.select_for_update(of=("self",)).filter(kind=kind, series=series, number=number).first()
    )
    if wanted is None:
        raise Refusal(
            _("There is no blank № %(number)s for this kind of document in the register.")
            % {"number": said(series, number)},
            code="number",
        )
    if wanted.status != Blank.Status.STOCK:
        following = free.filter(number__gt=number).order_by("number").first()
        sentence = _("Blank № %(number)s is no longer in stock: it is “%(status)s”. %(next)s")
        hint = (
            _("The next free one is № %(number)s.") % {"number": str(following)}
            if following
            else _("No later number of this series is free.")
        )
        raise Refusal(
            sentence % {"number": str(wanted), "status": wanted.get_status_display(), "next": hint},
            code="number",
        )
    return wanted


def _issue(document: Document, blank: Blank, *, at: datetime, actor: User) -> Blank:
    blank.document = document
    transitions.move(
        blank,
        to=Blank.Status.ISSUED,
        table=moves.BLANK,
        at=at,
        actor=actor,
        reason=document.number,
        also=("document",),
    )
    return blank


@transaction.atomic
def issue_blank(
    *, document_id: int, at: datetime, actor: User, series: str = "", number: int | None = None
) -> Blank:
    """Give a document its blank: the one named, else the next free one.

    Refuses a document that is not valid or stands on a blank already, and a blank that is not in stock.
    """
    may_keep(actor)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    _printable(document)
    blank = _take(document.kind, series=_series(series) if series else "", number=number)
    return _issue(document, blank, at=at, actor=actor)


@transaction.atomic
def issue_run(
    *, document_ids: Sequence[int], series: str, first: int, at: datetime, actor: User
) -> list[Blank]:
    """Give documents of one kind, in this order, the numbers in stock of a series from `first` on; all or none."""
    may_keep(actor)
    if not document_ids:
        raise Refusal(_("Nobody is ticked. Tick the documents to print."), code="nobody")
    series = _series(series)
    locked = {
        row.pk: row
        for row in Document.objects.select_for_update(of=("self",)).filter(pk__in=document_ids).order_by("pk")
    }
    documents = [locked[pk] for pk in document_ids if pk in locked]
    if len({document.kind for document in documents}) != 1:
        raise Refusal(_("Documents of one kind are printed in one run."), code="kinds")
    for document in documents:
        _printable(document)
    blanks = list(
        Blank.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(kind=documents[0].kind, series=series, status=Blank.Status.STOCK, number__gte=first)
        .order_by("number")[: len(documents)]
    )
    if len(blanks) < len(documents):
        raise Refusal(
            _(
                "From № %(number)s on, %(free)s blanks of this series are in stock, and %(wanted)s are needed. "
                "Tick fewer documents or enter the batch that came."
            )
            % {"number": said(series, first), "free": len(blanks), "wanted": len(documents)},
            code="too_few",
        )
    return [
        _issue(document, blank, at=at, actor=actor) for document, blank in zip(documents, blanks, strict=True)
    ]


# Spoiled and lost


def _end(blank_id: int, *, to: str, reason: str, at: datetime, actor: User) -> Blank:
    may_keep(actor)
    if not reason.strip():
        raise Refusal(_("Write what happened to the blank: the write-off act quotes it."), code="reason")
    blank = Blank.objects.select_for_update(of=("self",)).get(pk=blank_id)
    transitions.move(blank, to=to, table=moves.BLANK, at=at, actor=actor, reason=reason.strip())
    return blank


@transaction.atomic
def mark_spoiled(*, blank_id: int, reason: str, at: datetime, actor: User) -> Blank:
    """The sheet can serve no more. A document that stood on it may get another; the sheet keeps whose it was."""
    return _end(blank_id, to=Blank.Status.SPOILED, reason=reason, at=at, actor=actor)


@transaction.atomic
def mark_lost(*, blank_id: int, reason: str, at: datetime, actor: User) -> Blank:
    """The sheet is not there any more. A document that stood on it may get another."""
    return _end(blank_id, to=Blank.Status.LOST, reason=reason, at=at, actor=actor)


# Printers


@transaction.atomic
def save_layout(
    *,
    kind: str,
    printer: str,
    offset_x: Decimal,
    offset_y: Decimal,
    actor: User,
    layout_id: int | None = None,
) -> StockLayout:
    """Where a printer sets the text on the stock of a kind, in millimetres to the right and down.

    Refuses more than three centimetres and a second layout of the same printer and kind.
    """
    may_keep(actor)
    printer = " ".join(printer.split())
    if not printer:
        raise Refusal(_("Name the printer, so that others find it in the list."), code="printer")
    if max(abs(offset_x), abs(offset_y)) > MOST_OFFSET:
        raise Refusal(
            _("Text is moved by three centimetres at most. Check how the sheet lies in the printer."),
            code="offset_x" if abs(offset_x) > MOST_OFFSET else "offset_y",
        )
    same = StockLayout.objects.filter(kind=kind, printer__iexact=printer)
    if any(one.pk != layout_id for one in same):
        raise Refusal(
            _("This printer has a layout for this kind of blank already. Change that one."), code="printer"
        )
    layout = StockLayout.objects.select_for_update().get(pk=layout_id) if layout_id else StockLayout()
    layout.kind, layout.printer, layout.offset_x, layout.offset_y = kind, printer, offset_x, offset_y
    layout.save()
    return layout


@transaction.atomic
def remove_layout(*, layout_id: int, actor: User) -> None:
    """A printer is used no more; what was printed with it stands."""
    may_keep(actor)
    StockLayout.objects.filter(pk=layout_id).delete()
