"""The life of a document after its issue: suspended, resumed, revoked, corrected."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Document
from . import issuing, status


def _may_keep(actor: User) -> None:
    if not actor.has_perm("certificates.keep_register"):
        raise NotAllowed()


def _change(document_id: int, *, to: str, at: datetime, actor: User, reason: str) -> Document:
    _may_keep(actor)
    if not reason.strip():
        raise Refusal(_("Write the reason: it is kept in the register."), code="reason_missing")
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    status.move(document, to=to, at=at, actor=actor, reason=reason.strip())
    return document


@transaction.atomic
def suspend_document(*, document_id: int, at: datetime, actor: User, reason: str) -> Document:
    return _change(document_id, to="suspended", at=at, actor=actor, reason=reason)


@transaction.atomic
def resume_document(*, document_id: int, at: datetime, actor: User, reason: str) -> Document:
    return _change(document_id, to="valid", at=at, actor=actor, reason=reason)


@transaction.atomic
def revoke_document(*, document_id: int, at: datetime, actor: User, reason: str) -> Document:
    """Revocation is final."""
    return _change(document_id, to="revoked", at=at, actor=actor, reason=reason)


@transaction.atomic
def correct_document(*, document_id: int, at: datetime, actor: User, reason: str) -> Document:
    """A new document with the holder's present name, a new number and code and the same dates; the old is replaced."""
    old = _change(document_id, to="replaced", at=at, actor=actor, reason=reason)
    enrolment = Enrolment.objects.select_related("user", "cohort__edition").get(pk=old.enrolment_id)
    holder = enrolment.user
    facts = old.facts | {
        "surname": holder.surname,
        "given_name": holder.given_name,
        "patronymic": holder.patronymic,
    }
    return issuing.create_document(
        kind=old.kind, enrolment=enrolment, result=old.result, at=at, facts=facts, supersedes=old, actor=actor
    )
