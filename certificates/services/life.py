"""The life of a document after its issue: suspended, resumed, revoked, corrected.

These functions carry out what two people have decided (services/proposals.py): no screen calls them, and `actor` is the
one who approved. The demonstration and tests call them to stand where a decision has led.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Document
from ..rules.changes import NAME_PARTS
from . import issuing, status


def may_keep(actor: User) -> None:
    """Refuses who does not keep the register."""
    if not actor.has_perm("certificates.keep_register"):
        raise NotAllowed()


def need_reason(reason: str) -> str:
    """The reason without spaces around it; refuses an empty one."""
    if not reason.strip():
        raise Refusal(_("Write the reason: it is kept in the register."), code="reason_missing")
    return reason.strip()


def _change(document_id: int, *, to: str, at: datetime, actor: User, reason: str) -> Document:
    may_keep(actor)
    reason = need_reason(reason)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    status.move(document, to=to, at=at, actor=actor, reason=reason)
    return document


@transaction.atomic
def suspend_document(*, document_id: int, at: datetime, actor: User, reason: str) -> Document:
    """Carry out an approved suspension: the document counts for nothing until it is resumed."""
    return _change(document_id, to="suspended", at=at, actor=actor, reason=reason)


@transaction.atomic
def resume_document(*, document_id: int, at: datetime, actor: User, reason: str) -> Document:
    """Carry out an approved end of a suspension."""
    return _change(document_id, to="valid", at=at, actor=actor, reason=reason)


@transaction.atomic
def revoke_document(*, document_id: int, at: datetime, actor: User, reason: str) -> Document:
    """Carry out an approved revocation, which is final."""
    return _change(document_id, to="revoked", at=at, actor=actor, reason=reason)


@transaction.atomic
def correct_document(
    *,
    document_id: int,
    at: datetime,
    actor: User,
    reason: str,
    corrected: Mapping[str, str] | None = None,
) -> Document:
    """Carry out an approved correction: a new document with a new number and code and the same dates; the old is replaced.

    `corrected`: surname, given name and patronymic as they are to be printed; without it as they stand in the profile.
    Refuses an erased document and letters that cannot be printed.
    """
    old = _change(document_id, to="replaced", at=at, actor=actor, reason=reason)
    if old.erased_at:
        raise Refusal(_("The person's data are erased: nothing can be printed anew."), code="erased")
    enrolment = Enrolment.objects.select_related("user", "cohort__edition").get(pk=old.enrolment_id)
    names = corrected or {part: getattr(enrolment.user, part) for part in NAME_PARTS}
    facts = old.facts | {part: names.get(part, "") for part in NAME_PARTS}
    issuing.check_letters(" ".join(facts[part] for part in NAME_PARTS))
    return issuing.create_document(
        kind=old.kind, enrolment=enrolment, result=old.result, at=at, facts=facts, supersedes=old, actor=actor
    )
