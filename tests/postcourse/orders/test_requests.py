"""Requests of learners: filed with papers, answered once, taken back; who is told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.services.work.uploading import check_upload
from people.errors import NotAllowed, Refusal
from people.models import Notification
from postcourse.models import EnrolmentOrder, RightRequest
from postcourse.services.orders import requests
from tests.factories import NOW, coordinator_of, decide, enrol, make_cohort
from tests.postcourse.builders.orders import ask, order

pytestmark = pytest.mark.django_db


def paper(name="anyqtama.txt", content=b"Anyqtama"):
    return check_upload(SimpleUploadedFile(name, content))


def test_a_request_is_filed_with_its_papers_and_the_coordinators_are_told(learner, cohort, other):
    filed = ask(learner, "transfer", wished_cohort_id=other.pk, uploads=[paper(), paper("b.txt", b"Basqa")])
    assert (filed.status, filed.wished_cohort) == ("filed", other)
    assert sorted(filed.files.values_list("name", flat=True)) == ["anyqtama.txt", "b.txt"]
    assert filed.transitions.get().actor == learner.user
    told = Notification.objects.get()
    assert (told.user, told.kind) == (coordinator_of(cohort), "request_filed")
    assert "Отбасы" not in str(told.context)


def test_one_request_waits_at_a_time(learner):
    first = ask(learner)
    with pytest.raises(Refusal) as refused:
        ask(learner, "withdraw")
    assert refused.value.code == "open_request"
    requests.take_back(request_id=first.pk, at=NOW, actor=learner.user)
    assert ask(learner, "withdraw").status == "filed"


@pytest.mark.parametrize(
    ("kind", "told", "code"),
    [
        ("resume", {}, "not_possible"),
        ("expel", {}, "not_possible"),
        ("interrupt", {"cause": ""}, "cause_missing"),
        ("interrupt", {"text": "  "}, "text_missing"),
        ("transfer", {"wished_cohort_id": 999_999}, "no_cohort"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_nothing_kept(learner, kind, told, code):
    with pytest.raises(Refusal) as refused:
        ask(learner, kind, **told)
    assert refused.value.code == code
    assert not RightRequest.objects.exists()


def test_a_wish_for_a_full_cohort_is_refused(learner, other):
    type(other).objects.filter(pk=other.pk).update(places=1)
    enrol(None, other)
    with pytest.raises(Refusal) as refused:
        ask(learner, "transfer", wished_cohort_id=other.pk)
    assert refused.value.code == "full"


def test_what_is_offered_follows_the_course(learner):
    assert requests.offered(learner, at=NOW) == ["interrupt", "transfer", "withdraw"]
    order(learner, "interrupt")
    learner.refresh_from_db()
    assert requests.offered(learner, at=NOW) == ["resume", "transfer"]
    fresh = enrol(None, learner.cohort)
    decide(fresh)
    assert requests.offered(fresh, at=NOW) == []


def test_a_refusal_needs_an_answer_and_reaches_the_learner(learner, cohort):
    filed, boss = ask(learner), coordinator_of(cohort)
    with pytest.raises(Refusal) as refused:
        requests.refuse(request_id=filed.pk, answer=" ", at=NOW, actor=boss)
    assert refused.value.code == "answer_missing"
    with pytest.raises(NotAllowed):
        requests.refuse(request_id=filed.pk, answer="Жоқ.", at=NOW, actor=learner.user)
    done = requests.refuse(request_id=filed.pk, answer="Құжат жетіспейді.", at=NOW, actor=boss)
    assert (done.status, done.answer) == ("refused", "Құжат жетіспейді.")
    assert Notification.objects.filter(user=learner.user, kind="request_refused").exists()
    with pytest.raises(Refusal):
        requests.take_back(request_id=filed.pk, at=NOW, actor=learner.user)


def test_an_order_grants_the_request_and_names_its_papers(learner):
    filed = ask(learner, uploads=[paper()])
    made = order(learner, "interrupt", request_id=filed.pk, papers=["2-анықтама"])
    filed.refresh_from_db()
    assert (filed.status, made.request) == ("granted", filed)
    assert made.content["papers"] == ["anyqtama.txt", "2-анықтама"]


def test_an_order_of_another_kind_or_person_grants_nothing(learner, cohort):
    filed = ask(learner)
    with pytest.raises(Refusal) as refused:
        order(learner, "withdraw", request_id=filed.pk)
    assert refused.value.code == "other_request"
    with pytest.raises(Refusal):
        order(enrol(None, cohort), "interrupt", request_id=filed.pk)
    assert not EnrolmentOrder.objects.exists()


def test_nobody_asks_for_or_answers_for_another(learner, cohort):
    stranger = enrol(None, cohort).user
    with pytest.raises(NotAllowed):
        requests.file(enrolment_id=learner.pk, kind="withdraw", text="Мәтін", at=NOW, actor=stranger)
    filed = ask(learner)
    with pytest.raises(NotAllowed):
        requests.take_back(request_id=filed.pk, at=NOW, actor=stranger)
    boss = coordinator_of(cohort)
    own = ask(enrol(boss, make_cohort(cohort.edition, number=7)))
    with pytest.raises(Refusal) as refused:
        requests.refuse(request_id=own.pk, answer="Жоқ", at=NOW, actor=boss)
    assert refused.value.code == "own_request"


def test_a_kept_paper_is_what_it_was(learner):
    filed = ask(learner, uploads=[paper(content=b"qaz")])
    row = filed.files.get()
    assert row.file.read() == b"qaz"
    assert row.media_type == "text/plain"
