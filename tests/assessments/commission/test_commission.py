"""Deciding by protocol: the mode, drawing up, what stops approval, and that it decides everybody once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import CohortScheme, CommissionProtocol, Result
from assessments.rules.commission import is_the_same_person
from assessments.services.attempts import attempts
from assessments.services.decisions import commission, results
from assessments.services.scheme import scheme
from assessments.services.work import work
from courses.models import Cohort, ProgrammeEdition
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    make_user,
    sitting_of,
    take_test,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
WORDS = {
    "number": "7",
    "held_on": TODAY,
    "agenda": "Қорытынды аттестаттаудың нәтижелері.",
    "chair": "Серікбаева Қарлығаш Маратқызы",
    "members": ["Ахметов Дәурен Болатұлы", "Ким Ольга Викторовна"],
    "secretary": "Оспанова Г. Н.",
    "order_number": "12-Ө",
    "order_date": TODAY - timedelta(days=3),
}


@pytest.fixture
def cohort():
    make_issuer()
    cohort = make_cohort(make_edition())
    choose(cohort, "commission")
    return cohort


def choose(cohort, deciding, actor=None):
    return commission.choose_mode(
        cohort_id=cohort.pk, deciding=deciding, at=NOW, actor=actor or coordinator_of(cohort)
    )


def examined(cohort, surname: str = "Әбдірова", *, test: str | None = "76", work_mark: str | None = "8"):
    """A person's sitting with these marks and a project's."""
    sitting = sitting_of(enrol(make_user(Role.LEARNER, surname=surname, given_name="Айгүл"), cohort))
    give_mark(sitting, "project", "9", maximum="12")
    if test is not None:
        give_mark(sitting, "test", test, maximum="100")
    if work_mark is not None:
        give_mark(sitting, "self_study", work_mark, maximum="10")
    return sitting


def draft(cohort, *sittings, actor=None, **words) -> CommissionProtocol:
    return commission.draft_protocol(
        cohort_id=cohort.pk,
        sitting_ids=[one.pk for one in sittings],
        at=NOW,
        actor=actor or coordinator_of(cohort),
        **WORDS | words,
    )


def approve(protocol, *confirmed, actor=None, at=NOW):
    return commission.approve_protocol(
        protocol_id=protocol.pk,
        at=at,
        actor=actor or coordinator_of(protocol.cohort),
        confirmed_missing=[one.pk for one in confirmed],
    )


def refusal(function, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as refused:
        function(*args, **kwargs)
    return refused.value


# --- The mode -------------------------------------------------------------------------------------


def test_by_commission_nothing_is_decided_when_the_last_mark_comes(cohort):
    sitting = examined(cohort)
    assert results.decide_if_complete(sitting_id=sitting.pk, at=NOW) is None
    assert not Result.objects.exists()


def test_by_commission_a_graded_test_that_completes_the_marks_decides_nothing(cohort):
    sitting = examined(cohort, test=None)
    take_test(sitting, right=4)
    assert sitting.marks.current().filter(component="test").exists()
    assert not Result.objects.exists()


def test_automatically_the_last_mark_decides_as_before():
    cohort = make_cohort(make_edition())
    sitting = examined(cohort, test=None)
    take_test(sitting, right=4)
    assert Result.objects.get().sitting == sitting


def test_the_mode_is_chosen_while_nothing_is_decided(cohort):
    sitting = examined(cohort)
    approve(draft(cohort, sitting))
    assert refusal(choose, cohort, "automatic").code == "decided_already"
    assert CohortScheme.objects.get().is_by_commission
    assert choose(cohort, "commission").is_by_commission


def test_chosen_back_to_automatic_complete_marks_are_decided_at_once(cohort):
    complete, other = examined(cohort), examined(cohort, "Бекова", test=None)
    choose(cohort, "automatic")
    assert Result.objects.get().sitting == complete
    assert not other.results.exists()


def test_the_editions_parameter_is_what_a_cohort_begins_with():
    edition = make_edition()
    assert CohortScheme.objects.get(cohort=make_cohort(edition)).deciding == "automatic"
    ProgrammeEdition.objects.update(parameters=edition.parameters | {"deciding": "commission"})
    second = make_cohort(ProgrammeEdition.objects.get(), number=2)
    assert CohortScheme.objects.get(cohort=second).is_by_commission


@pytest.mark.parametrize("deciding", ["", "by_lot"])
def test_an_unknown_mode_is_refused(cohort, deciding):
    assert refusal(choose, cohort, deciding).code == "unknown_mode"


def test_a_cohort_not_opened_yet_has_no_mode():
    cohort = make_cohort(make_edition(), upto="draft")
    assert refusal(choose, cohort, "commission").code == "not_open"


# --- Drawing up -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"number": " "}, "number"),
        ({"agenda": ""}, "agenda"),
        ({"chair": " "}, "chair"),
        ({"members": ["", " "]}, "members"),
        ({"secretary": ""}, "secretary"),
        ({"order_date": None}, "order_number"),
        ({"order_number": ""}, "order_number"),
    ],
)
def test_a_protocol_without_its_words_is_refused_and_nothing_is_written(cohort, words, code):
    assert refusal(draft, cohort, examined(cohort), **words).code == code
    assert not CommissionProtocol.objects.exists()


def test_a_number_and_date_stand_once_in_a_cohort(cohort):
    draft(cohort)
    assert refusal(draft, cohort).code == "number"
    draft(cohort, number="8")


def test_where_results_are_automatic_no_protocol_is_drawn_up():
    cohort = make_cohort(make_edition())
    assert refusal(draft, cohort).code == "not_by_commission"


def test_only_people_of_the_cohort_who_are_not_decided_are_listed(cohort):
    other = make_cohort(cohort.edition, number=2)
    assert refusal(draft, cohort, examined(other)).code == "not_to_decide"
    decided = examined(cohort)
    approve(draft(cohort, decided))
    assert refusal(draft, cohort, decided, number="8").code == "not_to_decide"


def test_a_draft_changes_its_words_and_its_list_and_an_approved_one_nothing(cohort):
    coordinator = coordinator_of(cohort)
    first, second = examined(cohort), examined(cohort, "Бекова")
    protocol = draft(cohort, first)
    commission.edit_protocol(
        protocol_id=protocol.pk, at=NOW, actor=coordinator, number="№ 9", members=["Жаңа"]
    )
    commission.add_rows(protocol_id=protocol.pk, sitting_ids=[first.pk, second.pk], actor=coordinator)
    commission.remove_rows(protocol_id=protocol.pk, sitting_ids=[first.pk], actor=coordinator)
    protocol.refresh_from_db()
    assert (protocol.number, protocol.members) == ("№ 9", ["Жаңа"])
    assert [row.sitting for row in protocol.rows.all()] == [second]
    approve(protocol)
    for change in (
        lambda: commission.edit_protocol(protocol_id=protocol.pk, at=NOW, actor=coordinator, agenda="Басқа"),
        lambda: commission.add_rows(protocol_id=protocol.pk, sitting_ids=[first.pk], actor=coordinator),
        lambda: commission.remove_rows(protocol_id=protocol.pk, sitting_ids=[second.pk], actor=coordinator),
    ):
        assert refusal(change).code == "approved"
    assert protocol.rows.count() == 1


@pytest.mark.parametrize("role", [Role.TRAINER, Role.LEARNER, Role.METHODOLOGIST])
def test_only_coordinators_keep_protocols(cohort, role):
    stranger, sitting = make_user(role), examined(cohort)
    protocol = draft(cohort, sitting)
    for act in (
        lambda: draft(cohort, sitting, number="8", actor=stranger),
        lambda: choose(cohort, "automatic", actor=stranger),
        lambda: approve(protocol, actor=stranger),
        lambda: commission.edit_protocol(protocol_id=protocol.pk, at=NOW, actor=stranger, agenda="А"),
        lambda: commission.add_rows(protocol_id=protocol.pk, sitting_ids=[], actor=stranger),
        lambda: commission.remove_rows(protocol_id=protocol.pk, sitting_ids=[sitting.pk], actor=stranger),
        lambda: commission.open_sittings(cohort_id=cohort.pk, at=NOW, actor=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Result.objects.exists()


# --- Nobody on both sides of the table --------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Әбдірова Айгүл Сәкенқызы", True),
        ("айгүл  сәкенқызы ӘБДІРОВА", True),
        ("Әбдірова Айгүл", True),
        ("Әбдірова А.С.", True),
        ("А. С. Әбдірова", True),
        ("А. Әбдірова", True),
        ("Әбдірова Б. С.", False),
        ("Әбдірова Айым Сәкенқызы", False),
        ("Әбдірова", False),
        ("", False),
    ],
)
def test_whether_a_typed_name_may_be_the_person(typed, same):
    assert is_the_same_person(typed, "Әбдірова", "Айгүл", "Сәкенқызы") is same


@pytest.mark.parametrize("place", ["chair", "members", "secretary"])
def test_nobody_on_the_commission_is_decided_upon(cohort, place):
    sitting = examined(cohort)
    name = sitting.enrolment.user.full_name
    words = {place: [name] if place == "members" else name}
    assert refusal(draft, cohort, sitting, **words).code == "own_case"
    protocol = draft(cohort, **words)
    with pytest.raises(Refusal) as refused:
        commission.add_rows(protocol_id=protocol.pk, sitting_ids=[sitting.pk], actor=coordinator_of(cohort))
    assert refused.value.code == "own_case"
    assert not protocol.rows.exists()


def test_a_coordinator_does_not_approve_a_protocol_about_themselves(cohort):
    user = make_user(Role.COORDINATOR, Role.LEARNER, surname="Жұмабаева", given_name="Гүлнар")
    sitting = sitting_of(enrol(user, cohort))
    for component, maximum in (("test", "100"), ("project", "12"), ("self_study", "10")):
        give_mark(sitting, component, "9", maximum=maximum)
    protocol = draft(cohort, sitting)
    assert refusal(approve, protocol, actor=user).code == "own_case"
    approve(protocol)


# --- Approval -------------------------------------------------------------------------------------


def test_approval_decides_everybody_on_the_list_and_names_the_protocol(cohort):
    passed, failed = examined(cohort), examined(cohort, "Бекова", test="49.99")
    protocol = approve(draft(cohort, passed, failed, number="№ 7"))
    assert protocol.is_approved
    assert {row.sitting: row.result.decision for row in protocol.rows.all()} == {
        passed: "passed",
        failed: "not_passed",
    }
    assert {result.protocol for result in Result.objects.all()} == {f"№ 7, {TODAY:%d.%m.%Y}"}
    assert list(protocol.transitions.values_list("from_status", "to_status", "actor")) == [
        ("draft", "approved", coordinator_of(cohort).pk)
    ]


def test_two_approvals_are_one(cohort):
    protocol = draft(cohort, examined(cohort))
    first = approve(protocol)
    again = approve(protocol, at=NOW + timedelta(hours=1))
    assert again.approved_at == first.approved_at
    assert Result.objects.count() == 1
    assert protocol.transitions.count() == 1


def test_missing_marks_are_confirmed_by_name_or_stop_everything(in_english, cohort):
    complete, lacking = examined(cohort), examined(cohort, "Бекова", work_mark=None)
    protocol = draft(cohort, complete, lacking)
    stopped = refusal(approve, protocol)
    assert stopped.code == "missing_unconfirmed"
    assert "Бекова" in str(stopped)
    assert "Әбдірова" not in str(stopped)
    assert not Result.objects.exists()
    approve(protocol, lacking)
    assert lacking.results.get().decision_reason == "missing_component"
    assert complete.results.get().is_passed


def test_a_confirmation_of_somebody_complete_changes_nothing(cohort):
    sitting = examined(cohort)
    approve(draft(cohort, sitting), sitting)
    assert sitting.results.get().is_passed


def test_work_that_waits_for_marks_stops_approval_by_name(in_english, cohort):
    sitting = examined(cohort, work_mark=None)
    user = sitting.enrolment.user
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=user)
    work.save_draft(
        submission_id=submission.pk,
        title="Жұмыс",
        text="Мәтін",
        revision=submission.revision,
        at=NOW,
        actor=user,
    )
    work.submit_work(submission_id=submission.pk, at=NOW, actor=user)
    protocol = draft(cohort, sitting)
    stopped = refusal(approve, protocol, sitting)
    assert stopped.code == "works_waiting"
    assert "Әбдірова" in str(stopped)
    give_mark(sitting, "self_study", "8", maximum="10")
    approve(protocol)


def test_an_open_test_stops_approval_until_it_is_over(in_english, cohort):
    sitting = examined(cohort, test=None)
    attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user)
    protocol = draft(cohort, sitting)
    stopped = refusal(approve, protocol, sitting)
    assert stopped.code == "tests_waiting"
    assert "Әбдірова" in str(stopped)
    approve(protocol, at=NOW + timedelta(hours=3))
    assert sitting.results.get().decision_reason == "below_pass_mark"


def test_a_person_on_two_drafts_is_decided_once(cohort):
    sitting, other = examined(cohort), examined(cohort, "Бекова")
    first, second = draft(cohort, sitting), draft(cohort, sitting, other, number="8")
    approve(first)
    assert refusal(approve, second).code == "decided_already"
    assert not other.results.exists()
    commission.remove_rows(protocol_id=second.pk, sitting_ids=[sitting.pk], actor=coordinator_of(cohort))
    approve(second)
    assert Result.objects.count() == 2


def test_an_empty_protocol_and_one_of_tomorrow_are_not_approved(cohort):
    assert refusal(approve, draft(cohort)).code == "empty"
    tomorrow = draft(cohort, examined(cohort), number="8", held_on=TODAY + timedelta(days=1))
    assert refusal(approve, tomorrow).code == "held_on"


def test_who_left_meanwhile_is_not_decided(cohort):
    from courses import services as courses

    sitting = examined(cohort)
    protocol = draft(cohort, sitting)
    courses.move_enrolment(
        enrolment_id=sitting.enrolment_id,
        to="withdrawn",
        at=NOW,
        actor=coordinator_of(cohort),
        reason="Өтініш.",
    )
    assert refusal(approve, protocol).code == "not_examined"


def test_everybody_who_studies_gets_a_sitting_to_be_decided_in(cohort):
    enrolment = enrol(None, cohort)
    assert not enrolment.sittings.exists()
    found = commission.open_sittings(cohort_id=cohort.pk, at=NOW, actor=coordinator_of(cohort))
    assert found == [enrolment.sittings.get().pk]


# --- Conclusion -----------------------------------------------------------------------------------


def conclude(cohort):
    Cohort.objects.filter(pk=cohort.pk).update(status="assessing")
    return scheme.conclude_cohort(cohort_id=cohort.pk, at=NOW, actor=coordinator_of(cohort))


def test_a_cohort_is_concluded_once_the_commission_has_decided_upon_everybody(in_english, cohort):
    sitting = examined(cohort)
    enrol(make_user(Role.LEARNER, surname="Бекова"), cohort)  # without a sitting yet
    stopped = refusal(conclude, cohort)
    assert stopped.code == "protocol_missing"
    assert "2" in str(stopped)
    assert "protocol" in str(stopped)
    assert not Result.objects.exists()
    commission.open_sittings(cohort_id=cohort.pk, at=NOW, actor=coordinator_of(cohort))
    second = cohort.sittings.exclude(pk=sitting.pk).get()
    approve(draft(cohort, sitting, second), second)
    assert conclude(cohort).status == "concluded"
    assert Result.objects.count() == 2


def test_practice_that_somebody_left_open_holds_up_neither_conclusion_nor_protocol(cohort):
    from assessments.models import Attempt

    sitting = examined(cohort)
    attempt = attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user
    )
    Attempt.objects.filter(pk=attempt.pk).update(terms=attempt.terms | {"mode": "practice"}, deadline_at=None)
    approve(draft(cohort, sitting))
    assert conclude(cohort).status == "concluded"


# --- Telling and amending -----------------------------------------------------------------------------


def test_people_are_told_of_a_decision_and_of_an_amendment(monkeypatch, cohort):
    from assessments.services import telling

    told = []
    monkeypatch.setattr(telling, "result_decided", lambda result, *, at: told.append((result.pk, at)))
    sitting = examined(cohort)
    approve(draft(cohort, sitting))
    first = Result.objects.get()
    second = results.amend_result(
        result_id=first.pk,
        at=NOW + timedelta(days=1),
        actor=coordinator_of(cohort),
        reason="Апелляция",
        commission="Апелляция комиссиясы",
        marks={"test": Decimal(40)},
    )
    assert told == [(first.pk, NOW), (second.pk, NOW + timedelta(days=1))]


@pytest.mark.parametrize(("typed", "kept"), [("№ 9, 01.12.2026", "№ 9, 01.12.2026"), (" ", None)])
def test_an_amendment_names_its_own_protocol_or_repeats_the_one_that_decided(cohort, typed, kept):
    sitting = examined(cohort)
    approve(draft(cohort, sitting))
    first = Result.objects.get()
    second = results.amend_result(
        result_id=first.pk,
        at=NOW,
        actor=coordinator_of(cohort),
        reason="Апелляция",
        commission="Апелляция комиссиясы",
        protocol=typed,
    )
    assert second.protocol == (kept or first.protocol)


def test_the_date_of_a_protocol_is_written_the_way_papers_do(cohort):
    protocol = draft(cohort, number="№7", held_on=date(2026, 11, 20))
    assert commission.reference(protocol) == "№ 7, 20.11.2026"


def test_a_draft_is_thrown_away_with_its_list_and_its_people_can_be_taken_up_again(cohort):
    sitting = examined(cohort)
    made = draft(cohort, sitting)
    with pytest.raises(NotAllowed):
        commission.discard_protocol(protocol_id=made.pk, at=NOW, actor=make_trainer(cohort))
    commission.discard_protocol(protocol_id=made.pk, at=NOW, actor=coordinator_of(cohort))
    assert not CommissionProtocol.objects.exists()
    again = draft(cohort, sitting)
    assert approve(again).is_approved
    with pytest.raises(Refusal) as refused:
        commission.discard_protocol(protocol_id=again.pk, at=NOW, actor=coordinator_of(cohort))
    assert refused.value.code == "approved"
    assert again.rows.count() == 1
