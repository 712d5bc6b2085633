"""A cohort with documents, and words of pages."""

import re
from datetime import timedelta

import pytest

from certificates import services
from certificates.models import Document
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer, make_user


@pytest.fixture
def cohort(db):
    make_issuer()
    return make_cohort(make_edition())


@pytest.fixture
def issue(cohort):
    """issue(surname=…, sealed=…) gives a document of somebody new."""

    def issue(
        surname="Үмбетжанова", given_name="Ақмарал", patronymic="Ілиясқызы", *, sealed=False, score="77"
    ):
        person = make_user("learner", surname=surname, given_name=given_name, patronymic=patronymic)
        result = decide(enrol(person, cohort), score=score)
        document = services.issue_document(result_id=result.pk, at=NOW)
        return services.render_document(document_id=document.pk) if sealed else document

    return issue


def expire(document: Document) -> None:
    """As if it had been issued years ago."""
    Document.objects.filter(pk=document.pk).update(
        issued_on=NOW - timedelta(days=2000), valid_until=NOW - timedelta(days=1)
    )


def erase(document: Document) -> None:
    """As an erasure leaves it."""
    facts = document.facts | {"surname": "", "given_name": "", "patronymic": ""}
    Document.objects.filter(pk=document.pk).update(facts=facts, credential="", cose="", pdf="", erased_at=NOW)


def copies(document: Document, count: int) -> list[str]:
    """So many further valid-looking rows, quickly: replaced ones, which no constraint counts. Their codes."""
    from certificates.rules.code import make_code

    codes, last = [], document
    for place in range(count):
        code = make_code()
        codes.append(code)
        last = Document.objects.create(
            kind="certificate",
            status="replaced",
            number=f"X-{place}",
            code=code,
            enrolment_id=document.enrolment_id,
            result_id=document.result_id,
            holder_id=document.holder_id,
            facts=document.facts | {"number": f"X-{place}", "code": code},
            facts_hash=document.facts_hash,
            template_revision_id=document.template_revision_id,
            issued_on=document.issued_on,
            valid_until=document.valid_until,
            created_at=document.created_at,
            supersedes=last,
        )
    return codes


def words(page: bytes | str) -> str:
    """What a page says, without its marks."""
    text = page.decode() if isinstance(page, bytes) else page
    text = re.sub(r"<(script|template)\b.*?</\1>", " ", text, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def heading(page: bytes) -> str:
    return words(re.search(rb"<h1[^>]*>(.*?)</h1>", page, re.S)[1]).strip()
