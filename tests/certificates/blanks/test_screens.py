"""The screens of protected stock, walked as a coordinator does."""

import html
import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Docx
from openpyxl import load_workbook

from certificates import services
from certificates.models import Blank, Document, StockLayout
from certificates.services import blanks
from people.roles import Role
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture
def keeper(client_for):
    user = make_user(Role.COORDINATOR)
    client = client_for(user, headers={"accept-language": "en"})
    client.user = user
    return client


@pytest.fixture
def cohort():
    make_issuer()
    return make_cohort(make_edition())


def receive(keeper, first: int = 1, last: int = 9) -> None:
    blanks.receive_batch(
        kind="certificate",
        series="АБ",
        first=first,
        last=last,
        received_on=TODAY,
        received_from="Баспа",
        at=NOW,
        actor=keeper.user,
    )


def certificate(cohort, surname: str = "Үмбетжанова") -> Document:
    learner = make_user(Role.LEARNER, surname=surname)
    return services.issue_document(result_id=decide(enrol(learner, cohort)).pk, at=NOW)


def words(answer) -> str:
    return html.unescape(answer.content.decode())


def pages_of(answer) -> list[str]:
    assert answer.headers["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]


def test_an_empty_register_asks_for_the_first_batch_and_a_refusal_gives_back_what_was_typed(keeper):
    assert "No blanks are entered" in words(keeper.get(reverse("blank_list")))
    batch = {
        "kind": "certificate",
        "series": "аб",
        "first": "3",
        "last": "1",
        "received_on": TODAY.isoformat(),
        "received_from": "Баспа",
    }
    refused = keeper.post(reverse("blank_receive"), batch)
    assert refused.status_code == 422
    assert "The first number is above the last" in words(refused)
    assert 'value="аб"' in words(refused)
    done = keeper.post(reverse("blank_receive"), batch | {"last": "12"}, follow=True)
    assert "10 blanks are entered." in words(done)
    assert "0000003–0000012" in words(done)
    assert done.content.count(b'<th scope="row" class="stick') == 10


def test_one_document_is_printed_then_its_sheet_spoils_and_it_takes_the_next(keeper, cohort):
    document = certificate(cohort)
    found = keeper.get(reverse("blank_find"), {"number": document.number})
    address = reverse("blank_print", args=[document.pk])
    assert found.headers["Location"] == address
    assert "No blank of this kind is in stock" in words(keeper.get(address))
    receive(keeper)
    offered = words(keeper.get(address))
    assert 'value="АБ"' in offered
    assert 'name="number" value="1"' in offered
    taken = keeper.post(address, {"series": "АБ", "number": "1"}, follow=True)
    blank = Blank.objects.get(number=1)
    assert blank.document == document
    assert "Lay this sheet into the printer" in words(taken)
    (page,) = pages_of(keeper.get(reverse("blank_sheet", args=[blank.pk])))
    assert document.number in page
    stale = keeper.post(address, {"series": "АБ", "number": "2"})
    assert stale.status_code == 422
    assert "stands on blank № АБ 0000001 already" in words(stale)
    own = reverse("blank_detail", args=[blank.pk])
    assert keeper.post(own, {"action": "spoil", "reason": " "}).status_code == 422
    ended = keeper.post(own, {"action": "spoil", "reason": "Сия жағылды."}, follow=True)
    assert "Сия жағылды." in words(ended)
    assert 'value="spoil"' not in words(ended)
    assert keeper.get(reverse("blank_sheet", args=[blank.pk])).status_code == 404
    assert 'name="number" value="2"' in words(keeper.get(address))


def test_a_cohorts_run_is_one_file_in_the_order_of_names_and_numbers(keeper, cohort):
    receive(keeper)
    surnames = ["Қасымова", "Әбдірова", "Ілиясова"]
    documents = {surname: certificate(cohort, surname) for surname in surnames}
    address = reverse("blank_run", args=[cohort.pk])
    assert "3 documents without a blank" in words(keeper.get(reverse("blank_find")))
    shown = words(keeper.get(address))
    in_order = sorted(surnames, key=shown.index)
    assert in_order == ["Әбдірова", "Қасымова", "Ілиясова"]
    assert keeper.post(address, {"series": "АБ", "number": "1"}).status_code == 422
    rows = [documents[name].pk for name in surnames]
    keeper.post(address, {"series": "АБ", "number": "4", "rows": rows})
    issued = Blank.objects.filter(status="issued").order_by("number")
    assert [(one.number, one.document.facts["surname"]) for one in issued] == [
        (4, "Әбдірова"),
        (5, "Қасымова"),
        (6, "Ілиясова"),
    ]
    files = reverse("blank_run_sheets", args=[cohort.pk])
    pages = pages_of(keeper.get(files))
    assert [documents[name].number in page for name, page in zip(in_order, pages, strict=True)] == [True] * 3
    assert len(pages_of(keeper.get(files, {"blanks": [issued[1].pk]}))) == 1
    assert keeper.get(files, {"blanks": [10**6]}).status_code == 404


def test_a_printers_offsets_move_the_page_and_its_test_sheet(keeper, cohort):
    address = reverse("blank_layouts")
    offsets = {"kind": "certificate", "printer": "204-кабинет", "offset_x": "2.5", "offset_y": "-1"}
    assert keeper.post(address, offsets | {"offset_x": "40"}).status_code == 422
    keeper.post(address, offsets)
    layout = StockLayout.objects.get()
    assert pages_of(keeper.get(reverse("blank_test_sheet", args=[layout.pk])))
    receive(keeper)
    blank = blanks.issue_blank(document_id=certificate(cohort).pk, at=NOW, actor=keeper.user)
    sheet = reverse("blank_sheet", args=[blank.pk])
    assert keeper.get(sheet).content != keeper.get(sheet, {"layout": "none"}).content
    assert f'name="layout" value="{layout.pk}"' in words(keeper.get(address, {"layout": layout.pk}))
    keeper.post(address, offsets | {"layout": layout.pk, "action": "remove"})
    assert not StockLayout.objects.exists()


def test_the_act_names_what_was_spoiled_and_lost_in_the_period_alone(keeper, cohort):
    receive(keeper)
    document = certificate(cohort)
    first = blanks.issue_blank(document_id=document.pk, at=NOW, actor=keeper.user)
    blanks.mark_spoiled(blank_id=first.pk, reason="Принтер мыжыды.", at=NOW, actor=keeper.user)
    for number, at in ((2, NOW), (3, NOW), (7, NOW - timedelta(days=400))):
        blanks.mark_lost(
            blank_id=Blank.objects.get(number=number).pk, reason=f"Жоқ {number}.", at=at, actor=keeper.user
        )
    period = {"first": TODAY.isoformat(), "last": TODAY.isoformat()}
    shown = words(keeper.get(reverse("blank_act"), period))
    assert "Жоқ 2." in shown
    assert "Жоқ 7." not in shown
    for language, title, count in (
        ("kk", "есептен шығару актісі", "Барлығы: 3. Бүлінгені: 1, жоғалғаны: 2."),
        ("ru", "Акт на списание", "Всего: 3. Испорчено: 1, утеряно: 2."),
    ):
        answer = keeper.get(reverse("blank_act_file", args=["pdf"]), period | {"language": language})
        text = " ".join(" ".join(pages_of(answer)).split())
        assert title in text
        assert count in text
        assert "АБ 0000001–0000003" in text
        assert document.number in text
        assert "Принтер мыжыды." in text
        assert "Жоқ 7" not in text
    answer = keeper.get(reverse("blank_act_file", args=["docx"]), period)
    table = Docx(io.BytesIO(answer.content)).tables[1]
    assert [row.cells[1].text for row in table.rows][1:] == ["АБ 0000001", "АБ 0000002", "АБ 0000003"]
    assert keeper.get(reverse("blank_act_file", args=["exe"]), period).status_code == 404
    backwards = {"first": TODAY.isoformat(), "last": (TODAY - timedelta(days=1)).isoformat()}
    assert keeper.get(reverse("blank_act"), backwards).status_code == 422
    assert keeper.get(reverse("blank_act_file", args=["pdf"]), backwards).status_code == 404


def test_the_register_is_filtered_and_taken_along_as_a_spreadsheet(keeper, cohort):
    receive(keeper)
    blanks.issue_blank(document_id=certificate(cohort).pk, at=NOW, actor=keeper.user)
    blanks.mark_spoiled(blank_id=Blank.objects.get(number=2).pk, reason="=1+1", at=NOW, actor=keeper.user)
    text = words(keeper.get(reverse("blank_list"), {"status": "spoiled"}))
    assert "АБ 0000002" in text
    assert "АБ 0000001" not in text
    assert "No blank is left" in words(keeper.get(reverse("blank_list"), {"number": "77"}))
    answer = keeper.get(reverse("blank_xlsx"), {"status": "spoiled"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    (row,) = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in row[:4]] == ["АБ", 2, "Certificate", "Spoiled"]
    assert (row[7].value, row[7].data_type) == ("=1+1", "s")


def test_the_register_costs_the_same_for_few_blanks_and_for_many(
    keeper, cohort, django_assert_max_num_queries
):
    receive(keeper, 1, 40)
    for _turn in range(4):
        blanks.issue_blank(document_id=certificate(cohort).pk, at=NOW, actor=keeper.user)
    keeper.get(reverse("blank_list"))
    with django_assert_max_num_queries(8):
        keeper.get(reverse("blank_list"))


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.METHODOLOGIST, Role.AUTHORITY])
def test_nobody_else_finds_the_register(client_for, keeper, role):
    receive(keeper)
    blank, client = Blank.objects.first(), client_for(make_user(role))
    for name, args in (
        ("blank_list", []),
        ("blank_receive", []),
        ("blank_xlsx", []),
        ("blank_act", []),
        ("blank_find", []),
        ("blank_layouts", []),
        ("blank_detail", [blank.pk]),
    ):
        address = reverse(name, args=args)
        assert client.get(address).status_code == 404
        assert client.post(address, {"action": "spoil", "reason": "x"}).status_code == 404
    assert set(Blank.objects.values_list("status", flat=True)) == {"stock"}
