"""What an altered log cannot hide. Everything is streamed: the memory needed does not grow with the log."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Subquery

from assessments.rules.scheme import content_hash

from ..models import Document, LogEntry, LogHead, LogRoot
from ..rules import chain
from . import log, roots

CHUNK = 1000


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit. `kind` is a word for programs; `what` a sentence that names entry, day or document."""

    kind: str
    what: str

    def __str__(self) -> str:
        return self.what


def faults() -> Iterator[Fault]:
    """Walk the chain, the signed roots and the documents; nothing is found in a log that nobody touched."""
    yield from _chain()
    yield from _roots()
    yield from _documents()


def _chain() -> Iterator[Fault]:
    """Entries in order: a changed row, a missing one, a forked one, one dated back, one behind the head."""
    head = LogHead.objects.filter(pk=1).first()
    if head is None:
        if LogEntry.objects.exists():
            yield Fault("head", "The head of the log is missing although there are entries.")
        head = LogHead(number=LogEntry.objects.count())
    number, before, written = 0, chain.START, None
    # Read up to where the head stood: what is added meanwhile is judged the next time.
    rows = LogEntry.objects.filter(number__lte=head.number).order_by("number")
    values = rows.values_list("number", "at", "event", "data", "previous", "hash", "document__number")
    for own, at, event, data, previous, hashed, document in values.iterator(chunk_size=CHUNK):
        if own != number + 1:
            yield Fault("gap", f"Entries {number + 1} to {own - 1} of the log are missing.")
        elif previous != before:
            yield Fault("fork", f"Entry {own} does not follow entry {number}: it names another hash.")
        if hashed != chain.entry_hash(number=own, at=at, event=event, data=data, previous=previous):
            yield Fault("entry", f"Entry {own} was changed after it was written.")
        if written is not None and at < written - chain.TOLERANCE:
            yield Fault("dated_back", f"Entry {own} is dated {at:%Y-%m-%d %H:%M}, before entry {number}.")
        if not isinstance(data, dict) or data.get("number") != document:
            yield Fault("entry", f"Entry {own} hangs at document {document} but speaks of another.")
        number, before, written = own, hashed, at
    if number < head.number:
        yield Fault("gap", f"Entries {number + 1} to {head.number} of the log are missing.")
    elif before != head.hash and head.pk:
        yield Fault("head", f"The head of the log does not name the hash of entry {number}.")
    end = LogHead.objects.filter(pk=1).values("number")
    for own in LogEntry.objects.filter(number__gt=Subquery(end)).values_list("number", flat=True):
        yield Fault("head", f"Entry {own} stands behind the head of the log.")


def _roots() -> Iterator[Fault]:
    """Signed days: a bad signature, a broken row of days, a log that is not the one that was signed."""

    def entry(number: Any, column: str, **more: Any) -> Subquery:
        return Subquery(LogEntry.objects.filter(number=number).values(column), **more)

    last: LogRoot | None = None
    rows = (
        LogRoot.objects.order_by("day")
        .select_related("key")
        .annotate(
            stands=entry(OuterRef("number"), "hash"),
            entry_at=entry(OuterRef("number"), "at", output_field=DateTimeField()),
            next_at=entry(OuterRef("number") + 1, "at", output_field=DateTimeField()),
        )
    )
    for root in rows.iterator(chunk_size=CHUNK):
        yield from _root(root, after=last)
        last = root


def _root(root: Any, *, after: LogRoot | None) -> Iterator[Fault]:
    if not roots.is_signed(root):
        yield Fault(
            "signature", f"The signature of the root of {root.day} is not that of key {root.key.kid}."
        )
    if not _says_what_it_holds(root):
        yield Fault("root", f"The root of {root.day} was changed: it differs from the statement signed.")
    if root.previous != (chain.statement_hash(after.statement) if after else chain.START):
        yield Fault("root", f"The root of {root.day} does not follow the root before it.")
    if after and root.day != after.day + timedelta(days=1):
        yield Fault("root", f"Roots between {after.day} and {root.day} are missing.")
    if after and root.number < after.number:
        yield Fault("root", f"The root of {root.day} covers less than the root of {after.day}.")
    end = roots.end_of(root.day)
    stands = root.stands if root.number else chain.START
    if stands is None:
        yield Fault(
            "shortened",
            f"The log was shortened: the root of {root.day} names entry {root.number}, which is not there.",
        )
    elif stands != root.hash:
        yield Fault(
            "rewritten",
            f"The log was rewritten: entry {root.number} is not the one that the root of {root.day} signed.",
        )
    if root.entry_at and root.entry_at >= end + chain.TOLERANCE:
        yield Fault("root", f"The root of {root.day} names entry {root.number}, which was written later.")
    if root.next_at and root.next_at < end - chain.TOLERANCE:
        yield Fault(
            "dated_back",
            f"Entry {root.number + 1} is dated before the end of {root.day} but is not in the root of that day.",
        )


def _says_what_it_holds(root: LogRoot) -> bool:
    try:
        issuer = json.loads(root.statement)["issuer"]
    except (ValueError, KeyError, TypeError):
        return False
    told = chain.root_statement(
        issuer=issuer, day=root.day, number=root.number, hash=root.hash, previous=root.previous
    )
    return bool(told == root.statement)


def _documents() -> Iterator[Fault]:
    """Documents against their last entry: altered facts, dates, status or file; one that was never entered."""
    own = LogEntry.objects.filter(document=OuterRef("pk"))
    rows = Document.objects.order_by("pk").annotate(
        said=Subquery(own.order_by("-number").values("data")[:1]),
        is_entered=Exists(own.filter(event=LogEntry.Event.ISSUED)),
        is_erased=Exists(own.filter(event=LogEntry.Event.ERASED)),
    )
    rows = rows.defer("credential", "cose")
    for document in rows.iterator(chunk_size=CHUNK):
        yield from _document(document)


def _document(document: Any) -> Iterator[Fault]:
    name = f"document {document.number}"
    if not document.is_entered:
        yield Fault("unentered", f"The log has no entry of the issue of {name}.")
    if document.said is not None:
        said = document.said if isinstance(document.said, dict) else {}
        if changed := chain.differing(said, log.facts_of(document)):
            words = ", ".join(changed)
            yield Fault("altered", f"The {name} is not what its last entry says: {words}.")
    facts = document.facts
    if document.erased_at:
        # Without the name the digest cannot be made again; the entry of the erasure keeps it.
        if not document.is_erased:
            yield Fault("altered", f"The {name} is marked as erased, but the log does not know of it.")
    elif content_hash(facts) != document.facts_hash:
        yield Fault("altered", f"What the {name} prints was changed.")
    columns = {
        "number": document.number,
        "code": document.code,
        "kind": document.kind,
        "issued_on": document.issued_on.isoformat(),
        "valid_until": document.valid_until.isoformat() if document.valid_until else None,
    }
    if changed := chain.differing(facts if isinstance(facts, dict) else {}, columns):
        yield Fault("altered", f"The {name} and what it prints disagree: {', '.join(changed)}.")


def kept_elsewhere(lines: Iterable[str]) -> Iterator[Fault]:
    """Compare roots that somebody outside kept (lines of /log/roots.jsonl) with ours: a log that was rewritten and signed
    anew has other statements for the same days.
    """
    for place, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            kept = json.loads(line)["statement"]
            day = json.loads(kept)["day"]
        except (ValueError, KeyError, TypeError):
            yield Fault("kept", f"Line {place} of the file is not a root.")
            continue
        own = LogRoot.objects.filter(day=day).values_list("statement", flat=True).first()
        if own is None:
            yield Fault("kept", f"The root of {day} was published once and is not here any more.")
        elif own != kept:
            yield Fault("kept", f"The root of {day} is not the one that was published once.")
