"""The pages of events in Kazakh and Russian, the ways through them, and what they cost."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from people.roles import Role
from postcourse.models import Event
from postcourse.services.events import attendance, events
from postcourse.services.events import feedback as event_feedback
from tests.factories import NOW, make_issuer, make_user
from tests.postcourse.builders.events import HOUR, make_event, register, stay

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}


def get(client, name, *args, lang="en", **query):
    return client.get(reverse(name, args=args), query, headers={"Accept-Language": lang})


def post(client, name, /, *args, **data):
    return client.post(reverse(name, args=args), data, **ENGLISH)


@pytest.fixture
def running(host):
    """Began half an hour ago, two places."""
    programme = [{"at": "10:00", "kk": "Ашылуы", "ru": "Открытие", "who": "<b>А. Б.</b>"}]
    return make_event(host, starts=timezone.now() - HOUR / 2, capacity=2, programme=programme)


@pytest.fixture
def held(host, three):
    make_issuer()
    event = make_event(host, starts=NOW - timedelta(days=3), gives_paper=True)
    register(event, *three)
    stay(event, three[0], minutes=60)
    stay(event, three[1], minutes=20)
    return events.hold(event_id=event.pk, at=NOW - timedelta(days=2), actor=host)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_page_renders_whatever_happened(running, held, host, three, client_for, lang):
    register(running, *three)
    stay(running, three[0], minutes=5)
    off = events.cancel(event_id=make_event(host).pk, reason="<b>Себебі</b>", at=NOW, actor=host)
    register(make_event(host), three[0])
    draft = make_event(host, announced=False)
    event_feedback.give(event_id=held.pk, rating=4, text="<b>Пікір</b>", at=NOW, actor=three[0])
    everyone = [host, three[0], three[2], make_user(Role.TRAINER)]
    for person in everyone:
        client = client_for(person)
        answers = [get(client, "event_list", lang=lang, show=show) for show in ("", "mine", "past")]
        answers += [get(client, "event", one.pk, lang=lang) for one in (running, held, off)]
        if person == three[0]:
            answers.append(get(client, "event_feedback", held.pk, lang=lang))
            answers.append(get(client, "event_room", running.pk, lang=lang))
        if person == host:
            answers += [
                get(client, name, held.pk, lang=lang)
                for name in ("event_people", "event_import", "event_edit")
            ]
            answers += [get(client, "event_new", lang=lang), get(client, "event", draft.pk, lang=lang)]
            answers.append(get(client, "event_room", running.pk, lang=lang))
        for answer in answers:
            text = answer.content.decode()
            assert answer.status_code == 200
            assert f'<html lang="{lang}">' in text
            assert "None" not in text
            assert "<b>" not in text.replace("<b data-digits>", "")
            assert "no-store" in answer.headers["Cache-Control"]


def test_one_press_registers_another_gives_the_place_back(running, three, client_for):
    first, second, third = (client_for(one) for one in three)
    for client in (first, second, third):
        assert post(client, "event", running.pk, action="register").status_code == 302
    assert "You are registered" in get(first, "event_list", show="mine").content.decode()
    assert "You are number 1 on the waiting list" in get(third, "event", running.pk).content.decode()
    answer = client_for(make_user(Role.LEARNER)).get(reverse("event", args=[running.pk]), **ENGLISH)
    assert "Put me on the waiting list" in answer.content.decode()
    post(first, "event", running.pk, action="withdraw")
    assert "You are registered" in get(third, "event_list", show="mine").content.decode()
    assert (
        "This button is not known"
        in third.post(
            reverse("event", args=[running.pk]), {"action": "win"}, follow=True, **ENGLISH
        ).content.decode()
    )


def test_the_link_is_for_those_who_are_registered_once_the_room_is_open(running, host, three, client_for):
    register(running, three[0])
    assert running.link in get(client_for(three[0]), "event_room", running.pk).content.decode()
    assert running.link in get(client_for(host), "event_room", running.pk).content.decode()
    for name in ("event", "event_list", "event_ics"):
        args = [] if name == "event_list" else [running.pk]
        for person in (three[0], three[1]):
            assert running.link not in get(client_for(person), name, *args).content.decode()
    answer = get(client_for(three[1]), "event_room", running.pk)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("event", args=[running.pk]))
    later = make_event(host)
    register(later, three[0])
    text = get(client_for(three[0]), "event_room", later.pk).content.decode()
    assert later.link not in text
    assert "The room opens on" in text


def test_the_room_counts_by_its_script_and_by_the_button(running, three, client_for):
    register(running, three[0])
    client = client_for(three[0])
    window = {"client": "0" * 32}
    answer = post(client, "event_beat", running.pk, **window, minutes="1")
    assert (answer.status_code, answer.json()["minutes"]) == (200, 0)
    assert 0 < answer.json()["left"] <= 90 * 60
    with CaptureQueriesContext(connection) as queries:
        assert post(client, "event_beat", running.pk, **window).status_code == 204
    changes = [one["sql"] for one in queries if not one["sql"].startswith("SELECT")]
    assert len(queries) <= 3
    assert len(changes) == 1
    assert changes[0].startswith("UPDATE")
    assert post(client, "event_beat", running.pk, **window, leave="1").status_code == 204
    assert running.intervals.get().left_at is not None
    assert post(client, "event_beat", running.pk).headers["Location"] == reverse(
        "event_room", args=[running.pk]
    )
    assert set(running.intervals.values_list("client", flat=True)) == {"0" * 32, "button"}


def test_a_sign_of_life_is_taken_from_nobody_else_and_at_no_other_time(running, held, three, client_for):
    register(running, three[0])
    window = {"client": "0" * 32, "at": "2020-01-01T00:00"}
    assert post(client_for(three[1]), "event_beat", running.pk, **window).status_code == 403
    assert post(client_for(three[1]), "event_beat", 987654, **window).status_code == 404
    answer = post(client_for(three[0]), "event_beat", held.pk, **window)
    assert (answer.status_code, answer.json()["words"]) == (409, "The room of this event is not open now.")
    before = timezone.now()
    post(client_for(three[0]), "event_beat", running.pk, **window)
    assert running.intervals.get().joined_at >= before
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(three[0])
    assert strict.post(reverse("event_beat", args=[running.pk]), window).status_code == 403


FACTS = {
    "kind": "seminar",
    "language": "ru",
    "title_kk": "Семинар: бақылау",
    "title_ru": "Семинар: наблюдение",
    "text_kk": "Не туралы.",
    "text_ru": "О чём.",
    "starts_at": f"{timezone.localtime(NOW + timedelta(days=9)):%Y-%m-%dT10:00}",
    "ends_at": f"{timezone.localtime(NOW + timedelta(days=9)):%Y-%m-%dT12:00}",
    "is_online": "0",
    "place": "Алматы",
    "threshold": "60",
    "capacity": "",
    "at-0": "10:00",
    "kk-0": "Ашылуы",
    "ru-0": "Открытие",
    "who-0": "",
    "kk-1": " ",
}


def test_a_host_writes_announces_changes_and_calls_off_an_event(host, three, client_for):
    client = client_for(host)
    answer = post(client, "event_new", **(FACTS | {"ends_at": FACTS["starts_at"]}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The end has to be after the beginning." in text
    assert 'value="Ашылуы"' in text
    assert post(client, "event_new", **FACTS).status_code == 302
    row = Event.objects.get()
    assert (row.host, row.status, row.is_online, row.capacity) == (host, "draft", False, None)
    assert row.programme == [{"at": "10:00", "kk": "Ашылуы", "ru": "Открытие", "who": ""}]
    assert get(client_for(three[0]), "event", row.pk).status_code == 404
    assert post(client, "event_status", row.pk, action="announce").status_code == 302
    register(row, three[0], at=NOW)
    assert post(client, "event_edit", row.pk, **(FACTS | {"place": "Астана"})).status_code == 302
    row.refresh_from_db()
    assert (row.place, row.sequence) == ("Астана", 1)
    calendar = get(client_for(three[0]), "event_ics", row.pk, lang="kk").content.decode()
    assert "SEQUENCE:1" in calendar
    assert "STATUS:CONFIRMED" in calendar
    assert f"UID:{row.uid}" in calendar.replace("\r\n ", "")
    answer = post(client, "event_status", row.pk, action="cancel", reason=" ")
    assert answer.status_code == 422
    assert "Write why the event is cancelled" in answer.content.decode()
    assert post(client, "event_status", row.pk, action="cancel", reason="Боран.").status_code == 302
    calendar = get(client_for(three[0]), "event_ics", row.pk, lang="kk").content.decode()
    assert "STATUS:CANCELLED" in calendar
    assert "Боран." in get(client_for(three[0]), "event", row.pk, lang="kk").content.decode()


def test_a_draft_is_thrown_away_by_its_page(host, client_for):
    draft = make_event(host, announced=False)
    assert post(client_for(host), "event_status", draft.pk, action="discard").status_code == 302
    assert not Event.objects.exists()


def test_only_who_keeps_an_event_reaches_its_keeping(held, three, client_for):
    other = make_user(Role.MENTOR)
    for person in (three[0], other, make_user(Role.METHODOLOGIST), make_user(Role.AUTHORITY)):
        client = client_for(person)
        for name in ("event_people", "event_people_file", "event_import", "event_edit"):
            assert get(client, name, held.pk).status_code == 404, name
        for name in ("event_people", "event_import", "event_edit", "event_status", "event_files"):
            assert post(client, name, held.pk, action="hold").status_code == 404, name
    assert get(client_for(three[0]), "event_new").status_code == 404
    assert get(client_for(other), "event_new").status_code == 200


def test_handouts_are_for_those_who_were_registered_or_came(held, host, three, client_for):
    client = client_for(host)
    wrong = SimpleUploadedFile("run.exe", b"MZ\x00\x01")
    assert post(client, "event_files", held.pk, file=wrong).status_code == 422
    slides = SimpleUploadedFile("слайд.txt", "Кесте".encode())
    assert post(client, "event_files", held.pk, file=slides).status_code == 302
    file = held.files.get()
    answer = get(client_for(three[2]), "event_file", held.pk, file.pk)
    assert b"".join(answer.streaming_content).decode() == "Кесте"
    assert get(client_for(make_user(Role.LEARNER)), "event_file", held.pk, file.pk).status_code == 404
    other = make_event(host)
    register(other, three[0])
    assert get(client_for(three[0]), "event_file", other.pk, file.pk).status_code == 404
    assert post(client, "event_files", held.pk, remove=str(file.pk)).status_code == 302
    assert not held.files.exists()


@pytest.mark.parametrize(("language", "words"), [("kk", "60 минут"), ("ru", "60 мин.")])
def test_the_paper_is_for_those_above_the_threshold_of_a_closed_event(
    held, host, three, client_for, language, words
):
    answer = get(client_for(three[0]), "event_paper", held.pk, language)
    assert answer.headers["Content-Type"] == "application/pdf"
    text = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert words in text
    assert three[0].full_name in text
    assert get(client_for(three[1]), "event_paper", held.pk, language).status_code == 404
    assert get(client_for(three[2]), "event_paper", held.pk, language).status_code == 404
    assert get(client_for(three[0]), "event_paper", held.pk, "en").status_code == 404
    for change in ({"gives_paper": False}, {"gives_paper": True, "status": "announced"}):
        Event.objects.filter(pk=held.pk).update(**change)
        assert get(client_for(three[0]), "event_paper", held.pk, language).status_code == 404


def test_the_host_writes_down_who_was_there(held, host, three, client_for):
    client = client_for(host)
    one, two, other = (str(person.pk) for person in three)
    listed = {f"minutes-{pk}": "" for pk in (one, two, other)}
    answer = post(client, "event_people", held.pk, action="list", **(listed | {f"minutes-{two}": "121"}))
    assert answer.status_code == 422
    assert 'value="121"' in answer.content.decode()
    typed = listed | {f"minutes-{two}": "45", f"whole-{other}": "1"}
    assert post(client, "event_people", held.pk, action="list", **typed).status_code == 302
    minutes = attendance.attended_minutes(event_ids=[held.pk], at=NOW)
    assert [minutes[held.pk, person.pk] for person in three] == [60, 45, 120]
    assert post(client, "event_people", held.pk, action="everybody").status_code == 302
    guest = make_user(Role.LEARNER, surname="Қонақ")
    assert post(client, "event_people", held.pk, action="walk-in", email="x").status_code == 422
    assert post(client, "event_people", held.pk, action="walk-in", email=guest.email).status_code == 302
    sheet = load_workbook(io.BytesIO(get(client, "event_people_file", held.pk).content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[5] for row in rows] == [120] * 4
    assert {row[3] for row in rows} == {"Registered", "Came without registering"}
    # The room's minutes stay where the list says nothing.
    assert post(client, "event_people", held.pk, action="list", **listed).status_code == 302
    assert attendance.minutes_of(held, three[0], at=NOW) == 60


def test_a_meetings_file_goes_through_its_two_steps(held, host, three, client_for):
    client = client_for(host)
    day = timezone.localtime(held.starts_at)
    until = day + timedelta(minutes=90)
    lines = [
        "Name,Email,Join Time,Leave Time",
        f"?,{three[1].email},{day:%Y-%m-%d %H:%M:%S},{until:%Y-%m-%d %H:%M:%S}",
        f"iPhone,,{day:%Y-%m-%d %H:%M:%S},{until:%Y-%m-%d %H:%M:%S}",
    ]
    assert post(client, "event_import", held.pk, action="show").status_code == 422
    file = SimpleUploadedFile("meeting.csv", "\n".join(lines).encode("utf-16"))
    answer = post(client, "event_import", held.pk, action="show", file=file)
    assert answer.status_code == 200
    assert answer.context["taken"] == answer.context["asked"] == 1
    assert not held.intervals.filter(source="file").exists()
    sent = {"action": "keep", "sealed": answer.context["sealed"], "whose-3": str(three[2].pk)}
    assert post(client, "event_import", held.pk, **(sent | {"sealed": "x"})).status_code == 422
    assert post(client, "event_import", held.pk, **(sent | {"whose-3": str(host.pk)})).status_code == 422
    assert post(client, "event_import", held.pk, **sent).status_code == 302
    assert [attendance.minutes_of(held, one, at=NOW) for one in three] == [60, 90, 90]
    assert post(client, "event_import", held.pk, action="take-back").status_code == 302
    assert [attendance.minutes_of(held, one, at=NOW) for one in three] == [60, 20, 0]


def test_feedback_is_given_by_those_who_were_there(held, three, client_for):
    client = client_for(three[0])
    assert post(client, "event_feedback", held.pk, text="Пайдалы").status_code == 422
    assert post(client, "event_feedback", held.pk, rating="5", text="Пайдалы").status_code == 302
    assert held.feedback.get().rating == 5
    assert get(client_for(three[2]), "event_feedback", held.pk).status_code == 404


def cost(client, name, *args, **query) -> int:
    assert get(client, name, *args, **query).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        get(client, name, *args, **query)
    return len(queries)


def test_lists_cost_the_same_for_two_and_twenty(host, coordinator, three, client_for):
    def add(count: int) -> None:
        for number in range(count):
            register(make_event(host, starts=NOW + timedelta(days=2, minutes=number)), *three)

    pages = [
        (client_for(person), {"show": show}) for person in (three[0], coordinator) for show in ("", "mine")
    ]
    add(2)
    few = [cost(client, "event_list", **query) for client, query in pages]
    add(18)
    assert [cost(client, "event_list", **query) for client, query in pages] == few
    assert max(few) <= 9


def test_the_list_of_people_costs_the_same_for_two_and_twenty(held, host, client_for):
    client = client_for(host)
    few = [cost(client, name, held.pk) for name in ("event_people", "event_people_file", "event")]
    for _each in range(18):
        attendance.enter_walk_in(event_id=held.pk, email=make_user(Role.LEARNER).email, at=NOW, actor=host)
    assert [cost(client, name, held.pk) for name in ("event_people", "event_people_file", "event")] == few
    assert max(few) <= 18


def test_lists_are_narrowed_by_kind_language_and_region(host, three, client_for):
    from people.models import Region

    here, there = Region.objects.all()[:2]
    make_event(host, kind="seminar", title_kk="Семинар А", region=here)
    make_event(host, language="ru", title_kk="Вебинар Б", region=there)
    make_event(host, title_kk="Вебинар В")
    client = client_for(three[0])

    def shown(**query) -> set[str]:
        text = get(client, "event_list", lang="kk", **query).content.decode()
        return {letter for letter in "АБВ" if f"р {letter}<" in text}

    assert shown() == set("АБВ")
    assert shown(kind="seminar") == {"А"}
    assert shown(language="ru") == {"Б"}
    assert shown(region=str(there.pk)) == {"Б", "В"}
    assert shown(kind="x", region="y", language="z", show="?") == set("АБВ")
    assert shown(show="past") == shown(show="mine") == set()
