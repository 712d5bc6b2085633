"""The figures of the effect in words: states, what is overdue, heads of columns."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .figures import AGREEMENT, CLOSING, MEETING, UNWRITTEN, Change, Group, Late, Sums


def states() -> dict[str, str]:
    """Where the support of a graduate stands, in the order of its life."""
    return {
        "none": _("Without a plan"),
        "draft": _("Plan being drafted"),
        "agreed": _("Support under way"),
        "closed": _("Support completed"),
        "ended": _("Support ended early"),
    }


def late_words(late: Late, *, today: date) -> str:
    """What is overdue and for how long."""
    days = late.days(today)
    if late.kind == CLOSING:
        words = ngettext(
            "Ended without a closing report, %(days)s day ago",
            "Ended without a closing report, %(days)s days ago",
            days,
        )
    elif late.kind == AGREEMENT:
        words = ngettext(
            "The plan is not agreed, %(days)s day late", "The plan is not agreed, %(days)s days late", days
        )
    elif late.kind == MEETING:
        words = ngettext("No meeting, %(days)s day late", "No meeting, %(days)s days late", days)
    elif late.kind == UNWRITTEN:
        words = ngettext(
            "A meeting is not written down since %(days)s day",
            "A meeting is not written down since %(days)s days",
            days,
        )
    else:
        words = ngettext(
            "A checkpoint passed without a meeting, %(days)s day late",
            "A checkpoint passed without a meeting, %(days)s days late",
            days,
        )
    return words % {"days": days}


def group_name(group: Group, *, without: str) -> str:
    return group.name or without


def held_words(sums: Sums) -> str:
    """Meetings held and due by now."""
    return _("%(held)s of %(due)s") % {"held": sums.held, "due": sums.due}


def change_words(change: Change) -> str:
    """Why no means stand there; empty where they do."""
    if change.is_few:
        return _("Fewer than five people answered twice, so no means are shown.")
    if not change.people:
        return _("Nobody has answered both at the beginning and at the end yet.")
    return ""
