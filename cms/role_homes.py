"""What each role finds on its home: what is theirs now, and what will be."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Appeal, Submission
from certificates.services import proposals
from cms.review import reading as review
from courses.models import Cohort, Enrolment
from people.models import User
from people.roles import Role
from postcourse import after


@dataclass(frozen=True)
class RoleCard:
    """A role's part of the home. `figure` is shown large beside its `unit`; without `url` the part is still to come."""

    role: str
    title: str
    text: str
    url: str = ""
    action: str = ""
    figure: int | None = None
    unit: str = ""
    soon: str = ""


def _trainer(user: User) -> RoleCard:
    waiting = Submission.objects.waiting_for(user).count()
    return RoleCard(
        role=Role.TRAINER,
        title=_("Marking"),
        text=_("Works of your cohorts, with the rubric beside them.")
        if waiting
        else _("Nothing waits for marking. New works appear here by themselves."),
        url=reverse("marking_list"),
        action=_("Open the marking queue"),
        figure=waiting,
        unit=_("works to mark"),
    )


def _appeals(user: User, role: str) -> RoleCard:
    """Where appeals are answered and decided, and how many are open to this person."""
    appeals = Appeal.objects.visible_to(user).exclude(sitting__enrolment__user=user).open().count()
    return RoleCard(
        role=role,
        title=_("Appeals"),
        text=_("Answer those about your marks; they then go to the commission.")
        if role == Role.TRAINER
        else _("Those of all cohorts: answer or pass them on, and enter what the commission decided."),
        url=reverse("my_appeals"),
        action=_("Open the appeals"),
        figure=appeals,
        unit=_("open appeals"),
    )


def _coordinator(user: User) -> RoleCard:
    applied = Enrolment.objects.visible_to(user).filter(status="applied").count()
    running = Cohort.objects.visible_to(user).filter(status__in=["open", "running", "assessing"]).count()
    return RoleCard(
        role=Role.COORDINATOR,
        title=_("Cohorts"),
        text=_("Cohorts under way: %(count)s. Admit, start, conclude, and see every mark in one table.")
        % {"count": running},
        url=reverse("cohort_list"),
        action=_("Open the cohorts"),
        figure=applied,
        unit=_("applications to answer"),
    )


def _register(user: User) -> RoleCard:
    """The register, and how many changes this person is asked to decide."""
    waiting = proposals.waiting_for(user)
    if waiting:
        return RoleCard(
            role=Role.COORDINATOR,
            title=_("Register of issued documents"),
            text=_("A change of a document takes two people. You are the second one."),
            url=reverse("proposal_list"),
            action=_("Look and decide"),
            figure=waiting,
            unit=_("changes to decide"),
        )
    return RoleCard(
        role=Role.COORDINATOR,
        title=_("Register of issued documents"),
        text=_("Every certificate and notice by its number: find, print, propose a change."),
        url=reverse("register"),
        action=_("Open the register"),
    )


def _review(user: User, role: str) -> RoleCard:
    """Texts that wait for this person's yes or no."""
    waiting = review.waiting_for(user).count()
    return RoleCard(
        role=role,
        title=_("Texts under review"),
        text=_("Read what a colleague changed; approve it or give it back with a word.")
        if waiting
        else _("Nothing waits for you. A text that is handed in appears here by itself."),
        url=reverse("review_list"),
        action=_("Open the review"),
        figure=waiting,
        unit=_("texts to read"),
    )


def _expert(user: User) -> list[RoleCard]:
    return [
        _review(user, Role.EXPERT),
        RoleCard(
            role=Role.EXPERT,
            title=_("Programmes"),
            text=_("Each programme in one picture: hours, how complete its lessons are, what was agreed."),
            url=reverse("edition_list"),
            action=_("Open the programmes"),
        ),
    ]


def _methodologist(user: User) -> list[RoleCard]:
    return [
        RoleCard(
            role=Role.METHODOLOGIST,
            title=_("Programmes and lessons"),
            text=_(
                "Lessons, cases and tasks in Kazakh and Russian. Corrections reach running cohorts at once."
            ),
            url=reverse("wagtailadmin_home"),
            action=_("Open the editor"),
        ),
        RoleCard(
            role=Role.METHODOLOGIST,
            title=_("Question bank"),
            text=_("Questions in both languages: write, review, import, and see how each one worked."),
            url=reverse("bank:list"),
            action=_("Open the question bank"),
        ),
        RoleCard(
            role=Role.METHODOLOGIST,
            title=_("Decisions about questions"),
            text=_("What to do with a bad question after the test, and whose result it changes."),
            url=reverse("regrade_list"),
            action=_("Open the decisions"),
        ),
        RoleCard(
            role=Role.METHODOLOGIST,
            title=_("Editions and hours"),
            text=_("The official table of hours, what conflicts in it, and who accepted that."),
            url=reverse("edition_list"),
            action=_("Open the editions"),
        ),
    ]


def _as_card(role: str, place: after.Place) -> RoleCard:
    """A place of the page after the course as a card of the home."""
    return RoleCard(
        role=role,
        title=place.title,
        text=place.text,
        url=place.url,
        action=place.action,
        figure=place.figure,
        unit=place.unit,
    )


def _mentor(user: User, *, at: datetime) -> list[RoleCard]:
    """Whom they mentor, and the meetings nobody has written down."""
    places = [after.mentoring(user), after.to_write_down(user, at=at)]
    return [_as_card(Role.MENTOR, place) for place in places]


def _after_the_course(user: User, *, at: datetime) -> list[RoleCard]:
    """Rights that are owed with the next of their last days, requests, graduates without a mentor."""
    places = [after.owed(at=at), after.requests(), after.matching(user, at=at)]
    return [_as_card(Role.COORDINATOR, place) for place in places]


def _school_head(user: User) -> RoleCard:
    return RoleCard(
        role=Role.SCHOOL_HEAD,
        title=_("Your staff"),
        text=_(
            "Who of your teachers was trained, and whose certificate ends soon. Any certificate can be checked now."
        ),
        url=reverse("verify_form"),
        action=_("Check a certificate"),
        soon=_("The list of your own staff will stand here."),
    )


def _authority(user: User) -> RoleCard:
    return RoleCard(
        role=Role.AUTHORITY,
        title=_("Teachers trained"),
        text=_("The share of teachers trained in inclusion, by school, district and region."),
        soon=_("The figures will stand here once headcounts are collected."),
    )


def cards_for(user: User, *, at: datetime) -> list[RoleCard]:
    """The cards of every role a person has; a learner's home needs none."""
    roles = user.role_names
    cards: list[RoleCard] = []
    if roles & {Role.TRAINER, Role.ADMINISTRATOR}:
        cards.append(_trainer(user))
    if roles & {Role.COORDINATOR, Role.ADMINISTRATOR}:
        cards.append(_coordinator(user))
        cards.append(_appeals(user, Role.COORDINATOR))
        cards.append(_register(user))
        cards += _after_the_course(user, at=at)
    elif Role.TRAINER in roles:
        cards.append(_appeals(user, Role.TRAINER))
    if roles & {Role.METHODOLOGIST, Role.ADMINISTRATOR}:
        cards += [*_methodologist(user), _review(user, Role.METHODOLOGIST)]
        cards.append(_as_card(Role.METHODOLOGIST, after.reviews(user)))
    elif Role.EXPERT in roles:
        cards += _expert(user)
    if Role.MENTOR in roles and not user.is_superuser:
        cards += _mentor(user, at=at)
    if Role.SCHOOL_HEAD in roles and not user.is_superuser:
        cards.append(_school_head(user))
    if Role.AUTHORITY in roles and not user.is_superuser:
        cards.append(_authority(user))
    return cards
