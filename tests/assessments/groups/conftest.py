"""A running cohort of programme A, where a project is a group's, and one of programme B."""

from types import SimpleNamespace

import pytest

from assessments.services.groups import groups
from assessments.services.groups import proposals as group_proposals
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_edition


@pytest.fixture
def cohort(db):
    return make_cohort(make_edition(), places=60)


@pytest.fixture
def cohort_b(db):
    return make_cohort(make_edition("B"))


@pytest.fixture
def boss(cohort):
    return coordinator_of(cohort)


@pytest.fixture
def people(cohort):
    """Eight people who study in the cohort."""
    return [enrol(None, cohort) for _turn in range(8)]


@pytest.fixture
def form(cohort, boss):
    """form(members, **more) is a standing group of theirs."""

    def form(members, **more):
        ids = [one.pk for one in members]
        values = {"cohort_id": cohort.pk, "assignment_key": "project", "at": NOW, "actor": boss}
        return groups.form_group(enrolment_ids=ids, **values | more)

    return form


@pytest.fixture
def open_to_learners(cohort, boss):
    """Learners of the cohort form their groups themselves."""
    return group_proposals.let_learners_form(
        cohort_id=cohort.pk, assignment_key="project", allowed=True, at=NOW, actor=boss
    )


@pytest.fixture
def learners(cohort):
    """What a learner does: `propose(who, whom)`, `agree(group, who)`, `decline(group, who)`, `ask(group, who, whom)`."""

    def propose(who, whom):
        return group_proposals.propose_group(
            cohort_id=cohort.pk,
            assignment_key="project",
            enrolment_ids=[one.pk for one in whom],
            at=NOW,
            actor=who.user,
        )

    def agree(group, who):
        return group_proposals.confirm_membership(group_id=group.pk, at=NOW, actor=who.user)

    def decline(group, who, reason="Басқа тақырыпты таңдадым."):
        return group_proposals.decline_membership(group_id=group.pk, reason=reason, at=NOW, actor=who.user)

    def ask(group, who, whom):
        ids = [one.pk for one in whom]
        return group_proposals.invite(group_id=group.pk, enrolment_ids=ids, at=NOW, actor=who.user)

    return SimpleNamespace(propose=propose, agree=agree, decline=decline, ask=ask)
