"""The pages: two steps of an order, requests, papers; who finds them; that lists cost the same for 2 and 20 rows."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from courses.models import Enrolment
from people.roles import Role
from postcourse.models import EnrolmentOrder, RightRequest
from tests.factories import coordinator_of, enrol, give_mark, make_trainer, make_user, sitting_of
from tests.postcourse.builders.orders import DAY, ask, employ, order, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(cohort, client_for):
    client = client_for(coordinator_of(cohort))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def own(learner, client_for):
    client = client_for(learner.user)
    client.cookies["django_language"] = "en"
    return client


def typed(**more):
    return {
        "number": "7-к",
        "dated_on": DAY.isoformat(),
        "reason": "Өтініш бойынша.",
        "cause": "work",
        **more,
    }


def test_an_order_is_shown_first_and_made_then(boss, learner, other):
    give_mark(sitting_of(learner), "project", "9", maximum="12")
    address = reverse("order_new", args=[learner.pk, "transfer"])
    assert boss.get(address).status_code == 200
    first = boss.post(address, typed(do="preview", cohort=other.pk))
    assert first.status_code == 200
    assert "What this order does" in first.content.decode()
    assert not EnrolmentOrder.objects.exists()
    token = first.context["token"]
    unseen = boss.post(address, typed(do="make", cohort=other.pk, shown="other"))
    assert (unseen.status_code, EnrolmentOrder.objects.count()) == (200, 0)
    done = boss.post(address, typed(do="make", cohort=other.pk, shown=token), follow=True)
    made = EnrolmentOrder.objects.get()
    assert done.redirect_chain[-1][0] == reverse("order_detail", args=[made.pk])
    assert "Carried over" in done.content.decode()


def test_a_mark_that_comes_between_is_shown_before_the_order_is_made(boss, learner, other):
    address = reverse("order_new", args=[learner.pk, "transfer"])
    token = boss.post(address, typed(do="preview", cohort=other.pk)).context["token"]
    give_mark(sitting_of(learner), "project", "9", maximum="12")
    again = boss.post(address, typed(do="make", cohort=other.pk, shown=token))
    assert not EnrolmentOrder.objects.exists()
    assert [row.component for row in again.context["found"].carried] == ["project"]


def test_what_was_typed_is_given_back_with_a_refusal(boss, learner):
    address = reverse("order_new", args=[learner.pk, "interrupt"])
    answer = boss.post(address, typed(do="preview", cause="", reason="Сақталатын сөздер"))
    assert answer.status_code == 422
    assert "Сақталатын сөздер" in answer.content.decode()
    later = DAY.replace(year=DAY.year + 1).isoformat()
    token = boss.post(address, typed(do="preview")).context["token"]
    answer = boss.post(address, typed(do="make", shown=token, dated_on=later))
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()
    assert not EnrolmentOrder.objects.exists()


def test_a_move_that_is_not_possible_says_what_is(boss, learner):
    order(learner, "withdraw")
    answer = boss.get(reverse("order_new", args=[learner.pk, "interrupt"]))
    assert "apply to a cohort anew" in answer.content.decode()
    person = boss.get(reverse("order_person", args=[learner.pk]))
    assert person.context["possible"] == []
    assert "apply to a cohort anew" in person.content.decode()


def test_where_no_cohort_can_take_the_person_in_the_page_says_so(boss, learner):
    answer = boss.get(reverse("order_new", args=[learner.pk, "transfer"]))
    assert "No cohort can take the person in" in answer.content.decode()


def test_an_expulsion_notes_when_the_notice_was_sent(boss, learner):
    employ(learner.user)
    address = reverse("order_new", args=[learner.pk, "expel"])
    told = {"number": "9", "dated_on": DAY.isoformat(), "reason": "Бұзды", "commission": "№ 4"}
    token = boss.post(address, told | {"do": "preview"}).context["token"]
    boss.post(address, told | {"do": "make", "shown": token})
    made = EnrolmentOrder.objects.get()
    page = boss.get(reverse("order_detail", args=[made.pk]))
    assert "The notice is sent" in page.content.decode()
    boss.post(reverse("order_detail", args=[made.pk]))
    made.refresh_from_db()
    assert made.employer_told_at is not None


def test_a_learner_asks_with_a_paper_and_the_coordinator_grants(own, boss, learner, other):
    address = reverse("request_new", args=[learner.pk, "transfer"])
    assert own.get(address).status_code == 200
    files = [SimpleUploadedFile("a.txt", b"Anyqtama"), SimpleUploadedFile("b.txt", b"Basqa")]
    sent = own.post(address, {"text": "Сұраймын", "cause": "work", "cohort": other.pk, "files": files})
    filed = RightRequest.objects.get()
    assert sent.headers["Location"] == reverse("request_detail", args=[filed.pk])
    assert filed.files.count() == 2
    assert own.get(reverse("request_file", args=[filed.files.first().pk])).status_code == 200
    home = boss.get(reverse("request_list")).content.decode()
    assert reverse("request_detail", args=[filed.pk]) in home
    form = boss.get(reverse("order_new", args=[learner.pk, "transfer"]))
    assert form.context["form"]["cohort"].value() == other.pk
    shown = boss.post(
        reverse("order_new", args=[learner.pk, "transfer"]), typed(do="preview", cohort=other.pk)
    )
    boss.post(
        reverse("order_new", args=[learner.pk, "transfer"]),
        typed(do="make", cohort=other.pk, shown=shown.context["token"]),
    )
    filed.refresh_from_db()
    assert filed.status == "granted"
    assert filed.order.content["papers"] == ["a.txt", "b.txt"]
    assert reverse("order_detail", args=[filed.order.pk]) in own.get(reverse("my_requests")).content.decode()


def test_a_file_of_another_kind_is_refused_and_the_words_stay(own, learner):
    wrong = SimpleUploadedFile("virus.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff")
    answer = own.post(
        reverse("request_new", args=[learner.pk, "interrupt"]),
        {"text": "Менің сөзім", "cause": "illness", "files": [wrong]},
    )
    assert answer.status_code == 422
    assert "virus.exe" in answer.content.decode()
    assert "Менің сөзім" in answer.content.decode()
    assert not RightRequest.objects.exists()


def test_a_request_is_refused_and_another_taken_back(own, boss, learner):
    filed = ask(learner)
    address = reverse("request_detail", args=[filed.pk])
    assert boss.post(address, {"do": "refuse", "answer": ""}).status_code == 422
    assert boss.post(address, {"do": "refuse", "answer": "Құжат керек."}).status_code == 302
    assert "Құжат керек." in own.get(address).content.decode()
    second = ask(learner, "withdraw")
    assert own.post(reverse("request_detail", args=[second.pk]), {"do": "take_back"}).status_code == 302
    second.refresh_from_db()
    assert second.status == "withdrawn"


def test_an_interrupted_course_shows_the_way_back_on_the_home(own, learner):
    sitting_of(learner)
    order(learner, "interrupt")
    home = own.get(reverse("home")).content.decode()
    assert reverse("request_new", args=[learner.pk, "resume"]) in home
    assert reverse("work", args=[learner.sittings.get().pk, "self_study"]) not in home
    ask(Enrolment.objects.get(pk=learner.pk), "resume")
    assert "Your request waits for its answer" in own.get(reverse("home")).content.decode()


def test_strangers_find_nothing(learner, cohort, client_for):
    employ(learner.user)
    made, filed = order(learner, "expel"), None
    other = enrol(None, cohort)
    filed = ask(other)
    stranger, trainer = client_for(make_user(Role.LEARNER)), client_for(make_trainer(cohort))
    for client in (stranger, trainer):
        for name, args in (
            ("order_list", []),
            ("order_xlsx", []),
            ("request_list", []),
            ("order_person", [learner.pk]),
            ("order_new", [learner.pk, "withdraw"]),
            ("order_detail", [made.pk]),
            ("order_paper", [made.pk, "order", "pdf"]),
            ("request_detail", [filed.pk]),
            ("request_new", [other.pk, "withdraw"]),
        ):
            assert client.get(reverse(name, args=args)).status_code == 404, name
    mine = client_for(learner.user)
    assert mine.get(reverse("order_detail", args=[made.pk])).status_code == 200
    assert mine.get(reverse("order_paper", args=[made.pk, "letter", "docx"])).status_code == 200
    assert mine.get(reverse("order_paper", args=[made.pk, "employer", "pdf"])).status_code == 404
    assert mine.post(reverse("order_detail", args=[made.pk])).status_code == 404
    boss = client_for(coordinator_of(cohort))
    assert boss.get(reverse("order_paper", args=[made.pk, "employer", "pdf"]) + "?lang=ru").status_code == 200
    assert boss.get(reverse("order_paper", args=[made.pk, "results", "pdf"])).status_code == 404


def test_the_journal_is_narrowed_and_goes_into_a_sheet(boss, learner, cohort, other):
    transfer(learner, other, number="1-к")
    order(enrol(make_user(Role.LEARNER, surname="Бекова"), cohort), "withdraw", number="2-к", reason="=1+1")
    found = boss.get(reverse("order_list"), {"kind": "transfer"}).content.decode()
    assert "1-к" in found
    assert "2-к" not in found
    assert "Бекова" in boss.get(reverse("order_list"), {"q": "Беко"}).content.decode()
    sheet = load_workbook(io.BytesIO(boss.get(reverse("order_xlsx")).content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[5], row[6]) for row in rows] == [("1-к", "A-1", "A-2"), ("2-к", "A-1", None)]
    assert rows[1][8] == "=1+1"
    assert sheet.cell(3, 9).data_type == "s"


def test_the_gradebook_leads_to_the_orders_of_a_person(boss, learner, cohort):
    page = boss.get(reverse("cohort_detail", args=[cohort.pk])).content.decode()
    assert reverse("order_person", args=[learner.pk]) in page


def queries(client, name) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse(name)).status_code == 200
    return len(seen)


def test_lists_cost_the_same_for_two_and_twenty(boss, cohort, own, learner):
    def fill(count):
        for _one in range(count):
            person = enrol(None, cohort)
            row = order(person, "interrupt")
            ask(Enrolment.objects.get(pk=person.pk), "resume")
            assert row.pk

    type(cohort).objects.filter(pk=cohort.pk).update(places=60)
    fill(2)
    names = ("order_list", "request_list", "order_xlsx")
    before = {name: queries(boss, name) for name in names}
    fill(8)
    assert {name: queries(boss, name) for name in names} == before


def test_ones_own_page_costs_the_same_for_two_and_twenty_requests(own, learner):
    def fill(count):
        rows = [
            RightRequest(enrolment=learner, kind="withdraw", status="withdrawn", filed_at=learner.applied_at)
            for _one in range(count)
        ]
        RightRequest.objects.bulk_create(rows)

    fill(2)
    before = queries(own, "my_requests")
    fill(18)
    assert queries(own, "my_requests") == before
