"""The ways to what waits: cards of the home, the cohort's waits and tools; bands of a rubric; links to ready comments."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Appeal, RubricVersion
from assessments.services.marking import allocation, marking
from people.roles import Role
from tests.factories import NOW, coordinator_of, make_issuer, make_user

from ..appeals.conftest import decide_with_work, file
from .conftest import finish, hand_in, rule

pytestmark = pytest.mark.django_db


def give(work, marker, place="first"):
    return allocation.allocate(
        submission_id=work.pk, marker_id=marker.pk, place=place, at=NOW, actor=coordinator_of(work.cohort)
    )


def cards(client) -> dict:
    return {card.url: card for card in client.get(reverse("home")).context["cards"]}


def test_the_trainers_home_counts_what_waits_for_them_alone(client_for, cohort, trainers):
    give(hand_in(cohort), trainers[0])
    give(hand_in(cohort), trainers[1])
    hand_in(cohort)
    assert cards(client_for(trainers[0]))[reverse("marking_list")].figure == 2


def test_the_home_leads_to_the_appeals_with_the_open_ones_counted(client_for, cohort, trainers):
    make_issuer()
    appeal = file(decide_with_work(cohort, (trainers[0], "6")))
    file(decide_with_work(cohort, (trainers[1], "6")))
    appeals = reverse("my_appeals")
    assert cards(client_for(trainers[0]))[appeals].figure == 1
    assert cards(client_for(coordinator_of(cohort)))[appeals].figure == 2
    Appeal.objects.filter(pk=appeal.pk).update(status="withdrawn")
    assert cards(client_for(trainers[0]))[appeals].figure == 0
    assert appeals not in cards(client_for(make_user(Role.LEARNER)))


def test_a_trainer_with_an_appeal_to_answer_finds_it_on_the_cohorts_page(client_for, cohort, trainers):
    make_issuer()
    address, target = (reverse(name, args=[cohort.pk]) for name in ("cohort_detail", "appeal_list"))
    assert target not in client_for(trainers[0]).get(address).content.decode()
    appeal = file(decide_with_work(cohort, (trainers[0], "6")))
    page = client_for(trainers[0]).get(address)
    assert target in {tool.url for tool in page.context["tools"]}
    assert target in {wait.url for wait in page.context["waits"]}
    assert target not in client_for(trainers[1]).get(address).content.decode()
    Appeal.objects.filter(pk=appeal.pk).update(status="in_review")
    assert target not in {wait.url for wait in client_for(trainers[0]).get(address).context["waits"]}


def test_missing_second_and_third_markers_stand_among_the_cohorts_waits(client_for, cohort, trainers):
    rule(cohort, "self_study")
    coordinator = coordinator_of(cohort)
    second, third = hand_in(cohort), hand_in(cohort)
    finish(second, trainers[0], "7")
    finish(third, trainers[0], "9")
    finish(third, trainers[1], "3")
    address = reverse("cohort_detail", args=[cohort.pk])

    def waits(user) -> set[str]:
        return {wait.url for wait in client_for(user).get(address).context["waits"]}

    board = f"{reverse('allocation', args=[cohort.pk])}?work=self_study&state="
    assert {f"{board}second_needed", f"{board}third_needed"} <= waits(coordinator)
    client = client_for(coordinator)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 15
    assert not any("state=" in url for url in waits(trainers[2]))
    give(second, trainers[1], "second")
    give(third, trainers[2], "third")
    assert not any("state=" in url for url in waits(coordinator))


def test_the_band_of_the_points_is_shown_on_the_desk_and_to_the_learner(client_for, cohort, trainers):
    version = RubricVersion.objects.get(rubric__key="self_study")
    version.content |= {
        "bands": [
            {"key": "low", "floor": "0", "title": {"kk": "Төмен деңгей"}},
            {"key": "high", "floor": "7", "title": {"kk": "Жоғары деңгей"}},
        ]
    }
    version.save()
    work = hand_in(cohort)
    client = client_for(trainers[0])
    address = reverse("marking_desk", args=[work.pk])
    assert client.get(address).context["desk"].band == ""
    assert "Төмен деңгей" in client.get(address).content.decode()
    finish(work, trainers[0], "7")
    page = client.get(address).content.decode()
    assert "Жоғары деңгей" in page
    assert "Төмен деңгей" not in page
    marking.release(submission_ids=[work.pk], at=NOW, actor=trainers[0])
    learner = work.sitting.enrolment.user
    page = client_for(learner).get(reverse("work", args=[work.sitting_id, "self_study"])).content.decode()
    assert "Жоғары деңгей" in page


def test_the_band_tells_nothing_of_marks_one_does_not_see(client_for, cohort, trainers):
    version = RubricVersion.objects.get(rubric__key="self_study")
    version.content |= {"bands": [{"key": "all", "floor": "0", "title": {"kk": "Деңгей"}}]}
    version.save()
    rule(cohort, "self_study")
    work = hand_in(cohort)
    finish(work, trainers[0], "9")
    page = client_for(trainers[1]).get(reverse("marking_desk", args=[work.pk]))
    assert page.context["desk"].band == ""


def test_methodologists_find_the_ready_comments_from_the_rubrics(client_for, cohort):
    page = client_for(make_user(Role.METHODOLOGIST)).get(reverse("rubrics:list"))
    assert f'href="{reverse("bank_comment_list")}"' in page.content.decode()
