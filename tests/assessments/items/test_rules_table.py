"""How every kind scores and how a paper adds up, read from the same table people read (docs/rules/items.yaml)."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from assessments import items
from assessments.rules import regrade

TABLE = yaml.safe_load((Path(__file__).resolve().parents[3] / "docs" / "rules" / "items.yaml").read_text())
SIX = Decimal("0.000001")
FEWEST = 4


def body_of(case: dict) -> dict:
    """The body the row names, with the row's credit in place of its own."""
    body = {name: value for name, value in TABLE["bodies"][case["body"]].items() if name != "kind"}
    return body | ({"credit": case["credit"]} if "credit" in case else {})


def kept(value: Decimal | str | None) -> Decimal | None:
    """A score or percent as the database keeps it."""
    return None if value is None else Decimal(value).quantize(SIX)


def named(cases: list[dict]) -> list:
    words = (
        ": ".join(str(case[name]) for name in ("kind", "credit", "name") if name in case) for case in cases
    )
    return [pytest.param(case, id=text) for case, text in zip(cases, words, strict=True)]


@pytest.mark.parametrize("case", named(TABLE["cases"]))
def test_the_table_of_scores_holds(case):
    kind, body = items.kind(case["kind"]), body_of(case)
    score = kind.score(body, kind.parse(body, case["response"]))
    assert kept(score) == kept(case["score"])
    # What stands is scored like what was sent.
    assert kept(kind.score(body, case["response"])) == kept(case["score"])


@pytest.mark.parametrize("name", list(TABLE["bodies"]))
def test_the_tables_questions_could_stand_in_a_paper(name):
    body = TABLE["bodies"][name]
    assert items.kind(body["kind"]).faults({key: value for key, value in body.items() if key != "kind"}) == []


def test_the_table_has_rows_for_every_kind_and_uses_every_body():
    cases = TABLE["cases"]
    assert all(case["kind"] == TABLE["bodies"][case["body"]]["kind"] for case in cases)
    assert {case["body"] for case in cases} == set(TABLE["bodies"])
    for name, kind in items.KINDS.items():
        own = [kept(case["score"]) for case in cases if case["kind"] == name]
        if kind.automatic:
            assert len(own) >= FEWEST, name
            assert {Decimal(0), Decimal(1)} <= set(own), name
        else:
            assert set(own) == {None}, name


@pytest.mark.parametrize("case", named(TABLE["papers"]))
def test_the_table_of_papers_holds(case):
    left_out = case.get("left_out", [])
    scores = [
        (None if score is None else Decimal(score), place in left_out)
        for place, score in enumerate(case["scores"], start=1)
    ]
    total, expected = regrade.total(scores, credit=case["credit"]), case["expect"]
    assert (total.correct, total.counted) == (expected["correct"], expected["counted"])
    assert kept(total.points) == kept(expected["points"])
    assert kept(total.percent) == kept(expected["percent"])
