"""Defence sessions: planning, who defends in which order, announcing, closing with a protocol."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment
from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Assignment, DefenceSession, DefenceSlot, ProjectGroup, Sitting, Submission
from ...rules import defence as rules
from ...rules import moves
from .. import telling

# Beside its moves a session's history keeps what was done while it was planned, under these words.
ANNOUNCED, LOT = "announced", "lot:"
DIGITS = "0123456789"


def may_plan(actor: User) -> bool:
    """Coordinators plan sessions, their order and their end."""
    return actor.has_perm("courses.run_cohort")


def may_hold(actor: User, cohort: Cohort) -> bool:
    """Coordinators and the cohort's trainers run a session: turns, questions, notes."""
    if may_plan(actor):
        return True
    return actor.has_role("trainer") and cohort.staff.filter(user=actor, duty="trainer").exists()


def may_read_talk(session: DefenceSession, slots: Iterable[DefenceSlot], reader: User) -> frozenset[int]:
    """The turns whose questions, answers and notes a member of staff may read and write (one query for a plan).

    Of a support plan, which is about a child: coordinators, who answer for the protocol, and those who may read that
    plan. Of other works everybody who sees the session.
    """
    slots = list(slots)
    if not session.assignment.is_support_plan or may_plan(reader):
        return frozenset(slot.pk for slot in slots)
    rows = Submission.objects.visible_to(reader).filter(
        Q(group__in=[slot.group_id for slot in slots if slot.group_id])
        | Q(sitting__in=[slot.sitting_id for slot in slots if slot.sitting_id]),
        assignment=session.assignment_id,
    )
    owners = set(rows.values_list("group_id", "sitting_id"))
    return frozenset(slot.pk for slot in slots if (slot.group_id, slot.sitting_id) in owners)


def locked_session(session_id: int) -> DefenceSession:
    return (
        DefenceSession.objects.select_for_update(of=("self",))
        .select_related("cohort__edition", "assignment")
        .get(pk=session_id)
    )


def check_planned(session: DefenceSession) -> None:
    """Refuse a session that was held or cancelled: its protocol no longer changes."""
    if session.status != DefenceSession.Status.PLANNED:
        raise Refusal(_("This session is over, so nothing in it changes any more."), code="over")


def _to_plan(session_id: int, actor: User) -> DefenceSession:
    if not may_plan(actor):
        raise NotAllowed()
    session = locked_session(session_id)
    check_planned(session)
    return session


def _names(members: Iterable[str]) -> list[str]:
    return [name.strip() for name in members if name.strip()]


def _check_plan(*, minutes: int, place: str) -> None:
    if minutes < 1:
        raise Refusal(_("Each one has at least a minute."), code="minutes")
    if not place.strip():
        raise Refusal(_("Write the room, or the link of the meeting."), code="place_missing")


@transaction.atomic
def plan_session(
    *,
    cohort_id: int,
    assignment_key: str,
    starts_at: datetime,
    minutes: int,
    place: str,
    chair: str,
    members: Sequence[str],
    secretary: str,
    at: datetime,
    actor: User,
) -> DefenceSession:
    """A session of a cohort's project or plan; the commission may be named later, before it is closed."""
    if not may_plan(actor):
        raise NotAllowed()
    cohort = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort_id)
    if not cohort.is_under_study:
        raise Refusal(_("The cohort is not running, so no defence can be planned."), code="cohort_closed")
    _check_plan(minutes=minutes, place=place)
    return DefenceSession.objects.create(
        cohort=cohort,
        assignment=Assignment.objects.get(edition_id=cohort.edition_id, key=assignment_key),
        starts_at=starts_at,
        minutes=minutes,
        place=place.strip(),
        chair=chair.strip(),
        members=_names(members),
        secretary=secretary.strip(),
        created_at=at,
        created_by=actor,
    )


@transaction.atomic
def change_session(
    *,
    session_id: int,
    starts_at: datetime,
    minutes: int,
    place: str,
    chair: str,
    members: Sequence[str],
    secretary: str,
    at: datetime,
    actor: User,
) -> DefenceSession:
    """Another time, place or commission. Those who defend are told by announcing once more."""
    session = _to_plan(session_id, actor)
    _check_plan(minutes=minutes, place=place)
    session.starts_at, session.minutes, session.place = starts_at, minutes, place.strip()
    session.chair, session.members, session.secretary = chair.strip(), _names(members), secretary.strip()
    session.save(update_fields=["starts_at", "minutes", "place", "chair", "members", "secretary"])
    return session


def waiting_groups(session: DefenceSession) -> list[ProjectGroup]:
    """Standing groups of the cohort that have no turn yet, in any session of this work that was not cancelled."""
    return list(
        ProjectGroup.objects.filter(
            cohort_id=session.cohort_id,
            assignment_id=session.assignment_id,
            status=ProjectGroup.Status.STANDING,
        )
        .exclude(pk__in=_placed(session, "group"))
        .order_by("number")
    )


def waiting_sittings(session: DefenceSession) -> list[Sitting]:
    """The newest sitting of everybody who studies in the cohort and has no turn yet, by name."""
    rows = (
        Sitting.objects.filter(
            cohort_id=session.cohort_id,
            enrolment__status__in=[Enrolment.Status.STUDYING, Enrolment.Status.COMPLETED],
        )
        .exclude(pk__in=_placed(session, "sitting"))
        .select_related("enrolment__user")
        .order_by("number")
    )
    return list({sitting.enrolment_id: sitting for sitting in rows}.values())


def _placed(session: DefenceSession, what: str) -> list[int]:
    """Who has a turn here, or elsewhere in a session of this work that stands. Who did not come there may come here."""
    here = Q(session=session)
    elsewhere = Q(session__assignment_id=session.assignment_id, is_absent=False) & ~Q(
        session__status=DefenceSession.Status.CANCELLED
    )
    rows = DefenceSlot.objects.filter(here | elsewhere, **{f"{what}__isnull": False})
    return list(rows.values_list(f"{what}_id", flat=True))


@transaction.atomic
def add_slots(
    *,
    session_id: int,
    at: datetime,
    actor: User,
    group_ids: Iterable[int] = (),
    sitting_ids: Iterable[int] = (),
) -> list[DefenceSlot]:
    """Turns for groups (of group work) or sittings (of work done alone), after those there are.

    Refuses whoever has a turn in a session of this work already.
    """
    session = _to_plan(session_id, actor)
    wanted = set(group_ids) if session.assignment.is_group else set(sitting_ids)
    if not wanted:
        raise Refusal(_("Nobody is ticked. Tick those who defend in this session."), code="nobody")
    free: Sequence[ProjectGroup | Sitting] = (
        waiting_groups(session) if session.assignment.is_group else waiting_sittings(session)
    )
    chosen = [one for one in free if one.pk in wanted]
    if len(chosen) != len(wanted):
        raise Refusal(
            _(
                "Somebody ticked has a turn already or does not defend this work. Reload the page and tick again."
            ),
            code="not_free",
        )
    last = session.slots.count()
    owner = "group" if session.assignment.is_group else "sitting"
    return DefenceSlot.objects.bulk_create(
        DefenceSlot(session=session, order=last + place, **{owner: one})
        for place, one in enumerate(chosen, start=1)
    )


@transaction.atomic
def add_everybody(*, session_id: int, at: datetime, actor: User) -> list[DefenceSlot]:
    """Turns for all who have none yet."""
    session = _to_plan(session_id, actor)
    if session.assignment.is_group:
        waiting = {"group_ids": [one.pk for one in waiting_groups(session)]}
    else:
        waiting = {"sitting_ids": [one.pk for one in waiting_sittings(session)]}
    if not any(waiting.values()):
        raise Refusal(_("Everybody has a turn already."), code="nobody_waits")
    return add_slots(session_id=session_id, at=at, actor=actor, **waiting)


@transaction.atomic
def remove_slot(*, slot_id: int, at: datetime, actor: User) -> None:
    """Take a turn out of the order; refused once it has begun. Those after it move up."""
    session_id = DefenceSlot.objects.values_list("session_id", flat=True).get(pk=slot_id)
    session = _to_plan(session_id, actor)
    slot = session.slots.get(pk=slot_id)
    if slot.began_at or slot.questions.exists():
        raise Refusal(_("This defence has begun, so it stays in the protocol."), code="begun")
    slot.delete()
    _number(session, list(session.slots.values_list("pk", flat=True)))


@transaction.atomic
def set_order(*, session_id: int, slot_ids: Sequence[int], at: datetime, actor: User) -> None:
    """Put the turns in this order; the list names each turn of the session once."""
    session = _to_plan(session_id, actor)
    standing = list(session.slots.values_list("pk", flat=True))
    if sorted(standing) != sorted(slot_ids):
        raise Refusal(
            _("The order was changed elsewhere in the meantime. Reload the page and order once more."),
            code="stale",
        )
    _number(session, slot_ids)


def _number(session: DefenceSession, slot_ids: Sequence[int]) -> None:
    """Orders 1, 2, 3 …; first moved out of the way, as no two turns may have one place even for a moment."""
    session.slots.update(order=F("order") + 10_000)
    for place, pk in enumerate(slot_ids, start=1):
        session.slots.filter(pk=pk).update(order=place)


@transaction.atomic
def draw_lots(*, session_id: int, at: datetime, actor: User, seed: str = "") -> str:
    """Order those who have not begun by lot, after those who have; the number drawn stays in the history.

    Whoever has the number can draw the same order again (rules/defence.py).
    """
    session = _to_plan(session_id, actor)
    begun = list(session.slots.filter(began_at__isnull=False).values_list("pk", flat=True))
    others = list(session.slots.filter(began_at__isnull=True).values_list("pk", flat=True))
    if len(others) < 2:
        raise Refusal(
            _("There is no order to draw: at least two have to wait for their turn."), code="too_few"
        )
    seed = seed or get_random_string(6, DIGITS)
    _number(session, [*begun, *rules.lot(others, seed=seed)])
    _write_down(session, f"{LOT}{seed}", at=at, actor=actor)
    return seed


def _write_down(session: DefenceSession, what: str, *, at: datetime, actor: User) -> None:
    session.transitions.create(
        from_status=session.status, to_status=session.status, at=at, actor=actor, reason=what
    )


@transaction.atomic
def announce(*, session_id: int, at: datetime, actor: User) -> DefenceSession:
    """Tell those who defend when and where; from now on they see their turn. May be repeated after a change."""
    session = _to_plan(session_id, actor)
    if not session.slots.exists():
        raise Refusal(_("Nobody defends in this session yet. Add turns, then announce it."), code="empty")
    _write_down(session, ANNOUNCED, at=at, actor=actor)
    telling.defence_announced(session, at=at)
    return session


@transaction.atomic
def hold(*, session_id: int, protocol_number: str, at: datetime, actor: User) -> DefenceSession:
    """Close a session: everybody in its order defended or did not come, and the protocol has its number."""
    session = _to_plan(session_id, actor)
    slots = list(session.slots.select_related("group", "sitting__enrolment__user"))
    if not slots:
        raise Refusal(_("Nobody defends in this session yet. Cancel it, or add turns."), code="empty")
    open_slots = [slot for slot in slots if slot.ended_at is None and not slot.is_absent]
    if names := ", ".join(slot_name(slot) for slot in open_slots):
        raise Refusal(
            _("These turns are not over: %(names)s. End each, or note who did not come.") % {"names": names},
            code="not_over",
        )
    if not session.chair or not session.members:
        raise Refusal(
            _("Name the chair and the members of the commission first: the protocol lists them."),
            code="no_commission",
        )
    if not protocol_number.strip():
        raise Refusal(_("Write the number of the protocol."), code="protocol_missing")
    session.protocol_number = protocol_number.strip()
    transitions.move(
        session,
        to=DefenceSession.Status.HELD,
        table=moves.DEFENCE,
        at=at,
        actor=actor,
        reason=session.protocol_number,
        also=("protocol_number",),
    )
    return session


@transaction.atomic
def cancel(*, session_id: int, reason: str, at: datetime, actor: User) -> DefenceSession:
    """Call a session off; its people can be given turns in another one, and are told where it was announced.

    Refused without a reason, and once somebody has begun.
    """
    session = _to_plan(session_id, actor)
    if not reason.strip():
        raise Refusal(_("Write why the session is cancelled."), code="reason_missing")
    if session.slots.filter(began_at__isnull=False).exists():
        raise Refusal(
            _("A defence has begun here. End the turns and close the session with its protocol."),
            code="begun",
        )
    transitions.move(
        session,
        to=DefenceSession.Status.CANCELLED,
        table=moves.DEFENCE,
        at=at,
        actor=actor,
        reason=reason.strip(),
    )
    if session.transitions.filter(reason=ANNOUNCED).exists():
        telling.defence_cancelled(session, reason=reason.strip(), at=at)
    return session


def slot_name(slot: DefenceSlot) -> str:
    """Whose turn it is, in a list."""
    if slot.group is not None:
        return str(_("Group %(number)s") % {"number": slot.group.number})
    return slot.sitting.enrolment.user.initials_name if slot.sitting is not None else ""
