"""Item statistics: the figures by hand, what is flagged, and the screens."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessments import wordings
from assessments.models import QuestionVersion
from assessments.rules import statistics
from assessments.rules.statistics import Answered
from assessments.services import statistics as service
from people.roles import Role
from tests.factories import enrol, make_cohort, make_edition, make_user, sitting_of, take_test


def row(score, rest, *, language="kk", tally=(), seconds=None) -> Answered:
    return Answered(
        version_id=1, language=language, score=score, rest=rest, tally=tuple(tally), seconds=seconds
    )


@pytest.mark.parametrize(
    ("xs", "ys", "r"),
    [
        ([0, 1], [0, 1], 1.0),
        ([0, 1], [1, 0], -1.0),
        ([1, 1], [0, 1], None),
        ([1], [1], None),
        ([1, 0, 1, 0], [0.8, 0.4, 0.6, 0.6], 0.7071067811865476),
    ],
)
def test_correlation_by_hand(xs, ys, r):
    assert statistics.correlation(xs, ys) == pytest.approx(r)


def test_the_figures_of_ten_answers_by_hand():
    """Right: the six best of ten; the time is the middle of 10…100 seconds."""
    rows = [
        row(1 if place >= 4 else 0, place / 10, tally=["a" if place >= 4 else "b"], seconds=10 * (place + 1))
        for place in range(10)
    ]
    found = statistics.figures(rows, ["a", "b", "c"])
    assert (found.n, found.facility, found.seconds) == (10, pytest.approx(0.6), 55)
    assert found.index == 1.0  # 27 % of ten is three: all of the strong right, none of the weak
    assert found.discrimination == pytest.approx(0.8528028654224417)
    by_key = {one.key: (one.count, one.upper, one.lower) for one in found.chosen}
    assert by_key == {"a": (6, 1.0, 0.0), "b": (4, 0.0, 1.0), "c": (0, 0.0, 0.0)}


def test_too_few_answers_show_nothing():
    found = statistics.figures([row(1, 0.5)] * 4)
    assert (found.n, found.facility, found.chosen) == (4, None, ())


def many(count, *, right, language="kk", strong_are_right=True, wrong="b"):
    """So many answers, the right ones by the strong or by the weak."""
    rows = []
    for place in range(count):
        is_right = place >= count - right if strong_are_right else place < right
        rows.append(
            row(
                1 if is_right else 0,
                place / count,
                language=language,
                tally=["a" if is_right else wrong],
            )
        )
    return rows


@pytest.mark.parametrize(
    ("rows", "flags"),
    [
        (many(40, right=20), ("idle_option",)),
        (many(40, right=39), ("too_easy", "idle_option")),
        (many(40, right=4), ("too_hard", "idle_option", "luring_option")),
        (many(40, right=20, strong_are_right=False), ("negative", "idle_option", "luring_option")),
        (many(29, right=29), ()),
    ],
)
def test_what_is_flagged(rows, flags):
    assert statistics.item(1, rows, keys=["a", "b", "c"], right=["a"]).flags == flags


@pytest.mark.parametrize(
    ("kk", "ru", "is_marked"),
    [(20, 10, True), (14, 11, False), (20, 19, False)],
)
def test_a_gap_between_the_languages(kk, ru, is_marked):
    rows = many(20, right=kk) + many(20, right=ru, language="ru")
    found = statistics.item(1, rows, keys=["a", "b"], right=["a"])
    assert found.gap is not None
    assert found.gap.value == pytest.approx((kk - ru) / 20)
    assert ("language_gap" in found.flags) is is_marked
    few = statistics.item(1, rows[:30], keys=["a", "b"], right=["a"])
    assert few.gap is None


def test_time_is_what_passed_since_the_save_before_with_long_pauses_cut():
    spent = statistics.time_spent(100.0, [(160.0, 1), (130.0, 2), (2000.0, 2)])
    assert spent == {2: 30.0 + 600.0, 1: 30.0}


SCORES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=5, max_size=60)


@given(SCORES, st.randoms())
def test_figures_stay_in_bounds_and_do_not_depend_on_the_order(pairs, chance):
    rows = [row(score, rest + place * 1e-9) for place, (score, rest) in enumerate(pairs)]
    found = statistics.figures(rows)
    assert 0 <= found.facility <= 1 + 1e-9
    assert found.discrimination is None or -1 <= found.discrimination <= 1
    assert -1 - 1e-9 <= found.index <= 1 + 1e-9
    mixed = list(rows)
    chance.shuffle(mixed)
    again = statistics.figures(mixed)
    assert again.facility == pytest.approx(found.facility)
    assert again.index == pytest.approx(found.index)


@given(st.lists(st.floats(0, 100), max_size=50))
def test_every_paper_stands_in_one_tenth(percents):
    assert sum(statistics.papers(percents).tenths) == len(percents)


def exam(people: int):
    cohort = make_cohort(make_edition(questions=2), places=50)
    for place in range(people):
        take_test(sitting_of(enrol(None, cohort)), right=place % 5)
    return cohort


@pytest.mark.django_db
def test_the_report_counts_papers_that_count():
    cohort = exam(6)
    report = service.report(programme_code="A")
    assert report.papers.n == 6
    assert sorted(one.both.n for one in report.items) == [6, 6, 6, 6]  # four questions, all drawn each time
    total = sum(one.both.facility * one.both.n for one in report.items)
    assert total == pytest.approx(0 + 1 + 2 + 3 + 4 + 0)
    assert service.report(programme_code="A", cohort_id=cohort.pk + 1).papers.n == 0


@pytest.mark.django_db
@pytest.mark.parametrize("people", [2, 20])
def test_a_report_costs_the_same_for_two_papers_and_twenty(people):
    exam(people)
    wordings.forget()
    with CaptureQueriesContext(connection) as asked:
        service.report(programme_code="A")
    assert len(asked) == 6
    with CaptureQueriesContext(connection) as again:
        service.report(programme_code="A")
    assert len(again) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_screens_open_and_the_workbook_holds_the_same(client_for, language):
    exam(6)
    keeper = client_for(make_user(Role.METHODOLOGIST, language=language))
    page = keeper.get(reverse("bank:statistics"))
    assert page.status_code == 200
    version = QuestionVersion.objects.first()
    one = keeper.get(reverse("bank:statistics_item", args=[version.pk]))
    assert one.status_code == 200
    assert "дұрыс" in one.content.decode()
    book = load_workbook(BytesIO(keeper.get(reverse("bank:statistics_export")).content))
    assert book.active.max_row == 1 + 4
    assert keeper.get(reverse("bank:statistics"), {"flag": "negative"}).status_code == 200


@pytest.mark.django_db
def test_the_screens_are_for_keepers_of_the_bank(client_for):
    exam(1)
    learner = client_for(make_user(Role.LEARNER))
    for name in ("statistics", "statistics_export"):
        assert learner.get(reverse(f"bank:{name}")).status_code != 200
