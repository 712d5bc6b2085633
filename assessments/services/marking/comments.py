"""The bank of ready comments: shared ones by methodologists, and each marker's own."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import BankComment, Rubric

SHARE, OWN = "assessments.change_question", "assessments.mark_work"


def offered_to(marker: User) -> QuerySet[BankComment]:
    """The shared comments and one's own, for a person who is known to mark."""
    return BankComment.objects.filter(Q(owner__isnull=True) | Q(owner=marker), is_removed=False)


def usable_by(user: User) -> QuerySet[BankComment]:
    """The shared comments and one's own; none for whoever neither marks nor writes shared ones."""
    if not (user.has_perm(OWN) or user.has_perm(SHARE)):
        return BankComment.objects.none()
    return offered_to(user)


def may_change(user: User, comment: BankComment) -> bool:
    """The owner, and for shared ones the methodologists."""
    return user.has_perm(SHARE) if comment.owner_id is None else comment.owner_id == user.pk


def _check(rubric: Rubric, criterion: str, text_kk: str, text_ru: str) -> tuple[str, str]:
    if criterion and not any(
        row["key"] == criterion for version in rubric.versions.all() for row in version.content["criteria"]
    ):
        raise Refusal(_("The rubric has no such criterion. Choose one from the list."), code="no_criterion")
    if not (text_kk.strip() or text_ru.strip()):
        raise Refusal(_("Write the comment in at least one of the languages."), code="comment_empty")
    return text_kk.strip(), text_ru.strip()


@transaction.atomic
def add_comment(
    *,
    rubric_id: int,
    criterion: str,
    text_kk: str,
    text_ru: str,
    at: datetime,
    actor: User,
    is_shared: bool = False,
) -> BankComment:
    """A new comment for a criterion (empty: the whole work), one's own or shared. The same words again change nothing."""
    if not actor.has_perm(SHARE if is_shared else OWN):
        raise NotAllowed()
    rubric = Rubric.objects.get(pk=rubric_id)
    kk, ru = _check(rubric, criterion, text_kk, text_ru)
    owner = None if is_shared else actor
    same = {"rubric": rubric, "criterion": criterion, "owner": owner, "text_kk": kk, "text_ru": ru}
    comment = BankComment.objects.filter(**same).order_by("is_removed", "pk").first()
    if comment is None:
        return BankComment.objects.create(**same, created_at=at)
    if comment.is_removed:
        comment.is_removed = False
        comment.save(update_fields=["is_removed"])
    return comment


@transaction.atomic
def change_comment(
    *, comment_id: int, criterion: str, text_kk: str, text_ru: str, actor: User
) -> BankComment:
    """Word a comment anew, or move it to another criterion."""
    comment = BankComment.objects.select_for_update(of=("self",)).select_related("rubric").get(pk=comment_id)
    if not may_change(actor, comment):
        raise NotAllowed()
    comment.text_kk, comment.text_ru = _check(comment.rubric, criterion, text_kk, text_ru)
    comment.criterion = criterion
    comment.save(update_fields=["criterion", "text_kk", "text_ru"])
    return comment


@transaction.atomic
def remove_comment(*, comment_id: int, actor: User) -> None:
    """Take a comment out of the bank; marks that used its words keep them, and no load brings it back."""
    comment = BankComment.objects.select_for_update(of=("self",)).get(pk=comment_id)
    if not may_change(actor, comment):
        raise NotAllowed()
    if comment.loaded_hash:
        comment.is_removed = True
        comment.save(update_fields=["is_removed"])
    else:
        comment.delete()
