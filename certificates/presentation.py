"""What a reader of a document is shown, from the document's own row alone."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from people.names import full_name

from .rules import code as codes
from .rules import validity


class _Name:
    def __init__(self, facts: dict) -> None:
        self.surname, self.given_name, self.patronymic = (
            facts["surname"],
            facts["given_name"],
            facts["patronymic"],
        )


@dataclass(frozen=True)
class ShownDocument:
    """A document's state in words and everything it prints."""

    state: str
    verdict: str
    explanation: str
    facts: list[tuple[str, str, str]]
    code: str
    modules: list[tuple[int, str, str]]


def _hours(hours: int) -> str:
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


def _left(years: int, months: int) -> str:
    parts = []
    if years:
        parts.append(ngettext("%(count)s year", "%(count)s years", years) % {"count": years})
    if months:
        parts.append(ngettext("%(count)s month", "%(count)s months", months) % {"count": months})
    return " ".join(parts)


def verdict_words(state: str) -> str:
    """The verdict of a state: one short sentence without a full stop, for the heading."""
    return {
        "valid": _("The certificate is valid"),
        "expired": _("The certificate has expired"),
        "revoked": _("The document is revoked"),
        "replaced": _("The document was replaced"),
        "suspended": _("The document is suspended"),
        "notice": _("The attendance notice is genuine"),
        "unknown": _("No such document"),
    }[state]


def explain(state: str, *, valid_until: date | None, today: date) -> str:
    """The sentence under the verdict."""
    if state == "valid" and valid_until:
        years, months = validity.remaining(valid_until, today=today)
        until = date_format(valid_until, "DATE_FORMAT")
        left = _left(years, months)
        if left:
            return _("Until %(date)s, %(left)s more.") % {"date": until, "left": left}
        return _("Until %(date)s, less than a month more.") % {"date": until}
    if state == "expired" and valid_until:
        return _("It was valid until %(date)s.") % {"date": date_format(valid_until, "DATE_FORMAT")}
    return {
        "revoked": _("The issuer has withdrawn it. It proves nothing now."),
        "replaced": _("A newer document stands in its place. Ask the holder for the new one."),
        "suspended": _("It does not count while the issuer is checking it. Ask the issuer."),
        "notice": _(
            "It says that the person attended the course. It is not a certificate and has no end date."
        ),
    }[state]


def show(
    *, kind: str, status: str, valid_until: date | None, facts: dict, code: str, today: date
) -> ShownDocument:
    """Everything printed on a document, in the reader's language; names and titles as printed."""
    language = get_language() or "kk"
    titles = {"ru": facts["programme_title_ru"], "en": facts.get("programme_title_en", "")}
    title = titles.get(language) or facts["programme_title_kk"]
    issuers = {"ru": facts["issuer_name_ru"], "en": facts.get("issuer_name_en", "")}
    state = validity.shown_state(kind=kind, status=status, valid_until=valid_until, today=today)

    def day(name: str) -> str:
        return date_format(date.fromisoformat(facts[name]), "DATE_FORMAT")

    rows = [
        ("holder", _("Surname, given name, patronymic"), full_name(_Name(facts))),
        ("programme", _("Programme"), f"«{title}»"),
        (
            "hours",
            _("Hours"),
            _hours(facts["hours"]),
        ),
        ("period", _("Studied"), f"{day('started_on')} – {day('ended_on')}"),
        ("issued", _("Issued"), day("issued_on")),
    ]
    if valid_until:
        rows.append(("valid_until", _("Valid until"), date_format(valid_until, "DATE_FORMAT")))
    rows += [
        ("number", _("Number"), facts["number"]),
        ("issuer", _("Issued by"), issuers.get(language) or facts["issuer_name_kk"]),
        ("signatory", _("Signed by"), _signatory(facts, language)),
    ]
    if facts.get("protocol"):
        rows.append(("protocol", _("Protocol"), facts["protocol"]))
    return ShownDocument(
        state=state,
        verdict=verdict_words(state),
        explanation=explain(state, valid_until=valid_until, today=today),
        facts=rows,
        code=codes.pretty(code),
        modules=[
            (number, title_ru if language == "ru" else title_kk, _hours(hours))
            for number, title_kk, title_ru, hours in facts["modules"]
        ],
    )


def _signatory(facts: dict, language: str) -> str:
    position = facts["signatory_position_ru"] if language == "ru" else facts["signatory_position_kk"]
    acting = f" ({_('acting')})" if facts.get("signatory_acting") else ""
    return f"{facts['signatory_name']}, {position}{acting}"
