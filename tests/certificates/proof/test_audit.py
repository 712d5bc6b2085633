"""The audit notices what was signed and then changed, and lists that lag behind."""

import pytest

from certificates import services
from certificates.audit import proof as audit_proof
from certificates.models import Document
from certificates.services import keys, status_lists
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [breach.what for breach in audit_proof.breaches()]


@pytest.fixture
def kept(document, sealed):
    """The document with what sealing gave, as drawing keeps it."""
    document.credential, document.cose, document.key = sealed.credential, sealed.cose, sealed.key
    document.save()
    return document


def test_sound_rows_are_silent_also_after_their_key_was_compromised(kept, own_keys):
    status_lists.publish_all(at=NOW)
    keys.rotate(at=NOW, reason="Test", compromised=True)
    assert found() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"credential": '{"a":1}'}, "does not hold (shape)"),
        ({"cose": "AAAA"}, "does not hold (form)"),
        ({"key": None}, "names another key"),
        ({"number": "2026-A-999999"}, "disagree"),
        ({"status_index": 7}, "disagree"),
    ],
)
def test_a_changed_row_is_noticed(kept, change, words):
    Document.objects.update(**change)
    assert len(found()) == 1
    assert words in found()[0]


def test_a_list_that_lags_behind_is_noticed_and_the_command_that_helps_named(kept, keeper):
    status_lists.publish_all(at=NOW)
    services.suspend_document(document_id=kept.pk, at=NOW, actor=keeper, reason="Тексеру")
    assert found() == ["status list 1 (suspension) and the documents disagree; run publish_status_lists"]
    status_lists.publish_all(at=NOW)
    assert found() == []
