"""A draft that several people write at once loses nobody's text."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import DraftVersion, Submission
from assessments.services.work import versions, work
from people.errors import NotAllowed, Refusal
from tests.factories import NOW, make_trainer

pytestmark = pytest.mark.django_db
BASE = "Мәселе: ауысу ұзақ.\nМақсат: қысқарту."


def begin(sitting, key: str = "project", text: str = BASE) -> Submission:
    actor = sitting.enrolment.user
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key=key, at=NOW, actor=actor)
    return save(submission, actor, text, revision=0)


def save(submission, actor, text: str, *, revision: int, title: str = "Жоба", after: int = 0) -> Submission:
    return work.save_draft(
        submission_id=submission.pk,
        title=title,
        text=text,
        revision=revision,
        at=NOW + timedelta(seconds=after),
        actor=actor,
    )


def test_every_save_is_kept_as_a_version_with_who_saved_it(four):
    first, second = four.users[:2]
    submission = begin(four.sittings[0])
    save(submission, second, BASE + "\nҮш.", revision=1)
    save(submission, second, BASE + "\nҮш.", revision=2)
    kept = DraftVersion.objects.values_list("revision", "saved_by", "text")
    assert list(kept) == [(2, second.pk, BASE + "\nҮш."), (1, first.pk, BASE)]


def test_two_people_writing_in_different_places_both_keep_their_words(four):
    first, second = four.users[:2]
    submission = begin(four.sittings[0])
    save(submission, first, BASE.replace("ұзақ", "тым ұзақ"), revision=1)
    joined = save(submission, second, BASE + "\nКезеңдер.", revision=1)
    assert joined.text == BASE.replace("ұзақ", "тым ұзақ") + "\nКезеңдер."
    assert (joined.revision, DraftVersion.objects.get(revision=3).text) == (3, joined.text)


def test_two_people_writing_in_one_place_are_told_and_nothing_changes(four):
    first, second = four.users[:2]
    submission = begin(four.sittings[0])
    save(submission, first, BASE.replace("қысқарту", "азайту"), revision=1)
    with pytest.raises(work.StaleDraft) as refused:
        save(submission, second, BASE.replace("қысқарту", "жою"), revision=1)
    assert refused.value.submission.text.endswith("азайту.")
    assert Submission.objects.get().revision == 2


def test_a_title_changed_twice_is_told(four):
    submission = begin(four.sittings[0])
    save(submission, four.users[0], BASE, revision=1, title="Бір")
    with pytest.raises(work.StaleDraft):
        save(submission, four.users[1], BASE, revision=1, title="Екі")


@pytest.mark.parametrize("revision", [7, 1])
def test_without_the_state_a_reader_began_from_nothing_is_guessed(four, revision):
    submission = begin(four.sittings[0])
    save(submission, four.users[0], BASE + " Иә.", revision=1)
    DraftVersion.objects.filter(revision=1).delete()
    with pytest.raises(work.StaleDraft):
        save(submission, four.users[1], "Бүтіндей басқа " + BASE, revision=revision)


def test_an_earlier_version_becomes_the_draft_again_and_what_stood_stays(four):
    submission = begin(four.sittings[0])
    save(submission, four.users[1], "Бәрін өшірдім", revision=1, title="Басқа")
    back = work.take_back(submission_id=submission.pk, version=1, at=NOW, actor=four.users[2])
    assert (back.text, back.title, back.revision) == (BASE, "Жоба", 3)
    assert DraftVersion.objects.get(revision=2).text == "Бәрін өшірдім"
    with pytest.raises(Refusal) as refused:
        work.take_back(submission_id=submission.pk, version=99, at=NOW, actor=four.users[2])
    assert refused.value.code == "no_version"


def test_only_members_of_the_group_write_or_take_back(four, sitting):
    submission = begin(four.sittings[0])
    stranger = sitting.enrolment.user
    with pytest.raises(NotAllowed):
        save(submission, stranger, "Бөтен", revision=1)
    with pytest.raises(NotAllowed):
        work.take_back(submission_id=submission.pk, version=1, at=NOW, actor=stranger)


def test_handing_in_leaves_one_version_a_minute_of_each_person(four):
    submission = begin(four.sittings[0])
    for turn in range(1, 40):
        save(submission, four.users[0], f"{BASE} {turn}", revision=turn, after=turn * 4)
    save(submission, four.users[1], f"{BASE} соңы", revision=40, after=161)
    work.submit_work(submission_id=submission.pk, at=NOW + timedelta(hours=1), actor=four.users[0])
    kept = DraftVersion.objects.order_by("revision")
    assert kept.last().text == f"{BASE} соңы"
    assert kept.filter(saved_by=four.users[0]).count() <= 4
    assert kept.filter(text=f"{BASE} 39").exists()


def test_while_people_write_no_state_a_page_may_stand_on_is_given_up(four):
    submission = begin(four.sittings[0])
    for turn in range(1, 2 * versions.THIN_EVERY):
        save(submission, four.users[0], f"{BASE} {turn}", revision=turn, after=turn * 4)
    assert DraftVersion.objects.count() == 2 * versions.THIN_EVERY


def test_a_returned_work_can_be_corrected_by_two_at_once(four, cohort):
    trainer = make_trainer(cohort)
    submission = begin(four.sittings[0])
    work.submit_work(submission_id=submission.pk, at=NOW, actor=four.users[0])
    draft = work.return_work(submission_id=submission.pk, reason="Толықтырыңыз.", at=NOW, actor=trainer)
    assert draft.draft_versions.get().saved_by == four.users[0]
    save(draft, four.users[0], "Басы.\n" + BASE, revision=0)
    joined = save(draft, four.users[1], BASE + "\nСоңы.", revision=0)
    assert joined.text == "Басы.\n" + BASE + "\nСоңы."


def test_saving_costs_the_same_however_many_versions_there_are(four):
    submission, actor = begin(four.sittings[0]), four.users[0]

    def cost(revision: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            save(submission, actor, f"{BASE} {revision}", revision=revision)
        return len(queries)

    few = cost(1)
    for turn in range(2, 20):
        save(submission, actor, f"{BASE} {turn}", revision=turn)
    assert cost(20) == few <= 8
