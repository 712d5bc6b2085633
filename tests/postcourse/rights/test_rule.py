"""Rights as the table says, with ends of years, leap days and local time; what is assessed anew; when one is reminded."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.utils import timezone

from postcourse import right_words
from postcourse.rules import entitlements as rules

ROOT = Path(__file__).resolve().parents[3]
TABLE = yaml.safe_load((ROOT / "docs" / "rules" / "rights.yaml").read_text())


def facts(case: dict) -> rules.Facts:
    at = case["at"] if isinstance(case["at"], datetime) else datetime.fromisoformat(case["at"])
    at = at if at.tzinfo else at.replace(tzinfo=timezone.get_fixed_timezone(0))
    held = tuple(
        rules.Held(
            pk=place,
            year=row[0],
            slot=row[1],
            status=row[2],
            until=rules.last_day(row[0]),
            lapse=row[3] if len(row) > 3 else "",
            is_excused=row[3:] == ["excused"],
            planned_on=date(row[0], 9, 1) if row[2] == "booked" else None,
        )
        for place, row in enumerate(case.get("held", []), 1)
    )
    return rules.Facts(
        today=timezone.localdate(at),
        status=case["status"],
        cohort_status=case["cohort"][0],
        cohort_ends_on=case["cohort"][1],
        passed=tuple(case.get("passed", [])),
        passed_elsewhere=case.get("passed_elsewhere", False),
        certificate_until=case.get("certificate_until"),
        held=held,
        granted=tuple(rules.Granted(kind=kind, year=year) for kind, year in case.get("granted", [])),
        per_year=case.get("per_year", 1),
    )


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_the_rule_says_what_its_table_says(case, in_english):
    found = {one.kind: one for one in rules.rights(facts(case))}
    assert tuple(found) == rules.KINDS
    for kind, expected in case["expect"].items():
        right = found[kind]
        told = {"open": right.is_open, "why": right.why}
        if "until" in expected:
            told["until"] = right.until
        if "opens" in expected:
            told["opens"] = right.opens_on
        assert told == expected, kind
    for right in found.values():
        assert right_words.sentence(right).endswith(".")
        assert "%" not in right_words.sentence(right)


def test_every_reason_has_a_sentence_and_nothing_else_has():
    """A code without words would be a page that breaks; words without a code are left over."""
    from courses.models import Enrolment

    said = {one.why for case in TABLE["cases"] for one in rules.rights(facts(case))}
    known = set(right_words.WHY)
    assert said <= known
    assert known - said <= {"elsewhere", *Enrolment.Status.values}


CONTENT_A = {
    "components": [
        {"key": "test", "quiz": "final"},
        {"key": "project", "assignment": "project"},
        {"key": "self_study", "assignment": "self_study"},
    ]
}
CONTENT_B = {
    "components": [
        {"key": key, "assignment": "final_work", "criterion": key}
        for key in ("theory", "plan", "participation")
    ]
}


@pytest.mark.parametrize(
    ("content", "told", "reason", "enough", "below", "expected"),
    [
        (CONTENT_A, None, "below_pass_mark", False, (), {"test"}),
        (CONTENT_B, None, "below_pass_mark", False, (), {"theory", "plan"}),
        (CONTENT_A, None, "missing_component", False, (), {"test"}),
        (CONTENT_A, None, "missing_component", True, (), set()),
        (CONTENT_B, None, "missing_component", True, (), set()),
        (CONTENT_A, None, "minimum_not_met", True, ("project",), {"project"}),
        (CONTENT_A, ["self_study"], "below_pass_mark", False, (), {"self_study"}),
        (CONTENT_A, ["test"], "missing_component", True, (), {"test"}),
        (CONTENT_B, [], "below_pass_mark", False, (), set()),
    ],
)
def test_what_is_assessed_anew_follows_the_parameter_or_the_failure(
    content, told, reason, enough, below, expected
):
    found = rules.assessed_anew(content, told=told, reason=reason, score_is_enough=enough, below=below)
    assert found == expected


UNTIL = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("left", "opened", "told", "expected"),
    [
        (31, date(2026, 6, 1), [], None),
        (30, date(2026, 6, 1), [], 30),
        (30, date(2026, 6, 1), [30], None),
        (20, date(2026, 6, 1), [], 30),
        (8, date(2026, 6, 1), [30], None),
        (7, date(2026, 6, 1), [30], 7),
        (7, date(2026, 6, 1), [], 7),
        (6, date(2026, 6, 1), [7], None),
        (0, date(2026, 6, 1), [30, 7], None),
        (-1, date(2026, 6, 1), [], None),
        (21, date(2026, 12, 10), [], None),  # opened after the thirtieth day: it has just been told
        (7, date(2026, 12, 10), [], 7),
        (3, date(2026, 12, 28), [], None),
        (7, date(2026, 12, 24), [], 7),
    ],
)
def test_reminders_come_30_and_7_days_before_once_and_none_that_is_no_news(left, opened, told, expected):
    today = UNTIL - timedelta(days=left)
    assert rules.reminders_due(until=UNTIL, opened_on=opened, today=today, told=told) == expected
