"""A transfer: what goes along, what stays, what has to be finished before."""

from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.models import Accommodation, Mark, Submission
from assessments.services.attempts import attempts, conditions
from assessments.services.groups import groups
from assessments.services.marking import marks
from assessments.services.scheme import sittings
from assessments.services.work import work
from courses.models import Enrolment, TopicProgress
from people.errors import Refusal
from people.models import Notification
from postcourse.services.orders import orders
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    give_mark,
    make_cohort,
    make_trainer,
    sitting_of,
)
from tests.postcourse.builders.orders import faults, order, study, transfer

pytestmark = pytest.mark.django_db


def first_sitting(enrolment):
    return enrolment.sittings.get(number=1)


def test_marks_go_along_with_their_days_and_markers(
    learner, cohort, other, django_capture_on_commit_callbacks
):
    marker, earlier = make_trainer(cohort), NOW - timedelta(days=40)
    sitting = sitting_of(learner)
    marks.append_mark(
        sitting=sitting,
        component="project",
        value=Decimal("9"),
        maximum=Decimal("12"),
        source="assessment",
        marker=marker,
        at=earlier,
    )
    study(learner, "A.1.1", "A.1.2")
    seen = orders.preview(kind="transfer", enrolment_id=learner.pk, cohort_id=other.pk, at=NOW)
    assert seen.allowed
    assert [(row.component, row.marker) for row in seen.carried] == [("project", marker.full_name)]
    assert [row.component for row in seen.due] == ["test", "self_study"]
    assert seen.hours == 40
    with django_capture_on_commit_callbacks(execute=True):
        following = transfer(learner, other)
    learner.refresh_from_db()
    assert (learner.status, following.status, following.continues) == ("transferred", "studying", learner)
    original = sitting.marks.get()
    carried = first_sitting(following).marks.get()
    assert (carried.value, carried.maximum, carried.marker, carried.released_at) == (
        original.value,
        original.maximum,
        marker,
        earlier,
    )
    assert carried.carried_from == original
    assert original.is_current
    assert list(
        TopicProgress.objects.filter(enrolment=following)
        .values_list("topic__key", flat=True)
        .order_by("topic__order")
    ) == ["A.1.1", "A.1.2"]
    assert [(row.from_status, row.to_status) for row in following.transitions.all()] == [
        ("", "applied"),
        ("applied", "admitted"),
        ("admitted", "studying"),
    ]
    assert faults() == []


def test_the_order_freezes_what_it_says(learner, other):
    sitting = sitting_of(learner)
    give_mark(sitting, "self_study", "8", maximum="10", at=NOW - timedelta(days=3))
    study(learner, "A.2.1")
    made = order(learner, "transfer", cohort_id=other.pk, papers=["Анықтама № 5"])
    (row,) = made.content["carried"]
    assert (row["component"], row["value"], row["maximum"]) == ("self_study", "8", "10")
    assert [one["component"] for one in made.content["due"]] == ["test", "project"]
    assert (made.content["topics"], made.content["hours"], made.content["papers"]) == (
        ["A.2.1"],
        20,
        ["Анықтама № 5"],
    )
    assert (made.content["from"]["code"], made.content["to"]["code"]) == ("A-1", "A-2")
    learner.user.surname = "Басқа"
    learner.user.save()
    made.refresh_from_db()
    assert made.content["person"]["surname"] == "Үмбетжанова"


def test_everybody_concerned_is_told(learner, cohort, other):
    trainer = make_trainer(other)
    transfer(learner, other)
    told = dict(Notification.objects.values_list("user", "kind"))
    assert told == {
        learner.user_id: "order_made",
        coordinator_of(other).pk: "order_for_staff",
        trainer.pk: "order_for_staff",
    }
    context = Notification.objects.get(user=trainer).context
    assert "reason" not in context


def test_a_draft_goes_along_and_stays_readable_where_it_was(learner, other):
    sitting = sitting_of(learner)
    draft = work.open_submission(
        sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=learner.user
    )
    work.save_draft(
        submission_id=draft.pk,
        title="Менің жұмысым",
        text="Жарты мәтін",
        revision=0,
        at=NOW,
        actor=learner.user,
    )
    following = transfer(learner, other)
    copy = Submission.objects.get(sitting=first_sitting(following))
    assert (copy.title, copy.text, copy.status, copy.cohort) == (
        "Менің жұмысым",
        "Жарты мәтін",
        "draft",
        other,
    )
    draft.refresh_from_db()
    assert draft.text == "Жарты мәтін"
    with pytest.raises(Refusal) as refused:
        work.save_draft(
            submission_id=draft.pk, title="", text="Кеш", revision=draft.revision, at=NOW, actor=learner.user
        )
    assert refused.value.code == "transferred"
    work.save_draft(
        submission_id=copy.pk, title="", text="Жалғасы", revision=copy.revision, at=NOW, actor=learner.user
    )


def test_a_draft_whose_mark_was_carried_is_not_begun_anew(learner, other):
    sitting = sitting_of(learner)
    draft = work.open_submission(
        sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=learner.user
    )
    work.save_draft(submission_id=draft.pk, title="", text="Мәтін", revision=0, at=NOW, actor=learner.user)
    give_mark(sitting, "self_study", "8", maximum="10")
    following = transfer(learner, other)
    assert not Submission.objects.filter(sitting=first_sitting(following)).exists()


def test_conditions_go_along_and_the_group_is_left_with_its_reason(learner, cohort, other):
    boss = coordinator_of(cohort)
    conditions.agree(enrolment_id=learner.pk, at=NOW, actor=boss, basis="Өтініш", extra_time=Decimal("1.5"))
    group = groups.form_group(
        cohort_id=cohort.pk,
        assignment_key="project",
        enrolment_ids=[learner.pk, enrol(None, cohort).pk],
        size_reason="Екеуі.",
        at=NOW,
        actor=boss,
    )
    following = transfer(learner, other)
    agreed = Accommodation.objects.get(enrolment=following)
    assert (agreed.extra_time, agreed.basis, agreed.granted_by) == (Decimal("1.5"), "Өтініш", boss)
    place = group.memberships.get(enrolment=learner)
    assert place.left_at == NOW
    assert "12-к" in place.reason


def test_a_running_test_is_finished_first(learner, other, in_english):
    sitting = sitting_of(learner)
    attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=learner.user)
    for kind, to in (("transfer", other.pk), ("interrupt", None), ("withdraw", None), ("expel", None)):
        seen = orders.preview(kind=kind, enrolment_id=learner.pk, cohort_id=to, at=NOW)
        assert not seen.allowed
        assert "hand it in for the person" in str(seen.why_not[0])
    with pytest.raises(Refusal):
        transfer(learner, other)
    learner.refresh_from_db()
    assert learner.status == "studying"


def test_work_that_waits_for_marks_is_marked_first(learner, other):
    sitting = sitting_of(learner)
    draft = work.open_submission(
        sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=learner.user
    )
    work.save_draft(submission_id=draft.pk, title="", text="Мәтін", revision=0, at=NOW, actor=learner.user)
    work.submit_work(submission_id=draft.pk, at=NOW, actor=learner.user)
    seen = orders.preview(kind="transfer", enrolment_id=learner.pk, cohort_id=other.pk, at=NOW)
    assert seen.codes == ("work_waiting",)
    assert orders.preview(kind="interrupt", enrolment_id=learner.pk, at=NOW).allowed


@pytest.mark.parametrize(
    ("spoil", "code"),
    [("programme", "other_programme"), ("status", "not_under_way"), ("places", "full"), ("twice", "twice")],
)
def test_a_cohort_that_cannot_take_the_person_in_is_refused(learner, edition, cohort, other, spoil, code):
    target = other
    if spoil == "programme":
        from tests.factories import make_edition

        target = make_cohort(make_edition("B"))
    if spoil == "status":
        target = make_cohort(edition, number=3, upto="draft")
        target.frozen_at = NOW
    if spoil == "places":
        type(other).objects.filter(pk=other.pk).update(places=1)
        enrol(None, other)
    if spoil == "twice":
        target = cohort
    with pytest.raises(Refusal) as refused:
        transfer(learner, target)
    assert refused.value.code == code
    assert not Enrolment.objects.filter(continues__isnull=False).exists()


def test_an_application_there_is_taken_up(learner, edition):
    opened = make_cohort(edition, number=3, upto="open")
    from courses.services import apply_to_cohort

    applied = apply_to_cohort(cohort_id=opened.pk, user=learner.user, at=NOW)
    following = transfer(learner, opened)
    assert following == applied
    assert (following.status, following.continues) == ("admitted", learner)
    assert first_sitting(following).cohort == opened


def test_marks_of_another_maximum_stay_and_are_named(learner, other, in_english):
    from assessments.models import CohortScheme

    sitting = sitting_of(learner)
    give_mark(sitting, "project", "9", maximum="12")
    copy = CohortScheme.objects.get(cohort=other)
    copy.content["components"][1]["maximum"] = "20"
    CohortScheme.objects.filter(pk=copy.pk).update(content=copy.content)
    seen = orders.preview(kind="transfer", enrolment_id=learner.pk, cohort_id=other.pk, at=NOW)
    assert seen.carried == ()
    assert "do not count in the other cohort" in str(seen.warnings[0])
    following = transfer(learner, other)
    assert not first_sitting(following).marks.exists()
    assert Mark.objects.filter(sitting=sitting, is_current=True).count() == 1


def test_after_the_decision_there_is_nothing_to_transfer(learner, other, in_english):
    decide(learner)
    seen = orders.preview(kind="transfer", enrolment_id=learner.pk, cohort_id=other.pk, at=NOW)
    assert seen.codes == ("decided",)
    with pytest.raises(Refusal, match="decided already"):
        transfer(learner, other)


def test_a_mark_carried_twice_names_its_first_original(learner, edition, other):
    sitting = sitting_of(learner)
    give_mark(sitting, "project", "9", maximum="12")
    second = transfer(learner, other)
    third = transfer(second, make_cohort(edition, number=3), at=NOW + timedelta(minutes=5))
    mark = first_sitting(third).marks.get()
    assert mark.carried_from == sitting.marks.get()
    assert faults() == []


def test_the_sitting_is_opened_once(learner, other, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        following = transfer(learner, other)
    assert following.sittings.count() == 1
    assert sittings.open_sitting(enrolment_id=following.pk, at=NOW) == first_sitting(following)
