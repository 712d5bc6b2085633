"""What must hold of signatures and status lists."""

import json
from collections.abc import Iterator

from people.audit import Breach

from ..models import Document, PublishedStatusList, SigningKey
from ..proof import bitstring
from ..proof.cose import verify_cose
from ..proof.faults import NotProven
from ..proof.integrity import verify_credential
from ..proof.multikey import from_multibase
from ..services.status_lists import PURPOSE


def breaches() -> Iterator[Breach]:
    # Of compromised keys, too: whether the bytes are still those that were signed.
    public = {key.kid: from_multibase(key.public_multibase) for key in SigningKey.objects.all()}
    signed = Document.objects.exclude(credential="").select_related("key", "status_list")
    for document in signed.iterator():
        yield from _of_document(document, public)
    for row in PublishedStatusList.objects.select_related("status_list"):
        yield from _of_list(row, public)


def _of_document(document: Document, public: dict[str, bytes]) -> Iterator[Breach]:
    try:
        proven = verify_credential(document.credential, public)
        claims, kid = verify_cose(document.cose, public)
    except NotProven as fault:
        yield Breach(7, f"a signature of document {document.number} does not hold ({fault.check})")
        return
    if document.key is None or {proven.kid, kid} != {document.key.kid}:
        yield Breach(7, f"document {document.number} names another key than the one that signed it")
    said = proven.credential
    place = (document.status_list.number, document.status_index) if document.status_list else (0, 0)
    if (
        not said["id"].endswith(document.code)
        or said["credentialSubject"]["licenseNumber"] != document.number
        or (claims.code, claims.issued, claims.expires, claims.kind)
        != (document.code, document.issued_on, document.valid_until, document.kind)
        or (claims.list_number, claims.index) != place
    ):
        yield Breach(7, f"what is signed of document {document.number} and its row disagree")


def _of_list(row: PublishedStatusList, public: dict[str, bytes]) -> Iterator[Breach]:
    name = f"status list {row.status_list.number} ({row.purpose})"
    try:
        verify_credential(row.credential, public)
    except NotProven as fault:
        yield Breach(7, f"the signature of {name} does not hold ({fault.check})")
        return
    text = json.loads(row.credential)["credentialSubject"]["encodedList"]
    changed = row.status_list.documents.exclude(status=Document.Status.VALID)
    places = {
        index
        for index, status in changed.values_list("status_index", "status")
        if PURPOSE[status] == row.purpose
    }
    if text != bitstring.encoded(places):
        yield Breach(7, f"{name} and the documents disagree; run publish_status_lists")
