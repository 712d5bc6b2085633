"""Two who keep the register, and documents issued by the real services."""

from datetime import timedelta

import pytest

from certificates import services
from certificates.services import proposals
from people.roles import Role
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer, make_user

REASON = "Өтініш № 7 бойынша."
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cohort(db):
    make_issuer()
    return make_cohort(make_edition())


@pytest.fixture
def enrolment(cohort):
    return enrol(None, cohort)


@pytest.fixture
def document(enrolment):
    """A valid certificate."""
    return services.issue_document(result_id=decide(enrolment).pk, at=NOW)


@pytest.fixture
def notice(cohort):
    return services.issue_document(result_id=decide(enrol(None, cohort), score="40").pk, at=NOW)


@pytest.fixture
def keeper(db):
    return make_user(Role.COORDINATOR, surname="Серікбаева")


@pytest.fixture
def second(db):
    return make_user(Role.ADMINISTRATOR, surname="Ілиясова")


@pytest.fixture
def change(keeper, second):
    """change(document, "revoke") proposes and approves; more keywords go to the proposal."""

    def change(document, what, *, at=NOW, reason=REASON, **more):
        one = proposals.propose(
            document_id=document.pk, change=what, reason=reason, at=at, actor=keeper, **more
        )
        one = proposals.approve(proposal_id=one.pk, at=at, actor=second)
        document.refresh_from_db()
        return one

    return change


def refused(call, **keywords) -> str:
    """The code of the refusal; fails where nothing is refused."""
    from people.errors import Refusal

    with pytest.raises(Refusal) as refusal:
        call(**keywords)
    return refusal.value.code
