"""How support ends: both write and sign, figures are frozen, the notice is issued once; and what repairs it."""

from datetime import timedelta

import pytest

from certificates.models import Document
from certificates.services import issue_missing
from people.models import Notification
from postcourse.audit import mentoring as audit_mentoring
from postcourse.models import ClosingReport
from postcourse.services.mentoring import closing
from tests.factories import NOW
from tests.postcourse.builders import mentoring as build

from .conftest import refused

JUDGED = [{"state": "reached", "why": ""}, {"state": "not", "why": "Уақыт жетпеді."}]


def save(plan, actor, at, *, text="Мәтін.", goals=JUDGED, seen=None):
    if seen is None:
        seen = closing.seen_mark(closing.report_of(plan), by_graduate=actor.pk == plan.graduate_id)
    return closing.save(plan_id=plan.pk, text=text, goals=goals, seen=seen, at=at, actor=actor)


def sign(plan, actor, at, *, seen=None):
    seen = closing.signed_mark(closing.report_of(plan)) if seen is None else seen
    return closing.sign(plan_id=plan.pk, seen=seen, at=at, actor=actor)


def test_the_whole_way_to_the_notice(agreed, mentor, coordinator, end):
    build.hold_meeting(agreed, mentor, at=NOW + timedelta(days=20), minutes=50)
    build.hold_meeting(agreed, mentor, at=NOW + timedelta(days=60), minutes=70, kind="visit")
    build.write_report(agreed, mentor, at=end)
    report = closing.accept(plan_id=agreed.pk, at=end, actor=coordinator)
    agreed.refresh_from_db()
    assert agreed.status == "closed"
    figures = report.figures
    assert (figures["meetings_held"], figures["meetings_planned"], figures["visits"], figures["hours"]) == (
        *(2, 6, 1, 2),
    )
    assert figures["goals"] == {"reached": 1, "partly": 1, "not": 0}
    assert "Айнымас" not in str(figures)
    document = report.document
    assert (document.kind, document.enrolment, document.valid_until) == ("support", agreed.enrolment, None)
    assert document.number.endswith("-S-000001")
    assert document.facts["meetings"] == 2
    assert document.facts["mentor_name"] == mentor.full_name
    assert closing.accept(plan_id=agreed.pk, at=end, actor=coordinator) == report
    assert Document.objects.filter(kind="support").count() == 1
    told = Notification.objects.filter(kind="support_over")
    assert {row.user for row in told} == {mentor, agreed.graduate}
    assert list(audit_mentoring.breaches()) == []


def test_a_report_is_a_draft_until_the_last_month(agreed, mentor, end):
    save(agreed, mentor, NOW)
    save(agreed, agreed.graduate, NOW)
    assert refused(sign, plan=agreed, actor=mentor, at=NOW) == "too_early"
    assert sign(agreed, mentor, end).mentor_signed_at == end


@pytest.mark.parametrize(
    ("goals", "code"),
    [
        ([{"state": "reached", "why": ""}], "goals_open"),
        ([{"state": "reached", "why": ""}, {"state": "partly", "why": " "}], "no_why"),
        ([{"state": "well", "why": "x"}] * 2, "goals_open"),
    ],
)
def test_what_is_unfinished_is_kept_and_not_signed(agreed, mentor, end, goals, code):
    save(agreed, agreed.graduate, end)
    save(agreed, mentor, end, goals=goals)
    assert refused(sign, plan=agreed, actor=mentor, at=end) == code


def test_nobody_signs_without_their_own_words_or_with_a_childs_number(agreed, mentor, end):
    save(agreed, mentor, end)
    assert refused(sign, plan=agreed, actor=agreed.graduate, at=end) == "no_text"
    assert refused(sign, plan=agreed, actor=mentor, at=end) == "no_other_text"
    save(agreed, agreed.graduate, end, text="Баланың ЖСН 921029350851.")
    assert refused(sign, plan=agreed, actor=agreed.graduate, at=end) == "identifies"


def test_a_change_takes_both_signatures_back_and_the_other_is_told(agreed, mentor, end):
    build.write_report(agreed, mentor, at=end)
    report = save(agreed, mentor, end, text="Басқаша.")
    assert (report.graduate_signed_at, report.mentor_signed_at) == (None, None)
    last = Notification.objects.filter(kind="closing_report_moved").latest("pk")
    assert (last.user, last.context["step"]) == (agreed.graduate, "changed")
    again = build.write_report(agreed, mentor, at=end)
    assert save(agreed, mentor, end, text=again.mentor_text, goals=again.goals).mentor_signed_at == end


def test_a_stale_save_and_a_stale_signature_change_nothing(agreed, mentor, end):
    first = save(agreed, mentor, end, text="Бірінші.")
    with pytest.raises(closing.StaleReport) as refusal:
        save(agreed, agreed.graduate, end, goals=[], seen="")
    assert refusal.value.report == first
    assert refused(sign, plan=agreed, actor=mentor, at=end, seen="old") == "stale"
    assert ClosingReport.objects.get().goals == closing.clean_goals(JUDGED, count=2)


def test_a_plan_that_is_not_agreed_has_no_report(plan, mentor):
    assert refused(save, plan=plan, actor=mentor, at=NOW) == "not_agreed"


def test_only_who_runs_support_and_is_none_of_the_two_accepts(agreed, mentor, coordinator, end):
    build.hold_meeting(agreed, mentor, at=NOW + timedelta(days=20))
    asked = {"plan_id": agreed.pk, "at": end}
    assert refused(closing.accept, actor=coordinator, **asked) == "not_signed"
    build.write_report(agreed, mentor, at=end)
    assert refused(closing.accept, actor=mentor, **asked) == "not_allowed"
    mentor.groups.add(*coordinator.groups.all())
    mentor = type(mentor).objects.get(pk=mentor.pk)
    assert refused(closing.accept, actor=mentor, **asked) == "not_allowed"
    assert closing.accept(actor=coordinator, **asked).accepted_by == coordinator


def test_a_report_is_given_back_with_what_is_missing(agreed, mentor, coordinator, end):
    build.write_report(agreed, mentor, at=end)
    asked = {"plan_id": agreed.pk, "at": end, "actor": coordinator}
    assert refused(closing.give_back, note=" ", **asked) == "note_missing"
    report = closing.give_back(note="Екінші мақсатты толықтырыңыз.", **asked)
    assert (report.graduate_signed_at, report.mentor_signed_at) == (None, None)
    assert refused(closing.accept, **asked) == "not_signed"


def test_support_without_a_meeting_brings_no_notice_and_stays_open(agreed, mentor, coordinator, end):
    build.write_report(agreed, mentor, at=end)
    assert refused(closing.accept, plan_id=agreed.pk, at=end, actor=coordinator) == "no_meetings"
    agreed.refresh_from_db()
    assert agreed.status == "agreed"
    assert ClosingReport.objects.get().accepted_at is None


def test_a_notice_that_is_missing_is_found_and_issued_by_the_repair(agreed, mentor, coordinator, end):
    build.hold_meeting(agreed, mentor, at=NOW + timedelta(days=20))
    build.write_report(agreed, mentor, at=end)
    report = closing.accept(plan_id=agreed.pk, at=end, actor=coordinator)
    ClosingReport.objects.update(document=None)
    assert [breach.point for breach in audit_mentoring.breaches()] == [6]
    assert report.document in issue_missing(at=end + timedelta(days=1))
    report.refresh_from_db()
    assert report.document == Document.objects.get(kind="support")
    assert list(audit_mentoring.breaches()) == []
