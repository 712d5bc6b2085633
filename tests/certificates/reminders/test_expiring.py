"""The coordinator's list: whose certificate runs out within a year, by month and organisation."""

import html
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from certificates import services
from certificates.models import Document
from certificates.rules.validity import add_years
from people.models import Employment, Organisation, Region
from people.roles import Role
from people.rules.identifiers import with_check_digit
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture
def cohort():
    make_issuer()
    return make_cohort(make_edition())


def school(name: str) -> Organisation:
    return Organisation.objects.create(
        kind="school",
        bin=with_check_digit(f"{Organisation.objects.count():011d}"),
        region=Region.objects.first(),
        name_kk=name,
        name_ru=name,
    )


def ending(cohort, *, days: int, at: Organisation | None = None, surname: str = "Үмбетжанова") -> Document:
    learner = make_user(Role.LEARNER, surname=surname)
    document = services.issue_document(result_id=decide(enrol(learner, cohort)).pk, at=NOW)
    last = TODAY + timedelta(days=days)
    Document.objects.filter(pk=document.pk).update(issued_on=add_years(last, -3), valid_until=last)
    if at is not None:
        Employment.objects.create(
            user=learner, organisation=at, position="мұғалім", started_on=TODAY - timedelta(days=900)
        )
    document.refresh_from_db()
    return document


def test_a_year_ahead_by_month_and_organisation_with_a_spreadsheet(client_for, cohort):
    here, there = school("№ 15 мектеп"), school("№ 62 лицей")
    soon = ending(cohort, days=10, at=here, surname="Қасымова")
    later = ending(cohort, days=200, at=there, surname="Ахметова")
    nowhere = ending(cohort, days=201, surname="Іргебаева")
    ending(cohort, days=400, at=here, surname="Әбдірова")
    ending(cohort, days=-1, at=here, surname="Ермекова")
    client = client_for(make_user(Role.COORDINATOR), headers={"accept-language": "en"})
    address = reverse("expiring_list")

    def shown(**filters) -> str:
        return html.unescape(client.get(address, filters).content.decode())

    text = shown()
    assert all(one.number in text for one in (soon, later, nowhere))
    assert "Әбдірова" not in text
    assert "Ермекова" not in text
    assert "№ 15 мектеп (1)" in text
    assert "No place of work entered (1)" in text
    one = shown(month=f"{soon.valid_until:%Y-%m}")
    assert soon.number in one
    assert later.number not in one
    assert later.number in shown(organisation=there.pk)
    assert soon.number not in shown(organisation=there.pk)
    assert nowhere.number in shown(organisation="none")
    for odd in (
        {"month": "2026-13"},
        {"month": "0000-01"},
        {"organisation": "9" * 40},
        {"organisation": "x"},
    ):
        assert soon.number in shown(**odd)
    answer = client.get(reverse("expiring_xlsx"), {"organisation": there.pk})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0].startswith("Ахметова")
    assert rows[1][3] == later.number
    assert rows[1][6] == (later.valid_until - timezone.localdate()).days


def test_the_list_costs_the_same_for_few_and_for_many(client_for, cohort, django_assert_max_num_queries):
    client = client_for(make_user(Role.COORDINATOR))
    for days in range(1, 6):
        ending(cohort, days=days * 30, at=school(f"№ {days} мектеп"))
    client.get(reverse("expiring_list"))
    with django_assert_max_num_queries(9):
        client.get(reverse("expiring_list"))


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.SCHOOL_HEAD, Role.AUTHORITY])
def test_nobody_else_sees_whose_certificates_run_out(client_for, role):
    client = client_for(make_user(role))
    assert client.get(reverse("expiring_list")).status_code == 404
    assert client.get(reverse("expiring_xlsx")).status_code == 404
