"""How a person's name is shown. Always nominative; never translated."""


def full_name(person) -> str:
    """Surname, given name, patronymic, as on documents."""
    return " ".join(part for part in (person.surname, person.given_name, person.patronymic) if part)


def short_name(person) -> str:
    """Given name and the surname's first letter, for the bar: «Айгүл Ә.»."""
    if not person.given_name:
        return person.email
    return f"{person.given_name} {person.surname[:1]}." if person.surname else person.given_name


def initials_name(person) -> str:
    """Surname and initials for lists, with no-break spaces: «Әбдірова А. С.»."""
    initials = "\xa0".join(f"{part[:1]}." for part in (person.given_name, person.patronymic) if part)
    return f"{person.surname}\xa0{initials}" if initials else person.surname
