"""Interruption, return, withdrawal, expulsion: what each does, who is told, what is refused."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from assessments.services.scheme import scheme
from assessments.services.work import work
from courses import services as courses
from courses.models import Enrolment
from people.errors import NotAllowed, Refusal
from people.models import Notification, RoleScope
from people.roles import Role
from postcourse.demo import orders as demo_orders
from postcourse.models import EnrolmentOrder, RightRequest
from postcourse.services.orders import orders
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_user,
    sitting_of,
)
from tests.postcourse.builders.orders import DAY, employ, faults, order, transfer

pytestmark = pytest.mark.django_db


def test_a_course_is_interrupted_and_gone_on_with(learner):
    give_mark(sitting_of(learner), "self_study", "8", maximum="10")
    made = order(learner, "interrupt", papers=["Еңбекке жарамсыздық парағы"])
    learner.refresh_from_db()
    assert learner.status == "interrupted"
    assert made.content["papers"] == ["Еңбекке жарамсыздық парағы"]
    assert [row["component"] for row in made.content["carried"]] == ["self_study"]
    last = learner.transitions.last()
    assert (last.to_status, last.at) == ("interrupted", NOW)
    assert "12-к" in last.reason
    order(learner, "resume", at=NOW + timedelta(hours=1), number="15-к")
    learner.refresh_from_db()
    assert learner.status == "studying"
    assert sitting_of(learner).marks.count() == 1
    assert faults() == []


def test_nobody_writes_on_while_the_course_is_interrupted(learner):
    draft = work.open_submission(
        sitting_id=sitting_of(learner).pk, assignment_key="self_study", at=NOW, actor=learner.user
    )
    order(learner, "interrupt")
    with pytest.raises(Refusal) as refused:
        work.save_draft(
            submission_id=draft.pk, title="", text="Мәтін", revision=0, at=NOW, actor=learner.user
        )
    assert refused.value.code == "interrupted"


def test_who_interrupted_and_whose_cohort_is_over_goes_on_in_another(learner, cohort, other, in_english):
    order(learner, "interrupt")
    boss = coordinator_of(cohort)
    courses.move_cohort(cohort_id=cohort.pk, to="assessing", at=NOW, actor=boss)
    scheme.conclude_cohort(cohort_id=cohort.pk, at=NOW, actor=boss)
    with pytest.raises(Refusal, match="make a transfer"):
        order(learner, "resume")
    following = transfer(learner, other, at=NOW + timedelta(hours=1))
    assert following.status == "studying"
    assert not decide(following).sitting.enrolment.continues.sittings.filter(results__isnull=False).exists()


def test_a_later_year_needs_an_exception(learner, cohort, other, in_english):
    from postcourse.models import RightOverride

    year = cohort.ends_on.year
    later = NOW.replace(year=year + 1, month=2, day=3)
    type(cohort).objects.update(ends_on=cohort.ends_on)
    order(learner, "interrupt")
    seen = orders.preview(kind="transfer", enrolment_id=learner.pk, cohort_id=other.pk, at=later)
    assert seen.codes == ("no_right",)
    RightOverride.objects.create(
        user=learner.user,
        enrolment=learner,
        kind="resume",
        year=year + 1,
        reason="Бала күтімі",
        granted_at=NOW,
        granted_by=coordinator_of(cohort),
    )
    assert orders.preview(kind="transfer", enrolment_id=learner.pk, cohort_id=other.pk, at=later).allowed


def test_a_cohort_of_the_next_year_needs_an_exception(learner, cohort, other):
    start = DAY.replace(year=cohort.ends_on.year + 1, month=3, day=1)
    type(other).objects.filter(pk=other.pk).update(starts_on=start, ends_on=start + timedelta(days=10))
    seen = orders.preview(kind="transfer", enrolment_id=learner.pk, cohort_id=other.pk, at=NOW)
    assert seen.codes == ("another_year",)


def test_a_withdrawal_keeps_what_was_earned(learner):
    sitting = sitting_of(learner)
    give_mark(sitting, "project", "9", maximum="12")
    order(learner, "withdraw", reason="Өз өтініші бойынша.")
    learner.refresh_from_db()
    assert learner.status == "withdrawn"
    assert sitting.marks.count() == 1
    assert faults() == []


def test_an_expulsion_rests_on_a_commission_and_reaches_the_employer(learner, cohort, in_english):
    post = employ(learner.user)
    head = make_user(Role.SCHOOL_HEAD)
    RoleScope.objects.create(user=head, role=Role.SCHOOL_HEAD, organisation=post.organisation)
    with pytest.raises(Refusal, match="decision of the commission"):
        order(learner, "expel", commission=" ")
    give_mark(sitting_of(learner), "project", "9", maximum="12")
    made = order(learner, "expel", reason="Құпия мән-жай.")
    assert (made.employer, made.content["employer"]["position"]) == (post.organisation, "педагог-ассистент")
    assert made.employer_told_at == NOW
    told = Notification.objects.get(user=head)
    assert told.kind == "learner_expelled"
    assert set(told.context) == {"name", "programme", "number", "dated_on"}
    assert "Құпия" not in str(told.context)
    assert faults() == []


def test_without_an_account_the_employer_is_told_by_letter(learner, in_english):
    old = employ(
        learner.user, number=2, ended_on=DAY - timedelta(days=1), started_on=DAY - timedelta(days=90)
    )
    assert orders.preview(kind="expel", enrolment_id=learner.pk, at=NOW).employers == ()
    assert "No current place of work" in str(
        orders.preview(kind="expel", enrolment_id=learner.pk, at=NOW).warnings[0]
    )
    first, second = employ(learner.user), employ(learner.user, number=3, started_on=DAY - timedelta(days=5))
    with pytest.raises(Refusal) as refused:
        order(learner, "expel", employer_id=old.organisation_id)
    assert refused.value.code == "no_employer"
    made = order(learner, "expel", employer_id=first.organisation_id)
    assert (made.employer, made.employer_told_at) == (first.organisation, None)
    assert made.employer != second.organisation
    boss = coordinator_of(learner.cohort)
    orders.employer_told(order_id=made.pk, at=NOW, actor=boss)
    orders.employer_told(order_id=made.pk, at=NOW + timedelta(days=1), actor=boss)
    made.refresh_from_db()
    assert made.employer_told_at == NOW


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"number": " "}, "number_missing"),
        ({"reason": ""}, "reason_missing"),
        ({"cause": ""}, "cause_missing"),
        ({"cause": "boredom"}, "cause_missing"),
        ({"dated_on": DAY + timedelta(days=1)}, "to_come"),
        ({"dated_on": DAY - timedelta(days=400)}, "too_early"),
    ],
)
def test_an_order_says_what_an_order_must(learner, told, code):
    with pytest.raises(Refusal) as refused:
        order(learner, "interrupt", **told)
    assert refused.value.code == code
    assert not EnrolmentOrder.objects.exists()
    assert Enrolment.objects.get(pk=learner.pk).status == "studying"


def test_only_coordinators_make_orders_and_not_about_themselves(learner, cohort):
    with pytest.raises(NotAllowed):
        order(learner, "withdraw", actor=make_user(Role.TRAINER))
    boss = coordinator_of(cohort)
    own = enrol(boss, cohort)
    with pytest.raises(Refusal) as refused:
        order(own, "withdraw")
    assert refused.value.code == "own_order"


def test_the_same_order_is_not_carried_out_twice(learner):
    order(learner, "withdraw")
    with pytest.raises(Refusal) as refused:
        order(learner, "withdraw")
    assert refused.value.code == "withdrawn"
    assert EnrolmentOrder.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("transferred", ["without an order", "goes on nowhere"]),
        ("expelled", ["without an order on a commission"]),
    ],
)
def test_the_audit_finds_a_move_without_its_order(learner, cohort, status, said):
    courses.move_enrolment(
        enrolment_id=learner.pk, to=status, at=NOW, actor=coordinator_of(cohort), reason="Бұйрықсыз"
    )
    found = faults()
    assert len(found) == len(said)
    assert all(words in one for words, one in zip(said, found, strict=True))


def test_the_audit_finds_a_carried_mark_that_was_changed(learner, other):
    give_mark(sitting_of(learner), "project", "9", maximum="12")
    following = transfer(learner, other)
    following.sittings.get().marks.update(value=11)
    assert "differs from its original" in " ".join(faults())
    following.sittings.get().marks.all().delete()
    assert "it is not there" in " ".join(faults())


def test_the_audit_finds_an_order_whose_enrolment_is_elsewhere(learner):
    made = order(learner, "withdraw")
    Enrolment.objects.filter(pk=learner.pk).update(status="studying")
    assert f"order {made.pk} stands" in " ".join(faults())


def test_the_demonstration_shows_each_kind_and_breaks_nothing(edition, cohort):
    boss = coordinator_of(cohort)
    start = NOW - timedelta(days=9)
    learner = make_user(Role.LEARNER)
    for _one in range(5):
        enrol(None, cohort, at=start)
    assistants = make_cohort(make_edition("B"), coordinator=boss)
    employ(enrol(None, assistants, at=start).user)
    cohorts = {
        "running": cohort,
        "open": make_cohort(edition, number=5, upto="open", coordinator=boss),
        "assistants": assistants,
    }
    demo_orders.seed(SimpleNamespace(accounts={Role.COORDINATOR: boss, Role.LEARNER: learner}), cohorts, NOW)
    assert sorted(EnrolmentOrder.objects.values_list("kind", flat=True)) == ["expel", "interrupt", "transfer"]
    assert RightRequest.objects.get().status == "filed"
    assert faults() == []
