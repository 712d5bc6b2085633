"""Protected stock: what came in, what was done to each blank, what is refused."""

import itertools
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates import services
from certificates.audit import blanks as audit_blanks
from certificates.models import Blank, BlankTransition, Document
from certificates.rules import moves, stock
from certificates.services import blanks
from people.errors import NotAllowed, Refusal
from people.roles import Role
from people.transitions import IllegalMove
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer, make_user
from tests.racing import at_once

TODAY = timezone.localdate(NOW)


def receive(
    actor, first: int = 1, last: int = 10, *, series: str = "АБ", kind: str = "certificate", **more
) -> int:
    return blanks.receive_batch(
        kind=kind,
        series=series,
        first=first,
        last=last,
        received_on=more.pop("received_on", TODAY),
        received_from="«Баспа» ЖШС, № 7 жүкқұжат",
        at=more.pop("at", NOW),
        actor=actor,
    )


@pytest.fixture
def keeper(db):
    return make_user(Role.COORDINATOR)


@pytest.fixture
def cohort(db):
    make_issuer()
    return make_cohort(make_edition())


def certificate(cohort) -> Document:
    return services.issue_document(result_id=decide(enrol(None, cohort)).pk, at=NOW)


def issue(document: Document, actor, **which) -> Blank:
    return blanks.issue_blank(document_id=document.pk, at=NOW, actor=actor, **which)


def states() -> list[str]:
    return list(Blank.objects.order_by("number").values_list("status", flat=True))


# Rules


@given(st.sets(st.integers(1, 60), max_size=30))
@settings(max_examples=40, deadline=None)
def test_runs_hold_every_number_once_and_never_touch(numbers):
    found = stock.runs(numbers)
    assert [one for low, high in found for one in range(low, high + 1)] == sorted(numbers)
    assert all(after[0] > before[1] + 1 for before, after in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("аб", "АБ"),
        (" А Б ", "АБ"),
        ("қ-1", "Қ1"),
        ("KZ2026", "KZ2026"),
        ("", ""),
        ("А" * 13, ""),
        ("А;Б", ""),
    ],
)
def test_a_series_is_kept_in_capitals_without_spaces(typed, kept):
    assert stock.tidy_series(typed) == kept


ALLOWED = {
    ("stock", "issued"), ("stock", "spoiled"), ("stock", "lost"), ("issued", "spoiled"), ("issued", "lost"),
}  # fmt: skip


def test_nothing_that_was_done_to_a_blank_is_undone():
    every = Blank.Status.values
    assert {(a, b) for a in every for b in every if b in moves.BLANK[a]} == ALLOWED


# Receiving


def test_a_batch_enters_every_number_with_who_received_it(keeper):
    assert receive(keeper, 5, 8) == 4
    assert [str(one) for one in Blank.objects.all()] == [f"АБ 000000{number}" for number in (5, 6, 7, 8)]
    assert states() == ["stock"] * 4
    first = Blank.objects.first()
    assert (first.received_by, first.received_on, first.received_from[:7]) == (keeper, TODAY, "«Баспа»")
    assert set(first.transitions.values_list("from_status", "to_status", "actor")) == {
        ("", "stock", keeper.pk)
    }


def test_an_overlap_is_refused_by_the_first_number_entered_already(keeper, in_english):
    receive(keeper, 5, 8)
    with pytest.raises(Refusal, match="Blank № АБ 0000007 is entered already") as refusal:
        receive(keeper, 7, 20)
    assert refusal.value.code == "first"
    assert Blank.objects.count() == 4
    receive(keeper, 7, 20, series="ВГ")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"first": 8, "last": 7}, "last"),
        ({"first": 0, "last": 7}, "last"),
        ({"first": 1, "last": 10_000_000}, "last"),
        ({"first": 1, "last": 5_001}, "last"),
        ({"series": "!"}, "series"),
        ({"kind": "diploma"}, "kind"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
    ],
)
def test_a_batch_that_cannot_be_is_refused_in_words(keeper, wrong, code):
    with pytest.raises(Refusal) as refusal:
        receive(keeper, **wrong)
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")
    assert not Blank.objects.exists()


def test_a_series_is_for_one_kind_of_document(keeper):
    receive(keeper, 1, 3)
    with pytest.raises(Refusal) as refusal:
        receive(keeper, 4, 6, kind="notice")
    assert refusal.value.code == "series"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.METHODOLOGIST])
def test_only_who_keeps_the_register_touches_blanks(keeper, cohort, role):
    receive(keeper, 1, 2)
    document, other = certificate(cohort), make_user(role)
    blank = Blank.objects.first()
    for call in (
        lambda: receive(other, 5, 6),
        lambda: issue(document, other),
        lambda: blanks.issue_run(document_ids=[document.pk], series="АБ", first=1, at=NOW, actor=other),
        lambda: blanks.mark_spoiled(blank_id=blank.pk, reason="x", at=NOW, actor=other),
        lambda: blanks.mark_lost(blank_id=blank.pk, reason="x", at=NOW, actor=other),
        lambda: blanks.save_layout(kind="notice", printer="x", offset_x=0, offset_y=0, actor=other),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert states() == ["stock"] * 2


# Issuing


def test_a_document_takes_the_next_free_number_once(keeper, cohort, in_english):
    receive(keeper, 1, 3)
    first, second = certificate(cohort), certificate(cohort)
    assert issue(first, keeper).number == 1
    assert issue(second, keeper).number == 2
    with pytest.raises(Refusal, match="stands on blank № АБ 0000001 already"):
        issue(first, keeper)
    assert states() == ["issued", "issued", "stock"]


def test_the_sheet_in_the_printer_is_taken_by_its_number(keeper, cohort, in_english):
    receive(keeper, 1, 9)
    assert issue(certificate(cohort), keeper, series="аб", number=4).number == 4
    with pytest.raises(Refusal, match=r"it is “Issued”\. The next free one is № АБ 0000005"):
        issue(certificate(cohort), keeper, series="АБ", number=4)
    with pytest.raises(Refusal, match="There is no blank № АБ 0000077"):
        issue(certificate(cohort), keeper, series="АБ", number=77)
    blanks.mark_lost(blank_id=Blank.objects.get(number=9).pk, reason="Жоқ.", at=NOW, actor=keeper)
    with pytest.raises(Refusal, match="No later number"):
        issue(certificate(cohort), keeper, series="АБ", number=9)


def test_only_a_valid_document_is_printed_and_only_on_its_own_kind(keeper, cohort):
    receive(keeper, 1, 3, kind="notice")
    document = certificate(cohort)
    with pytest.raises(Refusal) as refusal:
        issue(document, keeper)
    assert refusal.value.code == "none_left"
    receive(keeper, 1, 3, series="ВГ")
    services.suspend_document(document_id=document.pk, at=NOW, actor=keeper, reason="Тексеру.")
    with pytest.raises(Refusal) as refusal:
        issue(document, keeper)
    assert refusal.value.code == "not_valid"
    assert "issued" not in states()


def test_a_spoiled_sheet_frees_the_document_for_the_next(keeper, cohort):
    receive(keeper, 1, 3)
    document = certificate(cohort)
    first = issue(document, keeper)
    blanks.mark_spoiled(blank_id=first.pk, reason="Принтер қағазды мыжыды.", at=NOW, actor=keeper)
    second = issue(document, keeper)
    blanks.mark_lost(blank_id=second.pk, reason="Поштада жоғалды.", at=NOW, actor=keeper)
    assert issue(document, keeper).number == 3
    assert states() == ["spoiled", "lost", "issued"]
    assert {one.document_id for one in Blank.objects.all()} == {document.pk}
    call_command("check_invariants")


def test_what_is_spoiled_stays_so_and_needs_a_reason(keeper):
    receive(keeper, 1, 1)
    blank = Blank.objects.get()
    with pytest.raises(Refusal) as refusal:
        blanks.mark_spoiled(blank_id=blank.pk, reason="  ", at=NOW, actor=keeper)
    assert refusal.value.code == "reason"
    blanks.mark_spoiled(blank_id=blank.pk, reason="Су тиді.", at=NOW, actor=keeper)
    for again in (blanks.mark_spoiled, blanks.mark_lost):
        with pytest.raises(IllegalMove):
            again(blank_id=blank.pk, reason="Тағы.", at=NOW, actor=keeper)
    assert list(blank.transitions.values_list("reason", flat=True)) == ["1-1", "Су тиді."]


def test_a_run_gives_numbers_in_the_order_asked_and_all_or_none(keeper, cohort):
    receive(keeper, 1, 5)
    documents = [certificate(cohort) for _turn in range(3)]
    blanks.mark_spoiled(blank_id=Blank.objects.get(number=3).pk, reason="Жыртық.", at=NOW, actor=keeper)
    order = [documents[2].pk, documents[0].pk, documents[1].pk]

    def run(first: int) -> list[Blank]:
        return blanks.issue_run(document_ids=order, series="АБ", first=first, at=NOW, actor=keeper)

    with pytest.raises(Refusal) as refusal:
        run(4)
    assert refusal.value.code == "too_few"
    assert "issued" not in states()
    made = run(2)
    assert [(one.number, one.document_id) for one in made] == list(zip((2, 4, 5), order, strict=True))
    with pytest.raises(Refusal) as refusal:
        run(1)
    assert refusal.value.code == "has_blank"


@pytest.mark.django_db(transaction=True)
def test_two_people_who_take_the_next_blank_at_once_get_two(keeper, cohort):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time.")
    receive(keeper, 1, 4)
    documents = [certificate(cohort) for _turn in range(4)]

    def take(document: Document) -> None:
        with transaction.atomic():
            issue(document, keeper)

    wrong = at_once([partial(take, document) for document in documents])
    assert not wrong
    assert states() == ["issued"] * 4
    assert len(set(Blank.objects.values_list("document", flat=True))) == 4


# Printers


def test_a_printers_offsets_stay_within_three_centimetres(keeper):
    def save(**more):
        values = {
            "kind": "certificate",
            "printer": " 204  кабинет ",
            "offset_x": Decimal("1.5"),
            "offset_y": Decimal(-2),
        }
        return blanks.save_layout(**values | more, actor=keeper)

    layout = save()
    assert (layout.printer, layout.offset_x) == ("204 кабинет", Decimal("1.5"))
    for wrong, code in (
        ({"printer": "Б", "offset_y": Decimal("30.1")}, "offset_y"),
        ({"printer": "Б", "offset_x": Decimal(-31)}, "offset_x"),
        ({"printer": " "}, "printer"),
        ({}, "printer"),
    ):
        with pytest.raises(Refusal) as refusal:
            save(**wrong)
        assert refusal.value.code == code
    assert save(layout_id=layout.pk, offset_x=Decimal(3)).pk == layout.pk
    blanks.remove_layout(layout_id=layout.pk, actor=keeper)


# What must hold


def test_the_audit_finds_a_blank_that_is_gone_and_one_that_was_moved_by_hand(keeper, cohort):
    receive(keeper, 1, 5)
    issue(certificate(cohort), keeper)
    assert list(audit_blanks.breaches()) == []
    BlankTransition.objects.filter(blank__number=3).delete()
    Blank.objects.filter(number=3).delete()
    assert ["batch АБ 1-5 has 4 blanks" in str(one) for one in audit_blanks.breaches()] == [True]
    Blank.objects.filter(number=4).update(status="lost")
    Blank.objects.filter(number=5).update(document=Document.objects.get())
    found = " ".join(map(str, audit_blanks.breaches()))
    assert "in stock and yet has a document" in found
    assert "its last recorded move" in found
    with pytest.raises(CommandError):
        call_command("check_invariants")
