"""What a marker writes to the learner about an open answer reaches the learner, without the marker's name."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import ItemMark, QuestionVersion, Quiz
from assessments.services.attempts import attempts
from people.roles import Role
from tests.factories import (
    NOW,
    enrol,
    make_cohort,
    make_edition,
    make_trainer,
    make_user,
    sitting_of,
)

pytestmark = pytest.mark.django_db

COMMENT = "Мысал <жақсы>, бірақ қорытынды жоқ."
SHOWN = "Мысал &lt;жақсы&gt;, бірақ қорытынды жоқ."


def handed_in(feedback: str):
    """An attempt whose first question is open and answered, waiting for its marker."""
    edition = make_edition()
    Quiz.objects.update(feedback=feedback)
    # The learner has a surname of their own: every page of theirs shows it.
    learner = make_user(Role.LEARNER, surname="Қасымова", given_name="Әсел")
    sitting = sitting_of(enrol(learner, make_cohort(edition)))
    user = sitting.enrolment.user
    attempt = attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=user)
    texts = {"stem": "Түсіндіріңіз.", "explanation": "Үлгі.", "guide": "Толық болса 4."}
    QuestionVersion.objects.filter(pk=attempt.items.get(position=1).version_id).update(
        kind="open", body={"points": 4, "kk": texts, "ru": texts}
    )
    attempts.save_answer(attempt_id=attempt.pk, position=1, response=["Менің ойым"], at=NOW, actor=user)
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=user)
    return attempt


def mark(attempt, comment: str):
    trainer = make_trainer(attempt.sitting.cohort)
    attempts.mark_open_answer(
        attempt_id=attempt.pk, position=1, points=Decimal(2), comment=comment, at=NOW, actor=trainer
    )
    return trainer


def review(attempt) -> str:
    return reverse("attempt_review", args=[attempt.pk])


def test_the_learner_reads_the_comment_and_not_who_wrote_it(client_for):
    attempt = handed_in("after")
    client = client_for(attempt.learner)
    assert client.get(review(attempt)).status_code == 404
    trainer = mark(attempt, COMMENT)
    page = client.get(review(attempt), {"lang": "en"}).content.decode()
    assert "Comment on your answer" in page
    assert SHOWN in page
    assert trainer.surname not in page


def test_without_a_comment_nothing_stands_there(client_for):
    attempt = handed_in("after")
    mark(attempt, " ")
    page = client_for(attempt.learner).get(review(attempt), {"lang": "en"}).content.decode()
    assert "Comment on your answer" not in page


def test_the_last_mark_speaks(client_for):
    attempt = handed_in("after")
    item = attempt.items.get(position=1)
    earlier = make_trainer(attempt.sitting.cohort)
    ItemMark.objects.create(item=item, value=0, comment="Бұрынғы пікір.", marker=earlier, at=NOW)
    mark(attempt, COMMENT)
    page = client_for(attempt.learner).get(review(attempt)).content.decode()
    assert SHOWN in page
    assert "Бұрынғы пікір." not in page


@pytest.mark.parametrize("feedback", ["score", "never"])
def test_where_the_questions_stay_closed_so_does_the_comment(client_for, feedback):
    attempt = handed_in(feedback)
    mark(attempt, COMMENT)
    client = client_for(attempt.learner)
    assert client.get(review(attempt)).status_code == 404
    assert "қорытынды жоқ" not in client.get(reverse("attempt_result", args=[attempt.pk])).content.decode()


def test_comments_cost_one_query_however_many(client_for):
    attempt = handed_in("after")
    mark(attempt, COMMENT)
    client = client_for(attempt.learner)
    client.get(review(attempt))
    with CaptureQueriesContext(connection) as asked:
        client.get(review(attempt))
    assert sum("assessments_itemmark" in one["sql"] for one in asked) == 1
