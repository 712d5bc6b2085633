"""What follows the course, in real Chromium: a second chance that brings the certificate, a year of mentoring from the match
to the notice, a webinar whose minutes are honest. On a phone; one journey in each language.
"""

from datetime import date, timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from certificates.models import Document
from certificates.rules.code import pretty
from cms.programmes import homes
from people.roles import Role
from postcourse.models import AttendanceInterval, Meeting, MentoringPlan, PlanVersion, Reassessment
from postcourse.services.events import attendance
from tests.cable import cable_to
from tests.factories import coordinator_of, decide, enrol, make_cohort, make_edition, make_issuer, make_user
from tests.postcourse.builders.events import make_event, register
from tests.postcourse.builders.mentoring import make_graduate, make_mentor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = (360, 740)


@pytest.fixture
def edition(transactional_db):
    homes()
    make_issuer()
    return make_edition()


def is_narrow(tab) -> bool:
    return tab.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_below_the_mark_a_right_is_read_booked_with_the_next_cohort_and_brings_the_certificate(
    page, axe, edition
):
    enrolment = enrol(None, make_cohort(edition))
    last_day = date(timezone.localdate().year, 12, 31)
    following = make_cohort(
        edition, number=2, ends_on=min(timezone.localdate() + timedelta(days=1), last_day)
    )
    decide(enrolment, score="46")
    notice = Document.objects.get(enrolment=enrolment)
    assert notice.kind == "notice"

    learner = page(enrolment.user, viewport=PHONE, locale="kk")
    learner.goto("/documents/")
    assert notice.number in learner.locator("main").inner_text()
    learner.goto("/home/")
    axe(learner)
    learner.click(".next .btn")
    assert learner.url.endswith("/rights/")
    axe(learner)
    assert is_narrow(learner)
    learner.click(".next .btn")
    axe(learner)
    learner.click(f"a[href*='cohort_id={following.pk}']")
    axe(learner)
    assert is_narrow(learner)
    learner.click("main form button.btn")
    right = Reassessment.objects.get(user=enrolment.user)
    assert (right.status, right.cohort_id) == ("booked", following.pk)
    assert {mark.component for mark in right.sitting.marks.current()} == {"project", "self_study"}
    axe(learner)

    learner.goto(reverse("attempt_intro", args=[right.sitting_id, "final"]))
    learner.click("main form button")
    for _position in range(4):
        learner.check("input[type=radio][value=a]")
        learner.wait_for_selector(".save-state[data-state=saved]")
        learner.click(".around button.btn:not(.quiet)")
    learner.click("main form button.btn")
    learner.wait_for_selector(".figure-big")

    right.refresh_from_db()
    assert right.status == "decided"
    certificate = Document.objects.get(enrolment=enrolment, kind="certificate")
    notice.refresh_from_db()
    assert (certificate.status, notice.status) == ("valid", "valid")
    learner.goto("/rights/")
    axe(learner)
    learner.goto("/documents/")
    assert certificate.number in learner.locator("main").inner_text()
    employer = page(viewport=PHONE, locale="ru")
    employer.goto(f"/v/{pretty(certificate.code)}")
    assert employer.locator(".verdict.ok h1").count() == 1


def as_if_over(meeting: Meeting) -> None:
    """The planned hour was some days ago."""
    ago = timedelta(days=4)
    Meeting.objects.filter(pk=meeting.pk).update(
        planned_start=F("planned_start") - ago, planned_end=F("planned_end") - ago, slot=None
    )


def test_mentor_and_graduate_plan_meet_twice_write_it_down_and_close(page, axe, edition):
    cohort = make_cohort(edition, language="ru")
    enrolment, mentor = make_graduate(cohort), make_mentor()
    coordinator = page(coordinator_of(cohort), locale="ru")
    coordinator.goto(reverse("matching"))
    axe(coordinator)
    coordinator.click(f"button[name=one][value='{enrolment.pk}']")
    plan = MentoringPlan.objects.get(enrolment=enrolment)
    assert plan.assignments.get().mentor == mentor

    # The plan: drafted from the final work, worded by the mentor, agreed by both.
    trusted, graduate = (
        page(mentor, viewport=PHONE, locale="ru"),
        page(enrolment.user, viewport=PHONE, locale="ru"),
    )
    write = reverse("mentoring_write", args=[plan.pk])
    trusted.goto(write)
    axe(trusted)
    assert is_narrow(trusted)
    for area in trusted.locator("[data-plan-list] textarea").all():
        if not area.input_value():
            area.fill("Два урока в неделю с заданиями трёх уровней.")
    trusted.click("button[value=agree]")
    graduate.goto(write)
    axe(graduate)
    graduate.click("button[value=agree]")
    plan.refresh_from_db()
    assert plan.status == "agreed"
    assert PlanVersion.objects.get(plan=plan, number=1).is_agreed

    # Two meetings: an hour that was offered, and a time the mentor sets.
    tomorrow = timezone.localdate() + timedelta(days=1)
    trusted.goto(reverse("slots"))
    trusted.click("main details.disclosure > summary")
    trusted.fill("[name=day]", tomorrow.isoformat())
    trusted.fill("[name=begins]", "15:00")
    trusted.fill("[name=ends]", "16:00")
    axe(trusted)
    trusted.click("details.disclosure form button.btn")
    graduate.goto(reverse("meeting_book", args=[plan.pk]))
    axe(graduate)
    graduate.check("input[name=slot]")
    graduate.click("main form button.btn")
    trusted.goto(reverse("meeting_new", args=[plan.pk]))
    trusted.fill("[name=day]", (tomorrow + timedelta(days=1)).isoformat())
    trusted.fill("[name=begins]", "10:00")
    trusted.fill("[name=ends]", "10:45")
    axe(trusted)
    trusted.click("main form button.btn")
    meetings = list(Meeting.objects.filter(plan=plan))
    assert len(meetings) == 2
    for meeting in meetings:
        as_if_over(meeting)
        trusted.goto(reverse("meeting_log", args=[meeting.pk]))
        trusted.fill("[name=summary]", "Разобрали урок: инструкция короче, картинок больше.")
        trusted.fill("[name=next_steps]", "Попробовать расписание с картинками.")
        axe(trusted)
        trusted.click("main form button.btn >> nth=0")
        meeting.refresh_from_db()
        assert meeting.status == "held", trusted.locator("main").inner_text()

    # The end of the year: both write and sign, the coordinator accepts, the notice is issued.
    MentoringPlan.objects.filter(pk=plan.pk).update(
        starts_on=timezone.localdate() - timedelta(days=360), ends_on=timezone.localdate() + timedelta(days=5)
    )
    closing = reverse("mentoring_closing", args=[plan.pk])
    trusted.goto(closing)
    trusted.fill("#text", "Уверенно делит задания на уровни.")
    for choice in trusted.locator("input[type=radio][value=reached]").all():
        choice.check()
    axe(trusted)
    trusted.click("button[value=save]")
    graduate.goto(closing)
    graduate.fill("#text", "Дети справляются сами чаще.")
    axe(graduate)
    assert is_narrow(graduate)
    graduate.click("button[value=sign]")
    trusted.goto(closing)
    trusted.click("button[value=sign]")
    coordinator.goto(closing)
    axe(coordinator)
    assert "Уверенно делит" not in coordinator.locator("main").inner_text()
    coordinator.click("button[value=accept]")
    plan.refresh_from_db()
    assert plan.status == "closed"
    support = Document.objects.get(enrolment=enrolment, kind="support")
    graduate.goto("/documents/")
    assert support.number in graduate.locator("main").inner_text()


def test_a_webinar_with_a_lost_connection_counts_the_minutes_that_were_there(page, axe, edition, live_server):
    """Half an hour, a break of ten minutes without a network, then two windows at once for five minutes."""
    person = make_user(Role.LEARNER)
    event = make_event(starts=timezone.now() - timedelta(minutes=50), threshold=30)
    register(event, person)
    room = reverse("event_room", args=[event.pk])

    def earlier(minutes: int) -> None:
        """What was said to the server so far was said that long ago."""
        by = timedelta(minutes=minutes)
        AttendanceInterval.objects.update(joined_at=F("joined_at") - by, seen_at=F("seen_at") - by)
        AttendanceInterval.objects.filter(left_at__isnull=False).update(left_at=F("left_at") - by)

    def beats(count: int) -> None:
        for _turn in range(100):
            if AttendanceInterval.objects.filter(event=event).count() >= count:
                return
            tab.wait_for_timeout(50)
        raise AssertionError("no sign of life came")

    with cable_to(live_server.url) as cable:
        tab = page(person, viewport=PHONE, locale="kk", base_url=cable.url, allow=(r"ERR_",))
        tab.context.add_cookies([{**one, "url": cable.url} for one in _bare(tab.context.cookies())])
        tab.goto(room)
        axe(tab)
        assert is_narrow(tab)
        beats(1)
        AttendanceInterval.objects.update(joined_at=F("joined_at") - timedelta(minutes=30))
        cable.cut()
        tab.evaluate("dispatchEvent(new Event('online'))")
        tab.locator("[data-state].is-off").wait_for()
        earlier(10)
        cable.mend()
        tab.goto(room)
        beats(2)
        other = tab.context.new_page()
        other.goto(room)
        beats(3)
        AttendanceInterval.objects.filter(left_at__isnull=True).exclude(
            joined_at__lt=timezone.now() - timedelta(minutes=9)
        ).update(joined_at=F("joined_at") - timedelta(minutes=5))
        counted = attendance.minutes_of(event, person, at=timezone.now())
        assert 35 <= counted <= 36
        tab.goto(room)
        assert int(tab.locator("[data-minutes]").inner_text()) in {counted, counted + 1}


def _bare(cookies: list[dict]) -> list[dict]:
    return [{"name": one["name"], "value": one["value"]} for one in cookies]
