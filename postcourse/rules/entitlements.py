"""Which rights a person has in a programme, until when and why (pure functions; the cases: docs/rules/rights.yaml).

Source: both programmes, what those without a certificate may. Where they are silent it is decided: one reassessment in a
calendar year and programme, alone or with another cohort; it belongs to the year in which it is taken; the right of a
year ends on 31 December and opens anew on 1 January as long as nothing is passed; an excused absence frees the slot, an
unexcused one uses it. A transfer is asked for within the calendar year in which the person's cohort ends.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

REASSESS, WITH_COHORT, TRANSFER = "reassess", "with_cohort", "transfer"
RESUME, INTERRUPT, WITHDRAW = "resume", "interrupt", "withdraw"
KINDS = (REASSESS, WITH_COHORT, TRANSFER, RESUME, INTERRUPT, WITHDRAW)

UNDER_WAY = frozenset({"open", "booked", "taken"})
MAY_SIT = frozenset({"studying", "completed"})
RUNS = frozenset({"running", "assessing"})
OVER = frozenset({"concluded", "cancelled"})
EXTRA = "extra"  # kinds of exceptions: one more reassessment in a year; TRANSFER and RESUME have their rights' names
NOTICE_DAYS = 3  # from today to a day of one's own, where the edition has no parameter for it

# A standing that is none, waits or is held; see `Standing`.
NONE, WAITS, DUE, HELD = "none", "waits", "due", "held"


@dataclass(frozen=True)
class Held:
    """A reassessment of the person in this programme. `is_own`: it rests on the enrolment that is asked about."""

    year: int
    slot: int
    status: str
    until: date
    lapse: str = ""
    is_excused: bool = False
    planned_on: date | None = None
    is_own: bool = True
    pk: int = 0

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY


@dataclass(frozen=True)
class Granted:
    """An exception: "extra", "transfer" or "resume" in a calendar year."""

    kind: str
    year: int


@dataclass(frozen=True)
class Facts:
    """What rights follow from. `passed`: the standing decisions of the enrolment's sittings, oldest first, True where
    passed; `passed_elsewhere`: a later sitting of another enrolment in the programme was passed; `certificate_until`: the
    last day of the standing certificate of the programme that is valid for longest; `held`: every reassessment of the
    person in the programme.
    """

    today: date
    status: str
    cohort_status: str
    cohort_ends_on: date
    passed: tuple[bool, ...] = ()
    passed_elsewhere: bool = False
    certificate_until: date | None = None
    held: tuple[Held, ...] = ()
    granted: tuple[Granted, ...] = ()
    per_year: int = 1
    notice_days: int = NOTICE_DAYS

    @property
    def is_decided(self) -> bool:
        return bool(self.passed)

    def limit(self, year: int) -> int:
        """How many reassessments the person may have in a year."""
        return self.per_year + sum(one.kind == EXTRA and one.year == year for one in self.granted)

    def free_slot(self, year: int) -> int | None:
        """The first slot of a year that nothing holds; excused absences hold none."""
        used = {one.slot for one in self.held if one.year == year and not one.is_excused}
        return next((slot for slot in range(1, self.limit(year) + 1) if slot not in used), None)


@dataclass(frozen=True)
class Standing:
    """What a year holds for a person.

    `state`: "held" (one is under way: `held`), "due" (one opens now, in `year` and `slot` of `limit`; `held` is one that
    was not needed and stands again), "waits" (from `opens_on`), "none". `why`: the code of the reason.
    """

    state: str
    why: str
    held: Held | None = None
    year: int = 0
    slot: int = 0
    limit: int = 0
    until: date | None = None
    opens_on: date | None = None


@dataclass(frozen=True)
class Right:
    """One right. `until`: the last day, `opens_on`: the first where it is not open yet; `why`: a code that right_words
    puts into a sentence; `needs`: codes of what is to be brought.
    """

    kind: str
    is_open: bool
    until: date | None
    why: str
    needs: tuple[str, ...] = ()
    opens_on: date | None = None


def last_day(year: int) -> date:
    return date(year, 12, 31)


def first_day(year: int) -> date:
    return date(year, 1, 1)


def blocked(facts: Facts) -> str:
    """The reason why there is no reassessment at all; empty where there can be one."""
    if facts.certificate_until is not None and facts.certificate_until >= facts.today:
        return "certificate"
    if facts.passed_elsewhere or (facts.passed and facts.passed[-1]):
        return "passed"
    if facts.status not in MAY_SIT:
        return facts.status
    if not facts.is_decided:
        return "not_decided"
    return ""


def standing(facts: Facts) -> Standing:
    """What the year of `facts.today` holds; a right that is open past its last day holds nothing any more."""
    held = next((one for one in facts.held if one.is_under_way), None)
    if held is not None and held.status == "taken":
        return Standing(HELD, "taken", held=held, year=held.year, until=held.until)
    if why := blocked(facts):
        return Standing(NONE, why)
    if held is not None and not held.is_own:
        return Standing(HELD, "elsewhere", held=held, year=held.year, until=held.until)
    if held is not None and (held.status == "booked" or held.until >= facts.today):
        return Standing(HELD, held.status, held=held, year=held.year, until=held.until)
    return _of_year(facts, facts.today.year)


def _of_year(facts: Facts, year: int) -> Standing:
    limit, slot = facts.limit(year), facts.free_slot(year)
    if not limit and not facts.per_year:
        return Standing(NONE, "not_offered")
    spared = next(
        (one for one in facts.held if one.year == year and one.lapse == "not_needed" and not one.is_excused),
        None,
    )
    if spared is not None:
        return Standing(
            DUE, "open", held=spared, year=year, slot=spared.slot, limit=limit, until=last_day(year)
        )
    if slot is not None:
        return Standing(DUE, "open", year=year, slot=slot, limit=limit, until=last_day(year))
    last = max((one for one in facts.held if one.year == year), key=lambda one: one.slot)
    why = "absent" if last.lapse == "no_show" else "used"
    return Standing(WAITS, why, opens_on=first_day(year + 1))


def rights(facts: Facts) -> list[Right]:
    """Every right, open or not, in the order of KINDS."""
    now = standing(facts)
    return [
        _reassess(facts, now),
        _with_cohort(now),
        _transfer(facts),
        _resume(facts),
        _interrupt(facts),
        _withdraw(facts),
    ]


def _closed(kind: str, now: Standing) -> Right | None:
    """The right to be reassessed where it cannot be booked: waits, is booked or taken, or there is none."""
    if now.state in {NONE, WAITS}:
        return Right(kind, False, None, now.why, opens_on=now.opens_on)
    if now.why == "booked" and now.held is not None:
        return Right(kind, False, now.held.planned_on, "booked")
    if now.why in {"taken", "elsewhere"}:
        return Right(kind, False, None, now.why)
    return None


def _reassess(facts: Facts, now: Standing) -> Right:
    if closed := _closed(REASSESS, now):
        return closed
    if facts.cohort_status not in OVER:
        return Right(REASSESS, False, now.until, "cohort_under_way", opens_on=None)
    if now.until is not None and facts.today + timedelta(days=facts.notice_days) > now.until:
        return Right(REASSESS, False, now.until, "no_day_left", opens_on=first_day(now.year + 1))
    return Right(REASSESS, True, now.until, "open", needs=("day",))


def _with_cohort(now: Standing) -> Right:
    if closed := _closed(WITH_COHORT, now):
        return closed
    return Right(WITH_COHORT, True, now.until, "open_with_cohort", needs=("cohort",))


PAPERS = ("application", "reason", "documents")


def _granted_until(facts: Facts, *kinds: str) -> date | None:
    """The last day of the latest exception of these kinds that has not passed."""
    years = [one.year for one in facts.granted if one.kind in kinds and one.year >= facts.today.year]
    return last_day(max(years)) if years else None


def _moves_until(facts: Facts, *kinds: str) -> date | None:
    """Until when one can move to another cohort: the end of the cohort's calendar year, or of an exception's."""
    ordinary = last_day(facts.cohort_ends_on.year)
    granted = _granted_until(facts, *kinds)
    last = max(ordinary, granted) if granted else ordinary
    return last if facts.today <= last else None


def _transfer(facts: Facts) -> Right:
    if facts.status not in {"studying", "interrupted"}:
        return Right(TRANSFER, False, None, _status_why(facts))
    if facts.is_decided:
        return Right(TRANSFER, False, None, "decided")
    kinds = (TRANSFER, RESUME) if facts.status == "interrupted" else (TRANSFER,)
    if until := _moves_until(facts, *kinds):
        return Right(TRANSFER, True, until, "transfer", needs=PAPERS)
    return Right(TRANSFER, False, last_day(facts.cohort_ends_on.year), "transfer_over")


def _resume(facts: Facts) -> Right:
    if facts.status != "interrupted":
        return Right(RESUME, False, None, "not_interrupted")
    if facts.is_decided:
        return Right(RESUME, False, None, "decided")
    if facts.cohort_status in RUNS:
        return Right(RESUME, True, facts.cohort_ends_on, "resume_here", needs=PAPERS)
    if until := _moves_until(facts, TRANSFER, RESUME):
        return Right(RESUME, True, until, "resume_elsewhere", needs=(*PAPERS, "cohort"))
    return Right(RESUME, False, last_day(facts.cohort_ends_on.year), "resume_over")


def _interrupt(facts: Facts) -> Right:
    if facts.status != "studying":
        return Right(INTERRUPT, False, None, _status_why(facts))
    if facts.is_decided:
        return Right(INTERRUPT, False, None, "decided")
    if facts.cohort_status not in RUNS:
        return Right(INTERRUPT, False, None, "cohort_over")
    return Right(INTERRUPT, True, facts.cohort_ends_on, "interrupt", needs=PAPERS)


def _withdraw(facts: Facts) -> Right:
    if facts.status not in {"admitted", "studying"}:
        return Right(WITHDRAW, False, None, _status_why(facts))
    if facts.is_decided:
        return Right(WITHDRAW, False, None, "decided")
    return Right(WITHDRAW, True, None, "withdraw", needs=("application",))


def _status_why(facts: Facts) -> str:
    """Why a right of those who study is not there, by the enrolment's status; a paused course speaks for itself."""
    return facts.status if facts.status != "studying" else "cohort_over"


# What is assessed anew


def assessed_anew(
    content: Mapping,
    *,
    told: Collection[str] | None,
    reason: str,
    score_is_enough: bool,
    below: Collection[str],
) -> frozenset[str]:
    """The components of a scheme that a reassessment assesses anew whatever was earned; what is missing is due anyway.

    `told`: the edition's parameter `reassessed`, which is followed where there is one. Else it follows from the failure:
    enough points and something missing: nothing besides; a minimum not met: those below it (`below`); too few points: the
    tests where there are any, else everything but participation, which cannot be repeated.
    """
    if told is not None:
        return frozenset(told)
    if reason == "missing_component" and score_is_enough:
        return frozenset()
    if reason == "minimum_not_met" and below:
        return frozenset(below)
    rows = content["components"]
    tests = {row["key"] for row in rows if row.get("quiz")}
    return frozenset(tests or {row["key"] for row in rows if not _is_participation(row)})


def _is_participation(row: Mapping) -> bool:
    return "participation" in {row["key"], row.get("criterion")}


# Reminders


def reminders_due(*, until: date, opened_on: date, today: date, told: Collection[int]) -> int | None:
    """How many days before the end somebody with an open right is reminded now: 30 or 7; None: nothing to tell.

    A reminder whose day had passed when the right opened is not sent, nor one that a later one has overtaken.
    """
    reached = [days for days in (30, 7) if until - timedelta(days=days) <= today <= until]
    if not reached:
        return None
    nearest = min(reached)
    if until - timedelta(days=nearest) < opened_on or any(days <= nearest for days in told):
        return None
    return nearest
