"""People in every state of a gradebook, made by the services; and many of them at once for counting."""

from datetime import timedelta
from decimal import Decimal

from assessments.models import (
    Assignment,
    CohortScheme,
    DateRule,
    GroupMembership,
    Mark,
    ProjectGroup,
    Result,
    Sitting,
    Submission,
    SubmissionMember,
)
from assessments.services.attempts import attempts
from assessments.services.marking import marking
from assessments.services.work import work
from certificates import services as certificates
from courses.models import Cohort, Enrolment, TopicProgress
from people.models import User
from people.roles import Role
from tests.factories import NOW, coordinator_of, decide, enrol, give_mark, make_user, sitting_of

BY_COMMISSION = CohortScheme.Deciding.COMMISSION


def person(cohort: Cohort, surname: str, given_name: str = "Айгүл", **fields) -> Enrolment:
    return enrol(make_user(Role.LEARNER, surname=surname, given_name=given_name, **fields), cohort)


def hand_in(enrolment: Enrolment, *, at=NOW, assignment: str = "self_study") -> Submission:
    user, sitting = enrolment.user, sitting_of(enrolment)
    one = work.open_submission(sitting_id=sitting.pk, assignment_key=assignment, at=at, actor=user)
    work.save_draft(
        submission_id=one.pk, title="Жұмыс", text="Мәтін", revision=one.revision, at=at, actor=user
    )
    return work.submit_work(submission_id=one.pk, at=at, actor=user)


def standing_group(cohort: Cohort, number: int, *enrolments: Enrolment) -> ProjectGroup:
    assignment = Assignment.objects.get(edition=cohort.edition, key="project")
    group = ProjectGroup.objects.create(
        cohort=cohort, assignment=assignment, number=number, formed_at=NOW, status="standing"
    )
    GroupMembership.objects.bulk_create(
        GroupMembership(group=group, assignment=assignment, enrolment=one, joined_at=NOW)
        for one in enrolments
    )
    return group


def everyone(cohort: Cohort) -> dict[str, Enrolment]:
    """One person in each state, by what is told of them."""
    coordinator = coordinator_of(cohort)
    late = NOW + timedelta(hours=2)
    DateRule.objects.filter(cohort=cohort, kind="assignment").update(
        opens_at=NOW - timedelta(days=5), closes_at=NOW + timedelta(hours=1)
    )
    people = {
        "passed": person(cohort, "Әбдірова"),
        "not_passed": person(cohort, "Бекова"),
        "draft": person(cohort, "Ғалымова"),
        "handed_in": person(cohort, "Ескендірова"),
        "late": person(cohort, "Жұмабаева"),
        "testing": person(cohort, "Қасымова"),
        "override": person(cohort, "Нұрланова"),
        "nothing": person(cohort, "=Өтегенова"),
        "complete": person(cohort, "Үмбетова"),
    }
    standing_group(cohort, 1, people["draft"], people["handed_in"])
    standing_group(cohort, 2, people["late"])
    CohortScheme.objects.filter(cohort=cohort).update(deciding=BY_COMMISSION)
    certificates.issue_document(result_id=decide(people["passed"], score="76.5").pk, at=NOW)
    certificates.issue_document(result_id=decide(people["not_passed"], score="49.99").pk, at=NOW)
    work.open_submission(
        sitting_id=sitting_of(people["draft"]).pk,
        assignment_key="self_study",
        at=NOW,
        actor=people["draft"].user,
    )
    hand_in(people["handed_in"])
    hand_in(people["late"], at=late)
    attempts.start_attempt(
        sitting_id=sitting_of(people["testing"]).pk, quiz_key="final", at=NOW, actor=people["testing"].user
    )
    marking.override_mark(
        sitting_id=sitting_of(people["override"]).pk,
        component="self_study",
        value=Decimal("7.5"),
        reason="Комиссияның жеке шешімі.",
        at=NOW,
        actor=coordinator,
    )
    sitting = sitting_of(people["complete"])
    give_mark(sitting, "test", "60", maximum="100")
    give_mark(sitting, "project", "9", maximum="12")
    give_mark(sitting, "self_study", "8", maximum="10")
    return people


def many(cohort: Cohort, count: int) -> None:
    """So many people with five components each, handed-in work and a decision for every second one, in bulk."""
    start = User.objects.count()
    users = User.objects.bulk_create(
        User(email=f"bulk{start + number}@example.org", surname=f"Тегі{start + number:04}", given_name="Аты")
        for number in range(count)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(user=user, cohort=cohort, status="studying", applied_at=NOW) for user in users
    )
    sittings = Sitting.objects.bulk_create(
        Sitting(enrolment=one, cohort=cohort, number=1, opened_at=NOW) for one in enrolments
    )
    content = CohortScheme.objects.get(cohort=cohort).content
    Mark.objects.bulk_create(
        Mark(
            sitting=sitting,
            component=row["key"],
            value=Decimal(5),
            maximum=Decimal(row["maximum"]),
            source="assessment",
            released_at=NOW,
        )
        for place, sitting in enumerate(sittings)
        for row in content["components"]
        if place % 3 != 1
    )
    Result.objects.bulk_create(
        Result(
            sitting=sitting,
            score=Decimal(25),
            band="not_passed",
            decision="not_passed",
            decision_reason="below_pass_mark",
            components={},
            decided_at=NOW,
        )
        for sitting in sittings[::2]
    )
    assignment = Assignment.objects.filter(edition=cohort.edition, is_group=False).first()
    works = Submission.objects.bulk_create(
        Submission(
            assignment=assignment,
            cohort=cohort,
            sitting=sitting,
            status="submitted",
            created_at=NOW,
            submitted_at=NOW,
        )
        for sitting in sittings
    )
    SubmissionMember.objects.bulk_create(
        SubmissionMember(submission=one, sitting=one.sitting) for one in works
    )
    topic = cohort.plan_topics.first()
    TopicProgress.objects.bulk_create(
        TopicProgress(enrolment=one, topic=topic, opened_at=NOW, studied_at=NOW) for one in enrolments
    )
