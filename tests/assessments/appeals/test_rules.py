"""The term and what an upheld appeal may change: the tables of docs/rules/appeals.yaml. No database."""

from datetime import datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
import yaml

from assessments.models import Appeal
from assessments.rules import appeals as rules
from assessments.rules import moves
from assessments.services.scheme.terms import term as days_of
from courses.models import ProgrammeEdition

TABLES = yaml.safe_load((Path(__file__).parents[3] / "docs/rules/appeals.yaml").read_text())


def named(rows):
    return pytest.mark.parametrize("row", rows, ids=[row["name"] for row in rows])


def almaty(moment: datetime) -> datetime:
    return moment.replace(tzinfo=rules.ALMATY)


@named(TABLES["term"])
def test_the_term_is_the_table(row):
    term = rules.term(almaty(row["decided"]), row["days"])
    assert term.last_day == row["last_day"]
    assert term.is_over(almaty(row["filed"])) is not row["in_time"]


def test_the_term_is_counted_in_almaty_whatever_zone_the_moment_has():
    from datetime import UTC

    # 22:30 in Greenwich is half past three of the next day in Almaty.
    term = rules.term(datetime(2026, 11, 2, 22, 30, tzinfo=UTC), 10)
    assert term.last_day.isoformat() == "2026-11-13"
    assert not term.is_over(datetime(2026, 11, 13, 18, 59, 59, tzinfo=UTC))
    assert term.is_over(datetime(2026, 11, 13, 19, 0, tzinfo=UTC))


@pytest.mark.parametrize(("parameters", "days"), [({}, 10), ({"appeal_days": 5}, 5)])
def test_the_edition_sets_the_days(parameters, days):
    assert days_of(ProgrammeEdition(parameters=parameters), "appeal_days") == days


def numbers(texts: dict) -> dict[str, Decimal]:
    return {key: Decimal(value) for key, value in texts.items()}


@named(TABLES["upheld"])
def test_what_an_upheld_appeal_changes_is_the_table(row):
    found = rules.changes(numbers(row["marks"]), numbers(row["wanted"]))
    fault = rules.fault(found, part=row["part"])
    assert (fault.code if fault else None) == row.get("fault")
    if fault is None:
        assert {change.component: change.after for change in found} == numbers(row["changes"])


ALLOWED = {(row["from"], row["to"]) for row in TABLES["moves"]}


@pytest.mark.parametrize(("before", "after"), list(product(Appeal.Status.values, repeat=2)))
def test_every_move_is_in_the_list_or_refused(before, after):
    assert (after in moves.APPEAL[before]) is ((before, after) in ALLOWED)
