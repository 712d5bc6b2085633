"""The screens of groups, defences and participation: who may, what is shown, nothing typed is lost, constant cost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assessments.models import DefenceSession, GroupMembership, ProjectGroup
from assessments.services.defence import defence
from assessments.services.defence import running as defence_running
from assessments.services.work import work
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_trainer,
    make_user,
    sitting_of,
)


@pytest.fixture
def board(cohort):
    return reverse("group_list", args=[cohort.pk])


@pytest.fixture
def client(client_for, boss):
    """The coordinator's, in English."""
    return client_for(boss, headers={"accept-language": "en"})


def english(client_for, user):
    return client_for(user, headers={"accept-language": "en"})


def body(answer) -> str:
    return answer.content.decode()


def post(client, address, **values):
    return client.post(address, values, follow=True)


def present(group) -> int:
    return group.memberships.filter(left_at__isnull=True).count()


# Groups


def test_the_coordinator_forms_a_group_by_ticking(client, board, people):
    post(client, board, action="form", enrolment=[one.pk for one in people[:4]])
    assert present(ProjectGroup.objects.get()) == 4
    page = body(client.get(board))
    assert people[0].user.full_name in page
    assert "Groups: 1" in page


def test_a_refused_form_keeps_ticks_and_words(client, board, people):
    answer = post(client, board, action="form", enrolment=[people[0].pk, people[1].pk], size_reason=" ")
    assert answer.status_code == 422
    assert f'value="{people[0].pk}" checked' in body(answer)
    assert f'value="{people[5].pk}" checked' not in body(answer)
    assert "A group has 4 to 5 people" in body(answer)
    assert not ProjectGroup.objects.exists()


def test_a_division_is_shown_first_and_done_as_shown(client, board, people, cohort):
    enrol(None, cohort)
    page = client.get(board + "?divide=1")
    division = [row["value"] for row in page.context["division"]["groups"]]
    assert [len(row.split(",")) for row in division] == [5, 4]
    assert not ProjectGroup.objects.exists()
    post(client, board, action="divide", division=division)
    assert [present(group) for group in ProjectGroup.objects.all()] == [5, 4]


def test_every_act_on_a_group_has_its_button(client, board, people, form):
    group = form(people[:5])
    post(
        client,
        board,
        action="add",
        group=group.pk,
        person=people[5].pk,
        reason="Кеш келді.",
        size_reason="Көп.",
    )
    assert present(group) == 6
    post(client, board, action="leave", group=group.pk, person=people[0].pk, reason="Кетті.")
    assert present(group) == 5
    refused = post(client, board, action="dissolve", group=group.pk, reason="")
    assert refused.status_code == 422
    post(client, board, action="dissolve", group=group.pk, reason="Қайта құрамыз.")
    group.refresh_from_db()
    assert group.status == "dissolved"
    assert "Қайта құрамыз." in body(client.get(board))


def test_a_refused_act_gives_the_words_back_to_its_own_group(client, board, people, form):
    first, second = form(people[:4]), form(people[4:8])
    answer = post(client, board, action="leave", group=second.pk, person=people[0].pk, reason="Кетті.")
    assert answer.status_code == 422
    assert "not in the group any more" in body(answer)
    enrol(None, first.cohort)
    answer = post(client, board, action="add", group=second.pk, person=0, reason="Сөзім қалсын.")
    assert answer.status_code == 422
    page = body(answer)
    assert page.count("Сөзім қалсын.") == 1
    assert page.index(f'id="g{first.pk}"') < page.index(f'id="g{second.pk}"') < page.index("Сөзім қалсын.")


def test_the_question_whose_work_it_is_is_asked_only_while_it_can_be_decided(
    client, board, people, form, cohort
):
    form(people[:4])
    assert 'name="keeps_mark"' not in body(client.get(board))
    row = work.open_submission(
        sitting_id=sitting_of(people[0]).pk, assignment_key="project", at=NOW, actor=people[0].user
    )
    work.save_draft(submission_id=row.pk, title="Ж", text="М", revision=0, at=NOW, actor=people[0].user)
    work.submit_work(submission_id=row.pk, at=NOW, actor=people[0].user)
    page = body(client.get(board))
    assert 'name="keeps_mark"' in page
    assert 'name="shares_work"' in page
    assert 'value="dissolve"' not in page


def test_a_trainer_reads_and_cannot_act(client_for, cohort, board, people, form):
    group = form(people[:4])
    trainer = client_for(make_trainer(cohort))
    page = trainer.get(board)
    assert page.status_code == 200
    assert 'name="action"' not in body(page)
    assert trainer.post(board, {"action": "dissolve", "group": group.pk, "reason": "Жоқ."}).status_code == 403
    assert client_for(make_user(Role.TRAINER)).get(board).status_code == 404
    assert client_for(people[0].user).get(board).status_code == 404


def test_a_group_of_another_cohort_is_not_touched_from_here(client, board, people, form, cohort):
    other = make_cohort(cohort.edition, number=2)
    group = form([enrol(None, other) for _turn in range(4)], cohort_id=other.pk)
    answer = client.post(board, {"action": "dissolve", "group": group.pk, "reason": "Жоқ."})
    assert answer.status_code == 404
    group.refresh_from_db()
    assert group.is_standing


def test_the_board_costs_the_same_for_two_groups_and_six(client, board, cohort, form):
    def cost() -> int:
        client.get(board)
        with CaptureQueriesContext(connection) as queries:
            client.get(board)
        return len(queries)

    for _group in range(2):
        form([enrol(None, cohort) for _turn in range(4)])
    few = cost()
    for _group in range(4):
        form([enrol(None, cohort) for _turn in range(4)])
    assert cost() == few


def test_a_programme_without_group_work_says_so(client_for, cohort_b):
    client = english(client_for, coordinator_of(cohort_b))
    assert "no group work" in body(client.get(reverse("group_list", args=[cohort_b.pk])))


# The learner's group


def test_learners_propose_answer_and_stand(client_for, cohort, people, client, board):
    addresses = [reverse("my_group", args=[sitting_of(one).pk, "project"]) for one in people[:4]]
    clients = [english(client_for, one.user) for one in people[:4]]
    assert 'name="enrolment"' not in body(clients[0].get(addresses[0]))
    post(client, board, action="allow", allowed="yes")
    page = body(clients[0].get(addresses[0]))
    assert page.count('name="enrolment"') == 7
    post(clients[0], addresses[0], action="propose", enrolment=[one.pk for one in people[1:4]])
    assert "You are asked into a project group" in body(clients[1].get("/home/"))
    for number in (1, 2):
        post(clients[number], addresses[number], action="agree")
    waiting = body(clients[0].get(addresses[0]))
    assert f"waits for the answers of: {people[3].user.full_name}" in " ".join(waiting.split())
    post(clients[3], addresses[3], action="agree")
    assert ProjectGroup.objects.get().is_standing
    assert "Open the group&#x27;s work" in body(
        clients[0].get(addresses[0])
    ) or "Open the group's work" in body(clients[0].get(addresses[0]))


def test_a_learner_declines_with_a_reason_and_keeps_the_words_without(
    client_for, people, learners, open_to_learners
):
    learners.propose(people[0], people[1:4])
    address = reverse("my_group", args=[sitting_of(people[1]).pk, "project"])
    client = english(client_for, people[1].user)
    assert post(client, address, action="decline", reason="").status_code == 422
    post(client, address, action="decline", reason="Басқа тақырып.")
    assert GroupMembership.objects.get(enrolment=people[1]).reason == "Басқа тақырып."


def test_ones_group_is_ones_own(client_for, people, form, boss):
    form(people[:4])
    address = reverse("my_group", args=[sitting_of(people[0]).pk, "project"])
    assert client_for(people[0].user).get(address).status_code == 200
    assert client_for(people[1].user).get(address).status_code == 404
    assert client_for(boss).get(address).status_code == 404
    alone = reverse("my_group", args=[sitting_of(people[0]).pk, "self_study"])
    assert client_for(people[0].user).get(alone).status_code == 404


def test_the_page_of_the_work_leads_to_the_group(client_for, people):
    sitting = sitting_of(people[0])
    page = body(client_for(people[0].user).get(reverse("work", args=[sitting.pk, "project"])))
    assert reverse("my_group", args=[sitting.pk, "project"]) in page


# Defences


@pytest.fixture
def session(cohort, boss, form):
    for _group in range(3):
        form([enrol(None, cohort) for _turn in range(4)])
    session = defence.plan_session(
        cohort_id=cohort.pk,
        assignment_key="project",
        starts_at=timezone.now() + timedelta(days=1),
        minutes=20,
        place="203-кабинет",
        chair="Серікбаева Қ.",
        members=["Әбдірова А."],
        secretary="Ілиясова Г.",
        at=NOW,
        actor=boss,
    )
    defence.add_everybody(session_id=session.pk, at=NOW, actor=boss)
    return session


@pytest.fixture
def page(session):
    return reverse("defence_session", args=[session.pk])


def test_a_session_is_planned_on_the_list_and_typed_words_come_back(client, cohort):
    address = reverse("defence_list", args=[cohort.pk])
    values = {
        "assignment_key": "project",
        "minutes": "15",
        "place": "203",
        "members": "А\nБ",
        "chair": "Төраға",
    }
    refused = client.post(address, values)
    assert refused.status_code == 422
    assert "Төраға" in body(refused)
    answer = client.post(address, values | {"starts_at": "2026-11-20T10:00"})
    session = DefenceSession.objects.get()
    assert answer.headers["Location"] == reverse("defence_session", args=[session.pk])
    assert session.members == ["А", "Б"]
    assert session.starts_at.astimezone(timezone.get_default_timezone()).hour == 10


def test_a_whole_session_by_its_buttons(client, page, session):
    first, second, third = session.slots.all()
    post(client, page, action=f"down-{first.pk}")
    assert list(session.slots.values_list("pk", flat=True)) == [second.pk, first.pk, third.pk]
    numbers = {f"order-{first.pk}": "1", f"order-{second.pk}": "3", f"order-{third.pk}": "2"}
    post(client, page, action="order", **numbers)
    assert list(session.slots.values_list("pk", flat=True)) == [first.pk, third.pk, second.pk]
    assert "The number drawn is" in body(post(client, page, action="lot"))
    post(client, page, action="announce")
    post(client, page, action=f"absent-{second.pk}")
    post(client, page, action=f"begin-{first.pk}")
    answer = client.post(page, {"action": f"ask-{first.pk}", "question": "Неге?", "asked_by": "Әбдірова А."})
    assert answer.headers["Location"].endswith("#now")
    question = first.questions.get()
    post(client, page, action=f"answer-{question.pk}", question="Неге?", answer="Себебі.")
    post(client, page, action=f"note-{first.pk}", note="Жақсы.")
    post(client, page, action=f"begin-{third.pk}")
    post(client, page, action=f"end-{third.pk}")
    post(client, page, action="hold", protocol="7")
    session.refresh_from_db()
    assert (session.status, session.protocol_number) == ("held", "7")
    shown = body(client.get(page))
    assert "Себебі." in shown
    assert "Жақсы." in shown
    assert 'name="action"' not in shown


def test_a_question_typed_without_words_keeps_who_asked_and_one_typed_too_late_is_given_back(
    client, page, session, boss
):
    slot = session.slots.first()
    defence_running.begin_slot(slot_id=slot.pk, at=NOW, actor=boss)
    refused = post(
        client, page, action=f"ask-{slot.pk}", question="", answer="Жауабы бар.", asked_by="Нұрлан Б."
    )
    assert refused.status_code == 422
    assert "Жауабы бар." in body(refused)
    assert "Нұрлан Б." in body(refused)
    for one in session.slots.all():
        defence_running.begin_slot(slot_id=one.pk, at=NOW, actor=boss)
        defence_running.end_slot(slot_id=one.pk, at=NOW, actor=boss)
    defence.hold(session_id=session.pk, protocol_number="1", at=NOW, actor=boss)
    late = post(client, page, action=f"ask-{slot.pk}", question="Кеш қойылған сұрақ")
    assert late.status_code == 422
    assert "Кеш қойылған сұрақ" in body(late)


def test_the_cohorts_trainer_runs_it_and_plans_nothing(client_for, cohort, page, session):
    trainer = english(client_for, make_trainer(cohort))
    shown = body(trainer.get(page))
    slot = session.slots.first()
    assert f"begin-{slot.pk}" in shown
    assert "Draw the order" not in shown
    post(trainer, page, action=f"begin-{slot.pk}")
    slot.refresh_from_db()
    assert slot.began_at
    answer = post(trainer, page, action="lot")
    assert answer.status_code == 422
    assert "You do not have permission" in body(answer)


def test_strangers_find_no_session(client_for, page, session):
    learner = session.slots.first().group.memberships.first().enrolment.user
    for user in (learner, make_user(Role.TRAINER), make_user(Role.METHODOLOGIST)):
        assert client_for(user).get(page).status_code == 404
        assert client_for(user).post(page, {"action": "lot"}).status_code == 404
        for form in ("pdf", "docx"):
            assert client_for(user).get(f"{page}protocol.{form}/").status_code == 404


def test_a_turn_of_another_session_is_not_touched_from_here(client, page, session, cohort, boss):
    other = DefenceSession.objects.get(pk=session.pk)
    other.pk = None
    other.save()
    answer = client.post(
        reverse("defence_session", args=[other.pk]), {"action": f"begin-{session.slots.first().pk}"}
    )
    assert answer.status_code == 404


def test_the_protocol_comes_in_the_cohorts_language_and_in_the_one_asked_for(client, page):
    answer = client.get(page + "protocol.pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "хаттамасы" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    answer = client.get(page + "protocol.pdf/?language=ru")
    assert "Протокол" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert client.get(page + "protocol.docx/").content.startswith(b"PK")
    assert client.get(page + "protocol.exe/").status_code == 404


def test_signs_that_cannot_be_printed_are_named(client, page, session, boss):
    slot = session.slots.first()
    defence_running.begin_slot(slot_id=slot.pk, at=NOW, actor=boss)
    defence_running.write_note(slot_id=slot.pk, note="Өте жақсы 漢", at=NOW, actor=boss)
    assert "漢" in body(client.get(page + "protocol.pdf/", follow=True))


def test_the_learner_sees_the_turn_at_the_group_and_at_home(client_for, client, page, session):
    post(client, page, action="announce")
    enrolment = session.slots.get(order=2).group.memberships.first().enrolment
    learner = english(client_for, enrolment.user)
    sitting = sitting_of(enrolment)
    assert "203-кабинет" in body(learner.get(reverse("my_group", args=[sitting.pk, "project"])))
    assert "You are number 2" in body(learner.get("/home/"))


def test_a_session_costs_the_same_for_three_turns_and_seven(client, page, session, boss, cohort, form):
    def cost() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    few = cost()
    for _group in range(4):
        form([enrol(None, cohort) for _turn in range(4)])
    defence.add_everybody(session_id=session.pk, at=NOW, actor=boss)
    assert cost() == few


# Participation and languages


def test_participation_costs_the_same_for_two_and_ten_and_shows_the_proposal(client_for, cohort_b):
    client = english(client_for, coordinator_of(cohort_b))
    address = reverse("participation", args=[cohort_b.pk])

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    assert "Nobody studies in this cohort yet" in body(client.get(address))
    people = [enrol(None, cohort_b) for _turn in range(2)]
    few = cost()
    for _turn in range(8):
        enrol(None, cohort_b)
    assert cost() == few
    page = body(client.get(address))
    assert people[0].user.initials_name in page
    assert "Proposed" in page
    assert client_for(people[0].user).get(address).status_code == 404


def test_programme_a_proposes_no_points(client, cohort, people):
    page = body(client.get(reverse("participation", args=[cohort.pk])))
    assert "no points for participation" in page
    assert "Proposed" not in page


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_screen_is_there_in_both_languages(client_for, cohort, boss, session, people, language):
    client = client_for(boss, headers={"accept-language": language})
    for name, args in (
        ("group_list", [cohort.pk]),
        ("defence_list", [cohort.pk]),
        ("defence_session", [session.pk]),
        ("participation", [cohort.pk]),
    ):
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in body(answer)
    sitting = sitting_of(people[0])
    learner = client_for(people[0].user, headers={"accept-language": language})
    assert learner.get(reverse("my_group", args=[sitting.pk, "project"])).status_code == 200
