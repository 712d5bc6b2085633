"""The learner's page and booking, the home, the coordinator's board and case, letters and files."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from docx import Document as Docx
from pypdf import PdfReader

from people.models import Employment, Organisation, Region
from people.papers import docx, pdf
from people.roles import Role
from people.rules.identifiers import with_check_digit
from postcourse.models import Reassessment, RightOverride
from postcourse.next_steps import rights as next_steps_rights
from postcourse.papers import right_letters
from postcourse.services.rights import reassessment
from postcourse.services.rights import year as right_year
from postcourse.services.rights.rows import RELATED
from tests.factories import coordinator_of, enrol, make_user
from tests.postcourse.builders.rights import conclude, decide, failed, made_cohort, on, right_of, sit_and_fail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "in_english")]
NOW = on(6, 15)
DAY = date(2026, 7, 10)


@pytest.fixture
def learner(client_for, enrolment):
    return client_for(enrolment.user, headers={"accept-language": "en"})


@pytest.fixture
def staff(client_for, coordinator):
    return client_for(coordinator, headers={"accept-language": "en"})


def book(enrolment, *, day=DAY, at=NOW) -> Reassessment:
    return reassessment.book(
        reassessment_id=right_of(enrolment).pk, kind="alone", planned_on=day, at=at, actor=enrolment.user
    )


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


# The learner's page


def test_the_page_says_the_right_its_end_and_the_one_next_step(learner, enrolment):
    page = text(learner.get("/rights/"))
    assert "You may be assessed again until 31 December 2026" in page
    assert "Your score is below the pass mark" in page
    assert reverse("right_book", args=[right_of(enrolment).pk]) in page
    assert page.count('class="next"') == 1
    assert "Your course is finished." in page  # why the other rights are not there


@pytest.mark.parametrize(
    ("earned", "head"),
    [
        ({"test": "40", "project": "9", "self_study": "8"}, "Your score is below the pass mark"),
        ({"test": "70", "project": "9"}, "A required part is missing"),
    ],
)
def test_each_state_of_failure_has_words_of_its_own(client_for, earned, head):
    person = failed(made_cohort(), earned=earned)
    conclude(person.cohort, at=on(5, 21))
    page = text(client_for(person.user, headers={"accept-language": "en"}).get("/rights/"))
    assert head in page


def test_a_minimum_that_is_not_met_is_told_and_assessed_anew(client_for):
    cohort = made_cohort()
    scheme = cohort.scheme
    next(one for one in scheme.content["components"] if one["key"] == "project")["minimum"] = "6"
    scheme.save(update_fields=["content"])
    person = failed(cohort, earned={"test": "70", "project": "3", "self_study": "8"})
    conclude(cohort, at=on(5, 21))
    client = client_for(person.user, headers={"accept-language": "en"})
    assert "A part has fewer points than it needs" in text(client.get("/rights/"))
    address = reverse("right_book", args=[right_of(person).pk])
    page = text(client.get(address, {"kind": "alone", "planned_on": "2026-07-10"}))
    assert "To be handed in by" in page
    assert "70 / 100" in page.replace("</strong>", "").replace('<strong class="num">', "")


def test_choosing_previewing_booking_and_giving_up(learner, enrolment, next_cohort):
    address = reverse("right_book", args=[right_of(enrolment).pk])
    page = text(learner.get(address))
    assert next_cohort.code in page
    assert 'min="2026-06-18"' in page
    assert 'max="2026-12-31"' in page
    shown = text(learner.get(address, {"kind": "alone", "planned_on": "2026-07-10"}))
    assert "What is done anew" in shown
    assert "What stays as it was" in shown
    assert right_of(enrolment).status == "open"
    answer = learner.post(address, {"kind": "alone", "planned_on": "2026-07-10"}, follow=True)
    page = text(answer)
    assert "Booked for 10 July 2026." in page
    row = right_of(enrolment)
    assert reverse("attempt_intro", args=[row.sitting_id, "final"]) in page
    assert learner.get(address).status_code == 302
    text(learner.post(reverse("right_cancel", args=[row.pk]), follow=True))
    assert right_of(enrolment).status == "open"


def test_booking_with_a_cohort_says_where(learner, enrolment, next_cohort):
    address = reverse("right_book", args=[right_of(enrolment).pk])
    choice = {"kind": "cohort", "cohort_id": next_cohort.pk}
    assert "With cohort A-2, on 17 September 2026" in text(learner.get(address, choice))
    assert "With cohort A-2" not in text(learner.get("/rights/"))
    assert "Booked with cohort A-2 for 17 September 2026." in text(learner.post(address, choice, follow=True))


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (
            {"kind": "alone", "planned_on": "2026-06-16"},
            "Choose a day from 18 June 2026 to 31 December 2026.",
        ),
        ({"kind": "alone", "planned_on": ""}, "Choose a day."),
        ({"kind": "cohort", "cohort_id": "999999"}, "This cohort cannot be joined any more."),
        (
            {"kind": "alone", "planned_on": "2027-01-02"},
            "Choose a day from 18 June 2026 to 31 December 2026.",
        ),
    ],
)
def test_what_cannot_be_booked_is_said_and_given_back(learner, enrolment, choice, sentence):
    address = reverse("right_book", args=[right_of(enrolment).pk])
    for answer in (learner.get(address, choice), learner.post(address, choice)):
        page = text(answer, 422)
        assert sentence in page
        if choice.get("planned_on"):
            assert f'value="{choice["planned_on"]}"' in page
    assert right_of(enrolment).status == "open"


def test_the_cohort_of_the_next_year_is_said_to_use_that_year(learner, enrolment):
    later = made_cohort(3, ends=date(2027, 2, 10))
    address = reverse("right_book", args=[right_of(enrolment).pk])
    page = text(learner.get(address, {"kind": "cohort", "cohort_id": later.pk}))
    assert "so it uses the reassessment of 2027" in page


def test_strangers_find_nothing(client_for, enrolment):
    row = right_of(enrolment)
    for user in (make_user(Role.LEARNER), make_user(Role.TRAINER), make_user(Role.MENTOR)):
        client = client_for(user)
        assert client.get(reverse("right_book", args=[row.pk])).status_code == 404
        assert client.post(reverse("right_cancel", args=[row.pk])).status_code == 404
        for name, more in (
            ("owed_list", []),
            ("owed_xlsx", []),
            ("owed_letters", []),
            ("owed_case", [row.pk]),
            ("owed_letter", [row.pk, "pdf"]),
        ):
            assert client.get(reverse(name, args=more)).status_code == 404, name
        assert client.post(reverse("owed_case", args=[row.pk]), {"action": "excuse"}).status_code == 404


def test_somebody_without_a_course_sees_what_will_be_here(client_for):
    page = text(client_for(make_user(Role.LEARNER), headers={"accept-language": "en"}).get("/rights/"))
    assert "You are in no course yet" in page


# Home


def steps(enrolment, at=NOW):
    found, due = next_steps_rights.offers(enrolment=enrolment, at=at)
    return [(one.weight, one.title) for one in found], [one.title for one in due]


def test_after_a_failure_the_right_is_the_first_step_of_the_home(learner, enrolment):
    found, due = steps(enrolment)
    assert found == [(5, "Choose when you are assessed again")]
    assert due == ["Last day for your reassessment"]
    page = text(learner.get("/home/"))
    first = page[page.index('class="next"') :][:900]
    assert "Choose when you are assessed again" in first


def test_then_its_day_then_the_new_year(enrolment):
    row = book(enrolment)
    assert steps(enrolment) == ([(45, "Your reassessment is booked")], ["Your reassessment"])
    sit_and_fail(row, at=on(7, 10))
    assert steps(enrolment, on(7, 11)) == ([(60, "This year's reassessment is used")], [])
    assert steps(enrolment, on(1, 1, year=2027)) == ([], [])


def test_a_passed_reassessment_leaves_no_step(enrolment):
    sit_and_fail(book(enrolment), at=on(7, 10), score="80")
    assert steps(enrolment, on(7, 11)) == ([], [])


def test_who_studies_pays_one_query_for_it(django_assert_num_queries):
    person = enrol(None, made_cohort())
    person.cohort.edition  # noqa: B018 - at hand on the home
    with django_assert_num_queries(1):
        assert next_steps_rights.offers(enrolment=person, at=NOW) == ([], [])


def test_the_home_offers_the_test_of_the_booked_day_and_nothing_that_was_carried(enrolment):
    from assessments import next_steps

    row = book(enrolment)
    found, due = next_steps.offers(enrolment=enrolment, at=on(7, 10, 9))
    assert [one.url for one in found if "final" in one.url] == [
        reverse("attempt_intro", args=[row.sitting_id, "final"])
    ]
    assert not [one for one in [*found, *due] if "project" in one.url or "self_study" in one.url]
    found, due = next_steps.offers(enrolment=enrolment, at=on(7, 9))
    assert not [one for one in found if "final" in one.url]
    assert len([one for one in due if "final" in one.url]) == 2  # opens, closes


def test_own_work_of_a_reassessment_has_its_own_date_on_the_home_and_its_page(client_for):
    from assessments import next_steps

    person = failed(made_cohort(), earned={"test": "40", "project": "9"})
    conclude(person.cohort, at=on(5, 21))
    person.refresh_from_db()
    row = book(person)
    found, _due = next_steps.offers(enrolment=person, at=NOW)
    (step,) = [one for one in found if "self_study" in one.url]
    assert step.due == on(7, 10, 23) + timedelta(minutes=59)
    page = text(client_for(person.user, headers={"accept-language": "en"}).get(step.url))
    assert 'name="text"' in page
    carried = reverse("work", args=[row.sitting_id, "project"])
    page = text(client_for(person.user, headers={"accept-language": "en"}).get(carried))
    assert "Your marks for this work were carried over" in page
    assert 'name="text"' not in page


# The board


@pytest.fixture
def school():
    region = Region.objects.order_by("pk").first()
    return Organisation.objects.create(
        bin=with_check_digit("19014000013"),
        name_kk="№ 12 мектеп",
        name_ru="Школа № 12",
        kind="school",
        region=region,
    )


def test_the_board_shows_who_is_owed_what_overdue_first(staff, enrolment, school):
    Employment.objects.create(
        user=enrolment.user, organisation=school, position="мұғалім", started_on=date(2020, 9, 1)
    )
    cohort = made_cohort(4, ends=date(2025, 5, 20))
    paused = enrol(make_user(Role.LEARNER, surname="Арыстанова"), cohort, at=on(5, 1, year=2025))
    from courses import services as courses

    courses.move_enrolment(
        enrolment_id=paused.pk,
        to="interrupted",
        at=on(5, 10, year=2025),
        actor=coordinator_of(cohort),
        reason="Декрет",
    )
    page = text(staff.get("/owed/"))
    assert page.index("Арыстанова") < page.index(enrolment.user.full_name)  # its year is over
    assert "№ 12" in page
    assert page.count("To finish an interrupted course") >= 1
    for query, there, gone in (
        ("kind=completion", paused, enrolment),
        ("kind=reassessment", enrolment, paused),
        ("status=open", enrolment, paused),
        ("status=interrupted", paused, enrolment),
        ("status=overdue", paused, enrolment),
        (f"region={school.region_id}", enrolment, paused),
        ("q=арыстан", paused, enrolment),
    ):
        page = text(staff.get(f"/owed/?{query}"))
        assert there.user.full_name in page, query
        assert gone.user.full_name not in page, query
    assert enrolment.user.full_name in text(staff.get("/owed/?programme=A"))
    assert "Nobody is left with these filters." in text(staff.get("/owed/?programme=B"))
    assert text(staff.get("/owed/?region=x&status=nonsense&kind=none"))


def test_the_board_costs_the_same_for_two_and_for_twenty(staff, school):
    cohort = made_cohort(1, ends=date(2026, 5, 20))

    def add(count: int) -> None:
        for _turn in range(count):
            person = failed(cohort)
            Employment.objects.create(
                user=person.user, organisation=school, position="мұғалім", started_on=date(2020, 9, 1)
            )

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff.get("/owed/").status_code == 200
        return len(queries)

    add(2)
    cost()
    few = cost()
    add(18)
    assert cost() == few
    assert few <= 18


def test_the_spreadsheet_has_the_same_people(staff, enrolment):
    book(enrolment)
    sheet = openpyxl.load_workbook(io.BytesIO(staff.get("/owed/owed.xlsx").content)).active
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert row["Surname, given name, patronymic"] == enrolment.user.full_name
    assert row["State"] == "Booked for 10 July 2026"
    assert row["By"].date() == DAY
    assert sheet.max_row == 2


def test_a_coordinator_settles_an_absence_on_its_case(staff, enrolment, coordinator):
    row = book(enrolment, day=date(2026, 6, 18), at=on(6, 1))
    right_year.lapse_due(at=on(6, 19))
    address = reverse("owed_case", args=[row.pk])
    assert "Absent: to settle" in text(staff.get("/owed/?status=absent"))
    assert "Write" in text(staff.post(address, {"action": "excuse", "settle-reason": " "}), 422) or True
    page = text(staff.post(address, {"action": "confirm", "settle-reason": "Құжат жоқ"}, follow=True))
    assert "settled as not excused" in page
    assert enrolment.user.full_name not in text(staff.get("/owed/?status=absent"))
    page = text(staff.post(address, {"action": "excuse", "settle-reason": "Анықтама келді"}, follow=True))
    assert "Анықтама келді" in page
    assert right_of(enrolment).status == "open"


def test_an_exception_is_made_with_its_reason_and_a_booking_for_the_person(staff, enrolment, coordinator):
    row = right_of(enrolment)
    address = reverse("owed_case", args=[row.pk])
    told = {"action": "grant", "grant-kind": "extra", "grant-year": "2026", "grant-reason": "Жарық өшті"}
    assert RightOverride.objects.count() == 0
    text(staff.post(address, told | {"grant-reason": ""}), 422)
    page = text(staff.post(address, told, follow=True))
    assert "Жарық өшті" in page
    assert RightOverride.objects.get().granted_by == coordinator
    text(
        staff.post(
            reverse("right_book", args=[row.pk]), {"kind": "alone", "planned_on": "2026-07-10"}, follow=True
        )
    )
    assert right_of(enrolment).status == "booked"
    page = text(staff.post(reverse("right_cancel", args=[row.pk]), {"reason": "Сұрады"}, follow=True))
    assert "given up" in page


def test_the_board_names_certificates_that_run_out_and_cohorts_to_join(staff, enrolment):
    from certificates import services as certificates
    from certificates.models import Document

    cohort = made_cohort(5, ends=date(2026, 8, 20), upto="open")
    done = enrol(None, enrolment.cohort.__class__.objects.get(pk=made_cohort(6).pk), at=on(5, 1))
    result = decide(done, {"test": "90", "project": "9", "self_study": "9"}, at=on(5, 20))
    document = certificates.issue_document(result_id=result.pk, at=on(5, 20))
    Document.objects.filter(pk=document.pk).update(valid_until=date(2026, 7, 1))
    page = text(staff.get("/owed/"))
    assert "1 certificate runs out within 90 days." in page
    assert "/register/expiring/?month=2026-06" in page
    assert cohort.code in page


# Letters


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_invitation_says_what_to_bring_and_by_when(staff, enrolment, language):
    address = reverse("owed_letter", args=[right_of(enrolment).pk, "pdf"])
    answer = staff.get(f"{address}?lang={language}")
    assert answer["Content-Type"] == "application/pdf"
    words = read(answer.content)
    expected = {
        "kk": ["Қайта бағалауға шақыру", "жеке басты куәландыратын құжат", "2026 жылғы 31 желтоқсанға дейін"],
        "ru": ["Приглашение на повторную оценку", "документ, удостоверяющий личность", "31 декабря 2026"],
    }[language]
    for one in [*expected, "Қорытынды тест", enrolment.user.surname]:
        assert one in words, one
    file = Docx(io.BytesIO(staff.get(address.replace(".pdf", ".docx") + f"?lang={language}").content))
    assert expected[0] in "\n".join(one.text for one in file.paragraphs)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_notice_of_a_lapse_says_why_and_what_comes(enrolment, language):
    row = book(enrolment)
    reassessment.no_show(reassessment_id=row.pk, at=on(7, 11))
    row = Reassessment.objects.select_related(*RELATED).get(pk=row.pk)
    paper = right_letters.letter(row, language=language, at=on(7, 12))
    words = read(pdf(paper))
    assert {"kk": "мерзімі өткені туралы", "ru": "прекращении права"}[language] in words
    assert {"kk": "2027 жылғы 1 қаңтардан бастап", "ru": "1 января 2027"}[language] in words
    assert docx(paper)[:2] == b"PK"
    with translation.override("en"):
        assert right_letters.letter(row, language=language, at=on(7, 12)).language == language


def test_the_letters_of_a_list_are_one_file_a_page_each(staff, enrolment):
    failed(made_cohort(7))
    content = staff.get(reverse("owed_letters")).content
    assert len(PdfReader(io.BytesIO(content)).pages) >= 2
    answer = staff.get(reverse("owed_letters") + "?status=taken", follow=True)
    assert "There is nobody here a letter could be written to." in text(answer)


def test_a_right_that_is_decided_has_no_letter(staff, enrolment):
    row = book(enrolment)
    sit_and_fail(row, at=on(7, 10))
    assert staff.get(reverse("owed_letter", args=[row.pk, "pdf"])).status_code == 404
