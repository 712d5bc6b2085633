"""The bank's screens: who sees them, reviews, the list, many at once, coverage; every refusal is told where it belongs."""

import re
from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import items
from assessments.models import Question, QuestionReview, QuestionVersion
from assessments.services.attempts import attempts
from assessments.services.bank import bank
from people.roles import Role
from tests.factories import NOW, enrol, make_cohort, make_questions, make_user, sitting_of

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def screens(version: QuestionVersion) -> list[str]:
    question = version.question_id
    return [
        reverse("bank:list"),
        reverse("bank:choose_kind"),
        *(reverse("bank:new", args=[kind]) for kind in items.KINDS),
        reverse("bank:edit", args=[question]),
        reverse("bank:versions", args=[question]),
        reverse("bank:review", args=[version.pk]),
        reverse("bank:retire", args=[version.pk]),
        reverse("bank:preview", args=[version.pk]),
        reverse("bank:shown", args=[version.pk]),
        reverse("bank:duplicates"),
        reverse("bank:coverage"),
    ]


POSTS = ("bulk", "copy", "ready", "take_up")


# Who


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_screen_opens_for_a_methodologist(client_for, author, version, language):
    client = client_for(author)
    for address in screens(version):
        answer = client.get(address, {"lang": language})
        assert answer.status_code == 200, address
        assert answer.headers["Content-Language"] == language
        assert " style=" not in re.sub(r"<(script|svg).*?</\1>", "", answer.content.decode(), flags=re.S)
    assert reverse("bank:list") in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.TRAINER, Role.COORDINATOR, Role.AUTHORITY])
def test_nobody_else_sees_or_does_anything(client_for, version, role):
    client = client_for(make_user(role) if role else None)
    for address in screens(version):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/accounts/login/")
    for name in POSTS:
        arguments = {"bulk": [], "copy": [version.question_id]}.get(name, [version.pk])
        answer = client.post(reverse(f"bank:{name}", args=arguments), {})
        assert (answer.status_code, answer.headers["Location"][:16]) == (302, "/accounts/login/")
    version.refresh_from_db()
    assert (version.status, Question.objects.count()) == ("draft", 7)


def test_an_editor_without_the_permission_is_turned_away(client_for, version):
    from django.contrib.auth.models import Permission

    person = make_user()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = client_for(person)
    for address in screens(version):
        assert client.get(address).headers["Location"] == "/admin/", address
    assert "/admin/bank/" not in client.get("/admin/").content.decode()


# Reading, approving, retiring


def test_from_draft_to_ready_by_two_people(client_for, author, reader, version):
    address = reverse("bank:review", args=[version.pk])
    assert client_for(reader).post(address, {"verdict": "rework", "comment": ""}).status_code == 422
    own = client_for(author).post(address, {"verdict": "approve"})
    assert own.status_code == 422
    assert not QuestionReview.objects.exists()
    client_for(reader).post(address, {"verdict": "approve", "comment": "Екі тілде де анық"})
    client_for(author).post(reverse("bank:ready", args=[version.pk]))
    version.refresh_from_db()
    assert version.is_ready


def test_a_text_changed_while_it_was_read_is_read_again(client_for, author, reader, version, body, fields_of):
    client, address = client_for(reader), reverse("bank:review", args=[version.pk])
    opened = fields_of(client.get(address), "review")
    other = deepcopy(body)
    other["kk"]["stem"] = "Енді басқаша сұрақ"
    bank.save_version(
        question_id=version.question_id,
        kind="single",
        body=other,
        difficulty=2,
        outcome="",
        at=NOW,
        actor=author,
    )
    answer = client.post(address, opened | {"verdict": "approve", "comment": "Ұзақ пікір"})
    assert answer.status_code == 422
    assert not QuestionReview.objects.exists()
    kept = fields_of(answer, "review")
    assert (kept["comment"], kept["verdict"]) == (["\nҰзақ пікір"], ["approve"])
    assert client.post(address, kept).status_code == 302
    assert QuestionReview.objects.get().comment == "Ұзақ пікір"


def test_an_unread_draft_is_not_made_ready_and_says_why(client_for, author, version):
    answer = client_for(author).post(
        reverse("bank:ready", args=[version.pk]), follow=True, headers={"accept-language": "en"}
    )
    assert "Nobody but its author has approved this text yet." in text_of(answer)
    version.refresh_from_db()
    assert version.is_draft


def test_retiring_asks_why_and_warns_when_a_test_cannot_be_served(client_for, author, version):
    QuestionVersion.objects.filter(question__key="A.1.q01").update(status="retired")
    ready = QuestionVersion.objects.get(question__key="A.1.q02")
    client, address = client_for(author), reverse("bank:retire", args=[ready.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": "Заң өзгерді"}, follow=True)
    ready.refresh_from_db()
    assert (ready.status, "Заң өзгерді" in ready.note) == ("retired", True)
    assert "A/1 «Қорытынды тест»" in text_of(answer)


def test_a_copy_and_an_earlier_text_taken_up(client_for, author, reader, version, body):
    client = client_for(author)
    answer = client.post(reverse("bank:copy", args=[version.question_id]))
    copy = Question.objects.get(key="A.1.q05")
    assert answer.headers["Location"] == reverse("bank:edit", args=[copy.pk])
    body = deepcopy(body)
    body["kk"]["stem"] = "Екінші нұсқа"
    bank.save_version(
        question_id=version.question_id,
        kind="single",
        body=body,
        difficulty=2,
        outcome="",
        at=NOW,
        actor=reader,
    )
    client.post(reverse("bank:take_up", args=[version.pk]))
    newest = version.question.versions.first()
    assert (newest.number, newest.body) == (3, version.body)
    page = client.get(
        reverse("bank:versions", args=[version.question_id]), {"left": "1", "right": "2", "lang": "en"}
    )
    assert "<ins>" in page.content.decode()
    assert "1 text differs." in text_of(page)


# The list


def keys(answer) -> list[str]:
    return re.findall(r"<b>([AB]\.\d\.q\d+)</b>", answer.content.decode())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"module": "2"}, ["A.2.q01", "A.2.q02", "A.2.q03"]),
        ({"topic": "A.2.1", "q": "2.3"}, ["A.2.q03"]),
        ({"status": "draft"}, ["A.1.q04"]),
        ({"status": "retired"}, ["A.1.q03"]),
        ({"status": "ready", "module": "1"}, ["A.1.q01", "A.1.q02"]),
        ({"difficulty": "3"}, ["A.1.q04"]),
        ({"kind": "multiple"}, []),
        ({"review": "none"}, ["A.1.q04"]),
        ({"review": "mine"}, []),
        ({"review": "approve"}, ["A.2.q01"]),
        ({"review": "rework"}, ["A.2.q02"]),
        ({"language": "ru"}, ["A.1.q04"]),
        ({"language": "kk"}, []),
        ({"language": "both", "module": "1"}, ["A.1.q01", "A.1.q02", "A.1.q03"]),
        ({"q": "қажеттілігін БАҒАЛАЙДЫ"}, ["A.1.q04"]),
        ({"q": "сынып жетекшісі"}, ["A.1.q04"]),
        ({"q": "пмпк"}, ["A.1.q04"]),
        ({"q": "РОДИТЕЛЬ"}, ["A.1.q04"]),
        ({"q": "a.2.Q01"}, ["A.2.q01"]),
        ({"q": "100%"}, []),
        ({"module": "x", "kind": "riddle"}, None),
    ],
)
def test_filters_and_search(client_for, author, reader, version, body, asked, found):
    body["ru"]["explanation"] = ""
    bank.save_version(
        question_id=version.question_id,
        kind="single",
        body=body,
        difficulty=3,
        outcome="",
        at=NOW,
        actor=author,
    )
    QuestionVersion.objects.filter(question__key="A.1.q03").update(status="retired")
    for key, verdict in (("A.2.q01", "approve"), ("A.2.q02", "rework")):
        other = QuestionVersion.objects.get(question__key=key)
        bank.review(version_id=other.pk, verdict=verdict, comment="Себебі", at=NOW, actor=reader)
    answer = client_for(author).get(reverse("bank:list"), asked)
    assert keys(answer) == (
        found if found is not None else sorted(Question.objects.values_list("key", flat=True))
    )


def test_how_often_a_question_was_shown(client_for, author, edition):
    sitting = sitting_of(enrol(None, make_cohort(edition)))
    attempt = attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user
    )
    drawn = set(attempt.items.values_list("version__question__key", flat=True))
    client, address = client_for(author), reverse("bank:list")
    assert set(keys(client.get(address, {"shown": "some"}))) == drawn
    assert set(keys(client.get(address, {"shown": "never"}))).isdisjoint(drawn)
    assert set(keys(client.get(address, {"order": "shown"}))[: len(drawn)]) == drawn


def test_pages_keep_the_filters(client_for, author, edition):
    make_questions("A", modules=(3,), each=40)
    client, address = client_for(author), reverse("bank:list")
    first = client.get(address, {"q": "сұрақ 3."})
    assert len(keys(first)) == 30
    assert "p=2" in first.content.decode()
    second = client.get(address, {"q": "сұрақ 3.", "p": "2"})
    assert len(keys(second)) == 10
    assert not set(keys(first)) & set(keys(second))


def test_the_way_back_is_the_list_as_it_was(client_for, author, version):
    client = client_for(author)
    page = client.get(reverse("bank:list"), {"module": "1", "topic": "A.1.1"}).content.decode()
    assert f"{reverse('bank:choose_kind')}?topic=A/1/A.1.1" in page
    edit = client.get(reverse("bank:edit", args=[version.question_id])).content.decode()
    assert "/admin/bank/?module=1&amp;topic=A.1.1" in edit


def test_the_list_costs_the_same_for_few_questions_and_many(client_for, author, reader, edition):
    client, address = client_for(author), reverse("bank:list")
    Question.objects.exclude(key__in=["A.1.q01", "A.1.q02"]).update(programme_code="Z")
    asked = {"programme": "A", "language": "both", "q": "сұрақ", "review": ""}

    def cost() -> int:
        client.get(address, asked)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, asked).status_code == 200
        return len(queries)

    few = cost()
    make_questions("A", modules=(4,), each=60)
    for version in QuestionVersion.objects.filter(question__module=4)[:20]:
        bank.review(version_id=version.pk, verdict="approve", comment="", at=NOW, actor=reader)
    assert cost() == few <= 20


# Many at once


def test_many_at_once_answer_one_by_one(client_for, author, reader, version, body):
    bank.review(version_id=version.pk, verdict="approve", comment="", at=NOW, actor=reader)
    unread = bank.copy_question(question_id=version.question_id, at=NOW, actor=author)
    ready = QuestionVersion.objects.get(question__key="A.2.q01")
    chosen = [version.question_id, unread.question_id, ready.question_id]
    answer = client_for(author).post(
        reverse("bank:bulk"), {"questions": chosen, "action": "ready"}, headers={"accept-language": "en"}
    )
    text = text_of(answer)
    assert "1 of 3 done." in text
    assert "Nobody but its author has approved this text yet." in text
    assert "This version is ready already." in text
    version.refresh_from_db()
    unread.refresh_from_db()
    assert (version.status, unread.status) == ("ready", "draft")


def test_retiring_many_needs_a_reason_and_keeps_the_ticks(client_for, author, edition, fields_of):
    client, address = client_for(author), reverse("bank:bulk")
    chosen = list(Question.objects.filter(module=2).values_list("pk", flat=True))
    sent = {"questions": chosen, "action": "retire", "reason": " ", "query": "module=2"}
    again = client.post(address, sent)
    assert again.status_code == 422
    assert again.content.decode().count('name="questions"') == 3
    done = client.post(address, sent | {"reason": "Ескірді"})
    assert "A/1 «Қорытынды тест»" in text_of(done)
    assert set(QuestionVersion.objects.filter(question__module=2).values_list("status", flat=True)) == {
        "retired"
    }


def test_a_difficulty_for_the_whole_list_makes_drafts_and_leaves_papers_alone(client_for, author, edition):
    sent = {"scope": "all", "query": "module=1", "action": "difficulty", "level": "3"}
    client_for(author).post(reverse("bank:bulk"), sent)
    ones = QuestionVersion.objects.filter(question__module=1)
    assert sorted(ones.values_list("number", "status", "difficulty")) == [
        *[(1, "ready", 2)] * 3,
        *[(2, "draft", 3)] * 3,
    ]
    assert not QuestionVersion.objects.filter(question__module=2, difficulty=3).exists()


def test_nothing_ticked_does_nothing(client_for, author, edition):
    answer = client_for(author).post(reverse("bank:bulk"), {"action": "retire", "reason": "Ескірді"})
    assert answer.status_code == 302
    assert not QuestionVersion.objects.filter(status="retired").exists()


# Coverage


def test_coverage_says_what_is_wanted_ready_and_shared(client_for, author, edition):
    QuestionVersion.objects.filter(question__key__in=["A.2.q01", "A.2.q02"]).update(status="retired")
    text = text_of(client_for(author).get(reverse("bank:coverage"), {"lang": "en"}))
    assert "1.3 (66.7 %)" in text
    assert "No, 1 missing" in text
    assert "No paper can be drawn" in text
    assert '<svg class="chart"' in text
