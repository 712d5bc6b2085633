"""The gradebook: states of every component, what is missing in words, filters, and one reading behind all three forms."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.models import CohortScheme, Submission
from assessments.services.work import work
from cms.gradebook import Filters, gradebook_for
from courses.models import Cohort
from people.roles import Role
from people.sorting import kazakh_key
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    make_user,
    sitting_of,
)
from tests.factories import decide as decide_now

from .worlds import everyone, hand_in, many, person, standing_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    make_issuer()
    return make_cohort(make_edition())


def read(cohort, at=NOW, **filters):
    return gradebook_for(Cohort.objects.get(pk=cohort.pk), Filters(**filters), at=at)


def row_of(book, enrolment):
    return next(row for row in book.everybody if row.enrolment == enrolment)


def states(row) -> dict[str, str]:
    return {cell.key: str(cell.state) for cell in row.cells}


# --- What a row says ------------------------------------------------------------------------------


def test_every_component_tells_where_it_stands(cohort):
    people = everyone(cohort)
    book = read(cohort)
    said = {name: states(row_of(book, enrolment)) for name, enrolment in people.items()}
    assert said["passed"] == {"test": "released", "project": "released", "self_study": "released"}
    assert said["draft"]["self_study"] == "draft"
    assert said["handed_in"]["self_study"] == "handed_in"
    assert said["testing"]["test"] == "running"
    assert said["override"]["self_study"] == "decision"
    assert set(said["nothing"].values()) == {"no_mark"}


def test_a_work_begun_by_a_marker_is_being_marked_and_a_settled_one_waits_for_release(cohort):
    enrolment = person(cohort, "Әбдірова")
    submission = hand_in(enrolment)
    trainer = make_trainer(cohort)
    submission.assessments.create(
        rubric_version=submission.assignment.rubric.versions.first(), marker=trainer, saved_at=NOW
    )
    assert states(row_of(read(cohort), enrolment))["self_study"] == "being_marked"
    Submission.objects.update(status="marked")
    book = read(cohort)
    assert states(row_of(book, enrolment))["self_study"] == "marked"
    assert (book.works_to_mark, book.works_to_release) == (0, 1)


def test_a_returned_work_is_a_draft_again(cohort):
    enrolment = person(cohort, "Әбдірова")
    submission = hand_in(enrolment)
    work.return_work(
        submission_id=submission.pk, reason="Дереккөзді көрсетіңіз.", at=NOW, actor=make_trainer(cohort)
    )
    assert states(row_of(read(cohort), enrolment))["self_study"] == "draft"


def test_a_groups_draft_is_each_members_and_its_work_is_theirs_who_stood_behind_it(cohort):
    first, second, other = (person(cohort, name) for name in ("Әбдірова", "Бекова", "Оспанова"))
    group = standing_group(cohort, 3, first, second)
    submission = work.open_submission(
        sitting_id=sitting_of(first).pk, assignment_key="project", at=NOW, actor=first.user
    )
    assert submission.group_id == group.pk
    sitting_of(second)
    book = read(cohort)
    assert [states(row_of(book, one))["project"] for one in (first, second, other)] == [
        "draft",
        "draft",
        "no_mark",
    ]
    assert [row_of(book, one).group for one in (first, second, other)] == [3, 3, None]
    assert book.without_group == 1


def test_what_is_missing_is_said_in_words(in_english, cohort):
    people = everyone(cohort)
    book = read(cohort)
    missing = {name: row_of(book, enrolment).missing for name, enrolment in people.items()}
    assert missing["passed"] == []
    assert missing["nothing"] == ["test: not taken", "project: no group yet", "self_study: not handed in"]
    assert "test: test running" in missing["testing"]
    assert "self_study: a draft, not handed in" in missing["draft"]
    assert "self_study: waits for a marker" in missing["handed_in"]
    assert missing["complete"] == []
    later = read(cohort, at=NOW + timedelta(hours=2))
    assert "self_study: not handed in, overdue" in row_of(later, people["nothing"]).missing
    assert row_of(later, people["late"]).remarks == ["self_study: late"]
    assert row_of(later, people["override"]).remarks == ["self_study: individual decision"]


def test_components_that_lack_the_same_are_told_together(in_english):
    enrolment = enrol(None, make_cohort(make_edition("B")))
    row = row_of(read(enrolment.cohort), enrolment)
    assert row.missing == ["All parts: not handed in, overdue"]


def test_more_time_for_one_person_is_not_overdue(cohort):
    from assessments.models import Assignment, DateRule, Extension

    enrolment, other = person(cohort, "Әбдірова"), person(cohort, "Бекова")
    DateRule.objects.filter(cohort=cohort).update(
        opens_at=NOW - timedelta(days=5), closes_at=NOW - timedelta(days=1)
    )
    Extension.objects.create(
        assignment=Assignment.objects.get(edition=cohort.edition, key="self_study"),
        sitting=sitting_of(enrolment),
        due_at=NOW + timedelta(days=1),
        reason="Ауырды.",
        granted_at=NOW,
        granted_by=coordinator_of(cohort),
    )
    standing_group(cohort, 1, enrolment, other)
    overdue = {
        row.enrolment.pk: [cell.key for cell in row.cells if cell.is_overdue] for row in read(cohort).rows
    }
    assert overdue == {enrolment.pk: ["project"], other.pk: ["project", "self_study"]}


def test_the_score_so_far_is_shown_before_the_decision_and_the_decided_one_after(in_english, cohort):
    enrolment = person(cohort, "Әбдірова")
    give_mark(sitting_of(enrolment), "test", "66.5", maximum="100")
    row = read(cohort).rows[0]
    assert (row.score, row.decision, row.decision_words) == (66.5, "open", "not decided yet")
    decide_now(enrolment, score="80")
    row = read(cohort).rows[0]
    assert (row.score, row.decision, row.band) == (80, "passed", "good")


def test_complete_marks_are_ready_for_the_commission_where_it_decides(in_english, cohort):
    people = everyone(cohort)
    row = row_of(read(cohort), people["complete"])
    assert (row.decision, row.decision_words) == ("ready", "ready for the commission")


def test_who_left_is_asked_for_nothing(cohort):
    from courses import services as courses

    enrolment = person(cohort, "Әбдірова")
    courses.move_enrolment(
        enrolment_id=enrolment.pk, to="withdrawn", at=NOW, actor=coordinator_of(cohort), reason="Өтініш."
    )
    row = read(cohort).rows[0]
    assert (row.decision, row.missing) == ("", [])


# --- Filters --------------------------------------------------------------------------------------

FILTERS = [
    ({}, None),
    ({"q": "БЕК"}, {"not_passed"}),
    ({"status": "applied"}, set()),
    ({"decision": "passed"}, {"passed"}),
    ({"decision": "not_passed"}, {"not_passed"}),
    ({"decision": "ready"}, {"complete"}),
    ({"decision": "open"}, {"draft", "handed_in", "late", "testing", "override", "nothing"}),
    ({"group": "1"}, {"draft", "handed_in"}),
    ({"group": "2"}, {"late"}),
    ({"group": "none", "decision": "open"}, {"testing", "override", "nothing"}),
    ({"missing": "self_study"}, {"draft", "handed_in", "late", "testing", "nothing"}),
    ({"late": "1"}, {"late"}),
    ({"late": "1", "decision": "passed"}, set()),
    ({"sort": "-score"}, None),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filters_keep_whom_they_name(cohort, filters, expected):
    people = everyone(cohort)
    kept = {row.enrolment for row in read(cohort, **filters).rows}
    assert kept == {enrolment for name, enrolment in people.items() if expected is None or name in expected}


def test_names_stand_in_the_kazakh_order_and_scores_with_the_highest_first(cohort):
    everyone(cohort)
    names = [row.enrolment.user.full_name for row in read(cohort).rows]
    assert names == sorted(names, key=kazakh_key)
    assert names.index("Әбдірова Айгүл Ілиясқызы") < names.index("Бекова Айгүл Ілиясқызы")
    backwards = [row.enrolment.user.full_name for row in read(cohort, sort="-name").rows]
    assert backwards == names[::-1]
    scores = [row.score for row in read(cohort, sort="-score").rows]
    told = [score for score in scores if score is not None]
    assert told == sorted(told, reverse=True)
    assert scores[: len(told)] == told
    assert len(told) >= 3


def test_an_address_with_nonsense_shows_everybody(client_for, cohort):
    everyone(cohort)
    client = client_for(coordinator_of(cohort))
    address = reverse("cohort_detail", args=[cohort.pk])
    answer = client.get(address, {"sort": "'; --", "page": "x", "late": ""})
    assert len(answer.context["book"].rows) == 9
    assert client.get(address, {"group": "²"}).status_code == 200


# --- Screen, spreadsheet, paper --------------------------------------------------------------------


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()


def on_screen(client, cohort, query: dict) -> list[list[str]]:
    page = html.fromstring(client.get(reverse("cohort_detail", args=[cohort.pk]), query).content)
    rows = page.xpath("//table[contains(@class, 'gradebook')]/tbody/tr")
    return [
        [squeezed(cell.text_content()).removesuffix("*").replace("–", "") for cell in row.xpath("./th|./td")]
        for row in rows
    ]


def in_xlsx(client, cohort, query: dict) -> list[list[object]]:
    answer = client.get(reverse("gradebook_xlsx", args=[cohort.pk]), query)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def as_shown(value) -> str:
    """A value of the spreadsheet as Kazakh pages write it: 9; 76,5."""
    if value is None:
        return ""
    if not isinstance(value, (int, float)):
        return squeezed(value)
    return f"{value:g}".replace(".", ",")


def in_pdf(client, cohort, query: dict) -> str:
    answer = client.get(reverse("gradebook_pdf", args=[cohort.pk]), query)
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return re.sub(r"\s", "", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_screen_spreadsheet_and_paper_hold_the_same_rows_and_values(client_for, cohort, query, expected):
    everyone(cohort)
    client = client_for(coordinator_of(cohort), headers={"accept-language": "kk"})
    screen = on_screen(client, cohort, query)
    assert [[as_shown(value) for value in row] for row in in_xlsx(client, cohort, query)] == screen
    assert len(screen) == (9 if expected is None else len(expected))
    paper = in_pdf(client, cohort, query)
    for row in screen:
        start = paper.index(re.sub(r"\s", "", row[0]))
        for value in row:
            assert re.sub(r"\s", "", value) in paper[start:], value
    shown = {row[0] for row in screen}
    for row in on_screen(client, cohort, {}):
        assert (re.sub(r"\s", "", row[0]) in paper) == (row[0] in shown)


def test_a_spreadsheets_marks_are_numbers_and_its_names_never_formulas(client_for, cohort):
    everyone(cohort)
    client = client_for(coordinator_of(cohort))
    answer = client.get(reverse("gradebook_xlsx", args=[cohort.pk]))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    by_name = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    scored = by_name["Әбдірова Айгүл Ілиясқызы"]
    assert scored[4].value == 76.5
    assert scored[4].data_type == "n"
    assert by_name["Бекова Айгүл Ілиясқызы"][4].value == 49.99
    risky = by_name["=Өтегенова Айгүл Ілиясқызы"][0]
    assert risky.data_type == "s"
    assert risky.quotePrefix
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_no_file_tells_an_iin_or_a_works_text(client_for, cohort):
    people = everyone(cohort)
    people["nothing"].user.set_iin("900101300017")
    people["nothing"].user.save()
    client = client_for(coordinator_of(cohort))
    texts = str(in_xlsx(client, cohort, {})) + in_pdf(client, cohort, {}) + str(on_screen(client, cohort, {}))
    assert "900101300017" not in texts
    assert "Мәтін" not in texts


def test_a_name_the_fonts_lack_is_said_and_the_filters_are_kept(client_for, cohort):
    person(cohort, "Հակոբյան")
    client = client_for(coordinator_of(cohort))
    answer = client.get(reverse("gradebook_pdf", args=[cohort.pk]), {"decision": "open"}, follow=True)
    assert answer.redirect_chain == [(f"/cohorts/{cohort.pk}/?decision=open", 302)]
    assert "Հ" in answer.content.decode()


def test_a_paper_asked_for_in_english_is_in_the_cohorts_language(client_for, cohort):
    everyone(cohort)
    user = coordinator_of(cohort)
    user.language = "en"
    user.save()
    answer = client_for(user).get(reverse("gradebook_pdf", args=[cohort.pk]))
    assert PdfReader(io.BytesIO(answer.content)).trailer["/Root"]["/Lang"] == "kk-KZ"


# --- The page -------------------------------------------------------------------------------------


def test_htmx_gets_the_table_the_chips_and_the_count_and_going_back_gets_the_page(client_for, cohort):
    everyone(cohort)
    client = client_for(coordinator_of(cohort))
    address = reverse("cohort_detail", args=[cohort.pk]) + "?decision=passed"
    part = client.get(address, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert "<html" not in text
    assert 'id="gradebook"' in text
    assert 'hx-swap-oob="innerHTML:#gradebook-filters"' in text
    assert "gradebook.xlsx?decision=passed" in text
    assert "HX-Request" in part.headers["Vary"]
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(address, headers=headers).content.decode()


def test_a_move_with_ticked_people_returns_to_the_same_filters(client_for, cohort):
    client = client_for(coordinator_of(cohort))
    address = reverse("cohort_detail", args=[cohort.pk]) + "?status=applied"
    assert client.post(address, {"action": "admit"}).headers["Location"] == address


def test_what_waits_stands_before_the_table(in_english, client_for, cohort):
    everyone(cohort)
    client = client_for(coordinator_of(cohort), headers={"accept-language": "en"})
    user = coordinator_of(cohort)
    user.language = "en"
    user.save()
    text = client.get(reverse("cohort_detail", args=[cohort.pk])).content.decode()
    for words in ("2 works to mark", "1 person ready for the commission", "4 people without a group"):
        assert words in text
        assert text.index(words) < text.index("<table")


def test_the_way_of_deciding_is_chosen_on_the_page_until_somebody_is_decided(client_for, cohort):
    client = client_for(coordinator_of(cohort))
    address = reverse("cohort_detail", args=[cohort.pk])
    enrolment = person(cohort, "Әбдірова")
    client.post(address, {"action": "deciding", "deciding": "commission"})
    assert CohortScheme.objects.get(cohort=cohort).is_by_commission
    decide_now(enrolment)
    client.post(address, {"action": "deciding", "deciding": "automatic"})
    assert CohortScheme.objects.get(cohort=cohort).is_by_commission
    assert 'value="deciding"' not in client.get(address).content.decode()


def test_the_about_page_tells_staff_dates_and_history_and_cancels(client_for, cohort):
    client = client_for(coordinator_of(cohort))
    text = client.get(reverse("cohort_about", args=[cohort.pk])).content.decode()
    assert coordinator_of(cohort).full_name in text
    assert "Жұмыс self_study" in text
    assert 'value="cancel"' in text
    trainer = client_for(make_trainer(cohort))
    assert 'value="cancel"' not in trainer.get(reverse("cohort_about", args=[cohort.pk])).content.decode()


@pytest.mark.parametrize("name", ["gradebook_xlsx", "gradebook_pdf", "cohort_about", "cohort_detail"])
def test_only_staff_of_the_cohort_reach_it(client_for, cohort, name):
    address = reverse(name, args=[cohort.pk])
    assert client_for(make_trainer(cohort)).get(address).status_code == 200
    assert client_for(make_user(Role.TRAINER)).get(address).status_code == 404
    assert client_for(enrol(None, cohort).user).get(address).status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_draft_cohort_has_a_page_without_a_table(client_for, language):
    cohort = make_cohort(make_edition(), upto="draft")
    user = coordinator_of(cohort)
    user.language = language
    user.save()
    answer = client_for(user).get(reverse("cohort_detail", args=[cohort.pk]))
    assert answer.status_code == 200
    assert "<table" not in answer.content.decode()


# --- What it costs --------------------------------------------------------------------------------


def queries(client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


@pytest.mark.parametrize("code", ["A", "B"])
def test_the_page_costs_under_fifteen_queries_however_many_people(client_for, code):
    make_issuer()
    cohort = make_cohort(make_edition(code))
    client = client_for(coordinator_of(cohort))
    address = reverse("cohort_detail", args=[cohort.pk])
    many(cohort, 2)
    few = queries(client, address)
    many(cohort, 18)
    assert queries(client, address) == few
    assert few < 15
    assert queries(client, reverse("gradebook_xlsx", args=[cohort.pk])) < 15
    assert queries(client, reverse("gradebook_pdf", args=[cohort.pk])) < 15


@pytest.mark.slow
def test_two_hundred_people_cost_what_twenty_do(client_for):
    make_issuer()
    cohort = make_cohort(make_edition("B"))
    client = client_for(coordinator_of(cohort))
    address = reverse("cohort_detail", args=[cohort.pk])
    many(cohort, 20)
    few = queries(client, address)
    many(cohort, 180)
    assert queries(client, address) == few < 15
    assert len(client.get(address).context["book"].rows) == 200
