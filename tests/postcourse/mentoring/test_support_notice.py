"""The notice of completed support as a document: issued once, drawn, signed, checked by anybody, in the register."""

from datetime import date, timedelta

import pikepdf
import pytest

from certificates import services as certificates
from certificates.api.answers import item
from certificates.demo import examples
from certificates.files.register import register_pdf
from certificates.models import Document
from certificates.pdf import PLACEHOLDERS, REQUIRED, WORDING, PrintedFacts
from certificates.proof.cose import verify_cose
from certificates.proof.multikey import from_multibase
from certificates.rules import wording
from certificates.services import checks, register
from certificates.services.drawing import render_document
from tests.certificates.drawing.papers import drawn, opened, pages, said
from tests.factories import NOW, decide, enrol

from .conftest import refused

FACTS = certificates.SupportFacts(
    started_on=date(2026, 11, 21),
    ended_on=date(2027, 11, 21),
    meetings=7,
    hours=9,
    mentor="Тәлімбаева Гүлнәр Ілиясқызы",
)


def issue(enrolment, **more):
    result = enrolment.sittings.get().results.get()
    asked = {"enrolment_id": enrolment.pk, "result_id": result.pk, "support": FACTS, "at": NOW}
    return certificates.issue_support_notice(**asked | more)


@pytest.fixture
def document(graduate):
    return render_document(document_id=issue(graduate, draw=False).pk)


def test_it_is_issued_once_beside_the_certificate_and_never_runs_out(graduate):
    document = issue(graduate)
    assert issue(graduate, at=NOW + timedelta(days=1)) == document
    assert (document.kind, document.valid_until, document.status) == ("support", None, "valid")
    assert Document.objects.standing().filter(enrolment=graduate).count() == 2
    assert document.facts["modules"] == []
    assert document.template_revision.template.kind == "support"


def test_it_is_refused_without_a_meeting_a_mentor_or_a_passed_result(graduate, cohort):
    for more in ({"meetings": 0}, {"mentor": " "}):
        support = certificates.SupportFacts(**FACTS.__dict__ | more)
        assert refused(issue, enrolment=graduate, support=support) == "no_meetings"
    support = certificates.SupportFacts(**FACTS.__dict__ | {"mentor": "Հակոբյան"})
    assert refused(issue, enrolment=graduate, support=support) == "unprintable_name"
    failed = enrol(None, cohort)
    decide(failed, score="40")
    assert refused(issue, enrolment=failed) == "not_passed"
    assert not Document.objects.filter(kind="support").exists()


def test_the_paper_says_period_meetings_hours_and_mentor_in_both_languages(document):
    with document.pdf.open("rb") as file:
        content = file.read()
    text = said(pages(content)[0])
    for words in (
        "курстан кейінгі қолдаудың аяқталғаны туралы",
        "о завершении посткурсового сопровождения",
        "саны: 7",
        "9 часов",
        "Тәлімбаева Гүлнәр Ілиясқызы",
        document.number,
        "2027",
    ):
        assert words in text.replace("\xa0", " "), words
    with opened(content) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
        assert [str(one) for one in pdf.attachments] == ["credential.json"]
        assert pikepdf.Name.StructTreeRoot in pdf.Root


@pytest.mark.parametrize("languages", ["kk,ru", "ru,kk", "kk,ru,en"])
def test_the_longest_facts_fit_on_the_page(languages):
    with opened(drawn("support", languages)) as pdf:
        assert len(pdf.pages) == 1
    text = said(pages(drawn("support", languages))[0]).replace("\xa0", " ")
    assert "124" in text
    assert ("NOTICE OF COMPLETED SUPPORT" in text) == languages.endswith("en")


def test_its_words_can_be_changed_within_their_placeholders():
    assert set(WORDING["support"]) == set(PLACEHOLDERS["support"])
    for key, texts in WORDING["support"].items():
        for language, text in texts.items():
            assert wording.fault_of(text, kind="support", key=key) is None, (key, language)
    fault = wording.fault_of("Кездесулер {meetings}", kind="support", key="meetings")
    assert (fault.code, fault.detail) == ("missing", "{hours}")
    assert wording.fault_of("{mentor} {title}", kind="support", key="mentor").code == "unknown"
    assert REQUIRED["support"] == {"title", "period"}


def test_facts_of_support_name_meetings_and_mentor_and_others_do_not(document):
    data = document.facts
    assert PrintedFacts.from_json(data).meetings == 7
    for wrong in ({"meetings": 0}, {"mentor_name": ""}, {"kind": "notice"}, {"valid_until": "2030-01-01"}):
        with pytest.raises(ValueError, match="notice"):
            PrintedFacts.from_json(data | wrong)


def test_the_large_code_and_the_credential_say_the_same(document):
    keys = {document.key.kid: from_multibase(document.key.public_multibase)}
    claims, _kid = verify_cose(document.cose, keys)
    assert (claims.kind, claims.hours, claims.expires) == ("support", 9, None)
    assert claims.programme == "A"
    assert "PostCourseSupportNotice" in document.credential
    (checked,) = checks.check([f"https://x/v/{document.code}#{document.cose}"], at=NOW)
    assert (checked.state, checked.signed.differences) == ("support", ())
    answer = item(checked, at=NOW)
    assert (answer["kind"], answer["meetings"], answer["mentor"]) == ("support", 7, FACTS.mentor)


@pytest.mark.parametrize(
    ("language", "verdict"),
    [
        ("en", "The notice of completed support is genuine"),
        ("kk", ""),
        ("ru", ""),
    ],
)
def test_anybody_can_check_it(client, document, language, verdict):
    page = client.get(f"/v/{document.code}?lang={language}").content.decode()
    assert verdict in page
    assert FACTS.mentor in page
    assert document.number in page
    assert "\ue000" not in page


def test_the_register_the_lists_and_the_wallet_know_it(client, document, coordinator, in_english):
    rows = register.narrowed(coordinator, register.Filters(kind="support"), year=None, today=NOW.date())
    assert list(rows) == [document]
    assert register.counts(rows, today=NOW.date())["support"] == 1
    for language, heading in (("kk", "қолдаудың аяқталғаны"), ("ru", "сопровождения")):
        paper = register_pdf(rows, year=None, language=language, at=NOW)
        assert heading in " ".join(said(page) for page in pages(paper))
    report = checks.check_sheet(checks.Sheet(head=(), rows=((document.code,),), code_at=0), at=NOW)
    assert report.counts == {"support": 1}
    assert not report.rows[0].has_problem
    client.force_login(document.holder)
    page = client.get("/documents/", headers={"accept-language": "en"}).content.decode()
    assert "Notice of completed support, " in page
    assert document.number in page
    assert "support" not in examples(today=NOW.date())
