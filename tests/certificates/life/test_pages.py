"""The register's pages in Kazakh and Russian, and the way of a change through them."""

import pytest
from django.urls import reverse

from certificates.models import ChangeProposal, Document
from certificates.services import proposals
from people.models import Notification
from tests.factories import NOW

from .conftest import LATER, REASON

pytestmark = pytest.mark.django_db


def page(client, name, *args, lang="en", **query):
    return client.get(reverse(name, args=args), query, headers={"Accept-Language": lang})


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_page_renders_whatever_happened(document, notice, change, keeper, second, client_for, lang):
    change(document, "suspend")
    change(document, "resume")
    new = change(document, "correct", corrected={"surname": "Өтегенова", "given_name": "Айша"}).new_document
    change(notice, "erase", at=LATER)
    proposals.propose(document_id=new.pk, change="revoke", reason="<b>Себебі</b>", at=LATER, actor=keeper)
    for person in (keeper, second):
        client = client_for(person)
        answers = [page(client, "register", lang=lang), page(client, "proposal_list", lang=lang)]
        answers += [page(client, "register", lang=lang, q="жоқ", state="revoked")]
        answers += [page(client, "register_document", one.pk, lang=lang) for one in (document, notice, new)]
        answers += [page(client, "proposal", one.pk, lang=lang) for one in ChangeProposal.objects.all()]
        answers += [
            page(client, "propose_change", new.pk, one, lang=lang) for one in ChangeProposal.Change.values
        ]
        for answer in answers:
            text = answer.content.decode()
            assert answer.status_code == 200
            assert f'<html lang="{lang}">' in text
            assert "<b>Себебі" not in text
            assert "None" not in text
        assert "no-store" in answers[0].headers["Cache-Control"]


def test_a_change_goes_through_its_pages(document, keeper, second, client_for):
    first, other = client_for(keeper), client_for(second)
    address = reverse("propose_change", args=[document.pk, "revoke"])
    answer = first.post(address, {"reason": "  "}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    answer = first.post(address, {"reason": "Басқа адам тапсырған."}, follow=True)
    assert answer.redirect_chain[0][0] == reverse("register_document", args=[document.pk])
    one = ChangeProposal.objects.get()
    decide = reverse("proposal", args=[one.pk])
    assert first.post(decide, {"action": "approve"}).status_code == 422
    answer = other.post(decide, {"action": "decline", "note": ""}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "Write why you decline" in answer.content.decode()
    home = other.get(reverse("home")).content.decode()
    assert reverse("proposal_list") in home
    assert other.post(decide, {"action": "approve"}).status_code == 302
    document.refresh_from_db()
    assert (document.status, document.transitions.last().actor) == ("revoked", second)
    assert other.post(decide, {"action": "approve"}).status_code == 422
    told = Notification.objects.get(kind="document_changed")
    assert "тапсырған" not in str(told.context)
    assert reverse("proposal_list") not in other.get(reverse("home")).content.decode()


def test_a_refused_correction_gives_back_what_was_typed(document, keeper, client_for):
    address = reverse("propose_change", args=[document.pk, "correct"])
    client = client_for(keeper)
    assert 'value="Үмбетжанова"' in client.get(address).content.decode()
    typed = {"surname": "王", "given_name": "Айша", "patronymic": "", "reason": REASON}
    answer = client.post(address, typed, headers={"Accept-Language": "en"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "cannot be printed: 王" in text
    assert 'value="Айша"' in text
    assert REASON in text
    assert client.post(address, typed | {"surname": "Өтегенова"}).status_code == 302
    corrected = ChangeProposal.objects.get().corrected
    assert corrected == {"surname": "Өтегенова", "given_name": "Айша", "patronymic": ""}
    assert Document.objects.count() == 1


def test_a_change_that_is_not_possible_offers_no_form(document, keeper, client_for):
    client = client_for(keeper)
    address = reverse("propose_change", args=[document.pk, "resume"])
    assert "<textarea" not in client.get(address).content.decode()
    assert client.post(address, {"reason": REASON}).status_code == 422
    assert client.get(reverse("propose_change", args=[document.pk, "rename"])).status_code == 404
    offered = client.get(reverse("register_document", args=[document.pk])).content.decode()
    assert reverse("propose_change", args=[document.pk, "suspend"]) in offered
    assert address not in offered


def test_what_an_approved_change_brings_is_said_before(document, keeper, client_for):
    client = client_for(keeper)
    for change, words in {
        "suspend": "The document is suspended",
        "revoke": "Revocation is final",
        "correct": "new number and code",
        "erase": "its personal data are erased",
    }.items():
        assert words in page(client, "propose_change", document.pk, change).content.decode()
    proposals.propose(document_id=document.pk, change="suspend", reason=REASON, at=NOW, actor=keeper)
    waiting = page(client, "register_document", document.pk).content.decode()
    assert "Waits for a second person" in waiting
    assert reverse("propose_change", args=[document.pk, "revoke"]) not in waiting
