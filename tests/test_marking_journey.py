"""Marking from end to end by services alone: two markers disagree, a third decides, one member is judged apart, an
appeal is upheld, and the papers follow. The browser journey's twin, on whichever database the tests run on."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from assessments.models import Assignment, MarkingRule, Result, Scheme, Submission
from assessments.services.decisions import appeals
from assessments.services.groups import groups
from assessments.services.marking import allocation, marking
from assessments.services.work import work
from certificates.models import Document
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    sitting_of,
)


def levels(*values: int) -> dict[str, dict[str, str]]:
    return {f"c{place}": {"value": str(value), "comment": ""} for place, value in enumerate(values, 1)}


@pytest.mark.sqlite
@pytest.mark.django_db
def test_from_a_disagreement_to_an_amended_certificate(django_capture_on_commit_callbacks):
    make_issuer()
    edition = make_edition()
    scheme = Scheme.objects.get(edition=edition)
    project = next(row for row in scheme.content["components"] if row["key"] == "project")
    project["minimum"] = "6"
    scheme.save()
    cohort = make_cohort(edition)
    coordinator, trainers = coordinator_of(cohort), [make_trainer(cohort) for _turn in range(3)]
    MarkingRule.objects.create(
        cohort=cohort,
        assignment=Assignment.objects.get(edition=edition, key="project"),
        markers=2,
        tolerance=Decimal(2),
    )
    members = [enrol(None, cohort) for _turn in range(5)]
    sittings = [sitting_of(member) for member in members]
    for sitting in sittings:
        give_mark(sitting, "test", 76, maximum="100")
        give_mark(sitting, "self_study", 8, maximum="10")
    groups.form_group(
        cohort_id=cohort.pk,
        assignment_key="project",
        enrolment_ids=[member.pk for member in members],
        at=NOW,
        actor=coordinator,
    )
    author = members[0].user
    submission = work.open_submission(
        sitting_id=sittings[0].pk, assignment_key="project", at=NOW, actor=author
    )
    work.save_draft(submission_id=submission.pk, title="Жоба", text="Мәтін", revision=0, at=NOW, actor=author)
    work.submit_work(submission_id=submission.pk, at=NOW, actor=author)
    allocation.allocate_evenly(
        cohort_id=cohort.pk, assignment_key="project", place="first", at=NOW, actor=coordinator
    )
    allocation.allocate_evenly(
        cohort_id=cohort.pk, assignment_key="project", place="second", at=NOW, actor=coordinator
    )
    first, second = (submission.allocations.get(place=place).marker for place in ("first", "second"))
    third = next(one for one in trainers if one not in (first, second))

    def finish(trainer, *values):
        marking.finalise(
            submission_id=submission.pk,
            points=levels(*values),
            comment="",
            revision=0,
            at=NOW,
            actor=trainer,
        )

    with django_capture_on_commit_callbacks(execute=True):
        finish(first, 2, 2, 2, 2, 2, 2)
        finish(second, 1, 1, 1, 0, 0, 0)
        allocation.allocate(
            submission_id=submission.pk, marker_id=third.pk, place="third", at=NOW, actor=coordinator
        )
        finish(third, 2, 2, 1, 1, 1, 1)
        marking.override_mark(
            sitting_id=sittings[4].pk,
            component="project",
            value=Decimal(4),
            reason="Жобаның бөлігін орындамаған.",
            at=NOW,
            actor=third,
        )
        marking.release(submission_ids=[submission.pk], at=NOW, actor=coordinator)
    decided = dict(Result.objects.values_list("sitting", "decision"))
    assert [decided[sitting.pk] for sitting in sittings] == ["passed"] * 4 + ["not_passed"]
    assert Submission.objects.get(pk=submission.pk).outcome["total"] == "8"
    alone = members[4].user
    assert list(Document.objects.filter(holder=alone).values_list("kind", "status")) == [("notice", "valid")]

    with django_capture_on_commit_callbacks(execute=True):
        appeal = appeals.file_appeal(
            result_id=sittings[4].results.get().pk,
            component="project",
            reason="Менің бөлігім қосымша файлда тұр.",
            at=NOW,
            actor=alone,
        )
        assert appeal.marker == third
        appeals.give_opinion(appeal_id=appeal.pk, opinion="Файл қаралмаған.", at=NOW, actor=third)
        appeals.decide_appeal(
            appeal_id=appeal.pk,
            upheld=True,
            decision_text="Қосымша файл ескерілді.",
            commission="Апелляциялық комиссия",
            protocol="№ 3, 21.11.2026",
            marks={"project": Decimal(7)},
            at=NOW,
            actor=coordinator,
        )
    current = sittings[4].results.current().get()
    assert (current.decision, current.amends.decision) == ("passed", "not_passed")
    papers = Document.objects.filter(holder=alone).order_by("pk").values_list("kind", "status")
    assert list(papers) == [("notice", "replaced"), ("certificate", "valid")]
    assert Document.objects.filter(kind="certificate", status="valid").count() == 5
    call_command("check_invariants")
