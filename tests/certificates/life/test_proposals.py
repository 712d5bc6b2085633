"""Two people, the table asked twice, and a history that explains where a document stands."""

import os
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates import services
from certificates.models import ChangeProposal, Document, LogEntry
from certificates.rules import changes
from certificates.services import proposals
from people.errors import NotAllowed, Refusal
from people.models import Notification, User
from people.roles import Role
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer, make_user
from tests.racing import at_once

from .conftest import LATER, REASON, refused
from .test_rules import TABLE

pytestmark = pytest.mark.django_db
NAME = {"surname": "Өтегенова", "given_name": "Ақмарал", "patronymic": "Ілиясқызы"}


def told(document) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(user=document.holder, kind="document_changed").order_by("pk")
    return [(row.context["change"], row.context["number"]) for row in rows]


@pytest.mark.sqlite
def test_a_proposal_changes_nothing_until_a_second_person_approves(document, keeper, second):
    one = proposals.propose(
        document_id=document.pk, change="suspend", reason=f" {REASON} ", at=NOW, actor=keeper
    )
    document.refresh_from_db()
    assert (document.status, one.status, told(document)) == ("valid", "proposed", [])
    assert proposals.waiting_for(second) == 1
    assert proposals.waiting_for(keeper) == 0
    proposals.approve(proposal_id=one.pk, at=LATER, actor=second)
    document.refresh_from_db()
    one.refresh_from_db()
    move = document.transitions.last()
    assert (document.status, one.status, one.decided_by) == ("suspended", "approved", second)
    assert (move.to_status, move.actor, move.reason, move.at) == ("suspended", second, REASON, LATER)
    assert document.log.last().event == LogEntry.Event.STATUS
    assert told(document) == [("suspend", document.number)]
    assert proposals.waiting_for(second) == 0


def test_the_proposer_cannot_approve_or_decline(document, keeper):
    one = proposals.propose(document_id=document.pk, change="revoke", reason=REASON, at=NOW, actor=keeper)
    for call in (proposals.approve, proposals.decline):
        more = {"note": "Жоқ."} if call is proposals.decline else {}
        assert refused(call, proposal_id=one.pk, at=NOW, actor=keeper, **more) == "not_allowed"
    document.refresh_from_db()
    assert document.status == "valid"
    with pytest.raises(IntegrityError, match="proposer_and_approver_differ"), transaction.atomic():
        ChangeProposal.objects.filter(pk=one.pk).update(status="approved", decided_by=keeper)
    proposals.withdraw(proposal_id=one.pk, at=NOW, actor=keeper)
    assert not ChangeProposal.objects.filter(status="proposed").exists()


def test_nobody_decides_about_their_own_document_or_withdraws_anothers(document, keeper, second):
    one = proposals.propose(document_id=document.pk, change="suspend", reason=REASON, at=NOW, actor=keeper)
    document.holder.groups.set(second.groups.all())
    holder = User.objects.get(pk=document.holder_id)
    assert refused(proposals.approve, proposal_id=one.pk, at=NOW, actor=holder) == "not_allowed"
    assert refused(proposals.withdraw, proposal_id=one.pk, at=NOW, actor=second) == "not_allowed"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.METHODOLOGIST])
def test_only_who_keeps_the_register_proposes_or_decides(document, keeper, role):
    stranger = make_user(role)
    with pytest.raises(NotAllowed):
        proposals.propose(document_id=document.pk, change="revoke", reason=REASON, at=NOW, actor=stranger)
    one = proposals.propose(document_id=document.pk, change="revoke", reason=REASON, at=NOW, actor=keeper)
    for call in (proposals.approve, proposals.withdraw):
        with pytest.raises(NotAllowed):
            call(proposal_id=one.pk, at=NOW, actor=stranger)
    assert proposals.waiting_for(stranger) == 0


def test_one_open_proposal_for_a_document(document, keeper, second):
    proposals.propose(document_id=document.pk, change="suspend", reason=REASON, at=NOW, actor=keeper)
    more = {"document_id": document.pk, "change": "revoke", "reason": REASON, "at": NOW, "actor": second}
    assert refused(proposals.propose, **more) == "open_proposal"
    with pytest.raises(IntegrityError, match=r"one_open_proposal|document_id"), transaction.atomic():
        ChangeProposal.objects.create(
            document=document, change="revoke", reason=REASON, proposed_by=second, proposed_at=NOW
        )


def test_declining_needs_a_note_and_leaves_the_document(document, keeper, second):
    one = proposals.propose(document_id=document.pk, change="revoke", reason=REASON, at=NOW, actor=keeper)
    assert refused(proposals.decline, proposal_id=one.pk, note=" ", at=NOW, actor=second) == "note_missing"
    proposals.decline(proposal_id=one.pk, note="Дәлел жоқ.", at=NOW, actor=second)
    assert refused(proposals.approve, proposal_id=one.pk, at=NOW, actor=second) == "decided"
    document.refresh_from_db()
    assert (document.status, document.transitions.count(), told(document)) == ("valid", 1, [])


@pytest.mark.parametrize("kind", ["document", "notice"])
@pytest.mark.parametrize("row", TABLE["allowed"], ids=lambda row: f"{row['status']} {row['erased']}")
def test_the_table_is_asked_at_the_proposal(request, kind, row, keeper):
    one = request.getfixturevalue(kind)
    Document.objects.filter(pk=one.pk).update(status=row["status"], erased_at=NOW if row["erased"] else None)
    for change in changes.CHANGES:
        more = {"document_id": one.pk, "change": change, "reason": REASON, "at": NOW, "actor": keeper}
        if change in row["may"]:
            made = proposals.propose(**more, corrected=NAME)
            proposals.withdraw(proposal_id=made.pk, at=NOW, actor=keeper)
        else:
            assert refused(proposals.propose, **more) == "not_possible"


def test_the_table_is_asked_again_at_the_approval(document, keeper, second):
    one = proposals.propose(document_id=document.pk, change="suspend", reason=REASON, at=NOW, actor=keeper)
    services.revoke_document(document_id=document.pk, at=NOW, actor=second, reason="Нәтиже өзгерді.")
    assert refused(proposals.approve, proposal_id=one.pk, at=NOW, actor=second) == "not_possible"
    one.refresh_from_db()
    assert (one.status, one.decided_by) == ("proposed", None)


def test_a_reason_is_needed_and_an_unknown_change_refused(document, keeper):
    told = {"document_id": document.pk, "at": NOW, "actor": keeper}
    assert refused(proposals.propose, change="suspend", reason="  ", **told) == "reason_missing"
    assert refused(proposals.propose, change="rename", reason=REASON, **told) == "unknown_change"
    assert not ChangeProposal.objects.exists()


# Correction


@pytest.mark.parametrize("kind", ["document", "notice"])
def test_a_correction_issues_another_with_the_same_dates(request, kind, change):
    old = request.getfixturevalue(kind)
    one = change(old, "correct", corrected={**NAME, "surname": "  Өте\u00adгенова\t"}, at=LATER)
    new = one.new_document
    assert (old.status, new.status, new.supersedes, new.kind) == ("replaced", "valid", old, old.kind)
    assert {part: new.facts[part] for part in NAME} == NAME == one.corrected
    assert (new.issued_on, new.valid_until) == (old.issued_on, old.valid_until)
    assert new.number != old.number
    assert new.code != old.code
    assert new.transitions.get().actor == one.decided_by
    assert told(old) == [("correct", old.number)]
    assert old.holder.surname == "Үмбетжанова"  # the profile is its owner's


def test_without_typed_names_a_correction_prints_the_profile_as_it_stood_when_proposed(
    document, keeper, second
):
    document.holder.surname = "Өтегенова"
    document.holder.save()
    one = proposals.propose(document_id=document.pk, change="correct", reason=REASON, at=NOW, actor=keeper)
    document.holder.surname = "Басқаева"
    document.holder.save()
    proposals.approve(proposal_id=one.pk, at=NOW, actor=second)
    one.refresh_from_db()
    assert one.new_document.facts["surname"] == "Өтегенова"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ({"surname": "王", "given_name": "Ақмарал"}, "unprintable_name"),
        ({"surname": "", "given_name": " ", "patronymic": "Ілиясқызы"}, "name_missing"),
        ({"surname": "Ө" * 101, "given_name": "Ақмарал"}, "name_too_long"),
        ({}, "same_name"),
    ],
)
def test_a_name_that_cannot_be_printed_or_is_the_same_is_refused_at_the_proposal(
    document, keeper, name, code
):
    told = {"document_id": document.pk, "change": "correct", "reason": REASON, "at": NOW, "actor": keeper}
    assert refused(proposals.propose, corrected=name, **told) == code
    assert not ChangeProposal.objects.exists()


def test_a_certificate_of_29_february_keeps_its_last_day_through_a_correction(cohort, change):
    leap = datetime(2028, 2, 29, 15, tzinfo=timezone.get_default_timezone())
    document = services.issue_document(result_id=decide(enrol(None, cohort)).pk, at=leap)
    assert document.valid_until.isoformat() == "2031-02-28"
    new = change(document, "correct", corrected=NAME, at=leap + timedelta(days=400)).new_document
    assert (new.issued_on.isoformat(), new.valid_until.isoformat()) == ("2028-02-29", "2031-02-28")
    assert (document.number[:5], new.number[:5]) == ("2028-", "2029-")
    call_command("check_invariants")


# Whatever people do


@pytest.fixture
def everybody(document, keeper, second):
    return document, keeper, second


STEP = st.tuples(
    st.sampled_from(sorted(changes.CHANGES)), st.sampled_from(["approve", "decline", "withdraw"])
)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=1, max_size=6))
def test_any_sequence_of_proposals_ends_in_a_state_that_its_history_explains(everybody, steps):
    first, keeper, second = everybody
    with transaction.atomic():
        document = Document.objects.get(pk=first.pk)
        for number, (change, end) in enumerate(steps):
            name = {**NAME, "given_name": f"Ақмарал{'а' * number}"}
            before = Document.objects.get(pk=document.pk)
            may = changes.is_allowed(change, status=before.status, is_erased=bool(before.erased_at))
            told = {"at": NOW + timedelta(minutes=number), "actor": keeper}
            try:
                one = proposals.propose(
                    document_id=document.pk, change=change, reason=REASON, corrected=name, **told
                )
            except Refusal:
                assert not may
                continue
            assert may
            told["actor"] = keeper if end == "withdraw" else second
            note = {"note": "Жоқ."} if end == "decline" else {}
            getattr(proposals, end)(proposal_id=one.pk, **told, **note)
            document.refresh_from_db()
            if end != "approve":
                assert (document.status, document.erased_at) == (before.status, before.erased_at)
                continue
            assert document.status == changes.status_after(change, status=before.status)
            one.refresh_from_db()
            document = one.new_document or document  # go on with what stands
        for row in Document.objects.all():
            assert row.transitions.last().to_status == row.status
            assert (row.status == "replaced") == hasattr(row, "superseded_by")
            assert bool(row.erased_at) == (row.facts["surname"] == "")
        call_command("check_invariants")
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("TIREK_TEST_DATABASE_URL" not in os.environ, reason="two writers at once need PostgreSQL")
def test_of_two_approvals_at_once_one_has_an_effect():
    make_issuer()
    enrolment = enrol(None, make_cohort(make_edition()))
    document = services.issue_document(result_id=decide(enrolment).pk, at=NOW)
    keeper, people = make_user(Role.COORDINATOR), [make_user(Role.ADMINISTRATOR) for _turn in range(3)]
    one = proposals.propose(
        document_id=document.pk, change="correct", reason=REASON, corrected=NAME, at=NOW, actor=keeper
    )
    codes = []

    def approve(person) -> None:
        try:
            proposals.approve(proposal_id=one.pk, at=NOW, actor=person)
            codes.append("done")
        except Refusal as refusal:
            codes.append(refusal.code)

    assert at_once([partial(approve, person) for person in people]) == []
    assert sorted(codes) == ["decided", "decided", "done"]
    assert Document.objects.count() == 2
    assert len(told(document)) == 1
