"""The register: who stands in it, what it is narrowed by, that no number is missing, and its files."""

import io
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook
from pypdf import PdfReader

from certificates import services
from certificates.files import register as register_files
from certificates.models import Document, NumberSeries
from certificates.rules.code import pretty
from certificates.services import register
from people.errors import Refusal
from people.roles import Role
from tests.factories import NOW, decide, enrol, make_cohort, make_user

from .conftest import LATER

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
YEAR = TODAY.year
OLD = datetime(2021, 3, 10, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def shelf(cohort, change):
    """Six documents: valid, suspended, revoked, replaced and its successor, a notice, one run out long ago."""
    names = ["Абаева", "Әбдірова", "Бекова", "=Қасымова", "Ғалиева"]
    made = []
    for name in names:
        person = make_user(Role.LEARNER, surname=name)
        score = "40" if name == "Ғалиева" else "76"
        made.append(services.issue_document(result_id=decide(enrol(person, cohort), score=score).pk, at=NOW))
    change(made[1], "suspend")
    change(made[2], "revoke")
    corrected = {"surname": "Сәрсенова", "given_name": "Айша", "patronymic": ""}
    made.append(change(made[3], "correct", corrected=corrected, at=LATER).new_document)
    other = make_cohort(cohort.edition, number=2)
    made.append(services.issue_document(result_id=decide(enrol(None, other)).pk, at=OLD))
    return made


def found(keeper, today=TODAY, **told) -> list[str]:
    filters = register.Filters.read(told)
    year = register.year_of(filters, register.years())
    return [one.facts["surname"] for one in register.narrowed(keeper, filters, year=year, today=today)]


def test_the_newest_year_stands_first_in_the_order_of_numbers(shelf, keeper):
    assert register.years() == [YEAR, 2021]
    assert found(keeper) == ["Абаева", "Әбдірова", "Бекова", "=Қасымова", "Сәрсенова", "Ғалиева"]
    assert found(keeper, sort="-number")[0] == "Ғалиева"
    assert found(keeper, year="2021") == ["Үмбетжанова"]
    assert len(found(keeper, year="all")) == 7


FILTERS = [
    ({"kind": "notice"}, ["Ғалиева"]),
    ({"state": "valid"}, ["Абаева", "Сәрсенова", "Ғалиева"]),
    ({"state": "suspended"}, ["Әбдірова"]),
    ({"state": "revoked"}, ["Бекова"]),
    ({"state": "replaced"}, ["=Қасымова"]),
    ({"state": "expired"}, []),
    ({"state": "expired", "year": "all"}, ["Үмбетжанова"]),
    ({"state": "erased"}, []),
    ({"programme": "B"}, []),
    ({"programme": "A", "kind": "certificate", "q": "әбдір"}, ["Әбдірова"]),
    ({"q": "үмбет"}, ["Үмбетжанова"]),
    ({"q": "үмбет", "year": str(YEAR)}, []),
    ({"q": f"{YEAR}-a-n"}, ["Ғалиева"]),
    ({"q": "айша сәр"}, ["Сәрсенова"]),
    ({"q": "айша баева"}, []),
    ({"cohort": "999999999"}, []),
    (
        {"state": "lost", "kind": "x", "year": "1e3"},
        ["Абаева", "Әбдірова", "Бекова", "=Қасымова", "Сәрсенова", "Ғалиева"],
    ),
]


@pytest.mark.sqlite
def test_filters(shelf, keeper):
    for told, expected in FILTERS:
        assert found(keeper, **told) == expected, told


def test_a_code_finds_its_document_in_any_year(shelf, keeper):
    assert found(keeper, q=pretty(shelf[-1].code).lower()) == ["Үмбетжанова"]


def test_the_last_day_still_counts(shelf, keeper):
    until = shelf[0].valid_until
    assert "Абаева" in found(keeper, today=until, state="valid")
    assert "Абаева" in found(keeper, today=until + timedelta(days=1), state="expired")


def test_counts_say_what_is_there(shelf, keeper):
    documents = register.narrowed(keeper, register.Filters(), year=YEAR, today=TODAY)
    assert register.counts(documents, today=TODAY) == {
        "total": 6,
        "certificate": 5,
        "notice": 1,
        "support": 0,
        "valid": 3,
        "suspended": 1,
        "expired": 0,
        "replaced": 1,
        "revoked": 1,
        "erased": 0,
    }


def test_series_are_held_against_the_documents(shelf):
    whole = [register.Series("A", "certificate", 5), register.Series("A", "notice", 1)]
    assert register.series_of(YEAR) == whole
    NumberSeries.objects.filter(year=YEAR, kind="certificate").update(last=20)
    broken = register.series_of(YEAR)[0]
    assert not broken.is_whole
    assert (broken.lost, broken.missing) == (15, tuple(range(6, 16)))
    NumberSeries.objects.filter(year=YEAR, kind="certificate").update(last=5)
    Document.objects.filter(pk=shelf[2].pk).update(number=f"{YEAR}-A-000009")
    assert register.series_of(YEAR)[0].missing == (3,)


def test_who_does_not_keep_the_register_reads_none_of_it(shelf, client_for):
    for person in (shelf[0].holder, make_user(Role.TRAINER)):
        client = client_for(person)
        for address in (
            reverse("register"),
            reverse("register_file", args=["xlsx"]),
            reverse("register_document", args=[shelf[0].pk]),
            reverse("propose_change", args=[shelf[0].pk, "revoke"]),
            reverse("proposal_list"),
        ):
            assert client.get(address).status_code == 404


# Files


def test_the_sheet_holds_days_and_numbers_and_no_formula(shelf, keeper):
    documents = register.narrowed(keeper, register.Filters(), year=YEAR, today=TODAY)
    with translation.override("en"):
        content = register_files.register_xlsx(documents, title="Register", today=TODAY)
    sheet = load_workbook(io.BytesIO(content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 7
    head = {name: place for place, name in enumerate(rows[0])}
    assert rows[1][head["Number"]] == f"{YEAR}-A-000001"
    assert rows[1][head["Issued"]].date() == TODAY
    assert (rows[1][head["Hours"]], rows[1][head["Cohort"]], rows[1][head["State"]]) == (80, "A-1", "valid")
    assert rows[6][head["Valid until"]] is None
    risky = sheet.cell(5, head["Surname, given name, patronymic"] + 1)
    assert risky.value.startswith("=Қасымова")
    assert (risky.data_type, risky.quotePrefix) == ("s", True)
    codes = {pretty(one.code) for one in shelf} | {one.code for one in shelf}
    assert not codes & {str(cell) for row in rows for cell in row}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "kk",
            [
                "Берілген құжаттарды тіркеу журналы",
                "Осы бетте: 5. Басынан бері: 5.",
                "Алғаны туралы",
                "жарамды",
            ],
        ),
        (
            "ru",
            [
                "Журнал регистрации выданных документов",
                "На этой странице: 5. С начала: 5.",
                "Подпись о",
                "аннулирован",
            ],
        ),
    ],
)
def test_the_paper_is_the_journal_in_its_language(shelf, keeper, language, said):
    documents = register.narrowed(keeper, register.Filters(), year=YEAR, today=TODAY)
    content = register_files.register_pdf(documents, year=YEAR, language=language, at=NOW, narrowed_by="Ү")
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    for words in said[:3]:
        assert words in text
    for name in ("Абаева", "Сәрсенова", "Ғалиева", "Қ. Серікбаева", f"{YEAR}-A-N-000001"):
        assert name in text
    assert shelf[0].code not in text
    assert pretty(shelf[0].code) not in text


def test_each_page_of_the_paper_has_its_total(cohort, keeper):
    document = services.issue_document(result_id=decide(enrol(None, cohort)).pk, at=NOW)
    template = {name: getattr(document, name) for name in ("kind", "enrolment", "result", "holder", "facts")}
    template |= {"issued_on": document.issued_on, "valid_until": document.valid_until, "created_at": NOW}
    template |= {"status": "replaced", "template_revision": document.template_revision}
    last = document
    for n in range(2, 41):
        last = Document.objects.create(
            number=f"{YEAR}-A-{n:06d}", code=f"{n:016d}", supersedes=last, **template
        )
    documents = register.narrowed(keeper, register.Filters(), year=YEAR, today=TODAY)
    content = register_files.register_pdf(documents, year=YEAR, language="ru", at=NOW)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    totals = [re.findall(r"На этой странице: (\d+)\. С начала: (\d+)\.", page) for page in pages]
    there = [tuple(map(int, one[0])) for one in totals if one]
    tabled = [page for page, one in zip(pages, totals, strict=True) if one]
    assert len(there) >= 2
    assert all(len(one) <= 1 for one in totals)
    assert sum(on_page for on_page, _so_far in there) == 40
    assert [so_far for _on_page, so_far in there][-1] == 40
    for page, (on_page, _so_far) in zip(tabled, there, strict=True):
        assert len(re.findall(rf"{YEAR}-A-\d{{6}}", page)) == on_page


def test_too_long_a_paper_is_refused_with_a_way_out(shelf, keeper, monkeypatch, client_for):
    monkeypatch.setattr(register_files, "MOST_ROWS", 5)
    documents = register.narrowed(keeper, register.Filters(), year=YEAR, today=TODAY)
    with pytest.raises(Refusal):
        register_files.register_pdf(documents, year=YEAR, language="kk", at=NOW)
    answer = client_for(keeper).get(reverse("register_file", args=["pdf"]) + "?sort=-number", follow=True)
    assert answer.redirect_chain == [(reverse("register") + "?sort=-number", 302)]
    assert client_for(keeper).get(reverse("register_file", args=["csv"])).status_code == 404


def test_the_register_costs_the_same_for_two_and_for_twenty(cohort, keeper, client_for):
    def queries() -> dict[str, int]:
        client, found = client_for(keeper), {}
        for address in (
            reverse("register"),
            reverse("register_file", args=["xlsx"]),
            reverse("proposal_list"),
        ):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            found[address] = len(seen)
        return found

    from certificates.services import proposals

    def more(count: int) -> None:
        for _turn in range(count):
            one = services.issue_document(result_id=decide(enrol(None, cohort)).pk, at=NOW)
            proposals.propose(document_id=one.pk, change="suspend", reason="Тексеру.", at=NOW, actor=keeper)

    more(2)
    queries()  # what is cached by the first request
    few = queries()
    more(18)
    assert queries() == few
    assert max(few.values()) <= 14
