"""A cohort under study, one person's sitting, and a group of four."""

from dataclasses import dataclass

import pytest

from assessments.models import CohortScheme, ProjectGroup, Sitting
from assessments.services.groups import groups
from courses.models import Cohort
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_edition, sitting_of


@dataclass
class Group:
    group: ProjectGroup
    sittings: list[Sitting]

    @property
    def users(self):
        return [sitting.enrolment.user for sitting in self.sittings]


@pytest.fixture
def cohort(db) -> Cohort:
    return make_cohort(make_edition())


@pytest.fixture
def sitting(cohort) -> Sitting:
    return sitting_of(enrol(None, cohort))


@pytest.fixture
def four(cohort) -> Group:
    members = [enrol(None, cohort) for _turn in range(4)]
    group = groups.form_group(
        cohort_id=cohort.pk,
        assignment_key="project",
        enrolment_ids=[member.pk for member in members],
        at=NOW,
        actor=coordinator_of(cohort),
    )
    return Group(group=group, sittings=[sitting_of(member) for member in members])


@pytest.fixture
def policy(cohort):
    """policy("days", 3) is what the cohort froze for its works."""

    def set_policy(late: str, days: int = 0) -> None:
        scheme = CohortScheme.objects.get(cohort=cohort)
        for row in scheme.content["assignments"].values():
            row |= {"late": late, "late_days": days}
        scheme.save()

    return set_policy
