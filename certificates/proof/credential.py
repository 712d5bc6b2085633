"""A document as an Open Badges 3.0 credential (W3C Verifiable Credentials 2.0).

Texts of the achievement stand in every language of the paper, joined by " / ": the context of Open Badges takes one
plain text and no map of languages. No score, no evidence, no contact, no birth date.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import integrity, jsonld
from .shapes import Shape

# Open Badges 3.0 names types of its own "ext:": an attendance notice is not a certificate by another name.
ACHIEVEMENT = {
    "certificate": "Certificate",
    "notice": "ext:AttendanceNotice",
    "support": "ext:PostCourseSupportNotice",
}
NARRATIVE = {
    "certificate": {
        "kk": "Курс бағдарламасы толық меңгерілді ({hours} академиялық сағат) және қорытынды бағалау тапсырылды.",
        "ru": "Программа курса освоена полностью (академических часов: {hours}), итоговое оценивание пройдено.",
        "en": "The programme was completed ({hours} academic hours) and the final assessment passed.",
    },
    "notice": {
        "kk": "Курс тыңдалды ({hours} академиялық сағат). Бұл анықтама қорытынды бағалаудан өткенін растамайды.",
        "ru": "Курс прослушан (академических часов: {hours}). Справка не подтверждает итоговое оценивание.",
        "en": "The course was attended ({hours} academic hours). This does not certify a passed final assessment.",
    },
    "support": {
        "kk": "Курстан кейінгі қолдау толық аяқталды, тәлімгермен кездесулер өткізілді (сағат саны: {hours}).",
        "ru": "Посткурсовое сопровождение завершено полностью, встречи с наставником проведены (часов: {hours}).",
        "en": "The post-course support was completed, with meetings with a mentor ({hours} hours).",
    },
}


def clean(text: str) -> str:
    """A text as it is signed: NFC, single spaces, no control characters, whose escapes programs disagree about."""
    text = " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())
    return "".join(letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cs"})


def in_each(*texts: str) -> str:
    """The same thing in several languages as one text; what is empty or repeated is left out."""
    return " / ".join(dict.fromkeys(filter(None, map(clean, texts))))


@dataclass(frozen=True)
class Facts:
    """What a credential says. `url`: the verification address; `*_list`: the status lists' addresses or ""."""

    kind: str  # "certificate", "notice" or "support"
    url: str
    did: str
    issuer: str
    issuer_url: str
    holder: str
    number: str
    title: str
    description: str
    hours: int
    started: datetime  # aware, like the next three
    ended: datetime  # inclusive
    valid_from: datetime
    valid_until: datetime | None  # inclusive
    revocation_list: str = ""
    suspension_list: str = ""
    status_index: int = 0


def narrative(kind: str, hours: int) -> str:
    """What had to be done, in every language."""
    return in_each(*(text.format(hours=hours) for text in NARRATIVE[kind].values()))


def _status(address: str, purpose: str, index: str) -> dict[str, str]:
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": address,
    }


def _build(values: Mapping[str, Any], *, kind: str, expires: bool, has_status: bool) -> dict[str, Any]:
    url = values["url"]
    document: dict[str, Any] = {
        "@context": [jsonld.VC, jsonld.OPEN_BADGES],
        "id": url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": values["title"],
        "issuer": {
            "id": values["did"],
            "type": ["Profile"],
            "name": values["issuer"],
            "url": values["issuer_url"],
        },
        "validFrom": values["valid_from"],
    }
    if expires:
        document["validUntil"] = values["valid_until"]
    # Every node but one has a name: see shapes.
    document["credentialSubject"] = {
        "id": f"{url}#holder",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": values["holder"],
                "identityType": "name",
            }
        ],
        "licenseNumber": values["number"],
        "activityStartDate": values["started"],
        "activityEndDate": values["ended"],
        "creditsEarned": values["hours"],
        "achievement": {
            "id": f"{url}#achievement",
            "type": ["Achievement"],
            "achievementType": ACHIEVEMENT[kind],
            "name": values["title"],
            "description": values["description"],
            "criteria": {"id": f"{url}#criteria", "narrative": values["narrative"]},
        },
    }
    if has_status:
        index = values["status_index"]
        document["credentialStatus"] = [
            _status(values["revocation_list"], "revocation", index),
            _status(values["suspension_list"], "suspension", index),
        ]
    return document


@lru_cache
def shape(kind: str, *, expires: bool, has_status: bool) -> Shape:
    """The shape of such credentials, made once per process."""
    names = {field.name for field in fields(Facts)} - {"kind"} | {"narrative"}
    if not expires:
        names -= {"valid_until"}
    if not has_status:
        names -= {"revocation_list", "suspension_list", "status_index"}
    return Shape(
        lambda values: _build(values, kind=kind, expires=expires, has_status=has_status),
        frozenset(names),
        frozenset({"hours"}),
    )


def _stated(at: datetime) -> str:
    """A moment with its offset: the reader sees the day that is printed."""
    return at.isoformat(timespec="seconds")


def shape_and_values(facts: Facts) -> tuple[Shape, dict[str, Any]]:
    """The shape of a credential with these facts, and the texts that fill it."""
    values = {
        name: clean(value) if isinstance(value, str) else value for name, value in asdict(facts).items()
    }
    values |= {
        "narrative": narrative(facts.kind, facts.hours),
        "started": _stated(facts.started),
        "ended": _stated(facts.ended),
        "valid_from": _stated(facts.valid_from),
        "valid_until": _stated(facts.valid_until) if facts.valid_until else "",
        "status_index": str(facts.status_index),
    }
    found = shape(facts.kind, expires=facts.valid_until is not None, has_status=bool(facts.revocation_list))
    return found, values


def signed(facts: Facts, *, private: Ed25519PrivateKey, kid: str, created: datetime) -> str:
    """The credential as JSON text with its proof; the key is published at the issuer's did under `kid`."""
    found, values = shape_and_values(facts)
    return integrity.secured(found, values, private=private, method=f"{values['did']}#{kid}", created=created)
