"""Conditions in words: whole where some stand, and none where everything is usual."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Question, Quiz
from assessments.rules import accommodations
from assessments.services.attempts import attempts, conditions
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_edition, make_trainer, sitting_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting():
    return sitting_of(enrol(None, make_cohort(make_edition())))


def agree(sitting, **fields) -> None:
    conditions.agree(
        enrolment_id=sitting.enrolment_id,
        at=NOW,
        actor=coordinator_of(sitting.cohort),
        **{"basis": "Өтініш, 12.03", **fields},
    )


def text(client, address: str) -> str:
    answer = client.get(address, {"lang": "en"})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def intro(sitting, client_for, key: str = "final") -> str:
    return text(client_for(sitting.enrolment.user), reverse("attempt_intro", args=[sitting.pk, key]))


@pytest.mark.parametrize(
    ("stored", "usual"),
    [
        ({}, True),
        ({"extra_time": "1.00", "breaks": 0, "break_minutes": 0, "large_print": False}, True),
        ({"extra_time": "1"}, True),
        ({"extra_time": "1.25"}, False),
        ({"breaks": 1, "break_minutes": 5}, False),
        ({"one_per_page": True}, False),
        ({"large_print": True}, False),
        ({"text_first": True}, False),
    ],
)
def test_usual_is_what_changes_nothing(stored, usual):
    assert accommodations.are_usual(stored) is usual


def test_conditions_set_back_to_usual_are_not_announced(sitting, client_for):
    agree(sitting, extra_time=Decimal("1.5"), large_print=True)
    page = intro(sitting, client_for)
    assert "Your agreed conditions apply: 90 minutes in all; large print</p>" in page
    agree(sitting)
    assert "Your agreed conditions apply" not in intro(sitting, client_for)


def test_more_time_is_not_announced_where_a_test_has_no_limit(client_for):
    edition = make_edition()
    Question.objects.filter(key="A.1.q01").update(is_practice=True)
    Quiz.objects.create(
        edition=edition,
        key="practice",
        mode="practice",
        attempts=0,
        minutes=0,
        feedback="at_once",
        credit="partial",
        blueprint={"1": 1},
        title_texts={"kk": "Жаттығу", "ru": "Тренировка", "en": "Practice"},
    )
    sitting = sitting_of(enrol(None, make_cohort(edition)))
    agree(sitting, extra_time=Decimal("1.5"))
    assert "Your agreed conditions apply" not in intro(sitting, client_for, "practice")
    agree(sitting, extra_time=Decimal("1.5"), text_first=True)
    assert "conditions apply: text before pictures</p>" in intro(sitting, client_for, "practice")


def test_the_learner_reads_who_writes_for_them(sitting, client_for):
    scribe = make_trainer(sitting.cohort)
    agree(sitting, scribe=scribe)
    assert f"apply: answers written by {scribe.full_name}</p>" in intro(sitting, client_for)


def test_the_history_lists_everything_that_was_agreed(sitting, client_for):
    scribe = make_trainer(sitting.cohort)
    agree(
        sitting,
        extra_time=Decimal("1.5"),
        breaks=2,
        break_minutes=10,
        one_per_page=True,
        large_print=True,
        text_first=True,
        scribe=scribe,
    )
    agree(sitting, large_print=True, basis="Комиссия, 14.03")
    agree(sitting, basis="Комиссия, 20.03")
    page = text(
        client_for(coordinator_of(sitting.cohort)), reverse("conditions", args=[sitting.enrolment_id])
    )
    rows = re.findall(r"<li>(.*?)</li>", page[page.index('<ol class="history">') :])
    assert [re.sub(r"<span.*?</span>", "", row).strip() for row in rows[:3]] == [
        "usual: Комиссия, 20.03",
        "large print: Комиссия, 14.03",
        "time × 1.50; 2 breaks of 10 minutes; one question on a page; large print; text before pictures; "
        f"answers written by {scribe.full_name}: Өтініш, 12.03",
    ]


@pytest.mark.parametrize(("extra", "words"), [("1.5", "time × 1.50"), ("1", "usual")])
def test_the_protocol_says_usual_only_where_it_is(sitting, client_for, extra, words):
    agree(sitting, extra_time=Decimal(extra))
    attempt = attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user
    )
    page = text(client_for(coordinator_of(sitting.cohort)), reverse("attempt_protocol", args=[attempt.pk]))
    assert f"<dt>Conditions</dt><dd>{words}</dd>" in page


def test_the_board_marks_only_who_has_other_conditions_now(sitting, client_for):
    client = client_for(make_trainer(sitting.cohort))
    board = reverse("exam_board", args=[sitting.cohort_id, "final"])
    agree(sitting, extra_time=Decimal("1.5"))
    assert "<td>agreed</td>" in text(client, board)
    agree(sitting)
    assert "<td>agreed</td>" not in text(client, board)
    agree(sitting, scribe=make_trainer(sitting.cohort))
    assert "<td>agreed</td>" in text(client, board)
