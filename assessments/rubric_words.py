"""What is wrong with a rubric, what an edit changes and what it would break, in sentences."""

from collections.abc import Iterable
from itertools import pairwise

from django.utils.translation import gettext as _

from .presentation import text_in
from .rules.rubric_content import Break, Difference, Fault

NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def fault_sentence(fault: Fault) -> str:
    """What is wrong at one place, for saying it beside the field."""
    sentences = {
        "no_such_step": _("Points go by whole or by half ones."),
        "no_criteria": _("A rubric needs at least one criterion. Add one."),
        "bad_key": _("“%(key)s” cannot be a key: small Latin letters, digits and hyphens, a letter first."),
        "key_twice": _("The key “%(key)s” stands twice. Remove one of the two lines and add it anew."),
        "not_a_number": _("Write a number, such as 2 or 2.5."),
        "not_positive": _("The maximum must be above zero."),
        "negative": _("Write a number from zero on."),
        "no_multiple": _("Points go by steps of %(step)s here: write a multiple of it."),
        "one_level": _("One level tells nothing apart. Add another one, or remove it."),
        "not_ascending": _("Levels go up: write more than %(before)s here."),
        "not_at_maximum": _("The last level must give the criterion's maximum, %(maximum)s."),
        "floor_twice": _("Another band begins at this number of points already."),
        "above_total": _("All criteria together give %(total)s points. A band cannot begin above that."),
        "bands_from_zero": _("The lowest band must begin at 0 points."),
    }
    if fault.code == "text_missing":
        if fault.values["language"] == "kk":
            return _("Write this in Kazakh.")
        return _("Write this in Russian.")
    return sentences[fault.code] % fault.values


def where(fault: Fault) -> str:
    """The place of a fault in words, for a list of faults away from the form: “Criterion 2, level 1”."""
    parts = fault.place.split("-")
    names = {"criteria": _("Criterion"), "levels": _("level"), "checklist": _("Reminder"), "bands": _("Band")}
    found = [
        f"{names[name]} {int(number) + 1}"
        for name, number in pairwise(parts)
        if name in names and number.isdecimal()
    ]
    return ", ".join(found)


def fault_list(faults: Iterable[Fault]) -> str:
    """All of them as one text."""
    return " ".join(
        f"{place}: {fault_sentence(one)}" if (place := where(one)) else fault_sentence(one) for one in faults
    )


def difference_sentence(one: Difference) -> str:
    sentences = {
        "removed": _("Removed: “%(title)s”, up to %(maximum)s points."),
        "added": _("Added: “%(title)s”, up to %(maximum)s points."),
        "maximum": _("“%(title)s”: the maximum changes from %(before)s to %(after)s points."),
        "title": _("“%(title)s”: the name is worded differently (%(languages)s)."),
        "guide": _("“%(title)s”: the guide for markers is worded differently (%(languages)s)."),
        "levels": _("“%(title)s”: the levels change from %(before)s to %(after)s."),
        "level_texts": _("“%(title)s”: level %(levels)s is worded differently (%(languages)s)."),
        "order": _("The criteria stand in another order."),
        "step": _("The smallest step of points changes from %(before)s to %(after)s."),
        "step_named": _("The smallest step of points is written down: %(after)s, as it was."),
        "checklist": _("The reminders for markers change."),
        "bands": _("The bands of the whole work change."),
    }
    values = {"title": text_in(one.title), "languages": ", ".join(NAMES[code] for code in one.languages)}
    return sentences[one.code] % (values | dict(one.values))


def break_sentence(one: Break) -> str:
    """What contradicts the scheme, and how to mend it."""
    title = text_in(one.component)
    sentences = {
        "no_criterion": _(
            "The assessment scheme counts “%(title)s” from the criterion with the key “%(key)s”, which is not here. "
            "Keep that criterion."
        ),
        "criterion_maximum": _(
            "The assessment scheme gives “%(title)s” up to %(wanted)s points, its criterion here %(there)s. "
            "Make them equal."
        ),
        "total": _(
            "The assessment scheme gives “%(title)s” up to %(wanted)s points, all criteria here together %(there)s. "
            "Make the sum equal."
        ),
        "uncounted": _(
            "The assessment scheme counts no points of “%(title)s”: they would be lost. Leave this criterion out."
        ),
    }
    return sentences[one.code] % ({"title": title} | dict(one.values))
