"""A document that was issued, and what sealing it gives."""

import pytest

from certificates import services
from certificates.models import Document
from certificates.services import proof
from tests.factories import NOW, coordinator_of, decide, enrol, make_cohort, make_edition, make_issuer


@pytest.fixture
def own_keys(settings, tmp_path):
    """A folder of keys of this test's own, empty."""
    settings.TIREK_SIGNING_KEYS = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def document(db) -> Document:
    make_issuer()
    enrolment = enrol(None, make_cohort(make_edition()))
    enrolment.user.set_iin("921029350851")
    enrolment.user.save()
    return services.issue_document(result_id=decide(enrolment, score="77").pk, at=NOW)


@pytest.fixture
def keeper(document):
    return coordinator_of(document.enrolment.cohort)


@pytest.fixture
def sealed(document) -> proof.Sealed:
    return proof.seal(document)
