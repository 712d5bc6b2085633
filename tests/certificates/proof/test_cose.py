"""The text of the second QR code: short, alphanumeric, and every changed letter is noticed."""

import base64
from datetime import date

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.proof import cose
from certificates.proof.faults import NotProven
from certificates.rules.numbers import programme_of
from certificates.services import keys

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = {"2026-3f9a1c": PRIVATE.public_key().public_bytes_raw()}
CLAIMS = cose.Claims(
    code="7K3MQ9ZT2XWH5N8R",
    name="Нұрмұхамедова Қарлығаш Жұмабекқызы",
    programme="INC",
    issued=date(2024, 2, 29),
    expires=date(2027, 2, 28),
    list_number=1,
    index=131_071,
    kind="certificate",
    hours=80,
)
TEXT = cose.signed(CLAIMS, private=PRIVATE, kid="2026-3f9a1c")


def parts(text: str) -> list:
    return cbor2.loads(base64.b32decode(text + "=" * (-len(text) % 8)))


def text_of(content: list) -> str:
    return base64.b32encode(cbor2.dumps(content)).decode().rstrip("=")


def test_what_is_signed_comes_back():
    assert cose.verify_cose(TEXT, PUBLIC) == (CLAIMS, "2026-3f9a1c")
    assert cose.verify_cose(f" {TEXT.lower()}\n", PUBLIC)[0] == CLAIMS
    notice = cose.Claims(**{**CLAIMS.__dict__, "kind": "notice", "expires": None})
    assert cose.verify_cose(cose.signed(notice, private=PRIVATE, kid="2026-3f9a1c"), PUBLIC)[0] == notice


def test_it_has_letters_of_a_qr_code_alone_and_stays_small():
    assert set(TEXT) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert len(TEXT) < 340


def test_it_is_a_cose_sign1_that_names_algorithm_and_key():
    protected, unprotected, payload, signature = parts(TEXT)
    assert cbor2.loads(protected) == {1: -8, 4: b"2026-3f9a1c"}
    assert (unprotected, len(signature)) == ({}, 64)
    assert cbor2.loads(payload)[2] == CLAIMS.name
    PRIVATE.public_key().verify(signature, cbor2.dumps(["Signature1", protected, b"", payload]))


@pytest.mark.parametrize(
    ("member", "value"),
    {
        1: "7K3MQ9ZT2XWH5N8S",
        2: "Нурмұхамедова Қарлығаш Жұмабекқызы",
        3: "INK",
        4: 19_783,
        5: 21_974,
        6: 2,
        7: 131_070,
        8: 1,
        9: 81,
    }.items(),
)
def test_one_changed_fact_is_noticed_by_the_signature(member, value):
    protected, unprotected, payload, signature = parts(TEXT)
    said = cbor2.loads(payload) | {member: value}
    with pytest.raises(NotProven) as fault:
        cose.verify_cose(text_of([protected, unprotected, cbor2.dumps(said), signature]), PUBLIC)
    assert fault.value.check == "signature"


def test_every_single_changed_letter_is_noticed():
    for place, letter in enumerate(TEXT):
        changed = TEXT[:place] + ("A" if letter != "A" else "B") + TEXT[place + 1 :]
        with pytest.raises(NotProven):
            cose.verify_cose(changed, PUBLIC)


@pytest.mark.parametrize(
    "text", ["", "A", "7K3MQ9ZT2XWH5N8R", "ҚАЗАҚ", "1" * 40, "A" * 5000, text_of([1, 2])]
)
def test_what_is_no_signed_code_is_refused_as_a_form(text):
    with pytest.raises(NotProven) as fault:
        cose.verify_cose(text, PUBLIC)
    assert fault.value.check == "form"


def test_another_algorithm_and_an_unknown_key_are_refused():
    _protected, unprotected, payload, signature = parts(TEXT)
    other = cbor2.dumps({1: -7, 4: b"2026-3f9a1c"})
    with pytest.raises(NotProven, match="form"):
        cose.verify_cose(text_of([other, unprotected, payload, signature]), PUBLIC)
    with pytest.raises(NotProven, match="key"):
        cose.verify_cose(TEXT, {"another": PUBLIC["2026-3f9a1c"]})


@pytest.mark.django_db
@pytest.mark.sqlite
def test_a_sealed_document_s_code_says_what_its_row_says(document, sealed):
    claims, kid = cose.verify_cose(sealed.cose, keys.trusted())
    facts = document.facts
    assert kid == sealed.key.kid
    assert (claims.code, claims.issued, claims.expires) == (
        document.code,
        document.issued_on,
        document.valid_until,
    )
    assert claims.name == f"{facts['surname']} {facts['given_name']} {facts['patronymic']}".strip()
    assert (claims.programme, claims.hours, claims.kind) == ("A", 80, "certificate")
    assert (claims.list_number, claims.index) == (document.status_list.number, document.status_index)


@pytest.mark.parametrize(
    ("number", "programme"),
    [
        ("2026-INC-000123", "INC"),
        ("2026-INC-N-000007", "INC"),
        ("2027-IN-C-000001", "IN-C"),
        ("2027-N-000001", "N"),
    ],
)
def test_the_programme_is_read_from_a_number_whatever_its_short_name(number, programme):
    assert programme_of(number) == programme
