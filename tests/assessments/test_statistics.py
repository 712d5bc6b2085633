"""Item statistics: the figures by hand, what is flagged, and the screens."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessments import wordings
from assessments.models import QuestionVersion
from assessments.rules import statistics
from assessments.rules.statistics import Answered
from assessments.services.attempts import statistics as service
from assessments.services.decisions import regrade
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


def ladder(count):
    """The best six of ten are right; times are 10, 20, 30… seconds."""
    weak = count * 4 // 10
    return [
        row(
            1 if place >= weak else 0,
            place / count,
            tally=["a" if place >= weak else "b"],
            seconds=10 * (place + 1),
        )
        for place in range(count)
    ]


def test_the_figures_of_ten_answers_by_hand():
    found = statistics.figures(ladder(10), ["a", "b", "c"])
    assert (found.n, found.facility, found.seconds) == (10, pytest.approx(0.6), 55)
    assert found.discrimination == pytest.approx(0.8528028654224417)
    assert {one.key: one.count for one in found.chosen} == {"a": 6, "b": 4, "c": 0}


def test_groups_are_five_people_at_least():
    few = statistics.figures(ladder(19), ["a", "b"])
    assert few.index is None
    assert {(one.upper, one.lower) for one in few.chosen} == {(None, None)}
    enough = statistics.figures(ladder(20), ["a", "b", "c"])
    assert enough.index == 1.0  # 27 % of twenty are five: all of the strong right, none of the weak
    by_key = {one.key: (one.upper, one.lower) for one in enough.chosen}
    assert by_key == {"a": (1.0, 0.0), "b": (0.0, 1.0), "c": (0.0, 0.0)}


def test_who_ties_at_the_edge_of_a_group_shares_its_places():
    """Twenty papers, five places: two stand above, six tie for the three left, so each counts half."""
    rests = [0.9, 0.9] + [0.8] * 6 + [0.1] * 12
    scores = [1, 1] + [1, 0, 0, 0, 0, 0] + [0] * 12
    upper, lower = statistics.groups([row(*pair) for pair in zip(scores, rests, strict=True)])
    assert sum(weight for _row, weight in upper) == sum(weight for _row, weight in lower) == 5
    assert statistics._mean(upper, lambda one: one.score) == pytest.approx((2 + 0.5) / 5)


def test_a_typed_answer_of_one_person_is_not_shown():
    rows = [row(0, place / 9, tally=["екі" if place < 3 else f"жауап {place}"]) for place in range(9)]
    assert [(one.key, one.count) for one in statistics.figures(rows).chosen] == [("екі", 3)]


def test_a_language_is_not_to_be_reckoned_from_the_other():
    rows = ladder(10) + [row(1, 0.5, language="ru")] * 4
    found = statistics.by_language(rows)
    assert (found["kk"].n, found["kk"].facility, found["kk"].is_withheld) == (10, None, True)
    assert (found["ru"].n, found["ru"].is_withheld) == (4, False)
    assert statistics.by_language(ladder(10))["kk"].facility == pytest.approx(0.6)


def test_reliability_by_hand():
    """Six people, two questions each: within 0.25 (three people differ by one), between 0.3; error √(0.25 / 2)."""
    scores = [[1, 1], [1, 1], [1, 0], [0, 1], [1, 0], [0, 0]]
    coefficient, error = statistics.reliability(scores)
    # Means 1, 1, ½, ½, ½, 0 around 7/12: 2·Σ(mean − 7/12)² / 5.
    between = 2 * (2 * (5 / 12) ** 2 + 3 * (1 / 12) ** 2 + (7 / 12) ** 2) / 5
    assert coefficient == pytest.approx(1 - 0.25 / between)
    assert error == pytest.approx((0.25 / 2) ** 0.5)
    assert statistics.reliability([[1, 1]] * 6) is None
    assert statistics.reliability([[1]] * 20) is None
    assert statistics.reliability([[1, 0]] * 4) is None


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
    rows = [row(score, rest) for score, rest in pairs]
    found = statistics.figures(rows)
    assert 0 <= found.facility <= 1 + 1e-9
    assert found.discrimination is None or -1 <= found.discrimination <= 1
    assert found.index is None or -1 - 1e-9 <= found.index <= 1 + 1e-9
    mixed = list(rows)
    chance.shuffle(mixed)
    again = statistics.figures(mixed)
    assert again.facility == pytest.approx(found.facility)
    assert again.index == (None if found.index is None else pytest.approx(found.index))


@given(st.lists(st.floats(0, 100), max_size=50))
def test_every_paper_stands_in_one_tenth(percents):
    found = statistics.papers(percents)
    assert sum(found.tenths) == (len(percents) if len(percents) >= statistics.LEAST else 0)


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
    assert len(asked) == 7
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
    none = keeper.get(reverse("bank:statistics"), {"kind": "matching"}).content.decode()
    assert reverse("bank:statistics_item", args=[version.pk]) not in none


@pytest.mark.django_db
def test_a_stem_that_looks_like_a_formula_stays_text(client_for):
    exam(5)
    version = QuestionVersion.objects.first()
    body = version.body
    body["kk"]["stem"] = "=1+1"
    QuestionVersion.objects.filter(pk=version.pk).update(body=body)
    keeper = client_for(make_user(Role.METHODOLOGIST, language="kk"))
    book = load_workbook(BytesIO(keeper.get(reverse("bank:statistics_export")).content))
    cell = next(row[3] for row in book.active.iter_rows() if row[3].value == "=1+1")
    assert cell.data_type == "s"


@pytest.mark.django_db
def test_a_question_given_to_everybody_does_not_rank_people():
    """Full marks for all: its own figures are those of the key, and it is left out of the rest of the papers."""
    exam(10)
    before = service.report(programme_code="A")
    spoilt = before.items[0].version_id
    boss = make_user(Role.METHODOLOGIST, Role.COORDINATOR)
    regrade.decide(
        version_id=spoilt,
        action="full_marks",
        detail={},
        reason="Екі дұрыс жауап",
        at=timezone.now(),
        actor=boss,
    )
    after = service.report(programme_code="A")
    assert after.of(spoilt).both.facility == pytest.approx(before.of(spoilt).both.facility)
    other = next(one.version_id for one in after.items if one.version_id != spoilt)
    assert after.of(other).both.n == 10


@pytest.mark.django_db
def test_the_screens_are_for_keepers_of_the_bank(client_for):
    exam(1)
    learner = client_for(make_user(Role.LEARNER))
    for name in ("statistics", "statistics_export"):
        assert learner.get(reverse(f"bank:{name}")).status_code != 200
