"""The pages of the room: who gets them, what a form gives back, drafts saved by script, charts with their tables."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from postcourse.models import ChildIndicator, ChildReading, DiaryEntry, EntryFile, SelfAssessment
from postcourse.rules import outcomes
from postcourse.services.growth import diary
from tests.factories import NOW, make_user
from tests.postcourse.builders import growth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def own(client_for, graduate):
    graduate.language = "en"
    graduate.save(update_fields=["language"])
    return client_for(graduate)


@pytest.fixture
def theirs(client_for, mentor):
    mentor.language = "en"
    mentor.save(update_fields=["language"])
    return client_for(mentor)


def typed(entry, **more):
    return {
        "title": entry.title,
        "text": entry.text,
        "written_on": entry.written_on.isoformat(),
        "revision": str(entry.revision),
    } | more


def test_graduate_and_present_mentor_alone_open_the_pages(plan, graduate, mentor, coordinator, client_for):
    entry, indicator = growth.write_entry(plan, shared=True), growth.watch(plan, 2, 3)
    private = growth.write_entry(plan, kind="case")
    pages = [
        reverse("diary", args=[plan.pk]),
        reverse("self_assessment", args=[plan.pk]),
        reverse("indicators", args=[plan.pk]),
        reverse("indicator", args=[indicator.pk]),
        reverse("entry", args=[entry.pk]),
    ]
    for person, status in ((graduate, 200), (mentor, 200), (coordinator, 404), (make_user(), 404)):
        client = client_for(person)
        assert [client.get(page).status_code for page in pages] == [status] * len(pages)
    assert client_for(mentor).get(reverse("entry", args=[private.pk])).status_code == 404
    assert client_for(mentor).get(reverse("entry_check", args=[entry.pk])).status_code == 404


def test_the_mentor_reads_and_does_not_write(plan, theirs):
    entry, indicator = growth.write_entry(plan, shared=True), growth.watch(plan, 2)
    assert theirs.post(reverse("diary", args=[plan.pk]), {"kind": "case"}).status_code == 403
    assert theirs.post(reverse("entry", args=[entry.pk]), typed(entry)).status_code == 403
    assert theirs.post(reverse("entry", args=[entry.pk]), {"action": "take_back"}).status_code == 403
    assert theirs.post(reverse("self_assessment", args=[plan.pk]), {}).status_code == 403
    assert theirs.post(reverse("indicators", args=[plan.pk]), {}).status_code == 403
    assert theirs.post(reverse("indicator", args=[indicator.pk]), {"action": "delete"}).status_code == 403
    assert (DiaryEntry.objects.count(), ChildIndicator.objects.count()) == (1, 1)


def test_a_file_is_sent_to_those_who_read_its_entry(plan, own, theirs, client_for, coordinator):
    entry = growth.write_entry(plan)
    address = reverse("entry_file", args=[growth.attach(entry).pk])
    assert own.get(address).status_code == 200
    assert theirs.get(address).status_code == 404
    diary.share(entry_id=entry.pk, at=NOW, actor=plan.graduate)
    assert theirs.get(address).status_code == 200
    assert client_for(coordinator).get(address).status_code == 404


def test_an_entry_is_begun_written_by_script_and_shared(plan, own):
    answer = own.post(reverse("diary", args=[plan.pk]), {"kind": "lesson_plan"})
    entry = DiaryEntry.objects.get()
    address = reverse("entry", args=[entry.pk])
    assert answer.headers["Location"] == address
    page = own.get(address).content.decode()
    assert "Сабақтың мақсаты қандай?" in page
    assert "data-autosave" in page
    saved = own.post(address, typed(entry, title="Бөлшек"), headers={"X-Requested-With": "fetch"})
    assert (saved.status_code, saved.headers["X-Revision"]) == (204, "1")
    sent = typed(entry, title="Бөлшек", text="Сабақ барысы.", revision="1", action="share", goal="1")
    assert own.post(address, sent).headers["Location"] == address
    entry.refresh_from_db()
    assert entry.shared_at is not None
    assert entry.goal == 1
    assert "Ата-анамен айына" in own.get(address).content.decode()


def test_a_stale_save_shows_both_texts(plan, own):
    entry = growth.write_entry(plan)
    address = reverse("entry", args=[entry.pk])
    own.post(address, typed(entry, text="Бірінші терезе"))
    by_script = own.post(address, typed(entry, text="Екінші терезе"), headers={"X-Requested-With": "fetch"})
    assert by_script.status_code == 409
    assert "saved elsewhere" in by_script.json()["sentence"]
    answer = own.post(address, typed(entry, text="Екінші терезе"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<del>Бірінші</del>" in page
    assert ">\nЕкінші терезе</textarea>" in page
    assert f'name="revision" value="{entry.revision + 1}"' in page
    entry.refresh_from_db()
    assert entry.text == "Бірінші терезе"


def test_a_wrong_date_gives_the_text_back(plan, own):
    entry = growth.write_entry(plan)
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()
    answer = own.post(reverse("entry", args=[entry.pk]), typed(entry, text="Жаңа", written_on=tomorrow))
    assert answer.status_code == 422
    assert ">\nЖаңа</textarea>" in answer.content.decode()
    assert "cannot lie in the future" in answer.content.decode()


def test_findings_are_explained_and_names_accepted_on_the_check(plan, own):
    entry = growth.write_entry(plan, text="Айгерім Серікова көрсетті. ЖСН 921029350851.")
    address, check = (reverse(name, args=[entry.pk]) for name in ("entry", "entry_check"))
    assert own.post(address, typed(entry, action="share")).headers["Location"] == check
    page = own.get(check).content.decode()
    assert "An individual identification number" in page
    assert "921029350851" not in page
    assert "Айгерім Серікова" in page
    assert own.post(check, {"looked": "yes"}).status_code == 422
    own.post(address, typed(entry, text="Айгерім Серікова көрсетті."))
    report = own.get(check).context["report"]
    refused = own.post(check, {})
    assert refused.status_code == 422
    assert "look like names" in refused.content.decode()
    keys = [group[0].finding.key for group in report.names]
    assert own.post(check, {"accepted": keys}).headers["Location"] == address
    assert DiaryEntry.objects.get().shared_at is not None


def test_files_come_and_go_with_the_form(plan, own, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    entry = growth.write_entry(plan)
    address = reverse("entry", args=[entry.pk])
    own.post(address, typed(entry, files=SimpleUploadedFile("a.txt", b"words")))
    row = EntryFile.objects.get()
    assert "a.txt" in own.get(address).content.decode()
    own.post(address, typed(entry, remove=str(row.pk)))
    assert not EntryFile.objects.exists()


def test_the_two_talk_on_the_page(plan, own, theirs):
    entry = growth.write_entry(plan, shared=True)
    address = reverse("entry", args=[entry.pk])
    theirs.post(address, {"action": "say", "text": "Келесі қадам қандай?"})
    assert "Келесі қадам қандай?" in own.get(address).content.decode()
    empty = own.post(address, {"action": "say", "text": ""})
    assert empty.status_code == 422
    own.post(address, {"action": "take_back"})
    assert theirs.get(address).status_code == 404


def test_the_self_assessment_keeps_answers_of_a_form_that_is_not_whole(plan, own, theirs):
    address = reverse("self_assessment", args=[plan.pk])
    keys = [item.key for item in outcomes.items_of("A")]
    answers = {f"o-{key}": "4" for key in keys[1:]}
    answer = own.post(address, answers | {"moment": "before", "note": "Ескертпе"})
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == len(keys) - 1
    assert "Ескертпе" in answer.content.decode()
    own.post(address, answers | {f"o-{keys[0]}": "2", "moment": "before"})
    assert SelfAssessment.objects.get().answers[keys[0]] == 2
    page = theirs.get(address).content.decode()
    assert "Where you began" in page
    assert page.count('<circle class="before"') == len(keys) + 1
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_the_mentor_is_not_asked_for_a_self_assessment(plan, theirs):
    assert 'name="moment"' not in theirs.get(reverse("self_assessment", args=[plan.pk])).content.decode()


def test_an_indicator_is_added_read_corrected_and_deleted(plan, own):
    sent = {
        "child_code": "Оқушы А",
        "name": "Өзі жұмыс істейді",
        "unit": "минут",
        "lowest": "0",
        "highest": "20,5",
        "better": "more",
    }
    refused = own.post(reverse("indicators", args=[plan.pk]), sent | {"child_code": "Айгерім"})
    assert refused.status_code == 422
    assert "“Оқушы А”" in refused.content.decode()
    own.post(reverse("indicators", args=[plan.pk]), sent)
    address = reverse("indicator", args=[ChildIndicator.objects.get().pk])
    today = timezone.localdate().isoformat()
    assert own.post(address, {"on": today, "value": "30"}).status_code == 422
    assert own.post(address, {"on": today, "value": "3,5"}).status_code == 302
    reading = ChildReading.objects.get()
    assert (
        f'name="reading" value="{reading.pk}"' in own.get(f"{address}?reading={reading.pk}").content.decode()
    )
    sent = {"action": "correct", "reading": reading.pk, "on": today, "value": "4"}
    assert own.post(address, sent).status_code == 302
    assert ChildReading.objects.get().value == 4
    own.post(address, {"action": "remove", "reading": reading.pk})
    assert not ChildReading.objects.exists()
    own.post(address, {"action": "delete"})
    assert not ChildIndicator.objects.exists()


def test_a_chart_has_a_title_its_values_and_a_table(plan, own):
    indicator = growth.watch(plan, 2, 3, 4, 8, 9, 11)
    page = own.get(reverse("indicators", args=[plan.pk])).content.decode()
    assert f'aria-labelledby="t-{indicator.pk} d-{indicator.pk}"' in page
    assert page.count('<circle class="full"') == 6
    assert page.count('<line class="path"') == 5
    assert page.count('<line class="level"') == 2
    assert "Moves to the better" in page
    assert page.count('<th scope="row" class="num">') == 6
    assert "style=" not in page.split("<main")[1].split("</main>")[0]


def test_lists_cost_the_same_for_two_and_for_many(plan, own, theirs):
    def cost(client, name):
        address = reverse(name, args=[plan.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    def add(first, last):
        for number in range(first, last):
            growth.write_entry(plan, title=f"Жазба {number}", shared=True)
            growth.watch(plan, 2, 3, 9, name=f"Бақылау {chr(1072 + number)}")

    add(0, 2)
    few = [cost(client, name) for client in (own, theirs) for name in ("diary", "indicators")]
    add(2, 12)
    assert [cost(client, name) for client in (own, theirs) for name in ("diary", "indicators")] == few


def test_the_part_of_the_hub_is_for_the_two_alone(plan, graduate, mentor, coordinator):
    growth.write_entry(plan, shared=True)
    growth.write_entry(plan, kind="case", title="Жеке жазба")
    growth.watch(plan, 2, 3, 9)

    def part(user):
        request = RequestFactory().get("/")
        request.user = user
        template = Template("{% include 'postcourse/growth/of_plan.html' %}")
        return template.render(Context({"plan": plan, "request": request}))

    assert "Жеке жазба" in part(graduate)
    assert "Give my self-assessment" in part(graduate)
    assert "Оқушы А" in part(mentor)
    assert "Жеке жазба" not in part(mentor)
    assert "Оқушы А" not in part(coordinator)
    assert "Көрнекі" not in part(coordinator)


def test_an_erased_entry_says_so(plan, own):
    entry = growth.write_entry(plan, kind="case", shared=True)
    DiaryEntry.objects.update(title="Мазмұны жойылды.", text="", erased_at=NOW)
    page = own.get(reverse("entry", args=[entry.pk])).content.decode()
    assert "The content was deleted on" in page
    assert 'value="say"' not in page
