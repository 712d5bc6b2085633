"""A person's conditions of examination in words, the same wherever they are read."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User


def condition_words(
    conditions: Mapping, *, scribe: User | None = None, minutes: int | None = None
) -> list[str]:
    """What differs from the usual, each in a few words; empty where nothing does.

    `conditions`: the copy kept with an attempt. `minutes`: the whole time of one test (0: it has no limit), said instead
    of the factor.
    """
    words = []
    factor = Decimal(str(conditions.get("extra_time") or 1))
    if factor != 1 and minutes is None:
        words.append(_("time × %(factor)s") % {"factor": number_format(factor)})
    elif factor != 1 and minutes:
        words.append(
            ngettext("%(minutes)s minute in all", "%(minutes)s minutes in all", minutes)
            % {"minutes": minutes}
        )
    if breaks := int(conditions.get("breaks") or 0):
        words.append(
            ngettext(
                "%(breaks)s break of %(minutes)s minutes", "%(breaks)s breaks of %(minutes)s minutes", breaks
            )
            % {"breaks": breaks, "minutes": conditions.get("break_minutes")}
        )
    if conditions.get("one_per_page"):
        words.append(_("one question on a page"))
    if conditions.get("large_print"):
        words.append(_("large print"))
    if conditions.get("text_first"):
        words.append(_("text before pictures"))
    if scribe is not None:
        words.append(_("answers written by %(name)s") % {"name": scribe.full_name})
    return words
