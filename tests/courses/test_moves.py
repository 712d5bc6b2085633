"""Every pair of statuses of cohorts and enrolments, against a list written by hand."""

from itertools import product

import pytest

from courses.models import Cohort, Enrolment
from courses.rules import moves

COHORT = {
    ("draft", "open"), ("draft", "cancelled"), ("open", "running"), ("open", "cancelled"),
    ("running", "assessing"), ("running", "cancelled"), ("assessing", "concluded"),
}  # fmt: skip
ENROLMENT = {
    ("applied", "admitted"), ("applied", "rejected"), ("admitted", "studying"), ("admitted", "withdrawn"),
    ("studying", "completed"), ("studying", "interrupted"), ("studying", "transferred"), ("studying", "withdrawn"),
    ("studying", "expelled"), ("interrupted", "studying"), ("interrupted", "transferred"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "statuses", "allowed"),
    [(moves.COHORT, Cohort.Status.values, COHORT), (moves.ENROLMENT, Enrolment.Status.values, ENROLMENT)],
)
def test_exactly_the_moves_of_the_design_are_allowed(table, statuses, allowed):
    assert set(table) == set(statuses)
    assert {(a, b) for a, b in product(statuses, statuses) if b in table[a]} == allowed
