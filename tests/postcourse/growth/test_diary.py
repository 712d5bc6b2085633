"""An entry is private until it is shared, saved as typed, looked through for children's data and talked about."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.services.work.plans import TellsTheChild
from people.errors import NotAllowed, Refusal
from people.models import Notification
from postcourse.models import DiaryEntry, EntryFile, MentorAssignment, MentoringPlan
from postcourse.services.growth import diary, protection
from tests.factories import NOW, make_user
from tests.postcourse.builders import growth

pytestmark = pytest.mark.django_db
IIN = "921029350851"


def refused(call, **keywords) -> str:
    with pytest.raises(Refusal) as refusal:
        call(**keywords)
    return refusal.value.code


def save(entry, *, text="Жаңа мәтін", actor=None, **more):
    keywords = {
        "title": entry.title,
        "goal": None,
        "written_on": entry.written_on,
        "revision": entry.revision,
        "at": NOW,
    }
    return diary.save_draft(
        entry_id=entry.pk, text=text, actor=actor or entry.plan.graduate, **(keywords | more)
    )


def test_a_draft_is_the_graduates_alone_and_shared_it_is_the_mentors_too(plan, graduate, mentor, coordinator):
    entry = growth.write_entry(plan)

    def readers():
        return [
            one
            for one in (graduate, mentor, coordinator)
            if DiaryEntry.objects.visible_to(one).filter(pk=entry.pk).exists()
        ]

    assert readers() == [graduate]
    diary.share(entry_id=entry.pk, at=NOW, actor=graduate)
    assert readers() == [graduate, mentor]
    diary.take_back(entry_id=entry.pk, actor=graduate)
    assert readers() == [graduate]


def test_a_mentor_of_former_days_reads_nothing(plan, graduate, mentor):
    entry = growth.write_entry(plan, shared=True)
    MentorAssignment.objects.update(until_at=NOW, reason="Ауысты.")
    assert not DiaryEntry.objects.visible_to(mentor).exists()
    assert refused(diary.say, entry_id=entry.pk, text="Жақсы.", at=NOW, actor=mentor) == "not_allowed"


def test_beginning_twice_gives_the_same_empty_entry(plan, graduate):
    keywords = {"plan_id": plan.pk, "at": NOW, "written_on": timezone.localdate(NOW), "actor": graduate}
    first = diary.begin(kind="case", **keywords)
    assert diary.begin(kind="case", **keywords) == first
    assert diary.begin(kind="reflection", **keywords) != first
    assert refused(diary.begin, kind="poem", **keywords) == "kind"


def test_nobody_else_begins_or_changes_an_entry(plan, mentor, coordinator):
    entry = growth.write_entry(plan)
    for actor in (mentor, coordinator, make_user()):
        with pytest.raises(NotAllowed):
            save(entry, actor=actor)
        for call in (diary.share, diary.take_back, diary.remove):
            keywords = {"at": NOW} if call is diary.share else {}
            with pytest.raises(NotAllowed):
                call(entry_id=entry.pk, actor=actor, **keywords)
        with pytest.raises(NotAllowed):
            diary.begin(plan_id=plan.pk, kind="case", at=NOW, written_on=timezone.localdate(NOW), actor=actor)
    entry.refresh_from_db()
    assert entry.text == growth.TEXT


def test_a_save_without_change_keeps_the_revision_and_a_stale_one_loses_nothing(plan):
    entry = growth.write_entry(plan)
    assert save(entry, text=growth.TEXT).revision == entry.revision
    newer = save(entry, text="Бірінші терезе")
    assert newer.revision == entry.revision + 1
    with pytest.raises(diary.StaleEntry) as stale:
        save(entry, text="Екінші терезе")
    assert stale.value.entry.text == "Бірінші терезе"
    assert save(newer, text="Екінші терезе").text == "Екінші терезе"


def test_what_a_draft_cannot_be(plan):
    entry = growth.write_entry(plan)
    assert refused(save, entry=entry, text="а" * 20_001) == "too_long"
    tomorrow = timezone.localdate(NOW) + timedelta(days=1)
    assert refused(save, entry=entry, written_on=tomorrow) == "future"
    assert refused(save, entry=entry, goal=2) == "goal"
    assert save(entry, goal=1).goal == 1


def test_sharing_tells_the_mentor_once_and_names_nothing_of_the_text(plan, graduate, mentor):
    entry = growth.write_entry(plan, kind="case")
    diary.share(entry_id=entry.pk, at=NOW, actor=graduate)
    diary.share(entry_id=entry.pk, at=NOW, actor=graduate)
    row = Notification.objects.get(kind="entry_shared")
    assert row.user == mentor
    assert row.context == {"name": graduate.full_name, "entry_kind": "case"}
    assert row.url == f"/mentoring/diary/{entry.pk}/"


def test_an_empty_entry_is_not_shared(plan, graduate):
    entry = growth.write_entry(plan, title="", text="Мәтін")
    assert refused(diary.share, entry_id=entry.pk, at=NOW, actor=graduate) == "no_title"
    entry = save(entry, title="Тақырып", text="")
    assert refused(diary.share, entry_id=entry.pk, at=NOW, actor=graduate) == "empty"
    growth.attach(entry)
    assert diary.share(entry_id=entry.pk, at=NOW, actor=graduate).shared_at == NOW


def test_an_identification_number_is_refused_whatever_is_accepted(plan, graduate):
    entry = growth.write_entry(plan, text=f"Баланың ЖСН {IIN}.")
    with pytest.raises(TellsTheChild) as refusal:
        diary.share(entry_id=entry.pk, at=NOW, actor=graduate)
    assert refusal.value.code == "identifies"
    assert IIN not in str(refusal.value)
    keys = frozenset(one.finding.key for one in refusal.value.report.found)
    with pytest.raises(TellsTheChild):
        diary.share(entry_id=entry.pk, accepted=keys, looked=True, at=NOW, actor=graduate)
    entry.refresh_from_db()
    assert (entry.shared_at, entry.checked_at) == (None, None)


def test_an_identification_number_in_a_file_is_refused(plan, graduate):
    entry = growth.write_entry(plan)
    growth.attach(entry, f"ЖСН {IIN}".encode())
    assert refused(diary.share, entry_id=entry.pk, at=NOW, actor=graduate) == "identifies"


def test_what_looks_like_a_name_may_be_accepted(plan, graduate):
    entry = growth.write_entry(plan, text="Айгерім Серікова әдісті көрсетті.")
    with pytest.raises(TellsTheChild) as refusal:
        diary.share(entry_id=entry.pk, at=NOW, actor=graduate)
    assert refusal.value.code == "names"
    keys = frozenset(group[0].finding.key for group in refusal.value.report.names)
    assert diary.share(entry_id=entry.pk, accepted=keys, at=NOW, actor=graduate).checked_at == NOW


def test_graduate_and_mentor_may_be_named(plan, graduate, mentor):
    text = f"{mentor.surname} {mentor.given_name} кеңес берді. {graduate.surname} {graduate.given_name}."
    entry = growth.write_entry(plan, text=text)
    assert protection.look_through(entry).names == []


def test_a_picture_has_to_be_looked_at(plan, graduate):
    entry = growth.write_entry(plan)
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
    growth.attach(entry, png, "photo.png")
    assert refused(diary.share, entry_id=entry.pk, at=NOW, actor=graduate) == "not_looked"
    assert diary.share(entry_id=entry.pk, looked=True, at=NOW, actor=graduate).shared_at == NOW


def test_a_shared_entry_stands_until_it_is_taken_back(plan, graduate):
    entry = growth.write_entry(plan, shared=True)
    assert refused(save, entry=entry) == "shared"
    assert refused(diary.remove, entry_id=entry.pk, actor=graduate) == "shared"
    with pytest.raises(Refusal):
        growth.attach(entry)
    diary.take_back(entry_id=entry.pk, actor=graduate)
    assert save(entry).text == "Жаңа мәтін"


def test_the_two_talk_and_each_is_told(plan, graduate, mentor):
    entry = growth.write_entry(plan, shared=True)
    diary.say(entry_id=entry.pk, text="Кестені кім толтырды?", at=NOW, actor=mentor)
    diary.say(entry_id=entry.pk, text="Баланың өзі.", at=NOW, actor=graduate)
    told = Notification.objects.filter(kind="entry_feedback").order_by("pk")
    assert [row.user for row in told] == [graduate, mentor]
    assert [row.text for row in entry.feedback.all()] == ["Кестені кім толтырды?", "Баланың өзі."]
    assert refused(diary.say, entry_id=entry.pk, text=" ", at=NOW, actor=mentor) == "empty"
    assert refused(diary.say, entry_id=entry.pk, text=f"ЖСН {IIN}", at=NOW, actor=mentor) == "identifies"
    assert refused(diary.say, entry_id=entry.pk, text="Мен.", at=NOW, actor=make_user()) == "not_allowed"
    diary.take_back(entry_id=entry.pk, actor=graduate)
    assert refused(diary.remove, entry_id=entry.pk, actor=graduate) == "talked_about"
    assert refused(diary.say, entry_id=entry.pk, text="Тағы.", at=NOW, actor=graduate) == "not_shared"


def test_a_private_entry_goes_with_its_files(plan, graduate, django_capture_on_commit_callbacks):
    entry = growth.write_entry(plan)
    row = growth.attach(entry)
    storage, name = row.file.storage, row.file.name
    with django_capture_on_commit_callbacks(execute=True):
        diary.remove(entry_id=entry.pk, actor=graduate)
    assert not DiaryEntry.objects.exists()
    assert not EntryFile.objects.exists()
    assert not storage.exists(name)


def test_when_the_support_is_over_everything_stays_as_it_is(plan, graduate, mentor):
    private, shared = growth.write_entry(plan), growth.write_entry(plan, kind="case", shared=True)
    MentoringPlan.objects.update(status="closed")
    assert refused(save, entry=private) == "over"
    assert refused(diary.share, entry_id=private.pk, at=NOW, actor=graduate) == "over"
    assert refused(diary.take_back, entry_id=shared.pk, actor=graduate) == "over"
    assert refused(diary.say, entry_id=shared.pk, text="Жақсы.", at=NOW, actor=mentor) == "over"
