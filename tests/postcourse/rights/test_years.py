"""Absences, exceptions, ends of years, reminders, the audit; what the database itself refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from people.errors import NotAllowed, Refusal
from people.models import Notification
from people.notify import letter, shown
from people.roles import Role
from postcourse import tasks
from postcourse.audit import rights as audit_rights
from postcourse.models import Reassessment, RightOverride
from postcourse.services.rights import reassessment
from postcourse.services.rights import year as right_year
from tests.factories import make_user
from tests.postcourse.builders.rights import failed, made_cohort, on, right_of, sit_and_fail
from tests.racing import at_once

pytestmark = pytest.mark.django_db
NOW = on(6, 15)
DAY = date(2026, 7, 10)


def refused(call, **more) -> str:
    with pytest.raises(Refusal) as refusal:
        call(**more)
    return refusal.value.code


@pytest.fixture
def booked(enrolment):
    """Booked for 10 July, on a day of one's own."""
    return reassessment.book(
        reassessment_id=right_of(enrolment).pk, kind="alone", planned_on=DAY, at=NOW, actor=enrolment.user
    )


@pytest.fixture
def absent(booked):
    """The person did not come."""
    return reassessment.no_show(reassessment_id=booked.pk, at=on(7, 11))


# Absences


def test_an_absence_is_none_before_the_day_is_over(booked):
    assert refused(reassessment.no_show, reassessment_id=booked.pk, at=on(7, 10, 23)) == "not_past"
    assert right_year.lapse_due(at=on(7, 10, 23)) == 0
    assert right_year.lapse_due(at=on(7, 11, 0)) == 1
    assert right_year.lapse_due(at=on(7, 11, 1)) == 0


def test_an_unexcused_absence_uses_the_year(absent, enrolment):
    assert (absent.status, absent.lapse, absent.kind, absent.planned_on) == (
        "lapsed",
        "no_show",
        "alone",
        DAY,
    )
    assert not Reassessment.objects.under_way().exists()
    assert right_year.renew(at=on(12, 31)) == 0
    assert right_year.renew(at=on(1, 1, year=2027)) == 1


def test_an_excused_absence_frees_the_slot_and_opens_it_again(absent, coordinator):
    excuse = {"reassessment_id": absent.pk, "at": on(7, 15), "actor": coordinator}
    assert refused(reassessment.excuse, reason=" ", **excuse) == "reason_missing"
    row = reassessment.excuse(reason="Ауырған, анықтама № 5", **excuse)
    assert (row.status, row.year, row.slot) == ("open", 2026, 1)
    absent.refresh_from_db()
    assert (absent.lapse, absent.excused_at) == ("excused", on(7, 15))
    assert absent.transitions.last().reason == "Ауырған, анықтама № 5"
    assert reassessment.excuse(reason="Тағы", **excuse).pk == row.pk  # a repeat changes nothing
    assert Reassessment.objects.count() == 2


def test_an_absence_can_be_excused_in_the_next_year(absent, coordinator):
    right_year.turn_the_year(at=on(1, 1, year=2027))
    row = reassessment.excuse(
        reassessment_id=absent.pk, reason="Ауырған", at=on(1, 9, year=2027), actor=coordinator
    )
    assert (row.year, Reassessment.objects.under_way().count()) == (2027, 1)


def test_a_settled_absence_stays_used_and_says_who_settled_it(absent, coordinator):
    row = reassessment.confirm_no_show(
        reassessment_id=absent.pk, reason="Құжат жоқ", at=on(7, 20), actor=coordinator
    )
    assert (row.lapse, row.transitions.last().actor) == ("no_show", coordinator)
    assert not Reassessment.objects.under_way().exists()


def test_only_who_makes_orders_excuses_and_grants_and_never_for_themselves(absent, enrolment):
    for actor in (enrolment.user, make_user(Role.TRAINER), make_user(Role.MENTOR)):
        with pytest.raises(NotAllowed):
            reassessment.excuse(reassessment_id=absent.pk, reason="Себеп", at=NOW, actor=actor)
        with pytest.raises(NotAllowed):
            reassessment.grant(
                enrolment_id=enrolment.pk, kind="extra", year=2026, reason="Себеп", at=NOW, actor=actor
            )
    own = make_user(Role.COORDINATOR, Role.LEARNER)
    mine = failed(made_cohort(2), user=own)
    grant = {"enrolment_id": mine.pk, "kind": "extra", "year": 2026, "reason": "Себеп", "at": NOW}
    assert refused(reassessment.grant, actor=own, **grant) == "own_right"


# Exceptions


def test_one_more_in_the_year_opens_a_second_slot(booked, enrolment, coordinator):
    sit_and_fail(booked, at=on(7, 10))
    grant = {"enrolment_id": enrolment.pk, "kind": "extra", "at": on(7, 20), "actor": coordinator}
    assert refused(reassessment.grant, year=2025, reason="Себеп", **grant) == "year"
    assert refused(reassessment.grant, year=2026, reason="", **grant) == "reason_missing"
    reassessment.grant(year=2026, reason="Жүйе істемеді", **grant)
    row = right_of(enrolment)
    assert (row.status, row.year, row.slot, row.limit) == ("open", 2026, 2, 2)
    assert not list(audit_rights.breaches())


# Years


def test_on_new_years_day_what_was_open_lapses_and_opens_anew_once(enrolment):
    old = right_of(enrolment)
    right_year.turn_the_year(at=on(12, 31, 23))
    assert right_of(enrolment) == old
    for _turn in range(2):
        right_year.turn_the_year(at=on(1, 1, 0, year=2027))
    old.refresh_from_db()
    assert (old.status, old.lapse) == ("lapsed", "year_ended")
    assert (right_of(enrolment).year, Reassessment.objects.count()) == (2027, 2)
    told = Notification.objects.filter(
        user=enrolment.user, kind__in=["right_opened", "right_renewed", "right_lapsed"]
    )
    assert list(told.order_by("pk").values_list("kind", flat=True)) == [
        "right_opened",
        "right_renewed",
    ]


def test_a_lost_signal_is_found_by_the_beat(enrolment):
    again = failed(made_cohort(3), right=False)
    assert not Reassessment.objects.filter(user=again.user).exists()
    assert right_year.renew(at=NOW) == 1
    assert right_of(again).year == 2026


def test_one_person_that_fails_does_not_hold_up_the_others(enrolment, monkeypatch):
    other = failed(made_cohort(3), right=False)
    broken = failed(made_cohort(4), right=False)
    real = right_year.settle

    def settle(*, user_id, **more):
        if user_id == broken.user_id:
            raise RuntimeError("broken")
        return real(user_id=user_id, **more)

    monkeypatch.setattr(right_year, "settle", settle)
    assert right_year.renew(at=NOW) == 1
    assert right_of(other) is not None


# Reminders


def told(user, kind: str) -> int:
    return Notification.objects.filter(user=user, kind=kind).count()


def test_reminders_30_and_7_days_before_the_end_each_once(enrolment):
    for day, count in ((30, 0), (1, 1), (2, 1), (23, 1), (24, 2), (31, 2)):
        at = on(11, 30) if day == 30 else on(12, day)
        right_year.remind(at=at)
        right_year.remind(at=at + timedelta(hours=1))
        assert told(enrolment.user, "right_ends") == count, day


def test_who_has_booked_is_reminded_on_the_day_before_alone(booked, enrolment):
    for day, count in ((8, 0), (9, 1), (10, 1)):
        right_year.remind(at=on(7, day))
        right_year.remind(at=on(7, day, 18))
        assert told(enrolment.user, "reassessment_tomorrow") == count, day
    assert not told(enrolment.user, "right_ends")


def test_every_notice_says_what_and_when_in_its_letter_and_on_the_site(
    absent, enrolment, coordinator, in_english
):
    right_year.remind(at=on(7, 9))
    reassessment.excuse(reassessment_id=absent.pk, reason="Ауырған", at=on(7, 15), actor=coordinator)
    right_year.remind(at=on(12, 1))
    right_year.turn_the_year(at=on(1, 1, year=2027))
    rows = Notification.objects.filter(user=enrolment.user).exclude(kind="result_decided")
    kinds = set()
    for row in rows.order_by("pk"):
        subject, body = letter(row)
        assert subject, row.kind
        assert "/rights/" in body
        assert "Inclusion" in body
        assert "2026" in body + subject or "2027" in body + subject
        assert str(shown(row)).startswith("<p>")
        kinds.add(row.kind)
    assert kinds == {"right_opened", "reassessment_booked", "right_lapsed", "right_ends", "right_renewed"}


def test_the_beat_runs_it_all(enrolment, today):
    tasks.turn_rights()
    assert right_of(enrolment).status == "open"


# What the database refuses


def copies(row: Reassessment, **changes) -> list[Reassessment]:
    fields = {
        "user_id": row.user_id,
        "programme_code": row.programme_code,
        "year": row.year,
        "enrolment_id": row.enrolment_id,
        "based_on_id": row.based_on_id,
        "until": row.until,
        "opened_at": row.opened_at,
        "status": "lapsed",
        "lapse": "year_ended",
    }
    return [Reassessment(**(fields | changes))]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({}, "one_reassessment_per_slot_of_a_year"),
        ({"status": "open", "lapse": "", "year": 2027}, "one_reassessment_under_way"),
        ({"slot": 2}, "reassessment_within_limit"),
        ({"year": 2027, "lapse": ""}, "lapsed_reassessment_says_why"),
        ({"year": 2027, "excused_at": NOW}, "excused_reassessment_lapsed"),
        ({"year": 2027, "planned_on": date(2027, 1, 1)}, "reassessment_is_in_its_year"),
    ],
)
def test_rows_past_the_services_are_refused_by_the_database(enrolment, changes, constraint):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Reassessment.objects.bulk_create(copies(right_of(enrolment), **changes))
    message = str(error.value)
    assert constraint in message or "user_id" in message


def test_an_excused_row_shares_its_slot(enrolment):
    Reassessment.objects.bulk_create(copies(right_of(enrolment), lapse="excused", excused_at=NOW))
    assert Reassessment.objects.count() == 2


def test_a_booking_without_its_sitting_is_refused(enrolment):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reassessment.objects.update(status="booked")


# Audit


def found() -> str:
    return "\n".join(str(one) for one in audit_rights.breaches())


def test_the_audit_is_silent_over_what_services_wrote(absent, coordinator):
    reassessment.excuse(reassessment_id=absent.pk, reason="Ауырған", at=on(7, 15), actor=coordinator)
    assert not found()


def test_the_audit_names_what_must_not_be(enrolment, booked):
    sit_and_fail(booked, at=on(7, 10))
    row = Reassessment.objects.get(pk=booked.pk)
    Reassessment.objects.filter(pk=row.pk).update(year=2025, until=date(2026, 12, 31))
    assert f"reassessment {row.pk} belongs to 2025 and is planned in 2026" in found()
    Reassessment.objects.filter(pk=row.pk).update(year=2026, slot=2, limit=2)
    assert f"reassessment {row.pk} is number 2 of 2026" in found()
    Reassessment.objects.filter(pk=row.pk).update(slot=1, limit=1, status="taken")
    assert f"reassessment {row.pk} is “taken”" in found()
    Reassessment.objects.filter(pk=row.pk).update(
        status="decided", sitting=enrolment.sittings.create(cohort=enrolment.cohort, number=9, opened_at=NOW)
    )
    assert f"reassessment {row.pk} is decided but its sitting has no result" in found()


def test_the_audit_counts_by_the_day_on_which_it_was_taken(enrolment, booked):
    sit_and_fail(booked, at=on(7, 10))
    right_year.renew(at=on(1, 1, year=2027))
    row = reassessment.book(
        reassessment_id=right_of(enrolment).pk,
        kind="alone",
        planned_on=date(2027, 2, 1),
        at=on(1, 5, year=2027),
        actor=enrolment.user,
    )
    sit_and_fail(row, at=on(2, 1, year=2027))
    assert not found()
    row.transitions.filter(to_status="taken").update(at=on(12, 31, 12))
    assert "took 2 reassessments of programme A in 2026" in found()


# Races


@pytest.mark.django_db(transaction=True)
def test_two_bookings_at_once_give_one_sitting(enrolment, next_cohort):
    row = right_of(enrolment)

    def alone():
        reassessment.book(reassessment_id=row.pk, kind="alone", planned_on=DAY, at=NOW, actor=enrolment.user)

    def joined():
        reassessment.book(
            reassessment_id=row.pk, kind="cohort", cohort_id=next_cohort.pk, at=NOW, actor=enrolment.user
        )

    wrong = at_once([alone, joined])
    assert [type(one) for one in wrong] == [Refusal]
    row.refresh_from_db()
    assert row.status == "booked"
    assert enrolment.sittings.count() == 2
    assert row.sitting.number == 2


@pytest.mark.django_db(transaction=True)
def test_a_signal_and_the_beat_at_once_open_one_right(enrolment):
    other = failed(made_cohort(3), right=False)
    result = other.sittings.get().results.get()
    wrong = at_once(
        [
            lambda: reassessment.open_right(result_id=result.pk, at=NOW),
            lambda: right_year.renew(at=NOW),
            lambda: reassessment.open_right(result_id=result.pk, at=NOW),
        ]
    )
    assert not wrong
    assert Reassessment.objects.filter(user=other.user).count() == 1
    assert not RightOverride.objects.exists()
