"""What describes a child goes when its term has passed; figures stay; a second run changes nothing."""

import logging
from dataclasses import astuple
from datetime import timedelta

import pytest
from django.utils import timezone

from postcourse import tasks
from postcourse.audit import growth as audit_growth
from postcourse.models import (
    ChildIndicator,
    ChildReading,
    ClosingReport,
    DiaryEntry,
    EntryFeedback,
    EntryFile,
    MentoringPlan,
)
from postcourse.services.growth import child_data, diary, indicators
from tests.factories import NOW
from tests.postcourse.builders import growth

pytestmark = pytest.mark.django_db


def moment(day):
    """Noon of that day."""
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))


@pytest.fixture
def kept(plan, mentor):
    """A plan with indicators, a support plan that was talked about, a reflection, and a closing report."""
    growth.watch(plan, 2, 3, 9)
    entry = growth.write_entry(plan, kind="support_plan", title="Оқушы А жоспары")
    growth.attach(entry)
    diary.share(entry_id=entry.pk, at=NOW, actor=plan.graduate)
    diary.say(entry_id=entry.pk, text="Мақсат айқын.", at=NOW, actor=mentor)
    growth.write_entry(plan, title="Ойым")
    ClosingReport.objects.create(plan=plan, saved_at=NOW, figures={"meetings_held": 3})
    return plan


def last_day(plan):
    return plan.ends_on + timedelta(days=child_data.DAYS)


def test_nothing_goes_before_its_term(kept):
    before = moment(last_day(kept) - timedelta(days=1))
    assert list(child_data.due_for_erasure(before)) == []
    assert child_data.erase_child_data(plan_id=kept.pk, at=before) is False
    assert ChildReading.objects.count() == 3
    assert [due.plan_id for due in child_data.due_for_erasure(moment(last_day(kept)))] == [kept.pk]


def test_the_term_is_a_parameter_of_the_edition(kept):
    edition = kept.enrolment.cohort.edition
    edition.parameters["child_data_days"] = 30
    edition.save(update_fields=["parameters"])
    assert child_data.erase_due_child_data(at=moment(kept.ends_on + timedelta(days=29))) == 0
    assert child_data.erase_due_child_data(at=moment(kept.ends_on + timedelta(days=30))) == 1


def test_support_ended_early_begins_its_term_on_that_day(kept):
    MentoringPlan.objects.update(status="ended")
    kept.transitions.create(from_status="agreed", to_status="ended", at=NOW, reason="Жұмыстан шықты.")
    day = timezone.localdate(NOW) + timedelta(days=child_data.DAYS)
    assert [due.on for due in child_data.due_for_erasure(moment(day))] == [day]


def test_words_readings_files_and_talk_go_and_figures_stay(kept, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.INFO, logger="tirek.erasure")
    row = EntryFile.objects.get()
    storage, name = row.file.storage, row.file.name
    figures = indicators.indicator_figures([kept.pk])
    at = moment(last_day(kept))
    with django_capture_on_commit_callbacks(execute=True):
        assert child_data.erase_due_child_data(at=at) == 1
    assert not ChildReading.objects.exists()
    assert not EntryFile.objects.exists()
    assert not storage.exists(name)
    indicator = ChildIndicator.objects.get()
    assert (indicator.child_code, indicator.unit, indicator.erased_at) == ("–", "–", at)
    entry = DiaryEntry.objects.get(kind="support_plan")
    assert (entry.text, entry.erased_at) == ("", at)
    assert "Оқушы" not in entry.title + indicator.name + EntryFeedback.objects.get().text
    assert DiaryEntry.objects.get(kind="reflection").text == growth.TEXT
    assert indicators.indicator_figures([kept.pk]) == figures
    assert astuple(figures[kept.pk]) == (1, 0, 0, 3)
    assert ClosingReport.objects.get().figures["meetings_held"] == 3
    assert not ChildIndicator.objects.visible_to(kept.graduate).exists()
    assert f"plan={kept.pk}" in caplog.text
    assert "Оқушы" not in caplog.text


def test_a_second_run_changes_nothing(kept):
    at = moment(last_day(kept))
    assert child_data.erase_due_child_data(at=at) == 1
    assert child_data.erase_due_child_data(at=at + timedelta(days=1)) == 0
    assert DiaryEntry.objects.get(kind="support_plan").erased_at == at
    assert tasks.erase_child_data() == 0


def test_figures_frozen_at_the_closing_are_not_touched(kept):
    frozen = {"better": 4, "worse": 0, "same": 0, "readings": 12}
    ClosingReport.objects.update(figures={"indicators": frozen})
    child_data.erase_due_child_data(at=moment(last_day(kept)))
    assert ClosingReport.objects.get().figures == {"indicators": frozen}
    assert tuple(indicators.indicator_figures([kept.pk])[kept.pk]) == (4, 0, 0)


def test_the_audit_is_content_and_finds_what_was_broken(kept):
    growth.assess(kept, "after")
    assert list(audit_growth.breaches()) == []
    ChildReading.objects.filter(value=9).update(value=21)
    kept.self_assessments.update(answers={"law": 9})
    EntryFeedback.objects.update(author=kept.enrolment.cohort.staff.first().user)
    ChildIndicator.objects.update(erased_at=NOW)
    DiaryEntry.objects.filter(kind="support_plan").update(erased_at=NOW)
    days = (timezone.localdate() - kept.starts_on).days + 400
    starts = kept.starts_on - timedelta(days=days + 400)
    MentoringPlan.objects.update(starts_on=starts, ends_on=starts + timedelta(days=30))
    DiaryEntry.objects.create(plan=kept, kind="case", title="x", written_on=kept.starts_on, saved_at=NOW)
    found = [str(one) for one in audit_growth.breaches()]
    assert len(found) == 6, found
