"""Saving the form: nothing typed is lost, two people never overwrite each other's section."""

from datetime import timedelta

import pytest

from assessments.models import Assignment, DraftVersion
from assessments.services.work import plans, work
from people.errors import NotAllowed, Refusal
from tests.factories import NOW, make_user

from .sample import PLAN, open_plan

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def save(submission, plan, *, revision=None, actor=None):
    return plans.save_plan(
        submission_id=submission.pk,
        plan=plan,
        revision=submission.revision if revision is None else revision,
        at=LATER,
        actor=actor or submission.sitting.enrolment.user,
    )


def test_a_section_is_kept_and_the_others_stay(sitting):
    submission = open_plan(sitting)
    assert submission.plan == PLAN
    saved = save(submission, {"reflection": {"changed": "Жаңа", "next": ""}})
    assert saved.plan == PLAN | {"reflection": {"changed": "Жаңа", "next": ""}}
    assert saved.revision == submission.revision + 1
    assert saved.saved_at == LATER
    assert DraftVersion.objects.get(submission=submission, revision=saved.revision).plan == saved.plan


def test_a_save_without_change_changes_nothing(sitting):
    submission = open_plan(sitting)
    saved = save(submission, PLAN)
    assert (saved.revision, saved.saved_at) == (submission.revision, NOW)


def test_an_emptied_plan_is_no_plan(sitting):
    submission = open_plan(sitting)
    saved = save(submission, {key: {} for key in PLAN})
    assert saved.plan is None
    with pytest.raises(Refusal) as refused:
        work.submit_work(submission_id=submission.pk, at=LATER, actor=sitting.enrolment.user, nameless=True)
    assert refused.value.code == "empty"


def test_saves_of_different_sections_join(sitting):
    submission = open_plan(sitting)
    save(submission, {"reflection": {"changed": "Бір", "next": ""}})
    saved = save(submission, {"literature": {"sources": "Екі"}}, revision=submission.revision)
    assert saved.plan["reflection"]["changed"] == "Бір"
    assert saved.plan["literature"]["sources"] == "Екі"


def test_a_section_changed_elsewhere_is_not_overwritten(sitting):
    submission = open_plan(sitting)
    save(submission, {"reflection": {"changed": "Бір", "next": ""}})
    with pytest.raises(plans.StalePlan) as refused:
        save(submission, {"reflection": {"changed": "Екі", "next": ""}}, revision=submission.revision)
    assert refused.value.submission.plan["reflection"]["changed"] == "Бір"
    submission.refresh_from_db()
    assert submission.plan["reflection"]["changed"] == "Бір"


def test_the_same_words_from_two_tabs_are_no_conflict(sitting):
    submission = open_plan(sitting)
    saved = save(submission, {"reflection": {"changed": "Бір", "next": ""}})
    again = save(submission, {"reflection": {"changed": "Бір", "next": ""}}, revision=submission.revision)
    assert again.revision == saved.revision


def test_a_revision_nobody_knows_any_more_is_compared_not_overwritten(sitting):
    submission = open_plan(sitting)
    save(submission, {"reflection": {"changed": "Бір", "next": ""}})
    DraftVersion.objects.all().delete()
    with pytest.raises(plans.StalePlan):
        save(submission, {"literature": {"sources": "Екі"}}, revision=1)


def test_the_text_of_the_work_and_the_form_are_saved_beside_each_other(sitting):
    submission = open_plan(sitting)
    actor = sitting.enrolment.user
    work.save_draft(
        submission_id=submission.pk,
        title="Жоспар",
        text="Мәтін",
        revision=submission.revision,
        at=LATER,
        actor=actor,
    )
    saved = save(submission, {"literature": {"sources": "Екі"}}, revision=submission.revision)
    assert (saved.title, saved.text, saved.plan["literature"]["sources"]) == ("Жоспар", "Мәтін", "Екі")


def test_only_the_author_saves_and_only_a_draft(sitting):
    submission = open_plan(sitting)
    with pytest.raises(NotAllowed):
        save(submission, {}, actor=make_user())
    work.submit_work(submission_id=submission.pk, at=NOW, actor=sitting.enrolment.user, nameless=True)
    with pytest.raises(Refusal) as refused:
        save(submission, {"literature": {"sources": "Екі"}})
    assert refused.value.code == "closed"


def test_other_works_have_no_form(sitting):
    submission = open_plan(sitting)
    Assignment.objects.update(kind="essay")
    with pytest.raises(Refusal) as refused:
        save(submission, {"literature": {"sources": "Екі"}})
    assert refused.value.code == "no_plan"
