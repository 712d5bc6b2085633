"""Words of reports: a state in one word, a remark in a sentence, a summary of all rows."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .judging import ReportRow

TONES = {
    "valid": "ok",
    "notice": "ok",
    "support": "ok",
    "expired": "warn",
    "suspended": "warn",
    "replaced": "warn",
}


def state_words(state: str) -> str:
    """A state as one or two words for a column."""
    return {
        "valid": _("valid"),
        "notice": _("genuine notice"),
        "support": _("genuine notice of support"),
        "expired": _("expired"),
        "suspended": _("suspended"),
        "replaced": _("replaced"),
        "revoked": _("revoked"),
        "unknown": _("unknown"),
        "malformed": _("not a whole code"),
        "limited": _("not answered"),
        "forged": _("do not trust"),
    }[state]


def tone(state: str) -> str:
    """The colour and shape of a state: ok | warn | bad."""
    return TONES.get(state, "bad")


def counted(state: str, count: int) -> str:
    """How many rows are in a state, in words."""
    texts = {
        "valid": ngettext("%(count)s is valid", "%(count)s are valid", count),
        "notice": ngettext("%(count)s is a genuine notice", "%(count)s are genuine notices", count),
        "support": ngettext(
            "%(count)s is a genuine notice of support", "%(count)s are genuine notices of support", count
        ),
        "expired": ngettext("%(count)s has expired", "%(count)s have expired", count),
        "suspended": ngettext("%(count)s is suspended", "%(count)s are suspended", count),
        "replaced": ngettext("%(count)s was replaced", "%(count)s were replaced", count),
        "revoked": ngettext("%(count)s is revoked", "%(count)s are revoked", count),
        "unknown": ngettext("%(count)s is unknown", "%(count)s are unknown", count),
        "malformed": ngettext("%(count)s is not a whole code", "%(count)s are not whole codes", count),
        "limited": ngettext("%(count)s was not answered", "%(count)s were not answered", count),
        "forged": ngettext("%(count)s is not to be trusted", "%(count)s are not to be trusted", count),
        "other_name": ngettext(
            "%(count)s has another name in the list", "%(count)s have another name in the list", count
        ),
    }
    return texts[state] % {"count": count}


def summary(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """(tone, words) of every state that occurs, what is in order first."""
    return [(tone(state), counted(state, count)) for state, count in counts.items()]


def doubt_words(doubt: str) -> str:
    """Why a paper with this code is not to be trusted."""
    return {
        "foreign_host": _("The address leads to another site, not to ours. Do not trust the paper."),
        "broken": _("The signed text was changed or was not signed by us. Do not trust the paper."),
        "unknown_key": _("The signed text bears a key that we do not know or no longer trust."),
        "differs": _("The signed text says something else than our register. Do not trust the paper."),
    }[doubt]


def note(row: ReportRow) -> str:
    """What is to be looked at in a row; "" where nothing is."""
    notes = []
    if row.doubt:
        notes.append(doubt_words(row.doubt))
    if row.listed_name:
        notes.append(_("The list has another name: %(name)s.") % {"name": row.listed_name})
    if row.is_erased:
        notes.append(_("The document is authentic, its personal data are erased."))
    if row.times > 1:
        notes.append(
            ngettext("The list has this code once.", "The list has this code %(count)s times.", row.times)
            % {"count": row.times}
        )
    if row.state == "limited":
        notes.append(_("Too many unknown codes came from your address. Check this row again in ten minutes."))
    return " ".join(notes)
