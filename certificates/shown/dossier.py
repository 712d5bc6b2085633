"""One document as its keepers read it: history, what it replaced and what replaced it, the proof, what can be changed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User

from .. import presentation
from ..models import Blank, ChangeProposal, Document, LogEntry
from ..presentation import explain, verdict_words
from ..rules import changes
from ..rules.validity import shown_state


def printed_name(names: dict) -> str:
    """Surname, given name, patronymic of a document's facts or of a correction; a word where they are erased."""
    return presentation.printed_name(names) or _("Personal data erased")


def reason_words(reason: str) -> str:
    """A reason as a reader is told it: what machines wrote in words, what people wrote as it stands."""
    return {
        "issued": "",
        "amended": _("The result was amended."),
        "erased": _("These words were erased with the person's data."),
    }.get(reason, reason)


@dataclass(frozen=True)
class Step:
    """One thing that happened: words, when, who (empty for the system), why."""

    words: str
    at: datetime
    who: str = ""
    why: str = ""


@dataclass(frozen=True)
class Consequence:
    """What an approved change brings, each as sentences: the page an employer sees, the holder, what else."""

    state: str
    page: str
    holder: str
    also: str = ""
    other_state: str = ""


def history(document: Document) -> list[Step]:
    """Every move of the document and of its proposals, the oldest first."""
    steps = []
    for move in document.transitions.select_related("actor"):
        if move.from_status:
            label = str(Document.Status(move.to_status).label).lower()
            words, why = _("Now: %(status)s") % {"status": label}, reason_words(move.reason)
        else:
            words, why = _entered(document)
        steps.append(Step(words, move.at, _who(move.actor), why))
    for one in proposals(document):
        words = _("Proposed: %(change)s") % {"change": one.get_change_display().lower()}
        steps.append(Step(words, one.proposed_at, _who(one.proposed_by), reason_words(one.reason)))
        if one.decided_at:
            words = _("%(change)s: %(status)s") % {
                "change": one.get_change_display(),
                "status": one.get_status_display().lower(),
            }
            steps.append(Step(words, one.decided_at, _who(one.decided_by), reason_words(one.note)))
    return sorted(steps, key=lambda step: step.at)


def _entered(document: Document) -> tuple[str, str]:
    """How the document came into the register, and why where it stands in another's place."""
    if document.supersedes is None:
        return _("Entered, valid"), ""
    led_here = ChangeProposal.objects.filter(new_document=document).first()
    words = _("Entered in place of %(number)s") % {"number": document.supersedes.number}
    return words, reason_words(led_here.reason) if led_here else ""


def _who(person: User | None) -> str:
    return person.initials_name if person else ""


def proposals(document: Document) -> list[ChangeProposal]:
    return list(document.proposals.select_related("proposed_by", "decided_by"))


def chain(document: Document) -> list[Document]:
    """The documents that replaced one another with this one among them, the oldest first (one query)."""
    own = {
        one.pk: one
        for one in Document.objects.filter(enrolment=document.enrolment_id).defer("credential", "cose")
    }
    after = {one.supersedes_id: one for one in own.values() if one.supersedes_id}
    first = own[document.pk]
    while first.supersedes_id in own:
        first = own[first.supersedes_id]
    found = [first]
    while found[-1].pk in after:
        found.append(after[found[-1].pk])
    return found


def others(document: Document) -> list[Document]:
    """Earlier and later documents of the same person and programme, from other enrolments or sittings.

    None where the data are erased: the register must not name the person by another document.
    """
    if document.erased_at:
        return []
    return list(
        Document.objects.filter(
            holder=document.holder_id,
            enrolment__cohort__edition__code=document.enrolment.cohort.edition.code,
            erased_at__isnull=True,
        )
        .exclude(pk__in=[one.pk for one in chain(document)])
        .defer("credential", "cose")
        .order_by("issued_on", "number")
    )


def blanks(document: Document) -> list[Blank]:
    return list(document.blanks.all())


def log_entries(document: Document) -> list[LogEntry]:
    return list(document.log.all())


def event_words(event: str) -> str:
    return {
        LogEntry.Event.ISSUED: _("entered"),
        LogEntry.Event.SEALED: _("signed and drawn"),
        LogEntry.Event.STATUS: _("status changed"),
        LogEntry.Event.ERASED: _("personal data erased"),
    }[LogEntry.Event(event)]


@dataclass(frozen=True)
class Offer:
    """A change that can be proposed now."""

    change: str
    label: str
    url: str
    is_grave: bool


def offers(document: Document, *, is_open: bool) -> list[Offer]:
    """What can be proposed; nothing while a proposal waits."""
    if is_open:
        return []
    there = changes.allowed(status=document.status, is_erased=document.erased_at is not None)
    return [
        Offer(
            change=change,
            label=str(ChangeProposal.Change(change).label),
            url=reverse("propose_change", args=[document.pk, change]),
            is_grave=change in {changes.REVOKE, changes.ERASE},
        )
        for change in there
    ]


def consequence(document: Document, change: str, *, today: date) -> Consequence:
    """What follows once the change is approved, in words."""
    state = _state(document, changes.status_after(change, status=document.status), today=today)
    is_erased = change == changes.ERASE or document.erased_at is not None
    shape = "erased" if is_erased and state in presentation.COUNTED else state
    page = f"{verdict_words(shape)}. {explain(state, valid_until=document.valid_until, today=today)}"
    other = _state(document, "valid", today=today) if changes.CHANGES[change].issues_another else ""
    return Consequence(
        state=state, page=page, holder=_holder(change), also=_also(change, document), other_state=other
    )


def _state(document: Document, status: str, *, today: date) -> str:
    return shown_state(kind=document.kind, status=status, valid_until=document.valid_until, today=today)


def _holder(change: str) -> str:
    return {
        changes.SUSPEND: _("They are told that the document does not count while it is checked, not why."),
        changes.RESUME: _("They are told that the document counts again."),
        changes.REVOKE: _("They are told that the document is revoked and whom to ask, not why."),
        changes.CORRECT: _("They are told the new number, and find the new document among their own."),
        changes.ERASE: _("They are told that their name is erased from this document."),
    }[change]


def _also(change: str, document: Document) -> str:
    if change == changes.SUSPEND:
        return _("It can be resumed at any time, by another proposal.")
    if change == changes.REVOKE:
        return _("Revocation is final: the document never counts again.")
    if change == changes.CORRECT:
        return _(
            "A new document is issued with a new number and code and the same dates. Ask for the old paper back."
        )
    if change == changes.ERASE:
        return _(
            "The name, the PDF and the signed credential are deleted for good; number, dates and status stay. A name on a "
            "paper that is still about can be compared with nothing any more."
        )
    return ""


def named_elsewhere(document: Document) -> list[Document]:
    """The person's other documents, of whatever programme, that still hold the name after this one is erased."""
    kept = Document.objects.filter(holder=document.holder_id, erased_at__isnull=True)
    return list(kept.exclude(pk=document.pk).defer("credential", "cose").order_by("number"))
