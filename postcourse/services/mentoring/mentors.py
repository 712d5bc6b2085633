"""Mentors: what each can take on, who mentors whom, and how a graduate is handed over.

Order of locks: enrolment or plan, then the mentor's profile; two who give the last place of one mentor meet there.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User
from people.roles import Role

from ...mentoring_words import WHY_NOT
from ...models import MentorAssignment, MentorProfile
from ...rules import matching
from ..meetings import meetings
from . import graduates, plans, telling
from .plan_people import check_under_way

LANGUAGES = ("kk", "ru")
MOST_AT_A_TIME = 30
PERMISSION = "postcourse.run_support"
MENTOR_CHANGES = "Тәлімгер ауысты. / Наставник сменился."
LOAD = Count(
    "user__mentor_assignments",
    filter=Q(
        user__mentor_assignments__until_at__isnull=True,
        user__mentor_assignments__plan__status__in=["draft", "agreed"],
    ),
)


def may_run(actor: User) -> None:
    """Refuse who does not run support."""
    if not actor.has_perm(PERMISSION):
        raise NotAllowed()


# Profiles


@transaction.atomic
def save_profile(
    *,
    user_id: int,
    languages: Collection[str],
    programmes: Collection[str],
    region_id: int | None,
    capacity: int,
    is_available: bool,
    visits: bool,
    hours: str,
    about: str,
    at: datetime,
    actor: User,
) -> MentorProfile:
    """Keep what a mentor can take on; their own profile, or any for who runs support.

    Refuses a person who is no mentor, a profile without a language, and fewer than one graduate or more than thirty.
    """
    if actor.pk != user_id:
        may_run(actor)
    user = User.objects.get(pk=user_id)
    if not user.has_role(Role.MENTOR):
        raise Refusal(
            _("This person is no mentor. The administrator gives them the role first."), code="no_mentor"
        )
    spoken = [one for one in LANGUAGES if one in languages]
    if not spoken:
        raise Refusal(_("Choose at least one language in which you mentor."), code="no_language")
    if not 1 <= capacity <= MOST_AT_A_TIME:
        raise Refusal(
            _("Choose from 1 to %(most)s graduates at a time.") % {"most": MOST_AT_A_TIME}, code="capacity"
        )
    profile, _created = MentorProfile.objects.update_or_create(
        user=user,
        defaults={
            "languages": spoken,
            "programmes": sorted(set(programmes)),
            "region_id": region_id,
            "capacity": capacity,
            "is_available": is_available,
            "visits": visits,
            "hours": hours.strip(),
            "about": about.strip(),
        },
    )
    return profile


def with_load() -> list[MentorProfile]:
    """Every mentor with their region and `load`, the graduates they support now, by name (one query)."""
    profiles = MentorProfile.objects.filter(user__is_active=True, user__groups__name=Role.MENTOR)
    return list(
        profiles.select_related("user", "region")
        .annotate(load=LOAD)
        .order_by("user__surname", "user__given_name", "pk")
    )


def as_rule(profile: MentorProfile, *, load: int) -> matching.Mentor:
    """A profile as the rule reads it."""
    return matching.Mentor(
        user=profile.user_id,
        languages=frozenset(profile.languages),
        programmes=frozenset(profile.programmes),
        region=profile.region_id,
        capacity=profile.capacity,
        load=load,
        is_available=profile.is_available,
    )


# Matching


def load_of(user_id: int) -> int:
    """How many graduates this person supports now (one query)."""
    return MentorAssignment.objects.filter(
        mentor=user_id, until_at__isnull=True, plan__status__in=["draft", "agreed"]
    ).count()


def _checked(graduate: matching.Graduate, mentor_id: int) -> User:
    """The mentor, their profile locked, where they can take this graduate on; refuses with the first reason else."""
    profile = (
        MentorProfile.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(user=mentor_id)
        .first()
    )
    if profile is None or not profile.user.is_active or not profile.user.has_role(Role.MENTOR):
        raise Refusal(_("This person has no profile of a mentor. Choose another one."), code="no_mentor")
    against = matching.why_not(graduate, as_rule(profile, load=load_of(mentor_id)))
    if against:
        raise Refusal(WHY_NOT[against[0]], code=against[0])
    return profile.user


@transaction.atomic
def assign(*, enrolment_id: int, mentor_id: int, at: datetime, actor: User) -> MentorAssignment:
    """Give a graduate their mentor and open the plan; both are told. The same mentor again changes nothing.

    Refuses who does not run support, a mentor whom the rule refuses (`rules.matching.why_not`), and a graduate who has
    another mentor: the same one stays, a change is a hand-over.
    """
    may_run(actor)
    plan = plans.open_plan(enrolment_id=enrolment_id, at=at, actor=actor)
    plan = plans.locked(plan.pk)
    check_under_way(plan)
    standing = plan.assignments.filter(until_at__isnull=True).select_related("mentor").first()
    if standing is not None:
        if standing.mentor_id == mentor_id:
            return standing
        raise Refusal(
            _("%(name)s mentors this graduate already. Hand over with a reason where that must change.")
            % {"name": standing.mentor.full_name},
            code="has_mentor",
        )
    mentor = _checked(graduates.as_rule(plan.enrolment), mentor_id)
    assignment = plan.assignments.create(mentor=mentor, from_at=at, assigned_by=actor)
    telling.tell("mentor_assigned", plan, to=[plan.graduate, mentor], at=at, mentor=mentor.full_name)
    return assignment


@dataclass(frozen=True)
class Refused:
    """A pair that could not be assigned, and why."""

    enrolment_id: int
    sentence: str


def assign_many(
    *, pairs: Iterable[tuple[int, int]], at: datetime, actor: User
) -> tuple[list[MentorAssignment], list[Refused]]:
    """Assign pairs of (enrolment, mentor), each by itself: one that is refused keeps none of the others back."""
    may_run(actor)
    done: list[MentorAssignment] = []
    refused: list[Refused] = []
    for enrolment_id, mentor_id in pairs:
        try:
            done.append(assign(enrolment_id=enrolment_id, mentor_id=mentor_id, at=at, actor=actor))
        except Refusal as refusal:
            refused.append(Refused(enrolment_id, str(refusal)))
    return done, refused


@transaction.atomic
def hand_over(
    *, plan_id: int, mentor_id: int, reason: str, handed_over: str, at: datetime, actor: User
) -> MentorAssignment:
    """End one mentor's time and begin another's; all three are told, meetings to come are cancelled.

    `reason`: why, for the record; `handed_over`: what the next one is to know, read by the mentors alone. The agreed plan
    stays in force; a wording only the old mentor had agreed to is open again. Refuses an empty reason, the same mentor,
    and whom the rule refuses.
    """
    may_run(actor)
    plan = plans.locked(plan_id)
    check_under_way(plan)
    if not reason.strip():
        raise Refusal(_("Write why the mentor changes."), code="reason_missing")
    before = (
        plan.assignments.select_for_update(of=("self",))
        .filter(until_at__isnull=True)
        .select_related("mentor")
        .first()
    )
    if before is not None and before.mentor_id == mentor_id:
        raise Refusal(_("This is the mentor now. Choose another one."), code="same_mentor")
    mentor = _checked(graduates.as_rule(plan.enrolment), mentor_id)
    if before is not None:
        # The graduate reads why a meeting is off, not why the mentor changes.
        meetings.cancel_coming(plan_id=plan.pk, reason=MENTOR_CHANGES, at=at, actor=actor)
        before.until_at, before.reason, before.handed_over = at, reason.strip(), handed_over.strip()
        before.save(update_fields=["until_at", "reason", "handed_over"])
        plans.forget_mentors_agreement(plan)
    assignment = plan.assignments.create(mentor=mentor, from_at=at, assigned_by=actor)
    telling.tell(
        "mentor_changed",
        plan,
        to=[plan.graduate, mentor],
        at=at,
        mentor=mentor.full_name,
        before=before.mentor.full_name if before else "",
    )
    if before is not None:
        telling.tell_left(before.mentor, plan, at=at, mentor_now=mentor.full_name)
    return assignment


@dataclass(frozen=True)
class Offer:
    """A graduate who waits and who could mentor them. `best`: None where those who fit are offered to others before."""

    waiting: graduates.Waiting
    best: matching.Suggestion | None
    others: list[matching.Suggestion]


def suggest(waiting: Sequence[graduates.Waiting]) -> list[Offer]:
    """Each graduate who waits with everyone who could mentor them, the best first (one query).

    The best of each is chosen as if all those before had been assigned: taking every best overloads nobody.
    """
    mentors = [as_rule(one, load=one.load) for one in with_load()]  # type: ignore[attr-defined]
    chosen = matching.one_each([one.rule for one in waiting], mentors)
    found = []
    for one, best in zip(waiting, chosen, strict=True):
        fitting = matching.suggestions(one.rule, mentors)
        others = [other for other in fitting if best is None or other.mentor.user != best.mentor.user]
        found.append(Offer(one, best, others))
    return found
