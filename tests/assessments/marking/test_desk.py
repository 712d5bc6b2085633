"""The desk: its states, keeping and finishing, two windows of one marker, two markers, moderation."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Moderation, Submission
from assessments.services.marking import allocation, marking
from people.roles import Role
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_edition, make_trainer, make_user

from .conftest import finish, hand_in, rule

pytestmark = pytest.mark.django_db


def address(submission) -> str:
    return reverse("marking_desk", args=[submission.pk])


def give(submission, trainer, place: str, cohort) -> None:
    allocation.allocate(
        submission_id=submission.pk, marker_id=trainer.pk, place=place, at=NOW, actor=coordinator_of(cohort)
    )


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_desk_speaks_kazakh_and_russian(client_for, cohort, trainers, language):
    submission = hand_in(cohort, text="Мақсат.\n\nКезеңдер.")
    client = client_for(trainers[0], headers={"accept-language": language})
    page = client.get(address(submission))
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()
    assert "Кезеңдер." in page.content.decode()


def test_finishing_opens_the_next_work_of_the_same_kind(client_for, cohort, trainers):
    first, second = hand_in(cohort), hand_in(cohort)
    client = client_for(trainers[0])
    sent = {"revision": "0", "c-mark": "7", "action": "finish"}
    answer = client.post(address(first), sent)
    assert answer.headers["Location"] == address(second)
    assert client.post(address(second), sent).headers["Location"] == reverse("marking_list")
    assert set(Submission.objects.values_list("status", flat=True)) == {"marked"}


def test_finishing_and_releasing_at_once_releases(client_for, cohort, trainers):
    submission = hand_in(cohort)
    client_for(trainers[0]).post(
        address(submission), {"revision": "0", "c-mark": "7,5", "action": "finish_release"}
    )
    submission.refresh_from_db()
    assert submission.status == "released"
    assert submission.outcome["total"] == "7.5"


def test_an_autosave_answers_with_its_revision_and_tells_a_second_window(client_for, cohort, trainers):
    submission = hand_in(cohort)
    client = client_for(trainers[0])
    by_script = {"X-Requested-With": "fetch"}
    sent = {"revision": "0", "c-mark": "7", "comment": "Бірінші"}
    first = client.post(address(submission), sent, headers=by_script)
    assert (first.status_code, first.headers["X-Revision"]) == (200, "1")
    repeated = client.post(address(submission), sent, headers=by_script)
    assert (repeated.status_code, repeated.headers["X-Revision"]) == (200, "1")
    late = client.post(address(submission), {**sent, "comment": "Екінші"}, headers=by_script)
    assert late.status_code == 409
    assert late.json()["code"] == "stale"
    assert late.json()["sentence"]
    assert Assessment.objects.get().comment == "Бірінші"


def test_two_windows_are_shown_side_by_side_and_each_field_is_chosen(
    client_for, cohort, trainers, in_english
):
    submission = hand_in(cohort)
    client = client_for(trainers[0], headers={"accept-language": "en"})
    client.post(
        address(submission), {"revision": "0", "c-mark": "7", "t-mark": "Дәлел бар", "comment": "Бірінші"}
    )
    late = {"revision": "0", "c-mark": "3", "t-mark": "Дәлел жоқ", "comment": "Екінші"}
    page = client.post(address(submission), {**late, "action": "save"})
    text = page.content.decode()
    assert page.status_code == 409
    for words in ("Бірінші", "Екінші", "Дәлел <mark>бар</mark>", "Дәлел <mark>жоқ</mark>"):
        assert words in text, words
    chosen = {
        **late,
        "resolve": "1",
        "revision": "1",
        "pick-c-mark": "theirs",
        "pick-t-mark": "mine",
        "pick-comment": "both",
        "action": "save",
    }
    assert client.post(address(submission), chosen).status_code == 302
    own = Assessment.objects.get()
    assert own.points["mark"] == {"value": "7", "comment": "Дәлел жоқ"}
    assert own.comment == "Бірінші\nЕкінші"


def test_a_third_window_during_the_choice_is_shown_too_and_loses_nothing(client_for, cohort, trainers):
    submission = hand_in(cohort)
    client = client_for(trainers[0])
    client.post(address(submission), {"revision": "0", "c-mark": "7", "comment": "Бірінші"})
    client.post(address(submission), {"revision": "1", "c-mark": "8", "comment": "Үшінші"})
    chosen = {"resolve": "1", "revision": "1", "c-mark": "3", "comment": "Екінші", "pick-comment": "theirs"}
    page = client.post(address(submission), {**chosen, "action": "save"})
    assert page.status_code == 409
    assert "Үшінші" in page.content.decode()
    assert "hidden>Екінші</textarea>" in page.content.decode()
    assert Assessment.objects.get().comment == "Үшінші"


def test_what_was_typed_after_the_marks_became_final_is_given_back(client_for, cohort, trainers):
    submission = hand_in(cohort)
    finish(submission, trainers[0], "7")
    page = client_for(trainers[0]).post(
        address(submission), {"revision": "1", "c-mark": "3", "comment": "Кеш жазылған", "action": "save"}
    )
    assert page.status_code == 422
    assert "Кеш жазылған" in page.content.decode()
    assert Assessment.objects.get().comment == ""


def test_another_marker_at_work_is_named_and_their_points_are_not_shown(
    client_for, cohort, trainers, in_english
):
    rule(cohort, "self_study")
    submission = hand_in(cohort)
    first, second, _third = trainers
    first.surname = "Сейітова"
    first.save()
    save = {"submission_id": submission.pk, "comment": "Құпия пікір", "revision": 0, "at": NOW}
    marking.save_points(points={"mark": {"value": "3.5", "comment": ""}}, actor=first, **save)
    client = client_for(second, headers={"accept-language": "en"})
    page = client.get(address(submission)).content.decode()
    assert "Сейітова" in page
    assert "marking this work too" in page
    assert "Құпия пікір" not in page
    finish(submission, first, "3.5", revision=1)
    page = client.get(address(submission)).content.decode()
    assert ">3.5<" not in page
    assert 'id="marks"' in page
    finish(submission, second, "9")
    page = client.get(address(submission)).content.decode()
    assert "Points of the markers" in page
    assert ">3.5<" in page
    assert "A third marker decides" in page


def test_two_markers_within_the_tolerance_see_the_mean_that_stands(client_for, cohort, trainers, in_english):
    rule(cohort, "self_study")
    submission = hand_in(cohort)
    finish(submission, trainers[0], "7")
    finish(submission, trainers[1], "8")
    client = client_for(trainers[0], headers={"accept-language": "en"})
    page = client.get(address(submission)).content.decode()
    assert "the mean of each criterion stands" in page
    assert "7.5" in page
    assert client.post(address(submission), {"action": "release"}).status_code == 302
    submission.refresh_from_db()
    assert submission.status == "released"


def test_who_is_not_to_mark_reads_why_and_has_no_form(client_for, cohort, trainers, in_english):
    submission = hand_in(cohort)
    give(submission, trainers[0], "first", cohort)
    client = client_for(trainers[1], headers={"accept-language": "en"})
    page = client.get(address(submission)).content.decode()
    assert "This work is given to" in page
    assert 'id="marks"' not in page
    refused = client.post(address(submission), {"revision": "0", "c-mark": "5", "action": "save"})
    assert refused.status_code == 422
    assert not Assessment.objects.exists()


def test_an_author_who_trains_reads_why_and_has_no_form(client_for, cohort, in_english):
    trainer = make_trainer(cohort)
    submission = hand_in(cohort, enrolment=enrol(trainer, cohort))
    page = client_for(trainer, headers={"accept-language": "en"}).get(address(submission)).content.decode()
    assert "You cannot mark your own work" in page
    assert 'id="marks"' not in page


def test_a_moderator_confirms_and_only_then_the_marks_are_released(client_for, cohort, trainers, in_english):
    submission = hand_in(cohort)
    finish(submission, trainers[0], "7")
    give(submission, trainers[1], "moderator", cohort)
    marker = client_for(trainers[0], headers={"accept-language": "en"})
    assert "A moderator looks at these marks" in marker.get(address(submission)).content.decode()
    assert marker.post(address(submission), {"action": "release"}).status_code == 422
    moderator = client_for(trainers[1], headers={"accept-language": "en"})
    page = moderator.get(address(submission)).content.decode()
    assert "Confirm the marks" in page
    assert "Mark this work anew" in page
    assert moderator.post(address(submission), {"action": "confirm", "note": "Дұрыс."}).status_code == 302
    assert Moderation.objects.get().verdict == "confirmed"
    assert marker.post(address(submission), {"action": "release"}).status_code == 302
    submission.refresh_from_db()
    assert submission.is_released


def test_a_moderator_marks_anew_with_a_reason(client_for, cohort, trainers):
    submission = hand_in(cohort)
    finish(submission, trainers[0], "7")
    give(submission, trainers[1], "moderator", cohort)
    moderator = client_for(trainers[1])
    sent = {"revision": "0", "c-mark": "5", "action": "finish"}
    without = moderator.post(address(submission), sent)
    assert without.status_code == 422
    assert 'value="5"' in without.content.decode()
    moderator.post(address(submission), {**sent, "reason": "Дәлел жеткіліксіз."})
    assert marking.outcome_of(submission).total == Decimal(5)
    assert "Дәлел жеткіліксіз." in client_for(trainers[0]).get(address(submission)).content.decode()


def test_a_return_needs_its_reason_and_keeps_it_with_the_earlier_number(client_for, cohort, trainers):
    submission = hand_in(cohort, text="Бастапқы нұсқа")
    client = client_for(trainers[0])
    assert client.post(address(submission), {"action": "return", "reason": " "}).status_code == 422
    client.post(address(submission), {"action": "return", "reason": "Мысал қосыңыз."})
    again = hand_in(cohort, enrolment=submission.sitting.enrolment, text="Жаңа нұсқа")
    page = client.get(address(again)).content.decode()
    assert again.number == 2
    for words in ("Мысал қосыңыз.", "Бастапқы нұсқа", "Жаңа нұсқа"):
        assert words in page


def test_a_blind_rule_hides_names_groups_and_file_names_until_release(
    client_for, cohort, trainers, in_english
):
    rule(cohort, "self_study", markers=1, is_blind=True)
    author = make_user(Role.LEARNER, surname="Бекмұханова")
    enrolment = enrol(author, cohort)
    submission = hand_in(cohort, enrolment=enrolment)
    from .test_notes import pdf_of

    file = pdf_of(submission, name="Бекмұханова жұмысы.pdf")
    client = client_for(trainers[0], headers={"accept-language": "en"})
    listed = client.get(reverse("marking_list")).content.decode()
    shown = client.get(address(submission)).content.decode()
    for page in (listed, shown):
        assert "Бекмұханова" not in page
        assert f"Work {submission.pk}" in page
    assert "File 1" in shown
    assert "Бекмұханова" not in client.get(reverse("file_view", args=[file.pk])).content.decode()
    sent = client.get(reverse("submission_file", args=[file.pk])).headers["Content-Disposition"]
    assert "File%201" in sent or "File 1" in sent
    assert "Бекмұханова" in client_for(author).get(reverse("file_view", args=[file.pk])).content.decode()
    found = client.get(reverse("marking_list"), {"q": "Бекмұханова"}).content.decode()
    assert address(submission) not in found
    finish(submission, trainers[0], "7")
    marking.release(submission_ids=[submission.pk], at=NOW, actor=trainers[0])
    assert "Бекмұханова" in client.get(address(submission)).content.decode()


def cost(client, page: str) -> int:
    assert client.get(page).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


def test_the_desk_costs_at_most_fifteen_queries_however_long_the_queue(client_for, cohort, trainers):
    submission = hand_in(cohort)
    client = client_for(trainers[0])
    marking.save_points(
        submission_id=submission.pk,
        points={"mark": {"value": "3", "comment": ""}},
        comment="",
        revision=0,
        at=NOW,
        actor=trainers[0],
    )
    few = cost(client, address(submission))
    for _turn in range(10):
        hand_in(cohort)
    assert cost(client, address(submission)) == few
    assert few <= 15


def test_the_column_of_waiting_works_comes_after_the_desk_at_one_price(client_for, cohort, trainers):
    submission = hand_in(cohort)
    client = client_for(trainers[0], headers={"HX-Request": "true"})
    part = reverse("marking_queue", args=[submission.pk])
    assert part in client.get(address(submission)).content.decode()
    few = cost(client, part)
    others = [hand_in(cohort) for _turn in range(5)]
    assert cost(client, part) == few <= 6
    shown = client.get(part).content.decode()
    assert all(address(work) in shown for work in (submission, *others))
    assert 'aria-current="page"' in shown
    assert client_for(trainers[0]).get(part).url == reverse("marking_list")
    assert client_for(make_user(Role.TRAINER)).get(part).status_code == 404


def test_next_leads_to_the_work_that_waits_longest_and_then_to_the_queue(client_for, cohort, trainers):
    first = hand_in(cohort)
    onward = reverse("marking_next", args=[first.pk])
    assert client_for(trainers[0]).get(onward).url == reverse("marking_list")
    second = hand_in(cohort)
    assert client_for(trainers[0]).get(onward).url == address(second)


def test_the_proposal_for_participation_stands_beside_its_criterion(client_for, in_english):
    cohort = make_cohort(make_edition("B"))
    trainer = make_trainer(cohort)
    submission = hand_in(cohort, "final_work", nameless=True)
    client = client_for(trainer, headers={"accept-language": "en"})
    hint = reverse("marking_participation", args=[submission.pk])
    assert hint in client.get(address(submission)).content.decode()
    page = client.get(hint, headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "participation" in page.content.decode().lower() or "Proposed" in page.content.decode()
    assert "<h1>" in client.get(hint).content.decode()
    assert client_for(make_user(Role.TRAINER)).get(hint).status_code == 404


def test_a_desk_with_two_markers_costs_at_most_fifteen_queries_too(client_for, cohort, trainers):
    rule(cohort, "self_study")
    submission = hand_in(cohort)
    give(submission, trainers[0], "first", cohort)
    give(submission, trainers[1], "second", cohort)
    finish(submission, trainers[0], "9")
    finish(submission, trainers[1], "3")
    for trainer in trainers:
        assert cost(client_for(trainer), address(submission)) <= 15
