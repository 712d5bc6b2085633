"""The holder's documents: each in its state, with what can be done about it."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates import services
from certificates.models import Document
from certificates.rules.code import pretty
from certificates.shown.cards import card
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TODAY = timezone.localdate(NOW)
ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def cohort():
    make_issuer()
    return make_cohort(make_edition())


def issued(cohort, *, user=None, drawn: bool = True, score: str = "76") -> Document:
    document = services.issue_document(result_id=decide(enrol(user, cohort), score=score).pk, at=NOW)
    if drawn:
        services.render_document(document_id=document.pk)
    document.refresh_from_db()
    return document


def ran_out(document: Document, *, days_ago: int = 5) -> Document:
    """As it will be seen after its last day: three years are moved into the past."""
    last = TODAY - timedelta(days=days_ago)
    Document.objects.filter(pk=document.pk).update(issued_on=last - timedelta(days=1095), valid_until=last)
    document.refresh_from_db()
    return document


def page(client_for, user, name: str, *args) -> str:
    answer = client_for(user, **ENGLISH).get(reverse(name, args=args))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_a_card_holds_what_a_holder_needs(cohort, client_for):
    document = issued(cohort)
    text = page(client_for, document.holder, "document_list")
    assert f"№ {document.number}" in text
    assert "«Inclusion»" in text
    assert f'href="{reverse("document_pdf", args=[document.pk])}?save=1"' in text
    assert f'value="https://tirek.kz/v/{pretty(document.code)}"' in text
    assert f'href="{reverse("verify", args=[pretty(document.code)])}"' in text
    assert 'class="meter" value="100"' in text
    assert "more" in card(document, today=TODAY).left_words


@pytest.mark.parametrize(
    ("days", "left", "words"),
    [
        (0, 100, "Until"),
        (548, 50, "Until"),
        (1096 - 30, 3, "30 more days."),
        (1096 - 1, 1, "1 more day."),
        (1096, 1, "Today is the last day."),
    ],
)
def test_the_meter_and_the_words_say_how_long_is_left(cohort, days, left, words):
    document = issued(cohort, drawn=False)
    document.valid_until = document.issued_on + timedelta(days=1096)
    shown = card(document, today=document.issued_on + timedelta(days=days))
    assert shown.left == left
    assert words in shown.left_words


def test_the_credential_is_offered_as_a_file_once_it_is_sealed(cohort, client_for):
    document = issued(cohort)
    link = f'href="{reverse("verify", args=[document.code])}.json" download="{document.number}.json"'
    text = page(client_for, document.holder, "document_detail", document.pk)
    assert (link in text) == (document.key_id is not None)


def test_until_the_file_is_drawn_the_page_says_so_and_looks_again(cohort, client_for):
    document = issued(cohort, drawn=False)
    for text in (
        page(client_for, document.holder, "document_list"),
        page(client_for, document.holder, "document_detail", document.pk),
    ):
        assert "The file is being made" in text
        assert 'hx-trigger="every 4s"' in text
        assert "Download the PDF" not in text
    services.render_document(document_id=document.pk)
    text = page(client_for, document.holder, "document_list")
    assert "being made" not in text
    assert "hx-trigger" not in text


def test_what_was_replaced_is_folded_under_what_replaced_it(cohort, client_for):
    first = issued(cohort)
    actor = coordinator_of(cohort)
    second = services.correct_document(document_id=first.pk, at=NOW, actor=actor, reason="Тегі.")
    third = services.correct_document(document_id=second.pk, at=NOW, actor=actor, reason="Аты.")
    text = page(client_for, first.holder, "document_list")
    assert text.count('class="card wallet-card"') == 1
    assert "2 earlier versions, replaced" in text
    assert [text.index(f"№ {one.number}") for one in (third, second, first)] == sorted(
        text.index(f"№ {one.number}") for one in (third, second, first)
    )
    old = page(client_for, first.holder, "document_detail", first.pk)
    assert "A newer document stands in its place." in old
    assert f"Open № {second.number}" in old


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (services.suspend_document, "it does not count. If all is well"),
        (services.revoke_document, "for good. Do not present it"),
    ],
)
def test_suspended_and_revoked_say_what_it_means_and_whom_to_ask(cohort, client_for, change, words):
    document, actor = issued(cohort), coordinator_of(cohort)
    change(document_id=document.pk, at=NOW, actor=actor, reason="Басқа адам туралы құпия себеп.")
    text = page(client_for, document.holder, "document_detail", document.pk)
    assert words in text
    assert f"mailto:{actor.email}" in text
    assert "құпия себеп" not in text


def test_after_the_last_day_the_way_leads_to_cohorts_that_enrol(cohort, client_for):
    document = ran_out(issued(cohort))
    following = make_cohort(cohort.edition, number=7, upto="open")
    other = make_cohort(make_edition("B"), number=1, upto="open")
    text = page(client_for, document.holder, "document_detail", document.pk)
    assert reverse("apply", args=[following.pk]) in text
    assert reverse("apply", args=[other.pk]) not in text
    assert "csrfmiddlewaretoken" in text.split(reverse("apply", args=[following.pk]))[1][:300]
    assert "1 cohort takes applications" in page(client_for, document.holder, "document_list")
    client_for(document.holder).post(reverse("apply", args=[following.pk]))
    text = page(client_for, document.holder, "document_detail", document.pk)
    assert reverse("apply", args=[following.pk]) not in text
    assert "Applied" in text


def test_whoever_has_a_newer_certificate_is_not_sent_to_a_course(cohort, client_for):
    old = ran_out(issued(cohort))
    make_cohort(cohort.edition, number=7, upto="open")
    issued(make_cohort(cohort.edition, number=2), user=old.holder)
    assert "A new certificate" not in page(client_for, old.holder, "document_detail", old.pk)


def test_every_state_still_gives_the_bytes_that_were_issued(cohort, client_for):
    expired, revoked, replaced = ran_out(issued(cohort)), issued(cohort), issued(cohort)
    actor = coordinator_of(cohort)
    services.revoke_document(document_id=revoked.pk, at=NOW, actor=actor, reason="Қате.")
    services.correct_document(document_id=replaced.pk, at=NOW, actor=actor, reason="Тегі.")
    for document in (expired, revoked, replaced):
        answer = client_for(document.holder).get(reverse("document_pdf", args=[document.pk]) + "?save=1")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content) == document.pdf.read()


def test_a_stranger_finds_nothing_and_a_coordinator_reads(cohort, client_for):
    document = issued(cohort)
    stranger, keeper = make_user(Role.LEARNER), coordinator_of(cohort)
    for name in ("document_detail", "document_qr", "document_pdf"):
        address = reverse(name, args=[document.pk])
        assert client_for(stranger).get(address).status_code == 404
        assert client_for().get(address).status_code == 302
        assert client_for(keeper).get(address).status_code == 200
    text = page(client_for, keeper, "document_detail", document.pk)
    assert reverse("appeal", args=[document.result.sitting_id]) not in text


def test_a_notice_has_no_end_and_no_meter(cohort, client_for):
    document = issued(cohort, score="40")
    text = page(client_for, document.holder, "document_list")
    assert "has no end date" in text
    assert 'class="meter"' not in text


def test_the_list_costs_the_same_for_two_documents_and_for_many(
    cohort, client_for, django_assert_max_num_queries
):
    user = issued(cohort).holder
    client = client_for(user)
    for number in range(2, 5):
        ran_out(issued(make_cohort(cohort.edition, number=number), user=user), days_ago=number)
    make_cohort(cohort.edition, number=9, upto="open")
    client.get(reverse("document_list"))
    with django_assert_max_num_queries(8):
        client.get(reverse("document_list"))


def test_home_offers_a_new_course_before_the_certificate_runs_out(cohort):
    from certificates.next_steps import offers

    document = issued(cohort)
    at = NOW + (document.valid_until - TODAY) - timedelta(days=60)
    steps, due = offers(enrolment=document.enrolment, at=at)
    assert [step.title for step in steps] == ["Your certificate runs out soon"]
    assert [one.at for one in due]
    assert offers(enrolment=document.enrolment, at=at - timedelta(days=60)) == (
        [],
        [],
    )
    again = issued(make_cohort(cohort.edition, number=2), user=document.holder)
    Document.objects.filter(pk=again.pk).update(valid_until=document.valid_until + timedelta(days=400))
    assert offers(enrolment=document.enrolment, at=at) == ([], [])
