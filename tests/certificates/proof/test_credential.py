"""The signed credential: what it says, what it leaves out, and which check notices a change."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from certificates import services
from certificates.proof import credential, integrity, jsonld, multikey
from certificates.proof.faults import NotProven
from certificates.services import keys, proof
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer

ALMATY = timezone(timedelta(hours=5))
SAMPLE = credential.Facts(
    kind="certificate",
    url="https://tirek.kz/v/7K3MQ9ZT2XWH5N8R",
    did="did:web:tirek.kz",
    issuer="«Тірек» институты",
    issuer_url="https://tirek.kz/",
    holder="Үмбетжанова Ақмарал Ілиясқызы",
    number="2026-INC-000123",
    title="Инклюзия / Inclusion",
    description="80 академиялық сағат",
    hours=80,
    started=datetime(2026, 1, 5, tzinfo=ALMATY),
    ended=datetime(2026, 2, 1, 23, 59, 59, tzinfo=ALMATY),
    valid_from=datetime(2026, 2, 3, tzinfo=ALMATY),
    valid_until=datetime(2029, 2, 3, 23, 59, 59, tzinfo=ALMATY),
    revocation_list="https://tirek.kz/status/1/revocation",
    suspension_list="https://tirek.kz/status/1/suspension",
    status_index=131_071,
)


@settings(max_examples=25, deadline=None)
@given(
    holder=some.text(min_size=1, max_size=60),
    title=some.text(alphabet='Әң "\\/<>&\t\n\r\u2028й̆\u00ad\x7f\x00{}', max_size=30),
    hours=some.integers(min_value=0, max_value=2000),
    index=some.integers(min_value=0, max_value=131_071),
    kind=some.sampled_from(["certificate", "notice"]),
    listed=some.booleans(),
)
def test_filled_statements_are_what_the_json_ld_processor_makes(holder, title, hours, index, kind, listed):
    facts = replace(
        SAMPLE,
        kind=kind,
        holder=holder,
        title=title,
        hours=hours,
        status_index=index,
        valid_until=SAMPLE.valid_until if kind == "certificate" else None,
        revocation_list=SAMPLE.revocation_list if listed else "",
    )
    shape, values = credential.shape_and_values(facts)
    assert shape.holds
    assert shape.canonical(values) == jsonld.canonical(shape.build(values))


def test_a_shape_with_two_unnamed_nodes_is_left_to_the_processor():
    from certificates.proof.shapes import Shape

    def build(values):
        people = [{"type": "IdentityObject", "identityHash": values[name]} for name in ("a", "b")]
        subject = {"id": "urn:x:1", "type": ["AchievementSubject"], "identifier": people}
        return {"@context": [jsonld.VC, jsonld.OPEN_BADGES], "id": "urn:x:0", "credentialSubject": subject}

    shape = Shape(build, frozenset({"a", "b"}))
    assert not shape.holds
    for values in ({"a": "1", "b": "2"}, {"a": "2", "b": "1"}):
        assert shape.canonical(values) == jsonld.canonical(build(values))


@pytest.mark.django_db
@pytest.mark.sqlite
def test_a_sealed_document_says_what_its_paper_says_and_its_signature_holds(document, sealed):
    proven = integrity.verify_credential(sealed.credential, keys.trusted())
    said, facts = proven.credential, document.facts
    subject, achievement = said["credentialSubject"], said["credentialSubject"]["achievement"]
    assert proven.kid == sealed.key.kid
    assert said["id"] == f"https://tirek.kz/v/{document.code}"
    assert said["issuer"]["id"] == "did:web:tirek.kz"
    assert said["issuer"]["name"] == "«Тірек» институты / Институт «Тірек» / Tirek Institute"
    name = f"{facts['surname']} {facts['given_name']} {facts['patronymic']}".strip()
    assert subject["identifier"][0] == {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": name,
        "identityType": "name",
    }
    assert (subject["creditsEarned"], subject["licenseNumber"]) == (80, document.number)
    assert achievement["achievementType"] == "Certificate"
    assert facts["programme_title_kk"] in achievement["name"]
    assert facts["programme_title_ru"] in achievement["name"]
    assert said["validFrom"] == f"{document.issued_on}T00:00:00+05:00"
    assert said["validUntil"] == f"{document.valid_until}T23:59:59+05:00"
    number, index = document.status_list.number, str(document.status_index)
    assert [(one["statusPurpose"], one["statusListCredential"]) for one in said["credentialStatus"]] == [
        ("revocation", f"https://tirek.kz/status/{number}/revocation"),
        ("suspension", f"https://tirek.kz/status/{number}/suspension"),
    ]
    assert {one["statusListIndex"] for one in said["credentialStatus"]} == {index}


@pytest.mark.django_db
def test_a_notice_is_another_achievement_and_does_not_end():
    make_issuer()
    enrolment = enrol(None, make_cohort(make_edition()))
    notice = services.issue_document(result_id=decide(enrolment, score="20").pk, at=NOW)
    said = json.loads(proof.seal(notice).credential)
    assert said["credentialSubject"]["achievement"]["achievementType"] == "ext:AttendanceNotice"
    assert "validUntil" not in said
    assert "20" not in said["credentialSubject"]["achievement"]["criteria"]["narrative"]


@pytest.mark.django_db
def test_nothing_that_the_public_page_hides_is_in_it(document, sealed):
    holder = document.holder
    for hidden in ("921029350851", holder.email, "77.00", '"result"', '"evidence"', "birth", "score"):
        assert hidden not in sealed.credential


@pytest.fixture
def signed():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    text = credential.signed(SAMPLE, private=private, kid="a", created=NOW)
    return text, {"a": private.public_key().public_bytes_raw()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ақмарал", "Акмарал"),  # one letter of the name
        ("2029-02-03T23", "2029-02-04T23"),  # the last day
        ("2026-02-03T00", "2026-02-02T00"),  # the day of issue
        ('"creditsEarned":80', '"creditsEarned":81'),
        ("80 академиялық", "90 академиялық"),
        ('"hashed":false', '"hashed":true'),
        ("2026-INC-000123", "2026-INC-000124"),
        ("Inclusion", "Inklusion"),
        ('"statusListIndex":"131071"', '"statusListIndex":"131070"'),
        ('"achievementType":"Certificate"', '"achievementType":"Diploma"'),
    ],
)
def test_one_changed_letter_is_noticed_by_the_signature(signed, before, after):
    text, public = signed
    assert integrity.verify_credential(text, public).credential["credentialSubject"]["creditsEarned"] == 80
    assert before in text
    with pytest.raises(NotProven) as fault:
        integrity.verify_credential(text.replace(before, after), public)
    assert fault.value.check == "signature"


@pytest.mark.parametrize(
    ("before", "after", "check"),
    [
        # What JSON-LD passes over would not be signed: refused before the signature is looked at.
        ('"validFrom"', '"grade":"excellent","validFrom"', "shape"),
        ('"type":["Profile"]', '"type":["Profile","Ministry"]', "shape"),
        ('"validFrom"', '"https://schema.org/name":"Other","validFrom"', "shape"),
        ('"type":["Profile"]', '"@graph":[],"type":["Profile"]', "shape"),
        ("https://www.w3.org/ns/credentials/v2", "https://example.org/credentials/v2", "shape"),
        ('"validFrom"', '"validFrom":"2020-01-01T00:00:00Z","validFrom"', "form"),
        ('{"@context"', '["@context"', "form"),
        ('"proof"', '"prove"', "shape"),
        ("assertionMethod", "authentication", "proof"),
        ("eddsa-rdfc-2022", "eddsa-jcs-2022", "proof"),
        ('"proofValue":"z', '"proofValue":"u', "proof"),
        ("did:web:tirek.kz#a", "did:web:tirek.kz#b", "key"),
        ("did:web:tirek.kz#a", "did:web:other.kz#a", "key"),
        ('"id":"did:web:tirek.kz"', '"id":"did:web:other.kz"', "key"),
    ],
)
def test_every_other_change_is_noticed_by_its_own_check(signed, before, after, check):
    text, public = signed
    assert before in text
    with pytest.raises(NotProven) as fault:
        integrity.verify_credential(text.replace(before, after, 1), public)
    assert fault.value.check == check


def test_a_graph_made_to_keep_the_machine_busy_is_refused_at_once(signed):
    text, public = signed
    document = json.loads(text)
    document["credentialSubject"]["identifier"] *= 12
    with pytest.raises(NotProven, match="without a name"):
        integrity.verify_credential(json.dumps(document), public)


@pytest.mark.django_db
def test_documents_of_an_old_key_stay_valid_and_new_ones_use_the_new_key(own_keys, document):
    before = proof.seal(document)
    keys.rotate(at=NOW, reason="A year has passed.")
    after = proof.seal(document)
    public = keys.trusted()
    assert integrity.verify_credential(before.credential, public).kid == before.key.kid
    assert integrity.verify_credential(after.credential, public).kid == after.key.kid == keys.active().kid
    assert before.key.kid != after.key.kid
    assert (
        json.loads(before.credential)["proof"]["verificationMethod"] == f"did:web:tirek.kz#{before.key.kid}"
    )


def test_multikey_text_and_raw_keys_are_each_other():
    for raw in (bytes(32), bytes(range(32)), b"\xff" * 32):
        assert multikey.from_multibase(multikey.to_multibase(raw)) == raw
    for text in ("", "z", "u6Mk", multikey.to_multibase(bytes(32))[:-1], "z0OIl"):
        with pytest.raises(ValueError, match=r"."):
            multikey.from_multibase(text)


@pytest.mark.django_db
def test_sealing_costs_one_query(document, django_assert_num_queries):
    keys.active()
    with django_assert_num_queries(1):
        proof.seal(document)


def test_days_are_those_of_almaty():
    assert proof._moment(date(2026, 3, 1), proof.DAY_ENDS).isoformat() == "2026-03-01T23:59:59+05:00"
