"""What a reader of a document is shown, from the document's own row alone."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from types import SimpleNamespace

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from people.names import full_name

from .proof.credential import clean
from .rules import code as codes
from .rules import validity
from .rules.numbers import programme_of


class _Name:
    def __init__(self, facts: dict) -> None:
        self.surname, self.given_name, self.patronymic = (
            facts["surname"],
            facts["given_name"],
            facts["patronymic"],
        )


def printed_name(facts: dict) -> str:
    """Surname, given name and patronymic as printed; "" where they were erased."""
    return full_name(_Name(facts))


@dataclass(frozen=True)
class ShownDocument:
    """A document's state in words and everything it prints. `shape`: the verdict's shape and colour.

    `record`: what the browser's own checks compare with, see `record_of`; empty where the caller did not need it.
    """

    state: str
    verdict: str
    explanation: str
    facts: list[tuple[str, str, str]]
    code: str
    modules: list[tuple[int, str, str]]
    shape: str = ""
    is_erased: bool = False
    title: str = ""
    number: str = ""
    record: dict = field(default_factory=dict)

    @property
    def record_json(self) -> str:
        return json.dumps(self.record, ensure_ascii=False)


def slotted(document: ShownDocument, slot: Callable[[object], str]) -> SimpleNamespace:
    """The document with a mark in place of every value (see frame.py); its words and labels stand as they are."""
    return SimpleNamespace(
        state=document.state,
        figure="notice" if document.shape in {"erased", "support"} else document.shape,
        verdict=document.verdict,
        is_erased=document.is_erased,
        explanation=slot(document.explanation),
        facts=[(key, label, slot(value)) for key, label, value in document.facts],
        code=slot(document.code),
        modules=[(number, slot(title), slot(hours)) for number, title, hours in document.modules],
        record={"pdf_sha256": slot(document.record["pdf_sha256"]), "pretty": slot(document.code)},
        record_json=slot(document.record_json),
    )


@lru_cache(maxsize=512)
def _hours(hours: int, language: str) -> str:
    """So many hours in words of this language, which is the active one."""
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


@lru_cache(maxsize=8)
def _labels(language: str) -> dict[str, str]:
    """What stands before each fact, in this language, which is the active one."""
    return {
        "holder": _("Surname, given name, patronymic"),
        "programme": _("Programme"),
        "hours": _("Hours"),
        "period": _("Studied"),
        "issued": _("Issued"),
        "valid_until": _("Valid until"),
        "number": _("Number"),
        "issuer": _("Issued by"),
        "signatory": _("Signed by"),
        "protocol": _("Protocol"),
        "supported": _("Supported"),
        "meetings": _("Meetings held"),
        "meeting_hours": _("Hours of meetings"),
        "mentor": _("Mentor"),
    }


@lru_cache(maxsize=4096)
def _day(day: date, language: str) -> str:
    """A day in this language, which is the active one."""
    return date_format(day, "DATE_FORMAT")


def _left(years: int, months: int) -> str:
    parts = []
    if years:
        parts.append(ngettext("%(count)s year", "%(count)s years", years) % {"count": years})
    if months:
        parts.append(ngettext("%(count)s month", "%(count)s months", months) % {"count": months})
    return " ".join(parts)


# States of which an erasure is told first.
COUNTED = frozenset({"valid", "notice", "support", "expired"})
_VERDICTS = {
    "valid": gettext_lazy("The certificate is valid"),
    "expired": gettext_lazy("The certificate has expired"),
    "revoked": gettext_lazy("The document is revoked"),
    "replaced": gettext_lazy("The document was replaced"),
    "suspended": gettext_lazy("The document is suspended"),
    "notice": gettext_lazy("The attendance notice is genuine"),
    "support": gettext_lazy("The notice of completed support is genuine"),
    "erased": gettext_lazy("The document is authentic, its personal data are erased"),
    "unknown": gettext_lazy("No such document"),
    "malformed": gettext_lazy("This is not a whole code"),
    "limited": gettext_lazy("Too many unknown codes"),
}


def verdict_words(state: str) -> str:
    """The verdict of a state: one short sentence without a full stop, for the heading."""
    return str(_VERDICTS[state])


def explain(state: str, *, valid_until: date | None, today: date) -> str:
    """The sentence under the verdict."""
    if state == "valid" and valid_until:
        years, months = validity.remaining(valid_until, today=today)
        until = _day(valid_until, get_language() or "kk")
        left = _left(years, months)
        if left:
            return _("Until %(date)s, %(left)s more.") % {"date": until, "left": left}
        return _("Until %(date)s, less than a month more.") % {"date": until}
    if state == "expired" and valid_until:
        return _("It was valid until %(date)s.") % {"date": _day(valid_until, get_language() or "kk")}
    return {
        "revoked": _("The issuer has withdrawn it. It proves nothing now."),
        "replaced": _("A newer document stands in its place. Ask the holder for the new one."),
        "suspended": _("It does not count while the issuer is checking it. Ask the issuer."),
        "notice": _(
            "It says that the person attended the course. It is not a certificate and has no end date."
        ),
        "support": _(
            "It says that the person completed the support after the course. It is not a certificate and has no end date."
        ),
    }[state]


def in_language(facts: dict, name: str, language: str) -> str:
    """A text of the facts in the reader's language; Kazakh where there is none."""
    return facts.get(f"{name}_{language}") or facts[f"{name}_kk"]


def record_of(facts: dict, *, code: str, pdf_sha256: str, is_erased: bool) -> dict:
    """What the signed text of the large QR code says, from the record: the browser compares both.

    `programme` is the code of the programme that stands in the number.
    """
    return {
        "code": code,
        "pretty": codes.pretty(code),
        "name": clean(printed_name(facts)),
        "programme": programme_of(facts["number"]),
        "issued": facts["issued_on"],
        "expires": facts["valid_until"],
        "hours": facts["hours"],
        "erased": is_erased,
        "pdf_sha256": pdf_sha256,
    }


def show(
    *,
    kind: str,
    status: str,
    valid_until: date | None,
    facts: dict,
    code: str,
    today: date,
    erased_at: datetime | None = None,
    pdf_sha256: str = "",
) -> ShownDocument:
    """Everything printed on a document, in the reader's language; names and titles as printed.

    Of an erased document the name is missing, and its verdict says so unless it counts for nothing anyway.
    """
    language = get_language() or "kk"
    state = validity.shown_state(kind=kind, status=status, valid_until=valid_until, today=today)
    is_erased = erased_at is not None
    shape = "erased" if is_erased and state in COUNTED else state
    title = in_language(facts, "programme_title", language)

    label = _labels(language)

    def day(name: str) -> str:
        return _day(date.fromisoformat(facts[name]), language)

    hours, period = _hours(facts["hours"], language), f"{day('started_on')} – {day('ended_on')}"
    of_support = {
        "supported": period,
        "meetings": str(facts.get("meetings", "")),
        "meeting_hours": hours,
        "mentor": facts.get("mentor_name", ""),
    }
    values = {
        "holder": printed_name(facts),
        "programme": title if "«" in title else f"«{title}»",
        **(of_support if kind == "support" else {"hours": hours, "period": period}),
        "issued": day("issued_on"),
        "valid_until": _day(valid_until, language) if valid_until else "",
        "number": facts["number"],
        "issuer": _issuer(facts, language),
        "signatory": _signatory(facts, language),
        "protocol": facts.get("protocol") or "",
    }
    return ShownDocument(
        state=state,
        verdict=verdict_words(shape),
        explanation=explain(state, valid_until=valid_until, today=today),
        facts=[(key, label[key], value) for key, value in values.items() if value],
        code=codes.pretty(code),
        modules=[
            (number, title_ru if language == "ru" else title_kk, _hours(hours, language))
            for number, title_kk, title_ru, hours in facts["modules"]
        ],
        shape=shape,
        is_erased=is_erased,
        title=title,
        number=facts["number"],
        record=record_of(facts, code=code, pdf_sha256=pdf_sha256, is_erased=is_erased),
    )


def _issuer(facts: dict, language: str) -> str:
    return _("%(name)s, %(city)s, BIN %(bin)s") % {
        "name": in_language(facts, "issuer_name", language),
        "city": in_language(facts, "city", language),
        "bin": facts["issuer_bin"],
    }


def _signatory(facts: dict, language: str) -> str:
    acting = f" ({_('acting')})" if facts.get("signatory_acting") else ""
    return f"{facts['signatory_name']}, {in_language(facts, 'signatory_position', language)}{acting}"
