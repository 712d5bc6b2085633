"""Whether a name typed among the commission may be a person on the list; pure."""

import re


def _letters(text: str) -> str:
    """Lower case, one space between words, initials apart: "Әбдірова А.С." is "әбдірова а с"."""
    return " ".join(re.sub(r"[.,\s]+", " ", text.casefold()).split())


def is_the_same_person(typed: str, surname: str, given_name: str, patronymic: str = "") -> bool:
    """The typed name is this person's: in full, without the patronymic, or surname and initials, in either order.

    Initials may be somebody else's too; who is meant is then said by writing the name in full.
    """
    wanted = _letters(typed)
    if not wanted or not surname or not given_name:
        return False
    given = [_letters(given_name)] + ([_letters(patronymic)] if patronymic.strip() else [])
    first = _letters(surname)
    forms = {" ".join(given), given[0], " ".join(one[0] for one in given), given[0][0]}
    return any(wanted in (f"{first} {form}", f"{form} {first}") for form in forms)
