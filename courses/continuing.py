"""Going on with a course in another cohort: a new enrolment that continues the old one, with what was studied."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from .models import Cohort, ControlAnswer, Enrolment, PlanTopic, TopicProgress
from .moving import IN_A_PLACE, full, locked_cohort, may_run, move_enrolment
from .querysets import CohortQuerySet

TAKES_IN = frozenset({Cohort.Status.OPEN, Cohort.Status.RUNNING, Cohort.Status.ASSESSING})


def targets(enrolment: Enrolment) -> CohortQuerySet:
    """Cohorts this person can go on in, the next to begin first: the same programme, under way or open, with a free
    place, where they are not yet (one query).
    """
    been = Enrolment.objects.filter(user_id=enrolment.user_id).exclude(status=Enrolment.Status.APPLIED)
    taken = Count("enrolments", filter=Q(enrolments__status__in=IN_A_PLACE))
    return (
        Cohort.objects.filter(edition__code=enrolment.cohort.edition.code, status__in=TAKES_IN)
        .exclude(pk__in=been.values("cohort"))
        .annotate(taken=taken)
        .filter(taken__lt=F("places"))
        .select_related("edition")
        .order_by("starts_on", "pk")
    )


def why_not(enrolment: Enrolment, cohort: Cohort) -> Refusal | None:
    """Why this person cannot go on in that cohort; None where nothing stands against it (two queries)."""
    if cohort.edition.code != enrolment.cohort.edition.code:
        return Refusal(
            _("Cohort %(cohort)s studies another programme. Choose a cohort of the same programme.")
            % {"cohort": cohort.code},
            code="other_programme",
        )
    if cohort.status not in TAKES_IN:
        return Refusal(
            _("Cohort %(cohort)s is “%(status)s”. Choose one that runs or takes applications.")
            % {"cohort": cohort.code, "status": cohort.get_status_display()},
            code="not_under_way",
        )
    there = Enrolment.objects.filter(user_id=enrolment.user_id, cohort=cohort)
    if there.exclude(status=Enrolment.Status.APPLIED).exists():
        return Refusal(
            _("The person is or was in cohort %(cohort)s already. Choose another one.")
            % {"cohort": cohort.code},
            code="twice",
        )
    return full(cohort)


def carried_topics(enrolment: Enrolment, cohort: Cohort) -> list[TopicProgress]:
    """The person's progress on topics that the other cohort's plan has too, in the order of the plan (one query)."""
    keys = PlanTopic.objects.filter(cohort=cohort).values("key")
    return list(
        enrolment.progress.filter(topic__key__in=keys).select_related("topic").order_by("topic__order")
    )


@transaction.atomic
def begin_continuation(
    *, enrolment_id: int, cohort_id: int, at: datetime, actor: User, reason: str
) -> Enrolment:
    """End an enrolment as transferred and begin the one that continues it; progress goes along by the topics' keys.

    The new one studies where its cohort is under way, else it is admitted; an application the person has there is taken
    up. Refuses an empty reason, a cohort that cannot take the person in (`why_not`), and an enrolment that neither studies
    nor is interrupted; writes nothing then.
    """
    may_run(actor)
    if not reason.strip():
        raise Refusal(_("Write the reason: it is kept with the enrolment."), code="reason_missing")
    own = Enrolment.objects.values_list("cohort_id", flat=True).get(pk=enrolment_id)
    cohort = lock_cohorts({own, cohort_id})[cohort_id]
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort__edition")
        .get(pk=enrolment_id)
    )
    if refusal := why_not(enrolment, cohort):
        raise refusal
    move_enrolment(enrolment, to=Enrolment.Status.TRANSFERRED, at=at, actor=actor, reason=reason.strip())
    following = _take_in(enrolment, cohort, at=at, actor=actor, reason=reason.strip())
    topics = dict(PlanTopic.objects.filter(cohort=cohort).values_list("key", "pk"))
    TopicProgress.objects.bulk_create(
        TopicProgress(
            enrolment=following,
            topic_id=topics[row.topic.key],
            opened_at=row.opened_at,
            studied_at=row.studied_at,
            read_at=row.read_at,
            parts_read=row.parts_read,
            place=row.place,
            seconds=row.seconds,
        )
        for row in carried_topics(enrolment, cohort)
    )
    ControlAnswer.objects.bulk_create(
        ControlAnswer(
            enrolment=following,
            topic_id=topics[row.topic.key],
            question=row.question,
            answer=row.answer,
            judgement=row.judgement,
            score=row.score,
            tries=row.tries,
            first_at=row.first_at,
            at=row.at,
        )
        for row in enrolment.control_answers.filter(topic__key__in=topics).select_related("topic")
    )
    return following


def lock_cohorts(ids: Collection[int]) -> dict[int, Cohort]:
    """Those cohorts, locked in one order whichever is the first, so that two transfers never wait for each other."""
    return {pk: locked_cohort(pk) for pk in sorted(ids)}


def _take_in(enrolment: Enrolment, cohort: Cohort, *, at: datetime, actor: User, reason: str) -> Enrolment:
    applied = Enrolment.objects.select_for_update(of=("self",)).filter(
        user_id=enrolment.user_id, cohort=cohort, status=Enrolment.Status.APPLIED
    )
    following = applied.first()
    if following is None:
        following = Enrolment.objects.create(
            user_id=enrolment.user_id, cohort=cohort, applied_at=at, continues=enrolment
        )
        following.transitions.create(from_status="", to_status=following.status, at=at, actor=actor)
    else:
        following.continues = enrolment
        following.save(update_fields=["continues"])
    move_enrolment(following, to=Enrolment.Status.ADMITTED, at=at, actor=actor, reason=reason)
    if cohort.is_under_study:
        move_enrolment(following, to=Enrolment.Status.STUDYING, at=at, actor=actor)
    return following
