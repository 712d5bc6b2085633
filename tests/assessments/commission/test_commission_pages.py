"""The screens of the commission: list, protocol, paper, amendment; in Kazakh and Russian; and what they cost."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Docx
from docx.oxml.ns import qn
from pypdf import PdfReader

from assessments.models import CommissionProtocol, Result
from certificates import services as certificates
from certificates.models import Document
from people.roles import Role
from tests.factories import NOW, coordinator_of, decide, enrol, make_trainer, make_user

from .test_commission import TODAY, WORDS, approve, cohort, draft, examined  # noqa: F401

pytestmark = pytest.mark.django_db
TYPED = WORDS | {
    "members": "\n".join(WORDS["members"]),
    "held_on": f"{TODAY:%Y-%m-%d}",
    "order_date": f"{TODAY:%Y-%m-%d}",
}


@pytest.fixture
def client(client_for, cohort):  # noqa: F811
    return client_for(coordinator_of(cohort))


def speaking(client_for, cohort, language: str):  # noqa: F811
    user = coordinator_of(cohort)
    user.language = language
    user.save()
    return client_for(user)


# --- Walking it -----------------------------------------------------------------------------------


def test_a_draft_is_thrown_away_on_its_page(client, cohort):  # noqa: F811
    address = reverse("protocol", args=[draft(cohort, examined(cohort)).pk])
    assert 'value="discard"' in client.get(address).content.decode()
    answer = client.post(address, {"action": "discard"})
    assert answer.headers["Location"] == reverse("protocol_list", args=[cohort.pk])
    assert not CommissionProtocol.objects.exists()


def test_from_an_empty_list_to_an_approved_protocol(client, cohort):  # noqa: F811
    first, lacking = examined(cohort), examined(cohort, "Бекова", work_mark=None)
    enrol(make_user(Role.LEARNER, surname="Ғабитова"), cohort)  # without a sitting yet
    answer = client.post(reverse("protocol_list", args=[cohort.pk]), TYPED)
    protocol = CommissionProtocol.objects.get()
    address = reverse("protocol", args=[protocol.pk])
    assert answer.headers["Location"] == address
    assert protocol.rows.count() == 3
    assert protocol.members == WORDS["members"]
    third = protocol.rows.exclude(sitting__in=[first, lacking]).get().sitting
    client.post(address, {"action": "remove", "sitting": third.pk})
    assert protocol.rows.count() == 2
    assert f'id="add-{third.pk}"' in client.get(address).content.decode()
    refused = client.post(address, {"action": "approve"})
    assert refused.status_code == 422
    assert not Result.objects.exists()
    client.post(address, {"action": "add", "sitting": third.pk})
    client.post(address, {"action": "approve", "missing": [lacking.pk, third.pk]})
    protocol.refresh_from_db()
    assert protocol.is_approved
    assert Result.objects.count() == 3
    text = client.get(address).content.decode()
    assert 'name="action"' not in text
    assert "Ахметов Дәурен Болатұлы" in text


def test_what_was_typed_is_given_back_where_it_is_refused(client, cohort):  # noqa: F811
    address = reverse("protocol_list", args=[cohort.pk])
    answer = client.post(address, TYPED | {"order_date": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors["order_number"]
    assert "Ахметов Дәурен Болатұлы" in answer.content.decode()
    protocol = draft(cohort)
    answer = client.post(
        reverse("protocol", args=[protocol.pk]), TYPED | {"action": "words", "chair": "", "number": "99"}
    )
    assert answer.status_code == 422
    assert 'value="99"' in answer.content.decode()
    protocol.refresh_from_db()
    assert protocol.number == "7"


def test_a_new_protocol_begins_with_the_commission_of_the_last(client, cohort):  # noqa: F811
    draft(cohort)
    text = client.get(reverse("protocol_list", args=[cohort.pk])).content.decode()
    assert WORDS["chair"] in text.split("<form", 1)[1]


def test_confirmed_boxes_stay_ticked_where_approval_is_refused(client, cohort):  # noqa: F811
    one, two = examined(cohort, work_mark=None), examined(cohort, "Бекова", work_mark=None)
    protocol = draft(cohort, one, two)
    text = client.post(
        reverse("protocol", args=[protocol.pk]), {"action": "approve", "missing": one.pk}
    ).content.decode()
    assert f'value="{one.pk}" checked' in text
    assert f'value="{two.pk}" checked' not in text


@pytest.mark.parametrize("ids", [["x"], ["²"], ["999999"], []])
def test_nonsense_among_the_ticked_is_no_fault(client, cohort, ids):  # noqa: F811
    protocol = draft(cohort, examined(cohort))
    answer = client.post(reverse("protocol", args=[protocol.pk]), {"action": "add", "sitting": ids})
    assert answer.status_code == 422
    assert protocol.rows.count() == 1


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("state", ["draft", "approved"])
def test_every_screen_is_shown_in_both_languages(client_for, cohort, language, state):  # noqa: F811
    sitting = examined(cohort)
    protocol = draft(cohort, sitting)
    if state == "approved":
        approve(protocol)
    client = speaking(client_for, cohort, language)
    for name, pk in (("protocol_list", cohort.pk), ("protocol", protocol.pk)):
        answer = client.get(reverse(name, args=[pk]))
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()
    if state == "approved":
        assert client.get(reverse("result_amend", args=[Result.objects.get().pk])).status_code == 200


# --- On paper -------------------------------------------------------------------------------------


def printed(client, protocol, form: str, language: str) -> bytes:
    answer = client.get(reverse("protocol_file", args=[protocol.pk, form]), {"language": language})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content


def words(content: bytes, form: str) -> str:
    if form == "pdf":
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        text = " ".join(one.text or "" for one in Docx(io.BytesIO(content)).element.body.iter(qn("w:t")))
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_paper_says_who_decided_what_upon_whom(client, cohort, form, language):  # noqa: F811
    passed, failed = examined(cohort, test="76.5"), examined(cohort, "Бекова", test="49.99")
    protocol = approve(draft(cohort, passed, failed))
    text = words(printed(client, protocol, form, language), form)
    title = {"kk": "«Инклюзия» бағдарламасы", "ru": "Программа «Инклюзия»"}[language]
    for part in (
        title,
        cohort.code,
        "№ 12-Ө",
        WORDS["agenda"],
        WORDS["chair"],
        *WORDS["members"],
        WORDS["secretary"],
        "49,99",
        "76,5",
    ):
        assert part in text, part
    assert re.sub(r"\s", "", passed.enrolment.user.full_name) in re.sub(r"\s", "", text)
    assert text.index("Бекова") > text.index("Әбдірова")


def test_the_paper_has_its_own_language_whatever_the_pages_is(client_for, cohort):  # noqa: F811
    protocol = draft(cohort, examined(cohort))
    client = speaking(client_for, cohort, "en")
    for language, code in (("kk", "kk-KZ"), ("ru", "ru-RU"), ("xx", "kk-KZ"), ("", "kk-KZ")):
        content = printed(client, protocol, "pdf", language)
        assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == code


def test_an_approved_paper_stays_what_it_was_when_the_result_is_amended(client, cohort):  # noqa: F811
    from decimal import Decimal

    from assessments.services.decisions import results

    protocol = approve(draft(cohort, examined(cohort)))
    before = printed(client, protocol, "pdf", "kk")
    results.amend_result(
        result_id=Result.objects.get().pk,
        at=NOW,
        actor=coordinator_of(cohort),
        reason="Апелляция",
        commission="Комиссия",
        marks={"test": Decimal(40)},
    )
    assert printed(client, protocol, "pdf", "kk") == before


def test_another_form_of_file_is_not_found(client, cohort):  # noqa: F811
    assert client.get(reverse("protocol_file", args=[draft(cohort).pk, "exe"])).status_code == 404


# --- Amending -------------------------------------------------------------------------------------

REASONS = {"reason": "Апелляция қанағаттандырылды.", "commission": "Апелляция комиссиясы"}


def amended_by(client, result, **typed):
    return client.post(reverse("result_amend", args=[result.pk]), REASONS | typed)


def test_an_amendment_is_looked_at_before_it_is_made(client, cohort):  # noqa: F811
    approve(draft(cohort, examined(cohort, test="49.99")))
    result = Result.objects.get()
    certificates.issue_document(result_id=result.pk, at=NOW)
    seen = amended_by(client, result, mark_test="51,5", action="preview")
    assert seen.status_code == 200
    change = seen.context["change"]
    assert change.score == ("49,99", "51,5")
    assert [part[1:] for part in change.parts] == [("49,99", "51,5")]
    assert Result.objects.count() == 1
    made = amended_by(client, result, mark_test="51,5", action="confirm", seen="test=51.5")
    assert made.headers["Location"] == reverse("sitting_marks", args=[result.sitting_id])
    second = Result.objects.get(amends=result)
    assert (second.decision, second.score) == ("passed", 51.5)
    assert second.amendment_reason == REASONS["reason"]


def test_what_was_not_looked_at_is_not_confirmed(client, cohort):  # noqa: F811
    approve(draft(cohort, examined(cohort)))
    result = Result.objects.get()
    answer = amended_by(client, result, mark_test="20", action="confirm", seen="test=90")
    assert answer.status_code == 200
    assert answer.context["change"].score[1] == "20"
    assert Result.objects.count() == 1


@pytest.mark.parametrize(
    "typed", [{"mark_test": "101"}, {"mark_project": "9.3"}, {"mark_test": "көп"}, {"reason": ""}]
)
def test_an_amendment_that_cannot_be_is_refused_with_what_was_typed(client, cohort, typed):  # noqa: F811
    approve(draft(cohort, examined(cohort)))
    result = Result.objects.get()
    answer = amended_by(client, result, action="confirm", seen="-", **typed)
    assert answer.status_code == 422
    assert REASONS["commission"] in answer.content.decode()
    assert Result.objects.count() == 1


def test_an_amended_result_offers_no_form(client, cohort):  # noqa: F811
    approve(draft(cohort, examined(cohort)))
    result = Result.objects.get()
    amended_by(client, result, mark_test="80", action="confirm", seen="test=80")
    assert Result.objects.count() == 2
    text = client.get(reverse("result_amend", args=[result.pk])).content.decode()
    assert 'name="reason"' not in text


@pytest.mark.parametrize(
    ("score", "mark", "standing"),
    [
        ("76", "90", {("certificate", "valid")}),
        ("76", "40", {("certificate", "revoked"), ("notice", "valid")}),
        ("40", "76", {("certificate", "valid"), ("notice", "replaced")}),
        ("40", "45", {("notice", "valid")}),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_the_words_about_documents_are_what_then_happens(
    in_english,
    client_for,
    cohort,  # noqa: F811
    score,
    mark,
    standing,
):
    client = speaking(client_for, cohort, "en")
    result = decide(enrol(None, cohort), score=score)
    seen = amended_by(client, result, mark_test=mark, action="preview").context["change"].documents
    amended_by(client, result, mark_test=mark, action="confirm", seen=f"test={mark}")
    assert set(Document.objects.values_list("kind", "status")) == standing
    expected = {
        frozenset({("certificate", "valid")}): "stays valid",
        frozenset({("certificate", "revoked"), ("notice", "valid")}): "revoked",
        frozenset({("certificate", "valid"), ("notice", "replaced")}): "replaces the attendance notice",
        frozenset({("notice", "valid")}): "notice stays valid",
    }
    assert expected[frozenset(standing)] in seen


# --- Who reaches it, and what it costs ---------------------------------------------------------------


def test_only_coordinators_reach_the_commission(client_for, cohort):  # noqa: F811
    sitting = examined(cohort)
    protocol = approve(draft(cohort, sitting))
    addresses = [
        reverse("protocol_list", args=[cohort.pk]),
        reverse("protocol", args=[protocol.pk]),
        reverse("protocol_file", args=[protocol.pk, "pdf"]),
        reverse("result_amend", args=[Result.objects.get().pk]),
    ]
    for user in (sitting.enrolment.user, make_trainer(cohort), make_user(Role.METHODOLOGIST)):
        for address in addresses:
            assert client_for(user).get(address).status_code == 404
            assert client_for(user).post(address).status_code in {404, 405}
    for address in addresses:
        assert client_for(coordinator_of(cohort)).get(address).status_code == 200


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_protocol_costs_the_same_for_two_people_and_for_ten(client, cohort, is_approved):  # noqa: F811
    few = draft(cohort, *(examined(cohort) for _turn in range(2)))
    many = draft(cohort, *(examined(cohort) for _turn in range(10)), number="8")
    if is_approved:
        approve(few)
        approve(many)
    for name, rest in (("protocol", []), ("protocol_file", ["pdf"])):
        costs = [cost(client, reverse(name, args=[one.pk, *rest])) for one in (few, many)]
        assert costs[0] == costs[1] <= 18, costs
