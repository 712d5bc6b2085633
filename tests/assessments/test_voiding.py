"""A voided attempt keeps who voided it, when and why: in its log and on its protocol."""

import re

import pytest
from django.urls import reverse

from assessments.models import AttemptEvent
from assessments.services.attempts import attempts
from people.errors import Refusal
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_edition, sitting_of, take_test

pytestmark = pytest.mark.django_db

REASON = "Жұмыс басқа адамның атынан жазылды."


@pytest.fixture
def sitting():
    return sitting_of(enrol(None, make_cohort(make_edition())))


def void(attempt, *, reason=REASON):
    return attempts.void_attempt(
        attempt_id=attempt.pk, at=NOW, actor=coordinator_of(attempt.sitting.cohort), reason=reason
    )


def protocol(client, attempt) -> str:
    answer = client.get(reverse("attempt_protocol", args=[attempt.pk]), {"lang": "en"})
    return re.sub(r"\s+", " ", answer.content.decode())


def test_voiding_is_written_into_the_log_with_its_reason(sitting):
    attempt = take_test(sitting, right=2)
    void(attempt)
    event = attempt.events.get(kind=AttemptEvent.Kind.VOIDED)
    assert (event.actor, event.at, event.note) == (coordinator_of(sitting.cohort), NOW, REASON)


def test_a_refused_voiding_writes_nothing(sitting):
    attempt = take_test(sitting, right=2)
    void(attempt)
    for reason in (" ", "Тағы да."):
        with pytest.raises(Refusal):
            void(attempt, reason=reason)
    assert attempt.events.filter(kind="voided").count() == 1


def test_the_protocol_says_who_voided_the_attempt_when_and_why(sitting, client_for):
    attempt, coordinator = take_test(sitting, right=2), coordinator_of(sitting.cohort)
    client, name = client_for(coordinator), coordinator.initials_name.replace("\xa0", " ")
    assert "<dt>Voided</dt>" not in protocol(client, attempt)
    void(attempt)
    page = protocol(client, attempt)
    fact = re.search(r"<dt>Voided</dt><dd>(.*?)</dd>", page).group(1)
    assert name in fact
    assert REASON in fact
    assert re.search(r"\d{1,2}:\d{2}", fact)
    log = page[page.index('<ol class="history">') :]
    assert f"Voided, {name}: {REASON}" in log


def test_a_voiding_from_before_the_log_knew_it_still_shows_its_reason(sitting, client_for):
    attempt = take_test(sitting, right=2)
    void(attempt)
    attempt.events.filter(kind="voided").delete()
    assert REASON in protocol(client_for(coordinator_of(sitting.cohort)), attempt)
