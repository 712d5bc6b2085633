"""Deciding a sitting once, and amending a decision by a new row."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from ...models import CohortScheme, Mark, Result, Sitting
from ...rules import scheme as scheme_rules
from ...rules import scoring
from ...signals import result_decided
from .. import telling
from ..marking.marks import append_mark
from ..marking.points import check_points
from ..scheme import frozen


def _locked(sitting_id: int) -> Sitting:
    return Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)


def _title(content: Mapping, component: str) -> str:
    """A component's title in the reader's language, else in Kazakh."""
    texts = frozen.component(content, component)["title"]
    return texts.get(get_language() or "kk") or texts.get("kk") or component


def _current(sitting: Sitting) -> Result | None:
    return sitting.results.current().first()


def _write(
    sitting: Sitting,
    outcome: scoring.Outcome,
    *,
    at: datetime,
    actor: User | None,
    tells: bool = True,
    **fields: Any,
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
    if tells:
        telling.result_decided(result, at=at)
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
    content = frozen.content_for(sitting.cohort_id)
    outcome = scoring.decide(
        scheme_rules.read(content), frozen.marks_of(sitting), at_conclusion=at_conclusion
    )
    if outcome.decision == "pending":
        missing = "; ".join(_title(content, key) for key in outcome.missing)
        raise Refusal(
            _("The result cannot be decided yet: these marks are missing: %(missing)s.")
            % {"missing": missing},
            code="marks_missing",
        )
    return _write(sitting, outcome, at=at, actor=actor, protocol=protocol)


@transaction.atomic
def decide_if_complete(*, sitting_id: int, at: datetime) -> Result | None:
    """The decision, taken now if the last required mark has come; None while one is missing, and where the
    cohort's results are decided by the commission: then its protocol decides.
    """
    sitting = _locked(sitting_id)
    if standing := _current(sitting):
        return standing
    copy = CohortScheme.objects.get(cohort_id=sitting.cohort_id)
    if copy.is_by_commission:
        return None
    outcome = scoring.decide(scheme_rules.read(copy.content), frozen.marks_of(sitting))
    return None if outcome.decision == "pending" else _write(sitting, outcome, at=at, actor=None)


def _check_amended_marks(content: Mapping, marks: Mapping[str, Decimal]) -> None:
    """Refuse a mark of a component the scheme does not have, or one the component cannot hold."""
    for key, value in marks.items():
        check_points(content, key, value)


def preview_amendment(*, result: Result, marks: Mapping[str, Decimal]) -> scoring.Outcome:
    """What the result would be with these marks in place of those that stand; writes nothing.

    Refuses marks outside the scheme.
    """
    content = frozen.content_for(result.sitting.cohort_id)
    _check_amended_marks(content, marks)
    merged = frozen.marks_of(result.sitting) | dict(marks)
    return scoring.decide(scheme_rules.read(content), merged, at_conclusion=True)


@transaction.atomic
def amend_result(
    *,
    result_id: int,
    at: datetime,
    actor: User,
    reason: str,
    commission: str,
    marks: Mapping[str, Decimal] | None = None,
    protocol: str = "",
    tells: bool = True,
) -> Result:
    """Decide anew from the marks that stand now: a new row that names the old one, which is never touched.

    `marks`: what the commission changed, by component; each is appended as an individual decision with the same reason
    before deciding. `protocol`: of the commission that amends; the one that decided is repeated where it is empty.
    Refuses an amended row, an amendment without reason or commission, marks outside the scheme, one's own result, and a
    person who may not.
    """
    if not actor.has_perm("courses.run_cohort"):
        raise Refusal(_("Only a coordinator enters the commission's amendment."), code="not_allowed")
    if not reason.strip() or not commission.strip():
        raise Refusal(
            _("An amendment needs the reason and the commission that decided it."), code="reason_missing"
        )
    first = Result.objects.select_related("sitting__enrolment").get(pk=result_id)
    if first.sitting.enrolment.user_id == actor.pk:
        raise Refusal(_("You cannot amend your own result. Another coordinator does."), code="own_result")
    sitting = _locked(first.sitting_id)
    standing = _current(sitting)
    if standing is None or standing.pk != result_id:
        raise Refusal(
            _("This result was already amended. Open the one that stands and amend that."),
            code="already_amended",
        )
    content = frozen.content_for(sitting.cohort_id)
    _check_amended_marks(content, marks or {})
    for key, value in (marks or {}).items():
        append_mark(
            sitting=sitting,
            component=key,
            value=value,
            maximum=Decimal(frozen.component(content, key)["maximum"]),
            source=Mark.Source.OVERRIDE,
            marker=actor,
            reason=reason.strip(),
            at=at,
        )
    outcome = scoring.decide(scheme_rules.read(content), frozen.marks_of(sitting), at_conclusion=True)
    return _write(
        sitting,
        outcome,
        at=at,
        actor=actor,
        tells=tells,
        amends=standing,
        amendment_reason=reason.strip(),
        commission=commission.strip(),
        protocol=protocol.strip() or standing.protocol,
    )
