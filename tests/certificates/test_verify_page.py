"""The public page: any case, no cookie, one query, verdict first, nothing hidden leaks."""

import re
from datetime import timedelta

import pytest

from certificates import services
from certificates.models import Document
from certificates.rules.code import pretty
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    make_issuer()
    enrolment = enrol(None, make_cohort(make_edition()))
    enrolment.user.set_iin("921029350851")
    enrolment.user.save()
    return services.issue_document(result_id=decide(enrolment, score="77").pk, at=NOW)


def heading(page: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)[1]).strip()


@pytest.mark.parametrize("shape", [str.lower, str.upper, pretty, lambda code: pretty(code).lower()])
@pytest.mark.parametrize("stem", ["/v/", "/V/"])
def test_a_code_opens_in_any_case_with_or_without_hyphens(client, document, shape, stem):
    assert client.get(stem + shape(document.code)).status_code == 200


def test_the_page_sets_no_cookie_and_is_not_kept(client, document):
    answer = client.get(f"/v/{document.code}")
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_page_costs_one_query(client, document, django_assert_num_queries):
    client.get(f"/v/{document.code}")
    with django_assert_num_queries(1):
        client.get(f"/v/{document.code}")


def test_everything_printed_is_shown_and_nothing_else(client, document):
    page = client.get(f"/v/{document.code}?lang=ru").content.decode()
    facts = document.facts
    for shown in (
        facts["surname"],
        facts["programme_title_ru"],
        facts["number"],
        facts["issuer_name_ru"],
        "80",
    ):
        assert shown in page
    for hidden in ("921029350851", document.holder.email, f"{document.pk}/pdf", "score"):
        assert hidden not in page


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_says_its_language_and_the_verdict_in_it(client, document, language):
    page = client.get(f"/v/{document.code}?lang={language}").content.decode()
    assert f'<html lang="{language}"' in page
    other = client.get(f"/v/{document.code}", headers={"accept-language": language}).content.decode()
    assert heading(page) == heading(other)


def test_without_a_wish_the_page_is_kazakh(client, document):
    assert '<html lang="kk"' in client.get(f"/v/{document.code}").content.decode()
    assert (
        '<html lang="kk"'
        in client.get(f"/v/{document.code}", headers={"accept-language": "fr"}).content.decode()
    )


def test_each_state_has_its_own_verdict(client, document):
    seen = set()
    for status, changes in [
        ("valid", {}),
        ("suspended", {"status": "suspended"}),
        ("replaced", {"status": "replaced"}),
        ("revoked", {"status": "revoked"}),
        ("expired", {"issued_on": NOW - timedelta(days=2000), "valid_until": NOW - timedelta(days=1)}),
        ("notice", {"kind": "notice", "valid_until": None}),
    ]:
        Document.objects.filter(pk=document.pk).update(
            **{"status": "valid", "kind": "certificate", "valid_until": document.valid_until, **changes}
        )
        answer = client.get(f"/v/{document.code}?lang=en")
        assert answer.status_code == 200, status
        seen.add(heading(answer.content.decode()))
    assert len(seen) == 6


@pytest.mark.parametrize(
    "code", ["7K3M-Q9ZT-2XWH-5N8R", "nonsense", "0000-0000-0000-0000", "%D2%9A", "a" * 300]
)
def test_what_was_never_issued_is_a_clear_404(client, code, db):
    answer = client.get(f"/v/{code}")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()
    assert not answer.cookies


def test_a_typed_code_leads_to_its_page_and_a_slip_gets_a_sentence(client, document):
    answer = client.get("/v/", {"code": pretty(document.code).lower()})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(pretty(document.code))
    slip = client.get("/v/", {"code": "7K3M"})
    assert slip.status_code == 422
    assert 'value="7K3M"' in slip.content.decode()
    assert not slip.cookies


def test_a_stranger_cannot_open_the_pdf(client_for, document):
    services.render_document(document_id=document.pk)
    assert client_for(make_user("learner")).get(f"/documents/{document.pk}/pdf").status_code == 404
    assert client_for(make_user("trainer")).get(f"/documents/{document.pk}/pdf").status_code == 404
    own = client_for(document.holder).get(f"/documents/{document.pk}/pdf")
    assert own.status_code == 200
    assert own.headers["Content-Type"] == "application/pdf"
    assert b"".join(own.streaming_content)[:5] == b"%PDF-"
    assert client_for(make_user("coordinator")).get(f"/documents/{document.pk}/pdf").status_code == 200
