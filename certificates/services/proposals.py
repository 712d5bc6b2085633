"""Changes of issued documents take two people: one proposes, another approves, and only then is anything changed.

What may be changed stands in rules/changes.py and is asked twice, at the proposal and at the approval, for the document
may have moved on in between. The database holds that one proposal is open per document and that two people decided.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import ChangeProposal, Document
from ..pdf import missing_letters
from ..rules import changes
from . import erasure, life, telling

Change, Status = ChangeProposal.Change, ChangeProposal.Status
LONGEST = 100  # letters of a name part, as in a profile

CARRY_OUT: Mapping[str, Callable[..., Document]] = {
    Change.SUSPEND: life.suspend_document,
    Change.RESUME: life.resume_document,
    Change.REVOKE: life.revoke_document,
    Change.CORRECT: life.correct_document,
    Change.ERASE: erasure.erase_document,
}


def _locked(document_id: int) -> Document:
    """The document, locked: every change of it and of its proposals stands in line here."""
    documents = Document.objects.select_for_update(of=("self",)).select_related("holder")
    return documents.get(pk=document_id)


def _check_change(document: Document, change: str) -> None:
    if changes.is_allowed(change, status=document.status, is_erased=document.erased_at is not None):
        return
    if change not in changes.CHANGES:
        raise Refusal(_("This change is not known. Choose one of those offered."), code="unknown_change")
    if document.erased_at is not None and changes.CHANGES[change].needs_person:
        raise Refusal(_("The person's data are erased from this document already."), code="not_possible")
    if change == Change.CORRECT and document.status == Document.Status.SUSPENDED:
        raise Refusal(
            _("A suspended document is not corrected. Propose to resume it first, or to revoke it."),
            code="not_possible",
        )
    raise Refusal(
        _("The document is “%(status)s” now, so this change is not possible: %(change)s.")
        % {"status": document.get_status_display(), "change": Change(change).label},
        code="not_possible",
    )


def _tidy(text: Any) -> str:
    """A name part as it is printed: letters composed, one space between words, no invisible signs."""
    composed = unicodedata.normalize("NFC", str(text))
    seen = "".join(" " if one.isspace() else one for one in composed)
    seen = "".join(one for one in seen if unicodedata.category(one) not in {"Cc", "Cf", "Cs"})
    return " ".join(seen.split())


def corrected_name(document: Document, typed: Mapping[str, str]) -> dict[str, str]:
    """The name a correction prints: as typed, or as in the profile where nothing is; refuses what cannot be printed."""
    source = typed or {part: getattr(document.holder, part) for part in changes.NAME_PARTS}
    name = {part: _tidy(source.get(part, "")) for part in changes.NAME_PARTS}
    if not (name["surname"] or name["given_name"]):
        raise Refusal(_("Type the name as it is to be printed."), code="name_missing")
    if any(len(part) > LONGEST for part in name.values()):
        raise Refusal(_("A part of the name is longer than 100 letters. Shorten it."), code="name_too_long")
    if letters := missing_letters(" ".join(name.values())):
        raise Refusal(
            _("These letters of the name cannot be printed: %(letters)s. Type them anew.")
            % {"letters": letters},
            code="unprintable_name",
        )
    if all(name[part] == document.facts[part] for part in changes.NAME_PARTS):
        raise Refusal(
            _("This name is printed on the document already: there is nothing to correct."), code="same_name"
        )
    return name


@transaction.atomic
def propose(
    *,
    document_id: int,
    change: str,
    reason: str,
    at: datetime,
    actor: User,
    corrected: Mapping[str, str] | None = None,
) -> ChangeProposal:
    """Propose a change of a document; nothing is changed yet.

    `corrected`: the name a correction prints, {"surname", "given_name", "patronymic"}; without it the name of the profile
    as it stands now. Refuses a change the document's status does not allow, a second open proposal, an empty reason, and
    a name that is the same or cannot be printed.
    """
    life.may_keep(actor)
    document = _locked(document_id)
    _check_change(document, change)
    reason = life.need_reason(reason)
    if document.proposals.filter(status=Status.PROPOSED).exists():
        raise Refusal(
            _("A change of this document waits for its second person already. Decide that one first."),
            code="open_proposal",
        )
    name = corrected_name(document, corrected or {}) if change == Change.CORRECT else {}
    return ChangeProposal.objects.create(
        document=document, change=change, reason=reason, corrected=name, proposed_by=actor, proposed_at=at
    )


def _open_proposal(proposal_id: int, *, actor: User) -> tuple[ChangeProposal, Document]:
    """The proposal with its document, both locked; refuses where it was decided or withdrawn meanwhile."""
    life.may_keep(actor)
    document = _locked(ChangeProposal.objects.values_list("document_id", flat=True).get(pk=proposal_id))
    proposal = ChangeProposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    if not proposal.is_open:
        raise Refusal(
            _("This proposal is “%(status)s” already: there is nothing to decide.")
            % {"status": proposal.get_status_display()},
            code="decided",
        )
    return proposal, document


def _check_second(proposal: ChangeProposal, document: Document, actor: User) -> None:
    if proposal.proposed_by_id == actor.pk:
        raise NotAllowed(
            gettext_lazy("You proposed this change. Another person who keeps the register decides it.")
        )
    if document.holder_id == actor.pk:
        raise NotAllowed(gettext_lazy("This is your own document. Another person decides about it."))


def _decide(proposal: ChangeProposal, *, status: str, at: datetime, actor: User, **more: Any) -> None:
    proposal.status, proposal.decided_by, proposal.decided_at = status, actor, at
    for name, value in more.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["status", "decided_by", "decided_at", *more])


@transaction.atomic
def approve(*, proposal_id: int, at: datetime, actor: User) -> ChangeProposal:
    """Carry the change out as proposed and tell the holder; the approver is its actor.

    Refuses the proposer, the document's own holder, a proposal that is decided, and a change that the document's status
    allows no more; nothing changes then.
    """
    proposal, document = _open_proposal(proposal_id, actor=actor)
    _check_second(proposal, document, actor)
    _check_change(document, proposal.change)
    more = {"corrected": proposal.corrected} if proposal.change == Change.CORRECT else {}
    done = CARRY_OUT[proposal.change](
        document_id=document.pk, at=at, actor=actor, reason=proposal.reason, **more
    )
    new = done if proposal.change == Change.CORRECT else None
    proposal.refresh_from_db()  # an erasure has taken words out of it
    _decide(proposal, status=Status.APPROVED, at=at, actor=actor, new_document=new)
    telling.document_changed(document, change=proposal.change, at=at, new=new)
    return proposal


@transaction.atomic
def decline(*, proposal_id: int, note: str, at: datetime, actor: User) -> ChangeProposal:
    """Decline with a note that says why; the document stays as it is. Refuses proposer, holder and an empty note."""
    proposal, document = _open_proposal(proposal_id, actor=actor)
    _check_second(proposal, document, actor)
    if not note.strip():
        raise Refusal(_("Write why you decline: the proposer reads it."), code="note_missing")
    _decide(proposal, status=Status.DECLINED, at=at, actor=actor, note=note.strip())
    return proposal


@transaction.atomic
def withdraw(*, proposal_id: int, at: datetime, actor: User) -> ChangeProposal:
    """The proposer takes the proposal back; refuses anybody else."""
    proposal, _document = _open_proposal(proposal_id, actor=actor)
    if proposal.proposed_by_id != actor.pk:
        raise NotAllowed(gettext_lazy("Only the one who proposed it can withdraw it; you can decline it."))
    _decide(proposal, status=Status.WITHDRAWN, at=at, actor=actor)
    return proposal


def waiting_for(user: User) -> int:
    """How many proposals this person could decide; none for who does not keep the register."""
    if not user.has_perm("certificates.keep_register"):
        return 0
    return ChangeProposal.objects.filter(status=Status.PROPOSED).exclude(proposed_by=user).count()
