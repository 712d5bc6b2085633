"""Resource centres: the directory, what they did by function, and the report that freezes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.errors import Refusal
from people.papers import pdf
from people.roles import Role
from people.rules.identifiers import with_check_digit
from postcourse.audit import sharing as audit_sharing
from postcourse.models import AttendanceInterval, CentreReport, Event, ResourceCentre
from postcourse.papers.centre_report import report_paper
from postcourse.rules import centres as rules
from postcourse.services.centres import centres
from postcourse.services.centres import figures as centre_figures
from postcourse.services.centres import reports as centre_reports
from tests.factories import NOW, make_user
from tests.postcourse.builders.sharing import employ, make_centre, make_host, make_published

pytestmark = pytest.mark.django_db
TODAY = date(2025, 7, 5)
AT = datetime(2025, 7, 5, 7, 0, tzinfo=UTC)
HALF = {"year": 2025, "half": 1}
TEXTS = {"kk": "Не нәтиже берді: семинарлар.", "ru": "Что получилось: семинары."}


def refused(call, **values) -> str:
    with pytest.raises(Refusal) as caught:
        call(**values)
    return caught.value.code


def enter(centre, *, on=date(2025, 3, 10), function="4.1.3", people=12, actor=None, **more):
    return centres.add_activity(
        centre_id=centre.pk,
        function=function,
        on=on,
        what=more.pop("what", "Бағдарламаны бейімдеу бойынша кеңес"),
        people=people,
        at=AT,
        actor=actor or centre.coordinator,
        **more,
    )


def save(centre, *, texts=TEXTS, revision=0, at=AT, actor=None):
    return centre_reports.save_texts(
        centre_id=centre.pk, texts=texts, revision=revision, at=at, actor=actor or centre.coordinator, **HALF
    )


def hand_in(centre, *, revision=1, at=AT):
    return centre_reports.hand_in(
        centre_id=centre.pk, revision=revision, at=at, actor=centre.coordinator, **HALF
    )


def hold_event(host, *, on=date(2025, 4, 2), came=3, **fields) -> Event:
    starts = datetime(on.year, on.month, on.day, 6, 0, tzinfo=UTC)
    event = Event.objects.create(
        kind="seminar",
        status="held",
        language="kk",
        title_kk="Көрнекі қолдау",
        title_ru="Визуальная поддержка",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        host=host,
        made_at=starts,
        **fields,
    )
    for _turn in range(came):
        AttendanceInterval.objects.create(
            event=event,
            user=make_user(),
            joined_at=starts,
            seen_at=starts + timedelta(hours=1),
            source="list",
        )
    return event


@pytest.fixture
def centre():
    return make_centre()


# Rules


def test_there_are_fourteen_functions_in_both_languages():
    expected = [f"4.1.{n}" for n in range(1, 7)] + [f"4.2.{n}" for n in range(1, 9)]
    assert list(rules.FUNCTIONS) == expected
    assert all(one.kk and one.ru and one.kk != one.ru for one in rules.FUNCTIONS.values())


@pytest.mark.parametrize(
    ("half", "first", "last", "due"),
    [
        (1, date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 10)),
        (2, date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 10)),
        (0, date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 10)),
    ],
)
def test_periods_and_their_deadlines(half, first, last, due):
    assert rules.period(2025, half) == (first, last)
    assert rules.due_on(2025, half) == due


@pytest.mark.parametrize(
    ("today", "handed_in", "opened_on", "expected"),
    [
        (date(2025, 7, 1), set(), date(2025, 2, 1), (2025, 1)),
        (date(2025, 7, 1), {(2025, 1)}, date(2025, 2, 1), (2025, 2)),
        (date(2025, 3, 1), set(), date(2025, 2, 1), (2025, 1)),
        (date(2026, 1, 5), {(2025, 1)}, date(2024, 2, 1), (2025, 2)),
        (date(2026, 1, 5), {(2025, 1), (2025, 2)}, date(2024, 2, 1), (2025, 0)),
        (date(2026, 1, 5), {(2025, 1), (2025, 2), (2025, 0)}, date(2024, 2, 1), (2026, 1)),
        (date(2026, 1, 5), set(), date(2025, 12, 1), (2025, 2)),
    ],
)
def test_the_report_that_comes_next_is_the_oldest_that_is_owed(today, handed_in, opened_on, expected):
    found = rules.next_report(today=today, handed_in=frozenset(handed_in), opened_on=opened_on)
    assert found == expected


# The directory


def test_one_centre_an_organisation_and_a_coordinator_with_an_account(centre):
    keeper = make_user(Role.COORDINATOR)
    values = {"opened_on": date(2025, 1, 1), "order_number": "", "actor": keeper, "coordinator_email": ""}
    assert refused(centres.open_centre, organisation_bin=centre.organisation.bin, **values) == "exists"
    assert refused(centres.open_centre, organisation_bin="123456789012", **values) == "bin"
    values["coordinator_email"] = "nobody@example.org"
    assert refused(centres.open_centre, organisation_bin=make_host(2).bin, **values) == "email"
    values["actor"] = make_user(Role.MENTOR)
    assert refused(centres.open_centre, organisation_bin=make_host(3).bin, **values) == "not_allowed"


def test_only_its_own_coordinator_and_keepers_run_a_centre(centre):
    stranger = make_centre(number=2).coordinator
    words = {"about_kk": "Көмек", "functions": ["4.2.1", "4.1.2", "9.9"]}
    values = {"centre_id": centre.pk, "words": words}
    assert refused(centres.save_about, actor=stranger, **values) == "not_allowed"
    assert refused(enter, centre=centre, actor=stranger) == "not_allowed"
    assert centres.save_about(actor=centre.coordinator, **values).functions == ["4.1.2", "4.2.1"]
    assert not ResourceCentre.objects.run_by(stranger).filter(pk=centre.pk).exists()


def test_a_closed_centre_leaves_the_directory(centre):
    keeper = make_user(Role.COORDINATOR)
    values = {"centre_id": centre.pk, "actor": keeper}
    assert refused(centres.close_centre, on=date(2000, 1, 1), **values) == "day"
    centres.close_centre(on=TODAY, **values)
    assert not ResourceCentre.objects.visible_to(keeper).exists()


# What it did


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"function": "4.3.1"}, "function"),
        ({"what": " "}, "empty"),
        ({"on": date(2025, 7, 6)}, "day"),
        ({"on": date(2023, 12, 31)}, "day"),
    ],
)
def test_what_cannot_be_entered(centre, more, code):
    assert refused(enter, centre=centre, **more) == code


def test_what_happened_is_entered_held_and_published(centre):
    staff = centre.coordinator
    enter(centre)
    hold_event(staff, came=3)
    hold_event(make_user(), on=date(2025, 4, 3), place=f"{centre.organisation.name_kk}, акт залы", came=2)
    hold_event(make_user(), on=date(2025, 4, 4), place="Басқа жерде")
    hold_event(staff, on=date(2025, 8, 1))
    make_published(staff, at=datetime(2025, 5, 1, tzinfo=UTC))
    make_published(make_user(), at=datetime(2025, 5, 1, tzinfo=UTC))
    found = centre_figures.happened(centre, first=date(2025, 1, 1), last=date(2025, 6, 30))
    assert [(line.source, line.function, line.people) for line in found.lines] == [
        ("entry", "4.1.3", 12),
        ("event", "4.1.4", 3),
        ("event", "4.1.4", 2),
        ("practice", "4.2.2", 0),
    ]
    assert found.totals == {
        "all": 4,
        "people": 17,
        "trainings": 2,
        "trained": 5,
        "practices": 1,
        "consultations": 1,
    }
    assert found.of("4.1.4") == (2, 5)


def test_an_event_that_is_entered_counts_once(centre):
    event = hold_event(centre.coordinator)
    enter(centre, function="4.2.8", event_id=event.pk, people=40)
    assert refused(enter, centre=centre, event_id=event.pk) == "twice"
    found = centre_figures.happened(centre, first=date(2025, 1, 1), last=date(2025, 6, 30))
    assert [(line.source, line.people) for line in found.lines] == [("entry", 40)]


def test_who_left_before_the_period_or_came_after_it_counts_not(centre):
    gone = make_user()
    employ(gone, centre.organisation)
    gone.employments.update(ended_on=date(2024, 12, 31))
    late = make_user()
    employ(late, centre.organisation, started_on=date(2025, 7, 1))
    for host in (gone, late):
        hold_event(host)
    assert centre_figures.happened(centre, first=date(2025, 1, 1), last=date(2025, 6, 30)).lines == []


# The report


def test_a_report_is_a_draft_until_it_is_handed_in_and_then_frozen(centre):
    entry = enter(centre)
    report = save(centre)
    assert (report.revision, report.content, report.handed_in_at) == (1, {}, None)
    done = hand_in(centre)
    assert done.content["totals"]["people"] == 12
    host = centre.organisation
    host.name_kk = "Жаңа атау"
    host.save()
    hold_event(centre.coordinator)
    _report, content = centre_reports.standing(ResourceCentre.objects.get(pk=centre.pk), **HALF)
    assert content["centre"]["kk"] == "№ 1 мектеп"
    assert content["totals"]["all"] == 1
    assert refused(save, centre=centre, revision=1, texts={"kk": "Басқа", "ru": "Другое"}) == "handed_in"
    assert refused(hand_in, centre=centre) == "handed_in"
    assert refused(centres.remove_activity, activity_id=entry.pk, actor=centre.coordinator) == "reported"
    assert refused(enter, centre=centre) == "reported"
    enter(centre, on=date(2025, 7, 1))
    assert list(audit_sharing.breaches()) == []


def test_a_report_needs_both_languages_and_the_periods_end(centre):
    assert refused(hand_in, centre=centre) == "no_text"
    save(centre, texts={"kk": "Мәтін", "ru": ""})
    assert refused(hand_in, centre=centre) == "no_text"
    save(centre, revision=1)
    early = datetime(2025, 6, 30, 7, 0, tzinfo=UTC)
    assert refused(hand_in, centre=centre, revision=2, at=early) == "early"
    hand_in(centre, revision=2)


def test_a_stale_save_shows_what_stands(centre):
    save(centre)
    with pytest.raises(centre_reports.StaleReport) as caught:
        save(centre, texts={"kk": "Екінші терезе", "ru": "Второе окно"})
    assert caught.value.report.text_kk == TEXTS["kk"]
    assert save(centre).revision == 1


def test_words_that_tell_a_child_are_refused_and_the_centres_own_telephone_is_not(centre):
    iin = with_check_digit("14051250012")
    assert refused(save, centre=centre, texts={"kk": f"Оқушы {iin}", "ru": ""}) == "identifies"
    save(centre, texts={"kk": "Байланыс: +7 727 123 45 67", "ru": "Текст"})


def test_the_hint_says_until_when(centre):
    centre.opened_on = date(2025, 1, 10)
    due = centre_reports.due(centre, today=TODAY)
    assert (due.year, due.half, due.days, due.is_over, due.is_near) == (2025, 1, 5, False, True)
    assert centre_reports.due(centre, today=date(2025, 7, 12)).is_over


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_paper_says_whether_it_is_a_draft(centre, language):
    enter(centre)
    content = centre_reports.content_of(centre, **HALF)
    values = {"text": TEXTS[language], "language": language, **HALF}
    draft = report_paper(content, handed_in=None, **values)
    done = report_paper(content, handed_in=TODAY, **values)
    assert draft.subtitle
    assert not done.subtitle
    assert TEXTS[language] in list(done.texts())
    assert "05.07.2025" in list(done.texts())
    assert pdf(done).startswith(b"%PDF")


# Pages


def test_the_directory_is_public_and_filters(client_for, centre):
    make_centre(number=2, region="63")
    centres.save_about(
        centre_id=centre.pk,
        words={"functions": ["4.2.1"], "phone": "8 727 000 00 00"},
        actor=centre.coordinator,
    )
    client = client_for(None)
    both = client.get(reverse("centre_list")).content.decode()
    assert "№ 1 мектеп" in both
    assert "№ 2 мектеп" in both
    assert centre.organisation.bin not in both
    assert "№ 1 мектеп" not in client.get(reverse("centre_list"), {"region": "63"}).content.decode()
    only = client.get(reverse("centre_list"), {"function": "4.2.1"}).content.decode()
    assert "№ 2 мектеп" not in only
    page = client.get(reverse("centre", args=[centre.pk])).content.decode()
    assert "8 727 000 00 00" in page
    assert centre.coordinator.email not in page


def test_the_directory_costs_the_same_for_two_and_eight(client_for, django_assert_num_queries):
    client = client_for(None)
    for number in (1, 2):
        make_centre(number=number)
    client.get(reverse("centre_list"))
    with django_assert_num_queries(1):
        client.get(reverse("centre_list"))
    for number in range(3, 9):
        make_centre(number=number)
    with django_assert_num_queries(1):
        client.get(reverse("centre_list"))


def test_what_a_coordinator_keeps_is_not_found_by_others(client_for, centre):
    stranger, own = client_for(make_user(Role.MENTOR)), client_for(centre.coordinator)
    for name, args in (
        ("centre_desk", [centre.pk]),
        ("centre_edit", [centre.pk]),
        ("centre_report", [centre.pk, 2025, 1]),
        ("centre_report_file", [centre.pk, 2025, 1, "ru", "xlsx"]),
    ):
        assert stranger.get(reverse(name, args=args)).status_code == 404
        assert own.get(reverse(name, args=args)).status_code == 200
    assert own.get(reverse("centre_new")).status_code == 404


def test_an_entry_by_the_page(client_for, centre):
    client, address = client_for(centre.coordinator), reverse("centre_desk", args=[centre.pk])
    today = timezone.localdate(NOW)
    typed = {"function": "4.2.7", "on": today.isoformat(), "what": "Ашық есік күні", "people": "30"}
    assert client.post(address, typed | {"function": ""}).status_code == 422
    assert client.post(address, typed).status_code == 302
    (entry,) = centre.activities.all()
    assert client.post(address, {"remove": entry.pk}).status_code == 302
    assert not centre.activities.exists()


def test_the_report_by_the_page(client_for, centre):
    client, address = client_for(centre.coordinator), reverse("centre_report", args=[centre.pk, 2025, 1])
    assert client.post(address, {**TEXTS, "ru": "", "revision": "0", "action": "hand_in"}).status_code == 422
    assert CentreReport.objects.get().handed_in_at is None
    assert client.post(address, {**TEXTS, "kk": "Ескі", "revision": "0"}).status_code == 409
    assert client.post(address, {**TEXTS, "revision": "1", "action": "hand_in"}).status_code == 302
    assert CentreReport.objects.get().handed_in_at
    for form in ("pdf", "docx", "xlsx"):
        answer = client.get(reverse("centre_report_file", args=[centre.pk, 2025, 1, "kk", form]))
        assert answer.status_code == 200
    assert client.get(reverse("centre_report", args=[centre.pk, 2025, 3])).status_code == 404
    assert client.get(reverse("centre_report", args=[centre.pk, 2999, 1])).status_code == 404


def test_a_keeper_opens_a_centre_by_the_page(client_for):
    client, host = client_for(make_user(Role.COORDINATOR)), make_host()
    person = make_user(Role.LEARNER)
    typed = {
        "organisation_bin": host.bin,
        "coordinator_email": person.email,
        "opened_on": "2025-01-15",
        "order_number": "15",
    }
    assert client.post(reverse("centre_new"), typed | {"organisation_bin": "1"}).status_code == 422
    opened = client.post(reverse("centre_new"), typed)
    centre = ResourceCentre.objects.get()
    assert opened.url == reverse("centre_edit", args=[centre.pk])
    assert centre.coordinator == person
    client.post(opened.url, {"coordinator_email": ""})
    centre.refresh_from_db()
    assert centre.coordinator is None
