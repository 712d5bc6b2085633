"""Late work by the policy that the cohort froze, and more time for one person or group."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import CohortScheme, DateRule, Extension, Submission
from assessments.next_steps import work as next_steps_work
from assessments.services import telling
from assessments.services.work import extensions, work
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.factories import NOW, coordinator_of, enrol, make_trainer, make_user, sitting_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def due(cohort):
    """The moment the self-study work is due, for everybody."""
    moment = (NOW + DAY).replace(microsecond=0)
    DateRule.objects.filter(cohort=cohort, kind="assignment").update(closes_at=moment)
    return moment


def write(sitting, key: str = "self_study") -> Submission:
    actor = sitting.enrolment.user
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key=key, at=NOW, actor=actor)
    return work.save_draft(
        submission_id=submission.pk, title="Т", text="Мәтін", revision=0, at=NOW, actor=actor
    )


def submit(submission, sitting, *, at) -> Submission:
    return work.submit_work(submission_id=submission.pk, at=at, actor=sitting.enrolment.user)


def grant(cohort, *, due_at, actor=None, reason="Ауырып қалды.", at=NOW, key="self_study", **owner):
    actor = actor or coordinator_of(cohort)
    return extensions.grant(assignment_key=key, due_at=due_at, reason=reason, at=at, actor=actor, **owner)


def code(refused) -> str:
    return refused.value.code


@pytest.mark.parametrize(("seconds", "is_late"), [(0, False), (1, True)])
def test_the_due_moment_is_kept_and_tells_what_is_late(sitting, due, seconds, is_late):
    done = submit(write(sitting), sitting, at=due + timedelta(seconds=seconds))
    assert (done.due_at, done.is_late) == (due, is_late)


def test_late_work_is_refused_after_its_last_moment_and_the_draft_stays(sitting, due, policy, in_english):
    policy("days", 3)
    submission = write(sitting)
    with pytest.raises(Refusal, match="ask for more time") as refused:
        submit(submission, sitting, at=due + 3 * DAY + timedelta(seconds=1))
    assert code(refused) == "too_late"
    submission.refresh_from_db()
    assert (submission.status, submission.text) == ("draft", "Мәтін")
    assert submit(submission, sitting, at=due + 3 * DAY).is_late


def test_an_older_cohort_without_a_policy_accepts_late_work(sitting, due, cohort):
    scheme = CohortScheme.objects.get(cohort=cohort)
    del scheme.content["assignments"]
    scheme.save()
    assert submit(write(sitting), sitting, at=due + 30 * DAY).is_late


def test_a_policy_changed_after_opening_changes_nothing_that_runs(sitting, due, cohort):
    cohort.edition.assignments.update(late="refused")
    assert submit(write(sitting), sitting, at=due + DAY).is_late


def test_more_time_takes_the_place_of_the_due_moment_for_that_person_alone(sitting, due, cohort, policy):
    policy("refused")
    other = sitting_of(enrol(None, cohort))
    mine, theirs = write(sitting), write(other)
    grant(cohort, sitting_id=sitting.pk, due_at=due + 2 * DAY)
    assert extensions.due_for(mine) == due + 2 * DAY
    done = submit(mine, sitting, at=due + 2 * DAY)
    assert (done.due_at, done.is_late) == (due + 2 * DAY, False)
    with pytest.raises(Refusal):
        submit(theirs, other, at=due + DAY)


def test_the_latest_extension_counts(sitting, due, cohort):
    submission = write(sitting)
    grant(cohort, sitting_id=sitting.pk, due_at=due + 5 * DAY)
    grant(cohort, sitting_id=sitting.pk, due_at=due + 2 * DAY, at=NOW + timedelta(minutes=1))
    assert extensions.due_for(submission) == due + 2 * DAY
    assert Extension.objects.count() == 2


def test_a_group_gets_more_time_as_a_whole(four, due, cohort):
    submission = write(four.sittings[0], "project")
    with pytest.raises(Refusal) as refused:
        grant(cohort, key="project", sitting_id=four.sittings[0].pk, due_at=due + DAY)
    assert code(refused) == "group_work"
    grant(cohort, key="project", group_id=four.group.pk, due_at=due + DAY)
    assert extensions.due_for(submission) == due + DAY
    with pytest.raises(Refusal) as refused:
        grant(cohort, group_id=four.group.pk, due_at=due + DAY)
    assert code(refused) == "own_work_only"


def test_a_grant_without_sense_is_refused(sitting, due, cohort):
    wrong = {
        "reason_missing": {"reason": "  ", "due_at": due + DAY},
        "past": {"due_at": NOW},
        "not_later": {"due_at": due},
    }
    for expected, values in wrong.items():
        with pytest.raises(Refusal) as refused:
            grant(cohort, sitting_id=sitting.pk, **values)
        assert code(refused) == expected
    submit(write(sitting), sitting, at=NOW)
    with pytest.raises(Refusal) as refused:
        grant(cohort, sitting_id=sitting.pk, due_at=due + DAY)
    assert code(refused) == "handed_in"
    assert not Extension.objects.exists()


def test_coordinators_and_trainers_of_the_cohort_give_more_time_and_nobody_to_themselves(
    sitting, due, cohort
):
    trainer = make_trainer(cohort)
    grant(cohort, sitting_id=sitting.pk, due_at=due + DAY, actor=trainer)
    for stranger in (make_user(Role.TRAINER), make_user(Role.METHODOLOGIST), sitting.enrolment.user):
        with pytest.raises(NotAllowed):
            grant(cohort, sitting_id=sitting.pk, due_at=due + DAY, actor=stranger)
    own = sitting_of(enrol(trainer, cohort))
    with pytest.raises(Refusal) as refused:
        grant(cohort, sitting_id=own.pk, due_at=due + DAY, actor=trainer)
    assert code(refused) == "own_work"


def test_several_get_it_together_or_nobody(sitting, due, cohort):
    other = sitting_of(enrol(None, cohort))
    submit(write(other), other, at=NOW)
    values = {"assignment_key": "self_study", "due_at": due + DAY, "reason": "Жол жабылды.", "at": NOW}
    with pytest.raises(Refusal):
        extensions.grant_many(sitting_ids=[sitting.pk, other.pk], actor=coordinator_of(cohort), **values)
    assert not Extension.objects.exists()
    with pytest.raises(Refusal) as refused:
        extensions.grant_many(actor=coordinator_of(cohort), **values)
    assert code(refused) == "nobody"


def test_a_correction_is_never_refused_and_only_as_late_as_before(sitting, due, cohort, policy):
    policy("refused")
    trainer = make_trainer(cohort)
    submit(write(sitting), sitting, at=due)
    first = Submission.objects.get()
    draft = work.return_work(submission_id=first.pk, reason="Мысал.", at=due + DAY, actor=trainer)
    assert extensions.due_for(draft) is None
    done = submit(draft, sitting, at=due + 9 * DAY)
    assert (done.due_at, done.is_late) == (None, False)
    again = work.return_work(submission_id=draft.pk, reason="Тағы.", at=due + 10 * DAY, actor=trainer)
    grant(cohort, sitting_id=sitting.pk, due_at=due + 12 * DAY, at=due + 10 * DAY)
    assert submit(again, sitting, at=due + 13 * DAY).is_late


def test_the_people_concerned_are_told(sitting, due, cohort, monkeypatch):
    told = []
    monkeypatch.setattr(telling, "extension_granted", lambda extension, *, at: told.append((extension, at)))
    extension = grant(cohort, sitting_id=sitting.pk, due_at=due + DAY)
    assert told == [(extension, NOW)]


# What the learner's home says


def offered(sitting, cohort, *, at) -> dict:
    content = CohortScheme.objects.get(cohort=cohort).content
    steps, dates = next_steps_work.offers(sitting=sitting, content=content, mine=[], at=at)
    return {"steps": [(step.action, step.due) for step in steps], "due": [one.at for one in dates]}


def test_the_home_shows_ones_own_due_moment_and_says_when_it_is_over(
    sitting, due, cohort, policy, in_english
):
    policy("refused")
    write(sitting)
    assert ("Go on writing", due) in offered(sitting, cohort, at=due)["steps"]
    late = offered(sitting, cohort, at=due + timedelta(seconds=1))
    assert late["steps"] == [("Open the task", None)]
    grant(cohort, sitting_id=sitting.pk, due_at=due + 2 * DAY)
    after = offered(sitting, cohort, at=due + DAY)
    assert after["steps"] == [("Go on writing", due + 2 * DAY)]
    assert due + 2 * DAY in after["due"]


# The screen


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_the_screen_gives_more_time_to_those_ticked(client_for, sitting, due, cohort):
    fresh = enrol(None, cohort)  # has no sitting yet
    client = client_for(coordinator_of(cohort))
    address = reverse("extension_list", args=[cohort.pk])
    sent = {
        "work": "self_study",
        "who": [f"s{sitting.pk}", f"e{fresh.pk}"],
        "due_at": local(due + 4 * DAY),
        "reason": "Мектепте су тасқыны.",
    }
    assert client.post(address, sent).status_code == 302
    assert Extension.objects.count() == 2
    page = client.get(f"{address}?work=self_study").content.decode()
    assert page.count("Мектепте су тасқыны.") == 2
    assert coordinator_of(cohort).initials_name in page


def test_what_was_typed_comes_back_with_the_refusal(client_for, sitting, due, cohort):
    client = client_for(coordinator_of(cohort))
    sent = {
        "work": "self_study",
        "who": [f"s{sitting.pk}"],
        "due_at": local(due - DAY),
        "reason": "Жол алыс.",
    }
    answer = client.post(reverse("extension_list", args=[cohort.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Жол алыс." in page
    assert f'value="s{sitting.pk}" aria-labelledby="n-s{sitting.pk}" checked' in page
    assert not Extension.objects.exists()


def test_people_and_groups_of_other_cohorts_cannot_be_ticked(client_for, sitting, due, cohort):
    from tests.factories import make_cohort

    elsewhere = sitting_of(enrol(None, make_cohort(cohort.edition, number=2)))
    sent = {"work": "self_study", "who": [f"s{elsewhere.pk}"], "due_at": local(due + DAY), "reason": "Жол."}
    client_for(coordinator_of(cohort)).post(reverse("extension_list", args=[cohort.pk]), sent)
    assert not Extension.objects.exists()


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("key", ["project", "self_study"])
def test_the_screen_opens_for_staff_of_the_cohort_alone(client_for, four, due, cohort, language, key):
    address = reverse("extension_list", args=[cohort.pk]) + f"?work={key}"
    for user in (coordinator_of(cohort), make_trainer(cohort), make_user(Role.ADMINISTRATOR)):
        answer = client_for(user).get(address, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.content.decode()
    for user in (make_user(Role.TRAINER), four.users[0], make_user(Role.METHODOLOGIST)):
        assert client_for(user).get(address).status_code == 404


def test_the_screen_costs_the_same_for_two_people_and_twelve(client_for, cohort, due):
    client = client_for(coordinator_of(cohort))
    address = reverse("extension_list", args=[cohort.pk]) + "?work=self_study"

    def add(count: int) -> None:
        for turn in range(count):
            one = sitting_of(enrol(None, cohort))
            grant(cohort, sitting_id=one.pk, due_at=due + DAY)
            if turn % 2:
                write(one)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    add(2)
    client.get(address)
    few = cost()
    add(10)
    assert cost() == few
    assert few <= 16
