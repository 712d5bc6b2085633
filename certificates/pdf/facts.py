"""What a document prints: a frozen snapshot, the only thing the drawing reads."""

import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit

_DATES = ("started_on", "ended_on", "issued_on", "valid_until")


def _composed(value: Any) -> Any:
    """Text in NFC, so that «й» is one letter however it was typed, without the soft hyphens of pasted text."""
    return unicodedata.normalize("NFC", value).replace("\u00ad", "") if isinstance(value, str) else value


@dataclass(frozen=True)
class Module:
    """A line of the supplement."""

    number: int
    title_kk: str
    title_ru: str
    hours: int


@dataclass(frozen=True)
class PrintedFacts:
    """Everything a certificate or a notice prints. `valid_until` is None for notices and only there.

    Of a notice of completed support `started_on`, `ended_on` and `hours` are those of the support, not of the course.
    """

    kind: str  # "certificate", "notice" or "support"
    number: str
    code: str  # canonical, 16 characters
    verify_host: str
    verify_base: str
    surname: str
    given_name: str
    patronymic: str
    programme_title_kk: str
    programme_title_ru: str
    hours: int
    started_on: date
    ended_on: date
    issued_on: date
    valid_until: date | None
    issuer_name_kk: str
    issuer_name_ru: str
    issuer_bin: str
    city_kk: str
    city_ru: str
    signatory_name: str
    signatory_position_kk: str
    signatory_position_ru: str
    signatory_acting: bool
    protocol: str
    modules: tuple[Module, ...]
    # Absent in snapshots from before papers spoke English.
    programme_title_en: str = ""
    issuer_name_en: str = ""
    signatory_position_en: str = ""
    # Of a notice of completed support alone.
    meetings: int = 0
    mentor_name: str = ""

    def __post_init__(self) -> None:
        if self.kind not in {"certificate", "notice", "support"}:
            raise ValueError(f"A document is a certificate or a notice, not {self.kind!r}.")
        if (self.valid_until is None) != (self.kind != "certificate"):
            raise ValueError("A certificate has an end date, a notice has none.")
        if (self.kind == "support") != bool(self.meetings and self.mentor_name):
            raise ValueError("A notice of completed support names meetings and mentor, nothing else does.")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored snapshot. Dates are ISO, modules are rows; keys that are not printed are passed over."""
        values = {
            field.name: _composed(data[field.name])
            for field in fields(cls)
            if field.default is MISSING or field.name in data
        }
        for name in _DATES:
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        values["modules"] = tuple(Module(*map(_composed, row)) for row in data["modules"])
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """The same facts as JSON keeps them."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.kind != "support":
            del values["meetings"], values["mentor_name"]
        for name in _DATES:
            values[name] = values[name].isoformat() if values[name] else None
        values["modules"] = [[row.number, row.title_kk, row.title_ru, row.hours] for row in self.modules]
        return values

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic, in the nominative."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def qr_text(self) -> str:
        """The address in the QR code, in upper case so that it fits the alphanumeric mode."""
        return self.verify_base.upper() + self.code

    @property
    def verify_address(self) -> str:
        """The same address for a person who types: host and path, without the scheme."""
        return self.verify_host + urlsplit(self.verify_base.lower()).path.rstrip("/")
