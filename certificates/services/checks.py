"""Looking up what people ask about: one code, many, or a long list that a worker checks. Documents are only read."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.errors import Refusal

from .. import limits
from ..lists.judging import Report, judge
from ..lists.reading import Sheet
from ..models import CodeCheck, Document
from ..presentation import printed_name
from ..rules import alike, validity
from ..rules import code as codes
from ..rules.asked import Asked, read
from ..verify_address import our_hosts
from . import signed_texts
from .signed_texts import SignedText

AT_ONCE = 500  # entries of one request, of a list checked in the page, of a worker's step
KEPT = timedelta(days=1)
ROW = (
    "code",
    "kind",
    "status",
    "valid_until",
    "facts",
    "facts_hash",
    "key",
    "pdf_sha256",
    "erased_at",
)

log = logging.getLogger("tirek.verification")


@dataclass(frozen=True)
class Checked:
    """One entry and what stands in the register for it.

    `state`: as a reader is told it, "unknown", "malformed", or "limited" where this address has asked for too many
    unknown codes. `row`: the record's fields (ROW) or None. `signed`: what the signature says, where there was one.
    `foreign_host`: where the address leads, if not to us.
    """

    asked: Asked
    code: str
    state: str
    row: dict[str, Any] | None = None
    signed: SignedText | None = None
    foreign_host: str = ""

    @property
    def doubt(self) -> str:
        """Why the paper is not to be trusted whatever the register says of the code: "foreign_host", "broken",
        "unknown_key", "differs"; "" where nothing speaks against it.
        """
        if self.foreign_host:
            return "foreign_host"
        if self.signed is None or self.signed.signature == "unreadable":
            return ""
        if not self.signed.is_ours:
            return self.signed.signature
        return "differs" if self.signed.differences else ""

    @property
    def is_found(self) -> bool:
        return self.row is not None


# Written out, for building the statement takes longer than the database takes to answer it.
_FIND = f"SELECT {', '.join(ROW)} FROM certificates_document WHERE code = %s".replace("key", "key_id")  # noqa: S608


def find(code: str) -> dict[str, Any] | None:
    """The record of a canonical code, as ROW names it: one query by its index, for a hit as for a miss."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [code])
        found = cursor.fetchone()
    if found is None:
        return None
    row = dict(zip(ROW, found, strict=True))
    row["facts"] = json.loads(row["facts"])
    if row["erased_at"] and timezone.is_naive(row["erased_at"]):  # SQLite keeps no zone
        row["erased_at"] = row["erased_at"].replace(tzinfo=UTC)
    return row


def state_of(row: dict[str, Any], *, today: date) -> str:
    return validity.shown_state(
        kind=row["kind"], status=row["status"], valid_until=row["valid_until"], today=today
    )


def check(texts: Sequence[str], *, at: datetime, caller: str = "") -> list[Checked]:
    """What every text stands for, in their order; at most AT_ONCE.

    One query for all codes, one more for the public keys where a signature is among them. Unknown codes are counted for
    the caller; one who had none left is told "limited" in their place, while what is found is answered all the same.
    """
    if len(texts) > AT_ONCE:
        raise Refusal(
            _("Send at most %(most)s codes at once.") % {"most": AT_ONCE},
            code="too_many",
        )
    asked = [read(text) for text in texts]
    signed = signed_texts.open_all({one.cose for one in asked if one.cose})
    wanted = [one.code or _signed_code(signed.get(one.cose)) for one in asked]
    found = Document.objects.filter(code__in=set(wanted) - {""}).order_by()
    rows = {row["code"]: row for row in found.values(*ROW)}
    misses = {code for code in wanted if code and code not in rows}
    refused = limits.miss(caller, at=at, count=len(misses)) if misses else False
    today, ours = timezone.localtime(at).date(), our_hosts()
    checked = []
    for one, code in zip(asked, wanted, strict=True):
        row, text = rows.get(code), signed.get(one.cose)
        if row is not None:
            state = state_of(row, today=today)
        elif not code and not one.cose:
            state = "malformed"
        else:
            state = "limited" if refused and code else "unknown"
        if text is not None:
            text = signed_texts.compare(text, code=code, row=row)
        foreign = one.host if one.host and one.host not in ours else ""
        checked.append(Checked(asked=one, code=code, state=state, row=row, signed=text, foreign_host=foreign))
    return checked


def _signed_code(signed: SignedText | None) -> str:
    return signed.code if signed is not None and signed.is_ours else ""


def find_by_number(*, number: str, surname: str, issued_on: date) -> str:
    """The code of the document with this number, surname and date of issue; "" where any of them differs. One query."""
    row = (
        Document.objects.filter(number=alike.number(number), erased_at__isnull=True)
        .values("code", "issued_on", "facts__surname")
        .first()
    )
    if row is None or row["issued_on"] != issued_on or not alike.is_same(row["facts__surname"], surname):
        return ""
    return str(row["code"])


# Lists


def check_sheet(
    sheet: Sheet, *, at: datetime, caller: str = "", step: Callable[[int], None] = lambda done: None
) -> Report:
    """Every row of a list with what the register says. `step` hears how many are done; one query per AT_ONCE rows."""
    checked: list[Checked] = []
    for start in range(0, len(sheet.rows), AT_ONCE):
        cells = [row[sheet.code_at] for row in sheet.rows[start : start + AT_ONCE]]
        checked += check(cells, at=at, caller=caller)
        step(len(checked))
    return judge(sheet, [_outcome(one) for one in checked], at=at)


def _outcome(one: Checked) -> dict[str, Any]:
    if one.row is None:
        return {"state": one.state, "code": codes.pretty(one.code), "doubt": one.doubt}
    facts = one.row["facts"]
    return {
        "state": "forged" if one.doubt else one.state,
        "doubt": one.doubt,
        "code": codes.pretty(one.code),
        "name": printed_name(facts),
        "number": facts["number"],
        "programme": {key: facts.get(f"programme_title_{key}", "") for key in ("kk", "ru", "en")},
        "issued_on": facts["issued_on"],
        "valid_until": one.row["valid_until"].isoformat() if one.row["valid_until"] else None,
        "is_erased": one.row["erased_at"] is not None,
    }


@transaction.atomic
def start_check(*, sheet: Sheet, language: str, at: datetime, caller: str = "") -> CodeCheck:
    """Keep a long list for a day at an address nobody can guess, and have a worker check it."""
    started = CodeCheck(created_at=at, language=language, total=len(sheet.rows))
    started.source.save(f"{started.token}.json", ContentFile(sheet.to_json().encode()), save=False)
    started.save()
    transaction.on_commit(lambda: _check_later(started.pk, caller), robust=True)
    return started


def _check_later(check_id: int, caller: str) -> None:
    from ..tasks import check_codes

    check_codes.delay(check_id, caller)


def run_check(*, check_id: int, caller: str, at: datetime) -> None:
    """Check a kept list and keep its report; a repeat begins anew, one that is finished stays as it is."""
    started = CodeCheck.objects.filter(pk=check_id, finished_at__isnull=True).first()
    if started is None:
        return

    def step(done: int) -> None:
        CodeCheck.objects.filter(pk=check_id).update(done=done)

    try:
        with started.source.open("rb") as file:
            sheet = Sheet.from_json(file.read().decode())
        report = check_sheet(sheet, at=at, caller=caller, step=step)
        started.report.save(
            f"{started.token}-report.json", ContentFile(report.to_json().encode()), save=False
        )
    except (OSError, ValueError):
        log.exception("List %s could not be checked", check_id)
        with override(started.language):
            started.fault = _("The list could not be checked. Send it again.")
        report = None
    started.done = started.total
    started.counts = report.counts if report else {}
    started.finished_at = at
    started.save(update_fields=["report", "done", "counts", "fault", "finished_at"])


def standing_check(token: UUID, *, at: datetime) -> CodeCheck | None:
    """The list at this address, while it is kept."""
    return CodeCheck.objects.filter(token=token, created_at__gt=at - KEPT).first()


def report_of(done: CodeCheck) -> Report:
    """The report of a finished list."""
    with done.report.open("rb") as file:
        return Report.from_json(file.read().decode())


def delete_old_checks(*, at: datetime) -> int:
    """Delete lists and reports older than a day with their files; how many."""
    old = list(CodeCheck.objects.filter(created_at__lte=at - KEPT))
    for one in old:
        for file in (one.source, one.report):
            if file:
                file.delete(save=False)
        one.delete()
    return len(old)


def counted(states: Iterable[str]) -> dict[str, int]:
    """How many of each state."""
    return dict(Counter(states))
