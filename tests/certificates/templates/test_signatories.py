"""Signatories: periods that leave no doubt who signs, said in sentences; issuing asks them."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Signatory
from people.errors import Refusal
from tests.factories import NOW, make_issuer

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign(db):
    make_issuer()
    permanent = Signatory.objects.get()

    def sign(name="Б. Ахметов", *, acting=False, first, last=None) -> Signatory:
        return Signatory.objects.create(
            name=name,
            position_kk="директор",
            position_ru="директор",
            is_acting=acting,
            valid_from=first,
            valid_until=last,
        )

    sign.permanent = permanent
    return sign


def fields(**changes) -> dict[str, str]:
    return {
        "name": "Б. Ахметов",
        "position_kk": "директор",
        "position_ru": "директор",
        "position_en": "",
        "valid_from": "2026-09-01",
        "valid_until": "",
    } | changes


def said(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"valid_until": "2026-08-31"}, "valid_until", "The last day is before the first one."),
        ({}, "valid_from", "Қ. Серікбаева signs from 1 January 2015 on, without an end."),
        ({"valid_from": "2015-01-01"}, "__all__", "Somebody else of the same sort begins on this day"),
        (
            {"is_acting": "on", "valid_from": "2026-09-05"},
            "valid_from",
            "Г. Омаров is acting from 1 September 2026 to 10 September 2026",
        ),
    ],
)
def test_a_period_that_leaves_doubt_is_refused_and_names_the_other_one(
    client_for, editor, sign, changes, field, sentence
):
    sign("Г. Омаров", acting=True, first=date(2026, 9, 1), last=date(2026, 9, 10))
    answer = client_for(editor).post(reverse("signatories:add"), fields(**changes))
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert answer.context["form"]["name"].value() == "Б. Ахметов"
    assert Signatory.objects.count() == 2


def test_a_handover_is_entered_in_two_steps_and_a_gap_is_told(client_for, editor, sign):
    client = client_for(editor)
    old = sign.permanent
    last = timezone.localdate() + timedelta(days=10)
    answer = client.post(
        reverse("signatories:edit", args=[old.pk]),
        fields(name=old.name, valid_from="2015-01-01", valid_until=last.isoformat()),
        follow=True,
    )
    assert "Nobody is entered who signs from" in said(answer)
    first = (last + timedelta(days=1)).isoformat()
    answer = client.post(reverse("signatories:add"), fields(valid_from=first), follow=True)
    assert "Nobody is entered" not in said(answer)
    assert f"Today {old.name} signs." in said(answer)
    assert [one.name for one in Signatory.objects.all()] == ["Б. Ахметов", old.name]


def test_the_list_shows_who_signs_today(client_for, editor, sign):
    today = timezone.localdate()
    sign(acting=True, first=today - timedelta(days=1), last=today)
    answer = client_for(editor).get(reverse("signatories:index"))
    assert "Today Б. Ахметов signs, acting." in said(answer)
    assert [(one.name, one.signs_today) for one in answer.context["object_list"]] == [
        ("Б. Ахметов", True),
        ("Қ. Серікбаева", False),
    ]
    Signatory.objects.all().delete()
    assert "Nobody is entered who signs from" in said(client_for(editor).get(reverse("signatories:index")))


def test_a_document_is_signed_by_who_signs_on_its_day(issue):
    today = timezone.localtime(NOW).date()
    permanent = Signatory.objects.get()
    assert issue().facts["signatory_name"] == permanent.name
    acting = Signatory.objects.create(
        name="Б. Ахметов",
        position_kk="директордың орынбасары",
        position_ru="заместитель директора",
        is_acting=True,
        valid_from=today - timedelta(days=3),
        valid_until=today + timedelta(days=3),
    )
    facts = issue().facts
    assert (facts["signatory_name"], facts["signatory_acting"]) == (acting.name, True)
    assert issue(at=NOW + timedelta(days=4)).facts["signatory_name"] == permanent.name
    Signatory.objects.filter(pk=permanent.pk).update(valid_until=today)
    with pytest.raises(Refusal) as refused:
        issue(at=NOW + timedelta(days=5))
    assert refused.value.code == "no_signatory"
