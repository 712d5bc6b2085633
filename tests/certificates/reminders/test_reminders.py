"""Holders are told in time, once, and only who needs to be."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import yaml
from django.core import mail
from django.utils import timezone

from certificates import services
from certificates.models import Document, ExpiryReminder
from certificates.rules.reminders import reminder_due
from certificates.services import reminders
from certificates.services.reminders import remind_of_expiry
from courses.models import Cohort
from people.kinds import choose
from people.models import Notification
from people.notify import letter, shown
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
)

ROOT = Path(__file__).resolve().parents[3]
TABLE = yaml.safe_load((ROOT / "docs" / "rules" / "reminders.yaml").read_text())


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_the_rule_says_what_its_table_says(case):
    left = case["left"] if "left" in case else (case["last"] - case["today"]).days
    assert reminder_due(days_left=left, sent=case["sent"], is_renewed=case["renewed"]) == case["expect"]


def at(day: date, hour: int = 8) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


@pytest.fixture
def cohort(db):
    make_issuer()
    return make_cohort(make_edition())


def certificate(cohort, *, user=None) -> Document:
    return services.issue_document(result_id=decide(enrol(user, cohort)).pk, at=NOW)


def told(document: Document) -> list[int]:
    return list(document.reminders.order_by("sent_at").values_list("days", flat=True))


def test_a_holder_is_told_three_times_and_each_time_once(cohort):
    document = certificate(cohort)
    last = document.valid_until
    for days in range(100, -3, -1):
        remind_of_expiry(at=at(last - timedelta(days=days)))
    assert told(document) == [90, 30, 0]
    assert Notification.objects.filter(user=document.holder, kind="certificate_expires").count() == 3
    assert remind_of_expiry(at=at(last)) == 0


def test_the_last_day_ends_at_midnight_in_almaty(cohort):
    document = certificate(cohort)
    evening = at(document.valid_until, 23)
    assert remind_of_expiry(at=evening) == 1
    notice = Notification.objects.get(kind="certificate_expires")
    assert (notice.context["is_today"], notice.context["is_over"]) == (True, False)


def test_after_a_silence_only_the_nearest_is_sent(cohort):
    document = certificate(cohort)
    assert remind_of_expiry(at=at(document.valid_until - timedelta(days=12))) == 1
    assert told(document) == [30]


def test_whoever_has_a_newer_certificate_is_left_alone(cohort):
    old = certificate(cohort)
    again = make_cohort(cohort.edition, number=2)
    new = services.issue_document(result_id=decide(enrol(old.holder, again)).pk, at=NOW + timedelta(days=400))
    assert new.valid_until > old.valid_until
    assert remind_of_expiry(at=at(old.valid_until - timedelta(days=30))) == 0
    services.revoke_document(document_id=new.pk, at=NOW, actor=coordinator_of(cohort), reason="Қате.")
    assert remind_of_expiry(at=at(old.valid_until - timedelta(days=30))) == 1


@pytest.mark.parametrize("change", [services.suspend_document, services.revoke_document])
def test_what_is_not_valid_needs_no_reminder(cohort, change):
    document = certificate(cohort)
    change(document_id=document.pk, at=NOW, actor=coordinator_of(cohort), reason="Тексеру.")
    assert remind_of_expiry(at=at(document.valid_until)) == 0


def test_a_correction_does_not_tell_twice(cohort):
    document = certificate(cohort)
    day = document.valid_until - timedelta(days=90)
    assert remind_of_expiry(at=at(day)) == 1
    new = services.correct_document(
        document_id=document.pk, at=NOW, actor=coordinator_of(cohort), reason="Тегі өзгерді."
    )
    assert new.valid_until == document.valid_until
    assert remind_of_expiry(at=at(day + timedelta(days=1))) == 0


def test_one_that_fails_holds_up_no_other(cohort, monkeypatch, caplog):
    first, second = certificate(cohort), certificate(cohort)
    real = reminders.notify.tell

    def tell(*, user, **more):
        if user == first.holder:
            raise RuntimeError("no mail today")
        return real(user=user, **more)

    monkeypatch.setattr(reminders.notify, "tell", tell)
    assert remind_of_expiry(at=at(first.valid_until)) == 1
    assert (told(first), told(second)) == ([], [0])
    assert "no mail today" not in str(Notification.objects.values())


def test_the_letter_names_the_last_day_and_open_cohorts(cohort, in_english):
    document = certificate(cohort)
    make_cohort(cohort.edition, number=7, upto="open")
    make_cohort(cohort.edition, number=8, upto="draft")
    remind_of_expiry(at=at(document.valid_until - timedelta(days=90)))
    notice = Notification.objects.get(kind="certificate_expires")
    subject, body = letter(notice)
    assert str(document.valid_until.year) in subject
    assert document.number in body
    assert "A-7" in body
    assert "A-8" not in body
    assert f"/documents/{document.pk}/" in body
    assert "A-7" in shown(notice)
    assert notice.context["cohorts"].keys() == {"kk", "ru", "en"}


def test_whoever_has_applied_is_told_so(cohort, in_english):
    document = certificate(cohort)
    following = make_cohort(cohort.edition, number=7, upto="open")
    document.holder.enrolments.create(cohort=following, applied_at=NOW)
    remind_of_expiry(at=at(document.valid_until))
    assert "already applied" in letter(Notification.objects.get(kind="certificate_expires"))[1]


def test_mail_is_sent_as_the_holder_wants_it(cohort, django_capture_on_commit_callbacks):
    silent, usual = certificate(cohort), certificate(cohort)
    choose(user=silent.holder, ways={"certificate_expires": "never"})
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_expiry(at=NOW + (silent.valid_until - timezone.localdate(NOW))) == 2
    assert [letter_.to for letter_ in mail.outbox] == [[usual.holder.email]]


def test_many_certificates_cost_two_queries_to_look_through(cohort, django_assert_num_queries):
    for _turn in range(3):
        last = certificate(cohort).valid_until
    with django_assert_num_queries(2):
        assert len(reminders.waiting(at=at(last))) == 3


def test_nobody_is_told_about_a_running_cohort_only(cohort):
    certificate(cohort)
    assert remind_of_expiry(at=NOW) == 0
    assert not ExpiryReminder.objects.exists()
    assert Cohort.objects.get() == cohort
