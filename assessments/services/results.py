"""Deciding a sitting once, and amending a decision by a new row."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from ..models import Result, Sitting
from ..rules import scoring
from ..signals import result_decided
from . import frozen


def _locked(sitting_id: int) -> Sitting:
    return Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)


def _current(sitting: Sitting) -> Result | None:
    return sitting.results.current().first()


def _write(
    sitting: Sitting, outcome: scoring.Outcome, *, at: datetime, actor: User | None, **fields: Any
) -> Result:
    result = Result.objects.create(
        sitting=sitting,
        score=outcome.score,
        band=outcome.band,
        decision=outcome.decision,
        decision_reason=outcome.reason,
        components={key: str(value) for key, value in outcome.components.items()},
        decided_at=at,
        decided_by=actor,
        **fields,
    )
    transaction.on_commit(partial(result_decided.send_robust, sender=Result, result_id=result.pk))
    return result


@transaction.atomic
def decide_result(
    *,
    sitting_id: int,
    at: datetime,
    actor: User | None = None,
    at_conclusion: bool = False,
    protocol: str = "",
) -> Result:
    """Decide a sitting once; a repeat returns the decision that stands.

    Refuses while a required mark is missing, unless the cohort is being concluded: then the missing component decides.
    """
    sitting = _locked(sitting_id)
    if standing := _current(sitting):
        return standing
    scheme = frozen.scheme_for(sitting.cohort_id)
    outcome = scoring.decide(scheme, frozen.marks_of(sitting), at_conclusion=at_conclusion)
    if outcome.decision == "pending":
        raise Refusal(
            _("The result cannot be decided yet: these marks are missing: %(missing)s.")
            % {"missing": ", ".join(outcome.missing)},
            code="marks_missing",
        )
    return _write(sitting, outcome, at=at, actor=actor, protocol=protocol)


@transaction.atomic
def decide_if_complete(*, sitting_id: int, at: datetime) -> Result | None:
    """The decision, taken now if the last required mark has come; None while one is missing."""
    sitting = _locked(sitting_id)
    if standing := _current(sitting):
        return standing
    outcome = scoring.decide(frozen.scheme_for(sitting.cohort_id), frozen.marks_of(sitting))
    return None if outcome.decision == "pending" else _write(sitting, outcome, at=at, actor=None)


@transaction.atomic
def amend_result(
    *,
    result_id: int,
    at: datetime,
    actor: User,
    reason: str,
    commission: str,
    marks: Mapping[str, Decimal] | None = None,
) -> Result:
    """Decide anew: a new row that names the old one, which is never touched.

    `marks` are what the commission changed (component to value); each becomes an individual mark with the reason.

    Refuses an amended row, an amendment without reason or commission, and a person who may not.
    """
    if not actor.has_perm("courses.run_cohort"):
        raise Refusal(_("Only a coordinator enters the commission's amendment."), code="not_allowed")
    if not reason.strip() or not commission.strip():
        raise Refusal(
            _("An amendment needs the reason and the commission that decided it."), code="reason_missing"
        )
    first = Result.objects.select_related("sitting").get(pk=result_id)
    sitting = _locked(first.sitting_id)
    standing = _current(sitting)
    if standing is None or standing.pk != result_id:
        raise Refusal(
            _("This result was already amended. Open the one that stands and amend that."),
            code="already_amended",
        )
    outcome = scoring.decide(
        frozen.scheme_for(sitting.cohort_id), frozen.marks_of(sitting), at_conclusion=True
    )
    return _write(
        sitting,
        outcome,
        at=at,
        actor=actor,
        amends=standing,
        amendment_reason=reason.strip(),
        commission=commission.strip(),
        protocol=standing.protocol,
    )
