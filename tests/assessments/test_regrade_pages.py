"""The screens of a bad question: find it, see what changes, decide; nothing typed is lost, nothing else is confirmed."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Attempt, ItemDecision, QuestionVersion, RegradeEffect, Result
from assessments.services.attempts import attempts
from assessments.services.decisions import regrade
from people.models import User
from people.roles import Role
from tests.assessments.items.examples import EXAMPLES
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_user,
    sitting_of,
)

pytestmark = pytest.mark.django_db
COMMISSION = "Аттестаттау комиссиясы, № 3 хаттама"


@pytest.fixture
def cohort(db):
    return make_cohort(make_edition(questions=2))


@pytest.fixture
def version(cohort) -> QuestionVersion:
    return QuestionVersion.objects.get(question__key="A.1.q01")


@pytest.fixture
def boss(client_for, cohort):
    return client_for(coordinator_of(cohort))


@pytest.fixture
def methodologist(client_for):
    return client_for(make_user(Role.METHODOLOGIST))


def sit(cohort, *, user: User | None = None, wrong: int = 3, decided: bool = False) -> Attempt:
    """A graded attempt, wrong (b) at so many questions of the bank, in their order."""
    sitting = sitting_of(enrol(user, cohort))
    learner = sitting.enrolment.user
    attempt = attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=learner)
    paper = attempt.items.order_by("version__question__key")
    for place, item in enumerate(paper):
        attempts.save_answer(
            attempt_id=attempt.pk,
            position=item.position,
            response=["b" if place < wrong else "a"],
            at=NOW,
            actor=learner,
        )
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=learner)
    if decided:
        give_mark(sitting, "project", "9", maximum="12")
        give_mark(sitting, "self_study", "8", maximum="10")
    return attempts.grade_attempt(attempt_id=attempt.pk, at=NOW)


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


def at(version: QuestionVersion) -> str:
    return reverse("regrade_question", args=[version.pk]) + "?lang=en"


def shown(page: str) -> str:
    return re.search(r'name="shown" value="(\w+)"', page)[1]


def decide(cohort, version, action="full_marks", **more) -> ItemDecision:
    return regrade.decide(
        version_id=version.pk,
        action=action,
        detail=more.pop("detail", {}),
        reason="Екі жауап та дұрыс.",
        at=NOW + timedelta(hours=1),
        actor=coordinator_of(cohort),
        **more,
    )


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.METHODOLOGIST, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.TRAINER, 403),
        (Role.LEARNER, 403),
        (Role.MENTOR, 403),
    ],
)
def test_who_may_look(client_for, cohort, version, role, status):
    decision = decide(cohort, version)
    client = client_for(make_user(role))
    for address in (
        reverse("regrade_list"),
        reverse("regrade_question", args=[version.pk]),
        reverse("regrade_decision", args=[decision.pk]),
    ):
        assert client.get(address).status_code == status
        assert client_for(None).get(address).headers["Location"].startswith("/accounts/login/")
    assert client.get(reverse("regrade_question", args=[0])).status_code == (404 if status == 200 else 403)


def test_a_question_is_found_by_its_key_and_decisions_are_listed(boss, cohort, version):
    sit(cohort)
    page = text(boss.get(reverse("regrade_list"), {"lang": "en", "q": "a.1"}))
    assert reverse("regrade_question", args=[version.pk]) in page
    assert "A.2.q01" not in page
    assert "No decisions yet" in page
    decision = decide(cohort, version, "accept", detail={"accept": ["c"]})
    page = text(boss.get(reverse("regrade_list"), {"lang": "en"}))
    assert reverse("regrade_decision", args=[decision.pk]) in page
    assert "басқа" in page
    assert "No question has such a key" in text(boss.get(reverse("regrade_list"), {"lang": "en", "q": "Z"}))


def test_the_question_stands_in_both_languages_with_its_right_answer(methodologist, version):
    page = text(methodologist.get(at(version)))
    assert page.count("Сұрақ 1.1?") == 2
    assert len(re.findall(r'дұрыс <span class="tag ok"', page)) == 2
    for action in ("void", "full_marks", "change_key", "accept"):
        assert f'name="action" value="{action}"' in page
    assert re.search(r'name="q0" value="a"[^>]* checked', page)
    assert "Decide and score anew" not in page


def test_from_looking_to_deciding(boss, cohort, version):
    flips, other = sit(cohort), sit(cohort, wrong=1)
    typed = {"action": "accept", "q0": "b"}
    page = text(boss.post(at(version), typed | {"do": "show"}))
    assert "What changes" in page
    assert flips.sitting.enrolment.user.full_name in page
    assert "passes now" in page
    assert "25 %" in page
    assert "50 %" in page
    assert not ItemDecision.objects.exists()
    answer = boss.post(
        at(version),
        typed | {"do": "decide", "shown": shown(page), "reason": "Екеуі де дұрыс.", "commission": ""},
    )
    decision = ItemDecision.objects.get()
    assert answer.headers["Location"] == reverse("regrade_decision", args=[decision.pk])
    assert (decision.action, decision.detail, decision.commission) == ("accept", {"accept": ["b"]}, "")
    flips.refresh_from_db()
    other.refresh_from_db()
    assert (flips.percent, other.percent) == (Decimal(50), Decimal(100))
    page = text(boss.get(answer.headers["Location"] + "?lang=en"))
    assert "Екеуі де дұрыс." in page
    assert page.count("told ") == 2
    again = boss.post(at(version), typed | {"do": "decide", "shown": "x", "reason": "Тағы."})
    assert again.headers["Location"] == answer.headers["Location"]


def test_a_refusal_keeps_everything_that_was_typed(boss, cohort, version):
    sit(cohort)
    typed = {"action": "change_key", "q0": "c"}
    page = text(boss.post(at(version), typed | {"do": "show"}))
    typed |= {"do": "decide", "shown": shown(page), "reason": " ", "commission": COMMISSION}
    page = text(boss.post(at(version), typed), 422)
    assert "Write the reason" in page
    assert COMMISSION in page
    assert re.search(r'value="change_key"[^>]* checked', page)
    assert re.search(r'name="q0" value="c"[^>]* checked', page)
    assert "What changes" in page
    same = text(boss.post(at(version), {"action": "change_key", "q0": "a", "reason": "Себебі"}), 422)
    assert "This is the right answer already" in same
    none = text(boss.post(at(version), {"do": "show", "q0": "c"}), 422)
    assert "Choose what is decided." in none
    assert re.search(r'name="q0" value="c"[^>]* checked', none)
    assert not ItemDecision.objects.exists()


def test_only_what_was_shown_is_confirmed(boss, cohort, version):
    sit(cohort)
    page = text(boss.post(at(version), {"action": "void", "do": "show"}))
    confirm = {"do": "decide", "shown": shown(page), "reason": "Себебі."}
    page = text(boss.post(at(version), confirm | {"action": "full_marks"}), 422)
    assert "This is not what was shown last." in page
    assert "Себебі." in page
    sit(cohort)
    page = text(boss.post(at(version), confirm | {"action": "void"}), 422)
    assert not ItemDecision.objects.exists()
    answer = boss.post(at(version), confirm | {"action": "void", "shown": shown(page)})
    assert answer.status_code == 302
    assert ItemDecision.objects.get().action == "void"


def test_a_methodologist_sees_what_changes_and_does_not_decide(methodologist, cohort, version):
    sit(cohort)
    page = text(methodologist.post(at(version), {"action": "void", "do": "show"}))
    assert "A coordinator decides." in page
    assert "Decide and score anew" not in page
    plan = regrade.dry_run(version_id=version.pk, action="void", detail={}, at=NOW)
    forced = {"action": "void", "do": "decide", "shown": plan.digest, "reason": "Себебі."}
    assert "Only a coordinator decides" in text(methodologist.post(at(version), forced), 422)
    decision = decide(cohort, version)
    there = reverse("regrade_decision", args=[decision.pk]) + "?lang=en"
    assert "Take it back" not in text(methodologist.get(there))
    for do in ("amend", "cancel"):
        methodologist.post(there, {"do": do, "reason": "x", "commission": "x"})
    assert ItemDecision.objects.get() == decision


KINDS = [
    ("multiple", "change_key", {"q0": ["a", "b"]}, {"correct": ["a", "b"]}),
    ("multiple", "accept", {"q0": ["a", "c"]}, {"accept": [["a", "c"]]}),
    ("true_false", "change_key", {"q0": ["true"]}, {"correct": ["true"]}),
    (
        "matching",
        "change_key",
        {"q0": ["l1:r4", "l2:r3", "l3:r1"]},
        {"pairs": {"l1": "r4", "l2": "r3", "l3": "r1"}},
    ),
    (
        "ordering",
        "accept",
        {"q0": ["a:1", "b:2", "c:3", "d:4"]},
        {"accept": [["a:1", "b:2", "c:3", "d:4"]]},
    ),
    (
        "numeric",
        "change_key",
        {"value": " 0,125 ", "tolerance": "0,01"},
        {"value": "0.125", "tolerance": "0.01"},
    ),
    ("numeric", "accept", {"value": "12.5", "accept": "0,125"}, {"accept": ["0.125"]}),
    (
        "short_text",
        "change_key",
        {"accepted_kk": "шектеу\n\n тосқауыл ", "accepted_ru": "барьер"},
        {"accepted": {"kk": ["шектеу", "тосқауыл"], "ru": ["барьер"]}},
    ),
    ("short_text", "accept", {"accept": "Шектеу"}, {"accept": ["Шектеу"]}),
    (
        "case",
        "change_key",
        {"q0.p1": ["a"], "q0.p2": ["l1:r1", "l2:r2"], "q0.p3": ["8"]},
        {"parts": {"p1": {"correct": ["a"]}}},
    ),
    ("open", "full_marks", {}, {}),
]


@pytest.mark.parametrize(("kind", "action", "typed", "detail"), KINDS)
def test_the_fields_fit_the_kind(boss, version, kind, action, typed, detail):
    QuestionVersion.objects.filter(pk=version.pk).update(kind=kind, body=EXAMPLES[kind])
    page = text(boss.get(at(version)))
    assert ('value="change_key"' in page) == (kind != "open")
    assert ('value="accept"' in page) == (kind not in {"open", "case"})
    for name in typed:
        assert f'name="{name}"' in page
    page = text(boss.post(at(version), typed | {"action": action, "do": "show"}))
    boss.post(
        at(version), typed | {"action": action, "do": "decide", "shown": shown(page), "reason": "Себебі."}
    )
    decision = ItemDecision.objects.get()
    assert (decision.action, decision.detail) == (action, detail)
    assert "Себебі." in text(boss.get(reverse("regrade_decision", args=[decision.pk])))
    text(boss.get(at(version)))


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("numeric", {"action": "accept", "accept": "көп"}, "Write the answer as a number"),
        ("numeric", {"action": "change_key", "value": "көп"}, "The right answer is not a number."),
        ("numeric", {"action": "change_key", "value": ""}, "Give the whole new right answer."),
        ("ordering", {"action": "change_key", "q0": ["a:1", "b:1"]}, "Give the whole new right answer."),
        ("ordering", {"action": "accept", "q0": ["a:1", "b:1"]}, "The answer is not complete"),
        ("single", {"action": "accept"}, "Name the answer that is to count as right."),
        ("short_text", {"action": "accept", "accept": "Кедергі!"}, "This answer counts as right already."),
        ("case", {"action": "accept", "q0.p1": "a"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_decided_is_said_in_words(boss, version, kind, typed, sentence):
    QuestionVersion.objects.filter(pk=version.pk).update(kind=kind, body=EXAMPLES[kind])
    page = text(boss.post(at(version), typed | {"do": "show"}), 422)
    assert sentence in page
    assert not ItemDecision.objects.exists()


def test_the_decisions_page_amends_what_waits_and_takes_back(boss, cohort, version):
    attempt = sit(cohort, decided=True)
    decision = decide(cohort, version)
    there = reverse("regrade_decision", args=[decision.pk]) + "?lang=en"
    page = text(boss.get(there))
    assert "waits for the commission" in page
    assert "Name the commission" in text(boss.post(there, {"do": "amend", "commission": " "}), 422)
    assert boss.post(there, {"do": "amend", "commission": COMMISSION}).status_code == 302
    assert Result.objects.current().get().commission == COMMISSION
    page = text(boss.get(there))
    assert "result amended" in page
    assert "The commission&#x27;s amendment" not in page
    assert "1 result is amended." in page
    refused = text(boss.post(there, {"do": "cancel", "reason": ""}), 422)
    assert "Write the reason" in refused
    answer = boss.post(there, {"do": "cancel", "reason": "Қате шешім."})
    row = ItemDecision.objects.get(cancels=decision)
    assert answer.headers["Location"] == reverse("regrade_decision", args=[row.pk])
    page = text(boss.get(answer.headers["Location"] + "?lang=en"))
    assert "Taken back:" in page
    assert "Amend the results" in page
    assert reverse("regrade_decision", args=[row.pk]) in text(boss.get(there))
    assert Attempt.objects.get(pk=attempt.pk).percent == Decimal(50)


def test_a_person_of_the_cohort_is_not_shown_as_amended_by_themselves(client_for, cohort, version):
    user = coordinator_of(cohort)
    sit(cohort, user=user, decided=True)
    decision = decide(cohort, version, commission=COMMISSION)
    there = reverse("regrade_decision", args=[decision.pk]) + "?lang=en"
    page = text(client_for(user).post(there, {"do": "amend", "commission": COMMISSION}), 422)
    assert "You cannot amend your own result." in page
    assert COMMISSION in page
    assert RegradeEffect.objects.get().amendment is None


@pytest.mark.parametrize("page", ["list", "plan", "decision"])
def test_a_page_costs_the_same_for_two_and_for_eight(boss, cohort, version, page):
    def add(count: int) -> None:
        for _turn in range(count):
            sit(cohort, decided=True)

    def visit():
        if page == "list":
            return boss.get(reverse("regrade_list"), {"q": "A.", "lang": "en"})
        if page == "plan":
            return boss.post(at(version), {"action": "void", "do": "show"})
        return boss.get(reverse("regrade_decision", args=[ItemDecision.objects.latest("pk").pk]))

    def cost() -> int:
        assert visit().status_code == 200
        with CaptureQueriesContext(connection) as asked:
            visit()
        return len(asked)

    add(2)
    if page != "plan":
        decide(cohort, version)
    few = cost()
    add(6)
    if page != "plan":
        regrade.cancel(
            decision_id=ItemDecision.objects.get().pk,
            reason="Қайта.",
            at=NOW + timedelta(hours=2),
            actor=coordinator_of(cohort),
        )
        decide(cohort, version, commission=COMMISSION)
    assert cost() == few


def test_what_was_told_stands_among_the_notices(client_for, cohort, version):
    attempt = sit(cohort)
    decide(cohort, version)
    page = text(client_for(attempt.sitting.enrolment.user).get(reverse("notice_list"), {"lang": "en"}))
    assert "everybody gets full marks for it." in page
    assert "25 % before, 50 % now." in page
    assert "With this your score reaches the pass mark." in page
    assert reverse("attempt_result", args=[attempt.pk]) in page
    assert not Result.objects.exists()
