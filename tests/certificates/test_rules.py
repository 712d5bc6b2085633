"""Validity, shown states and what a decision does to documents."""

from datetime import date
from itertools import product

import pytest

from certificates.models import Document
from certificates.rules import moves
from certificates.rules.effects import Effect, effect_of
from certificates.rules.validity import add_years, is_expired, remaining, shown_state


@pytest.mark.parametrize(
    ("issued", "until"),
    [
        (date(2026, 11, 20), date(2029, 11, 20)),
        (date(2028, 2, 29), date(2031, 2, 28)),
        (date(2026, 1, 1), date(2029, 1, 1)),
    ],
)
def test_three_years_end_on_the_same_day_and_29_february_on_the_28th(issued, until):
    assert add_years(issued, 3) == until


def test_the_last_day_is_inclusive():
    until = date(2029, 11, 20)
    assert not is_expired(until, today=date(2029, 11, 20))
    assert is_expired(until, today=date(2029, 11, 21))
    assert not is_expired(None, today=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 11, 20), (3, 0)),
        (date(2026, 11, 21), (2, 11)),
        (date(2026, 12, 20), (2, 11)),
        (date(2029, 10, 20), (0, 1)),
        (date(2029, 10, 21), (0, 0)),
        (date(2029, 11, 20), (0, 0)),
    ],
)
def test_what_is_left_is_told_in_whole_years_and_months(today, left):
    assert remaining(date(2029, 11, 20), today=today) == left


@pytest.mark.parametrize(
    ("kind", "status", "until", "state"),
    [
        ("certificate", "valid", date(2029, 1, 1), "valid"),
        ("certificate", "valid", date(2020, 1, 1), "expired"),
        ("certificate", "suspended", date(2020, 1, 1), "suspended"),
        ("certificate", "replaced", date(2020, 1, 1), "replaced"),
        ("certificate", "revoked", date(2029, 1, 1), "revoked"),
        ("notice", "valid", None, "notice"),
        ("notice", "revoked", None, "revoked"),
        ("notice", "replaced", None, "replaced"),
    ],
)
def test_one_state_is_shown_in_the_stated_order(kind, status, until, state):
    assert shown_state(kind=kind, status=status, valid_until=until, today=date(2026, 11, 21)) == state


@pytest.mark.parametrize(
    ("passed", "certificate", "notice_of_sitting", "certificate_of_sitting", "effect"),
    [
        (True, False, False, False, Effect(issue="certificate")),
        (True, True, False, True, Effect()),
        (True, False, True, False, Effect(issue="certificate", replace_notice=True)),
        (True, True, False, False, Effect()),
        (False, False, False, False, Effect(issue="notice")),
        (False, True, False, True, Effect(issue="notice", revoke_certificate=True)),
        (False, False, True, False, Effect()),
        (False, True, False, False, Effect()),
    ],
)
def test_what_a_decision_does_to_documents(
    passed, certificate, notice_of_sitting, certificate_of_sitting, effect
):
    assert (
        effect_of(
            passed=passed,
            has_certificate=certificate,
            has_notice_of_sitting=notice_of_sitting,
            certificate_of_sitting=certificate_of_sitting,
        )
        == effect
    )


def test_exactly_the_moves_of_the_design_are_allowed():
    allowed = {
        ("valid", "suspended"), ("valid", "replaced"), ("valid", "revoked"),
        ("suspended", "valid"), ("suspended", "replaced"), ("suspended", "revoked"),
    }  # fmt: skip
    statuses = Document.Status.values
    assert set(moves.DOCUMENT) == set(statuses)
    assert {(a, b) for a, b in product(statuses, statuses) if b in moves.DOCUMENT[a]} == allowed
