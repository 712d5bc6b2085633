"""Sentences of mentoring: why a mentor fits or not, what is missing in a plan, what is late, what comes next."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .rules.matching import Suggestion
from .rules.plan_content import Fault

WHY_NOT: Mapping[str, Promise] = {
    "self": _("Nobody is their own mentor. Choose another one."),
    "unavailable": _("This mentor takes on nobody just now. Choose another one."),
    "language": _("This mentor does not speak the language of the cohort. Choose another one."),
    "programme": _("This mentor does not support graduates of this programme. Choose another one."),
    "full": _("This mentor supports as many graduates as they can. Choose another one."),
}
REASONS: Mapping[str, Promise] = {
    "speaks": _("speaks the language of the cohort"),
    "programme": _("supports graduates of this programme"),
    "same_region": _("works in the same region"),
    "other_region": _("works in another region"),
}
GOAL_FIELDS: Mapping[str, Promise] = {
    "outcome": _("Outcome of the programme"),
    "goal": _("Goal"),
    "indicators": _("How we see that it is reached"),
    "activities": _("What is done for it"),
    "evidence": _("What shows it"),
}
GOAL_HELP: Mapping[str, Promise] = {
    "outcome": _("Which outcome of the programme the goal is about."),
    "goal": _("What will be different in the work with children."),
    "indicators": _("Something both can see or count."),
    "activities": _("Lessons, visits, reading, talks with the mentor."),
    "evidence": _("Plans of lessons, entries of the diary, sheets of observation. No names of children."),
}
STATES: Mapping[str, Promise] = {
    "reached": _("Reached"),
    "partly": _("Partly reached"),
    "not": _("Not reached"),
}
LATE: Mapping[str, Promise] = {
    "closing": _("The support is over and not closed."),
    "plan": _("The plan is not agreed yet."),
    "meetings": _("Fewer meetings were held than planned by now."),
}


def reasons(suggestion: Suggestion) -> list[str]:
    """Why a mentor is suggested, in words."""
    found = []
    for code in suggestion.reasons:
        if code == "free":
            count = suggestion.mentor.free
            words = ngettext("%(count)s place is free", "%(count)s places are free", count)
            found.append(words % {"count": count})
        else:
            found.append(str(REASONS[code]))
    return found


def plan_fault(fault: Fault) -> str:
    """What keeps a plan from being agreed on: a sentence that says what to do."""
    where = {"number": fault.row}
    if fault.code == "no_goals":
        return str(_("The plan has no goal yet. Write at least one."))
    if fault.code == "no_checkpoints":
        return str(
            _("The plan has no checkpoint yet. Write at least one day on which you look back together.")
        )
    if fault.code == "missing":
        where |= {"field": GOAL_FIELDS[fault.field]}
        return str(_("In goal %(number)s “%(field)s” is empty. Fill it in.")) % where
    return {
        "bad_date": _("Checkpoint %(number)s has no day. Choose one."),
        "outside": _("The day of checkpoint %(number)s is not within the support. Choose one that is."),
        "no_words": _("Checkpoint %(number)s does not say what you look at. Write it."),
    }[fault.code] % where
