"""The commission's protocol: drawn up, corrected while a draft, approved once; its approval decides results."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...commission_cases import EXAMINED, Case, cases_of, undecided
from ...models import CohortScheme, CommissionProtocol, ProtocolRow, Result, Sitting
from ...rules import moves
from ...rules.commission import is_the_same_person
from ..scheme import sittings
from . import results, waiting

FIELDS = ("number", "held_on", "agenda", "chair", "members", "secretary", "order_number", "order_date")


def _may_keep(actor: User) -> None:
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()


@transaction.atomic
def choose_mode(*, cohort_id: int, deciding: str, at: datetime, actor: User) -> CohortScheme:
    """How the cohort's results are decided: "automatic" or "commission". The same choice again changes nothing.

    Chosen back to automatic, people whose marks are complete are decided at once. Refuses once anybody is decided.
    """
    _may_keep(actor)
    copy = CohortScheme.objects.select_for_update(of=("self",)).filter(cohort_id=cohort_id).first()
    if copy is None:
        raise Refusal(
            _("Open the cohort first: then its scheme is fixed, and you choose how results are decided."),
            code="not_open",
        )
    if deciding not in CohortScheme.Deciding.values:
        raise Refusal(_("Choose one of the two ways of deciding."), code="unknown_mode")
    if copy.deciding == deciding:
        return copy
    if Result.objects.filter(sitting__cohort_id=cohort_id).exists():
        raise Refusal(
            _("A result of this cohort is decided already, so the way of deciding stays as it is."),
            code="decided_already",
        )
    copy.deciding = deciding
    copy.save(update_fields=["deciding"])
    if not copy.is_by_commission:
        for sitting_id in undecided(cohort_id).values_list("pk", flat=True):
            results.decide_if_complete(sitting_id=sitting_id, at=at)
    return copy


def _need_commission_mode(cohort_id: int) -> None:
    copy = CohortScheme.objects.filter(cohort_id=cohort_id).first()
    if copy is None or not copy.is_by_commission:
        raise Refusal(
            _(
                "Results of this cohort are decided when the last mark is released. Choose the commission on the cohort's "
                "page first."
            ),
            code="not_by_commission",
        )


def _words(protocol: CommissionProtocol) -> None:
    """Strip what was typed and refuse what is missing from a protocol."""
    for name in ("number", "agenda", "chair", "secretary", "order_number"):
        setattr(protocol, name, getattr(protocol, name).strip())
    protocol.members = [name.strip() for name in protocol.members if name.strip()]
    for value, sentence, code in (
        (protocol.number, _("Write the number of the protocol."), "number"),
        (protocol.agenda, _("Write the agenda."), "agenda"),
        (protocol.chair, _("Name the chair of the commission."), "chair"),
        (protocol.members, _("Name the members of the commission, one on each line."), "members"),
        (protocol.secretary, _("Name the secretary of the commission."), "secretary"),
    ):
        if not value:
            raise Refusal(sentence, code=code)
    if bool(protocol.order_number) != bool(protocol.order_date):
        raise Refusal(_("An order has a number and a date: write both, or neither."), code="order_number")
    same = CommissionProtocol.objects.filter(
        cohort_id=protocol.cohort_id, number=protocol.number, held_on=protocol.held_on
    )
    if same.exclude(pk=protocol.pk).exists():
        raise Refusal(
            _(
                "This cohort has a protocol of this number and date already. Open that one, or mend the number."
            ),
            code="number",
        )


def _nobody_judges_themselves(protocol: CommissionProtocol, actor: User | None = None) -> None:
    """Refuse while somebody on the commission, or who approves, is among the people decided upon."""
    people = User.objects.filter(enrolments__sittings__protocol_rows__protocol=protocol).distinct()
    commission = [protocol.chair, *protocol.members, protocol.secretary]
    for person in people:
        for name in commission:
            if is_the_same_person(name, person.surname, person.given_name, person.patronymic):
                raise Refusal(
                    _(
                        "%(name)s is on the commission and among the people decided upon. Take one of the two off; if they "
                        "are two people with the same initials, write the member's name in full."
                    )
                    % {"name": name},
                    code="own_case",
                )
        if actor is not None and person.pk == actor.pk:
            raise Refusal(
                _("You are among the people decided upon, so another coordinator approves this protocol."),
                code="own_case",
            )


def _add(protocol: CommissionProtocol, sitting_ids: Collection[int]) -> None:
    wanted = set(sitting_ids)
    found = set(
        Sitting.objects.filter(
            pk__in=wanted,
            cohort_id=protocol.cohort_id,
            enrolment__status__in=EXAMINED,
            results__isnull=True,
        ).values_list("pk", flat=True)
    )
    if found != wanted:
        raise Refusal(
            _("A protocol lists people of this cohort who are examined in it and not decided upon yet."),
            code="not_to_decide",
        )
    there = set(protocol.rows.values_list("sitting_id", flat=True))
    ProtocolRow.objects.bulk_create(
        ProtocolRow(protocol=protocol, sitting_id=pk) for pk in sorted(found - there)
    )


def _locked_draft(protocol_id: int) -> CommissionProtocol:
    protocol = CommissionProtocol.objects.select_for_update(of=("self",)).get(pk=protocol_id)
    if protocol.is_approved:
        raise Refusal(
            _("The protocol is approved, so it no longer changes. A result is changed by an amendment."),
            code="approved",
        )
    return protocol


@transaction.atomic
def open_sittings(*, cohort_id: int, at: datetime, actor: User) -> list[int]:
    """The undecided sittings of the cohort; who studies and has none yet gets theirs, so that nobody is forgotten."""
    _may_keep(actor)
    without = Enrolment.objects.filter(
        cohort_id=cohort_id, status=Enrolment.Status.STUDYING, sittings__isnull=True
    )
    for enrolment_id in without.order_by("pk").values_list("pk", flat=True):
        sittings.open_sitting(enrolment_id=enrolment_id, at=at)
    return list(undecided(cohort_id).values_list("pk", flat=True))


@transaction.atomic
def draft_protocol(
    *,
    cohort_id: int,
    number: str,
    held_on: date,
    agenda: str,
    chair: str,
    members: Sequence[str],
    secretary: str,
    sitting_ids: Collection[int],
    at: datetime,
    actor: User,
    order_number: str = "",
    order_date: date | None = None,
) -> CommissionProtocol:
    """A protocol as a draft, with the people it is to decide upon.

    Refuses a cohort whose results are decided automatically, a protocol without number, agenda or commission, people
    who are decided or not examined here, and anybody on both sides of the table.
    """
    _may_keep(actor)
    _need_commission_mode(cohort_id)
    protocol = CommissionProtocol(
        cohort_id=cohort_id,
        number=number,
        held_on=held_on,
        agenda=agenda,
        chair=chair,
        members=list(members),
        secretary=secretary,
        order_number=order_number,
        order_date=order_date,
        created_at=at,
        created_by=actor,
    )
    _words(protocol)
    protocol.save()
    _add(protocol, sitting_ids)
    _nobody_judges_themselves(protocol)
    return protocol


@transaction.atomic
def edit_protocol(*, protocol_id: int, at: datetime, actor: User, **fields: Any) -> CommissionProtocol:
    """Change the words of a draft; `fields` are those of FIELDS. Refuses as drafting does, and once approved."""
    _may_keep(actor)
    protocol = _locked_draft(protocol_id)
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"a protocol has no {name!r}")
        setattr(protocol, name, list(value) if name == "members" else value)
    _words(protocol)
    protocol.save(update_fields=[*fields])
    _nobody_judges_themselves(protocol)
    return protocol


@transaction.atomic
def add_rows(*, protocol_id: int, sitting_ids: Collection[int], actor: User) -> None:
    """Put people on the list of a draft; who stands there already stays once."""
    _may_keep(actor)
    protocol = _locked_draft(protocol_id)
    _add(protocol, sitting_ids)
    _nobody_judges_themselves(protocol)


@transaction.atomic
def remove_rows(*, protocol_id: int, sitting_ids: Collection[int], actor: User) -> None:
    """Take people off the list of a draft; another protocol can take them in."""
    _may_keep(actor)
    _locked_draft(protocol_id).rows.filter(sitting_id__in=sitting_ids).delete()


@transaction.atomic
def discard_protocol(*, protocol_id: int, at: datetime, actor: User) -> None:
    """Throw a draft away with its list; the people on it can be taken into another one. Refuses an approved protocol."""
    _may_keep(actor)
    protocol = _locked_draft(protocol_id)
    protocol.transitions.all().delete()
    protocol.delete()


def _refuse_with_names(cases: Sequence[Case], sentence: Any, code: str) -> None:
    if cases:
        names = ", ".join(case.person.full_name for case in cases)
        raise Refusal(sentence % {"names": names}, code=code)


def _check_ready(protocol: CommissionProtocol, *, confirmed: frozenset[int], at: datetime) -> list[Case]:
    """The people to decide upon, once nothing waits for somebody else and every missing mark is confirmed."""
    if protocol.held_on > timezone.localdate(at):
        raise Refusal(
            _("The sitting of the commission is still to come: approve the protocol once it was held."),
            code="held_on",
        )
    locked = list(
        Sitting.objects.select_for_update(of=("self",))
        .filter(protocol_rows__protocol=protocol)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not locked:
        raise Refusal(_("Nobody is on the list. Add the people the commission decides upon."), code="empty")
    waiting.finish_tests(locked, at=at)
    cases = cases_of(protocol).rows
    decided = set(Result.objects.filter(sitting__in=locked).values_list("sitting_id", flat=True))
    still_examined = set(
        Sitting.objects.filter(pk__in=locked, enrolment__status__in=EXAMINED).values_list("pk", flat=True)
    )
    _refuse_with_names(
        [case for case in cases if case.sitting_id in decided],
        _("Decided already: %(names)s. Take them off the list."),
        "decided_already",
    )
    _refuse_with_names(
        [case for case in cases if case.sitting_id not in still_examined],
        _("No longer examined in this cohort: %(names)s. Take them off the list."),
        "not_examined",
    )
    _refuse_with_names(
        [case for case in cases if case.is_test_waiting],
        _("A test is being taken or waits for its marks: %(names)s. Wait for it, or take them off the list."),
        "tests_waiting",
    )
    _refuse_with_names(
        [case for case in cases if case.works_waiting],
        _(
            "Work handed in waits for its marks: %(names)s. Let the trainers mark and release it, or take these people "
            "off the list."
        ),
        "works_waiting",
    )
    _refuse_with_names(
        [case for case in cases if case.is_incomplete and case.sitting_id not in confirmed],
        _(
            "Marks are missing: %(names)s. Confirm for each that the commission decides “not passed”, or take them off "
            "the list."
        ),
        "missing_unconfirmed",
    )
    return cases


@transaction.atomic
def approve_protocol(
    *, protocol_id: int, at: datetime, actor: User, confirmed_missing: Collection[int] = ()
) -> CommissionProtocol:
    """Approve the protocol: everybody on it is decided, all or none. A second approval returns the first.

    `confirmed_missing`: sittings with a missing component that the commission decides *not passed* for that reason;
    without it they are refused by name. Refuses while a test of theirs is open or a work of theirs waits for marks,
    people decided otherwise meanwhile, and anybody on both sides of the table.
    """
    _may_keep(actor)
    protocol = CommissionProtocol.objects.select_for_update(of=("self",)).get(pk=protocol_id)
    if protocol.is_approved:
        return protocol
    _need_commission_mode(protocol.cohort_id)
    _words(protocol)
    _nobody_judges_themselves(protocol, actor)
    cases = _check_ready(protocol, confirmed=frozenset(confirmed_missing), at=at)
    for case in cases:
        result = results.decide_result(
            sitting_id=case.sitting_id,
            at=at,
            actor=actor,
            at_conclusion=case.is_incomplete,
            protocol=reference(protocol),
        )
        ProtocolRow.objects.filter(protocol=protocol, sitting_id=case.sitting_id).update(result=result)
    protocol.approved_at, protocol.approved_by = at, actor
    transitions.move(
        protocol,
        to=CommissionProtocol.Status.APPROVED,
        table=moves.PROTOCOL,
        at=at,
        actor=actor,
        also=("approved_at", "approved_by"),
    )
    return protocol


def reference(protocol: CommissionProtocol) -> str:
    """How results and papers name it: "№ 7, 20.11.2026"."""
    return f"№ {protocol.number.removeprefix('№').strip()}, {protocol.held_on:%d.%m.%Y}"
