"""What a bank serves and how alike papers are, against numbers worked out by hand and papers really drawn."""

from decimal import Decimal
from itertools import combinations

import pytest

from assessments.rules.blueprint import BankItem, Stratum, draw, read
from assessments.rules.coverage import covered, overlap, paper_percent


def bank(*modules: tuple[int, int]) -> list[BankItem]:
    """(module, how many questions), difficulties 1, 2, 3 in turn."""
    items: list[BankItem] = []
    for module, count in modules:
        for place in range(count):
            number = len(items) + 1
            items.append(
                BankItem(
                    version_id=number,
                    question_id=number,
                    module=module,
                    topic=f"A.{module}.{place % 2 + 1}",
                    difficulty=place % 3 + 1,
                )
            )
    return items


@pytest.mark.parametrize(
    ("wanted", "ready", "common"), [(10, 30, "3.333333"), (10, 10, "10"), (1, 4, "0.25"), (2, 3, "1.333333")]
)
def test_overlap_is_n_squared_of_the_whole(wanted, ready, common):
    assert round(overlap(wanted, ready), 6) == Decimal(common)


@pytest.mark.parametrize(("wanted", "ready"), [(0, 5), (6, 5)])
def test_overlap_of_what_cannot_be_drawn_is_refused(wanted, ready):
    with pytest.raises(ValueError, match="paper"):
        overlap(wanted, ready)


def test_a_module_that_falls_short_says_how_many_are_missing():
    rows = covered(read({"1": 10, "2": 10}), bank((1, 30), (2, 7)))
    assert [(row.ready, row.is_served, row.missing) for row in rows] == [(30, True, 0), (7, False, 3)]
    assert rows[1].common is None
    assert paper_percent(rows) is None
    assert paper_percent([]) is None


def test_the_papers_share_is_weighed_by_questions():
    rows = covered(read({"1": 10, "2": 10}), bank((1, 20), (2, 40)))
    assert [round(row.percent) for row in rows] == [50, 25]
    assert paper_percent(rows) == Decimal("37.5")


def test_a_wide_part_draws_from_what_the_narrow_ones_leave():
    strata = read({"1": [{"count": 4}, {"count": 3, "difficulty": 3}, {"count": 2, "topic": "A.1.2"}]})
    rows = {(row.stratum.topic, row.stratum.difficulty): row for row in covered(strata, bank((1, 12)))}
    assert rows["", 3].ready == 4
    assert rows["A.1.2", None].ready == 6 - 2
    assert rows["", None].ready == 12 - 3 - 2
    assert all(row.is_served for row in rows.values())


def test_drawn_papers_have_about_as_much_in_common_as_expected():
    strata, items = [Stratum(module=1, count=10)], bank((1, 25))
    papers = [{item.version_id for item in draw(strata, items, seed=str(seed))} for seed in range(60)]
    shared = [len(one & other) for one, other in combinations(papers, 2)]
    assert abs(sum(shared) / len(shared) - float(overlap(10, 25))) < 0.3
