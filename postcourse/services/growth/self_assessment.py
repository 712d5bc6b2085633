"""The graduate's own view of the programme's outcomes, given once at the beginning and once at the end of the year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from ...models import ClosingReport, MentoringPlan, SelfAssessment
from ...rules import outcomes
from ...rules.diary import WORDS
from ..mentoring.plan_people import UNDER_WAY, check_own
from .protection import check_words


@dataclass(frozen=True)
class Row:
    """One outcome: its answers from 1 to 5, or nothing where that moment was not given."""

    item: outcomes.Item
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True)
class Change:
    """What was given and what changed. Means are unrounded; `is_late`: the first one came after the first two months."""

    rows: tuple[Row, ...] = ()
    before: Decimal | None = None
    after: Decimal | None = None
    before_on: date | None = None
    after_on: date | None = None
    is_late: bool = False
    notes: Mapping[str, str] | None = None

    @property
    def is_given(self) -> bool:
        return self.before is not None or self.after is not None

    @property
    def is_complete(self) -> bool:
        return self.before is not None and self.after is not None

    @property
    def change(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def risen(self) -> int:
        return sum((row.change or 0) > 0 for row in self.rows)

    @property
    def fallen(self) -> int:
        return sum((row.change or 0) < 0 for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """The figures alone, for a frozen report: means with two decimals as text, how many outcomes rose and fell."""
        return {
            "before": None if self.before is None else f"{self.before:.2f}",
            "after": None if self.after is None else f"{self.after:.2f}",
            "items": len(self.rows),
            "risen": self.risen,
            "fallen": self.fallen,
        }


def programme_of(plan: MentoringPlan) -> str:
    return plan.enrolment.cohort.edition.code


def open_moment(plan: MentoringPlan, *, today: date) -> outcomes.Moment | None:
    """Which self-assessment the graduate can give today, or none (two queries)."""
    if not outcomes.items_of(programme_of(plan)):
        return None
    return outcomes.open_moment(
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        is_under_way=plan.status in UNDER_WAY,
        closing_began=ClosingReport.objects.filter(plan=plan).exists(),
        given=frozenset(plan.self_assessments.values_list("moment", flat=True)),
        today=today,
    )


@transaction.atomic
def give(
    *, plan_id: int, moment: str, answers: Mapping[str, int], note: str, at: datetime, actor: User
) -> SelfAssessment:
    """Keep a self-assessment for good; the same one sent twice returns the first.

    `answers`: {key of an item: 1–5}, every item of the programme and no other. Refuses anybody but the graduate, a
    moment that is not open, missing answers, a too long note, and one with numbers that tell who a child is.
    """
    plan = (
        MentoringPlan.objects.select_for_update(of=("self",))
        .select_related("enrolment__cohort__edition")
        .get(pk=plan_id)
    )
    check_own(plan, actor)
    standing = plan.self_assessments.filter(moment=moment).first()
    if standing is not None and standing.answers == dict(answers) and standing.note == note.strip():
        return standing
    if moment != open_moment(plan, today=timezone.localdate(at)):
        raise Refusal(
            _("This self-assessment cannot be given now: it was given already, or its time has not come."),
            code="not_open",
        )
    code = programme_of(plan)
    if missing := outcomes.unanswered(code, answers):
        raise Refusal(
            _("Choose an answer in every line: %(count)s are still open.") % {"count": len(missing)},
            code="unanswered",
        )
    note = note.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(note) > WORDS:
        raise Refusal(_("Write at most %(count)s letters.") % {"count": WORDS}, code="too_long")
    check_words(note)
    kept = {item.key: answers[item.key] for item in outcomes.items_of(code)}
    return plan.self_assessments.create(moment=moment, answers=kept, note=note, given_at=at)


def self_assessment_change(plan: MentoringPlan) -> Change:
    """Both self-assessments beside each other, outcome by outcome in the programme's order (one query; with
    `enrolment.cohort.edition` at hand)."""
    given = {row.moment: row for row in plan.self_assessments.all()}
    before, after = given.get(SelfAssessment.Moment.BEFORE), given.get(SelfAssessment.Moment.AFTER)
    first, last = before.answers if before else {}, after.answers if after else {}
    before_on = timezone.localdate(before.given_at) if before else None
    return Change(
        rows=tuple(
            Row(item, first.get(item.key), last.get(item.key))
            for item in outcomes.items_of(programme_of(plan))
        ),
        before=outcomes.mean(first),
        after=outcomes.mean(last),
        before_on=before_on,
        after_on=timezone.localdate(after.given_at) if after else None,
        is_late=before_on is not None and outcomes.is_late(starts_on=plan.starts_on, given_on=before_on),
        notes={row.moment: row.note for row in given.values() if row.note},
    )
