"""Signatories: periods that leave no doubt who signs."""

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Signatory
from ..rules import signing

BACKWARDS = _("The last day is before the first one. Correct one of them, or leave the last day empty.")
SAME_DAY = _("Somebody else of the same sort begins on this day already: choose another first day.")


@transaction.atomic
def save_signatory(*, signatory: Signatory, actor: User) -> Signatory:
    """Write one signatory. Refuses a period that ends before it begins, and two permanent or two acting ones at once."""
    verb = "change" if signatory.pk else "add"
    if not actor.has_perm(f"certificates.{verb}_signatory"):
        raise NotAllowed()
    if signatory.valid_until is not None and signatory.valid_until < signatory.valid_from:
        raise Refusal(BACKWARDS, code="until_before_from")
    others = [one for one in Signatory.objects.select_for_update() if one.pk != signatory.pk]
    there = signing.overlapping(
        others,
        is_acting=signatory.is_acting,
        valid_from=signatory.valid_from,
        valid_until=signatory.valid_until,
    )
    if there:
        raise Refusal(_overlap(there[0]), code="overlap")
    signatory.save()
    return signatory


def _overlap(other: Signatory) -> str:
    told = {"name": other.name, "first": date_format(other.valid_from, "DATE_FORMAT")}
    if other.valid_until is None:
        text = (
            _("%(name)s is acting from %(first)s on, without an end. Enter that one's last day first.")
            if other.is_acting
            else _("%(name)s signs from %(first)s on, without an end. Enter that one's last day first.")
        )
        return str(text) % told
    told["last"] = date_format(other.valid_until, "DATE_FORMAT")
    text = (
        _("%(name)s is acting from %(first)s to %(last)s: two at once would leave it open who signs.")
        if other.is_acting
        else _("%(name)s signs from %(first)s to %(last)s: two at once would leave it open who signs.")
    )
    return str(text) % told
