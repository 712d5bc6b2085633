"""The table of changes, as it stands in docs/rules/changes.yaml; no database."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from certificates.models import ChangeProposal, Document
from certificates.rules import changes, moves
from certificates.rules.validity import add_years, is_expired, shown_state

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs" / "rules" / "changes.yaml").read_text("utf-8"))


def test_the_table_speaks_of_every_status_and_every_change():
    pairs = {(row["status"], row["erased"]) for row in TABLE["allowed"]}
    assert pairs == {(status, erased) for status in Document.Status.values for erased in (True, False)}
    assert set(changes.CHANGES) == set(ChangeProposal.Change.values)


@pytest.mark.parametrize("row", TABLE["allowed"], ids=lambda row: f"{row['status']} {row['erased']}")
def test_what_may_be_proposed(row):
    for change in changes.CHANGES:
        allowed = changes.is_allowed(change, status=row["status"], is_erased=row["erased"])
        assert allowed == (change in row["may"]), change
    assert changes.allowed(status=row["status"], is_erased=row["erased"]) == row["may"]


@pytest.mark.parametrize("row", TABLE["effects"], ids=lambda row: f"{row['change']} {row['of']}")
def test_what_an_approved_change_leads_to(row):
    after = changes.status_after(row["change"], status=row["of"])
    assert after == row["status"]
    assert after == row["of"] or after in moves.DOCUMENT[row["of"]]
    assert changes.CHANGES[row["change"]].issues_another == row["issues"]
    day = TABLE["validity"][0]["issued"]
    for kind, until in (("certificate", day + timedelta(days=1)), ("notice", None)):
        assert shown_state(kind=kind, status=after, valid_until=until, today=day) == row[kind]


@pytest.mark.parametrize("row", TABLE["expired"], ids=lambda row: row["status"])
def test_after_the_last_day(row):
    day = TABLE["validity"][0]["until"]
    today = day + timedelta(days=1)
    assert shown_state(kind="certificate", status=row["status"], valid_until=day, today=today) == row["state"]


@pytest.mark.parametrize("row", TABLE["validity"], ids=lambda row: row["name"])
def test_the_last_day_counts(row):
    until = add_years(row["issued"], row["years"])
    assert until == row["until"]
    assert not is_expired(until, today=until)
    assert is_expired(until, today=until + timedelta(days=1))


@pytest.mark.parametrize("row", TABLE["words"], ids=lambda row: row["text"] or "empty")
def test_whether_words_name_the_person(row):
    assert changes.holds_name(row["text"], parts=["Әбдірова", "Айгүл", "Серікқызы", ""]) == row["holds"]


def test_an_unknown_change_is_never_allowed():
    assert not changes.is_allowed("rename", status="valid", is_erased=False)
