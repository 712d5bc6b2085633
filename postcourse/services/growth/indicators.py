"""A nameless child's indicators: what is watched, the readings, and how many of them moved."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.rules.support_plan import is_code
from people.errors import Refusal
from people.models import User

from ...models import ChildIndicator, ChildReading, ClosingReport, MentoringPlan
from ...rules import indicators as rules
from ..mentoring.plan_people import check_own, check_under_way
from .protection import check_nameless

MOST_INDICATORS, MOST_READINGS = 20, 200
LARGEST = Decimal("99999.99")
FIRST_DAYS = 365  # readings so many days before the support began are still its beginning


@dataclass(frozen=True)
class Figures:
    """How many indicators moved which way, of those with three readings or more; `readings`: of all.

    Unpacks as (better, worse, same).
    """

    better: int = 0
    worse: int = 0
    same: int = 0
    readings: int = 0

    def __iter__(self) -> Iterator[int]:
        return iter((self.better, self.worse, self.same))


def trend_of(indicator: ChildIndicator) -> rules.Trend | None:
    """How the indicator moved; no query where its readings are prefetched."""
    return rules.trend(
        [row.value for row in indicator.readings.all()],
        better=indicator.better,
        lowest=indicator.lowest,
        highest=indicator.highest,
    )


def _locked_plan(plan_id: int, actor: User) -> MentoringPlan:
    plan = MentoringPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    check_own(plan, actor)
    check_under_way(plan)
    return plan


def _locked(indicator_id: int, actor: User) -> ChildIndicator:
    indicators = ChildIndicator.objects.select_for_update(of=("self",)).select_related("plan")
    indicator = indicators.get(pk=indicator_id)
    check_own(indicator.plan, actor)
    check_under_way(indicator.plan)
    if indicator.erased_at is not None:
        raise Refusal(_("The data of this indicator are deleted."), code="erased")
    return indicator


def _tidy(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _check_indicator(code: str, name: str, unit: str, lowest: Decimal, highest: Decimal) -> None:
    if not is_code(code) or len(code) > 12:
        raise Refusal(
            _(
                "The code of the child must be a word and one letter or number, such as “Оқушы А”; "
                "at most 12 letters."
            ),
            code="child_code",
        )
    if not name or not unit:
        raise Refusal(_("Say what is watched and in what it is counted."), code="empty")
    if not -LARGEST <= lowest < highest <= LARGEST:
        raise Refusal(_("The highest value must be greater than the lowest one."), code="range")
    check_nameless([name, unit])


@transaction.atomic
def add_indicator(
    *,
    plan_id: int,
    child_code: str,
    name: str,
    unit: str,
    better: str,
    lowest: Decimal,
    highest: Decimal,
    at: datetime,
    actor: User,
) -> ChildIndicator:
    """Begin to watch something of a child who has a code and no name; the same one again returns the one that stands.

    Refuses anybody but the graduate, a plan that is over, a code that is none, words that look like a name or a number
    of a person, and a range whose end is not above its beginning.
    """
    plan = _locked_plan(plan_id, actor)
    child_code, name, unit = _tidy(child_code), _tidy(name)[:200], _tidy(unit)[:60]
    _check_indicator(child_code, name, unit, lowest, highest)
    if better not in ChildIndicator.Better.values:
        raise Refusal(_("Say whether more or less is better."), code="better")
    standing = plan.indicators.filter(erased_at__isnull=True)
    if same := standing.filter(child_code=child_code, name=name).first():
        return same
    if standing.count() >= MOST_INDICATORS:
        raise Refusal(
            _("At most %(count)s indicators are kept. Delete one that is not needed.")
            % {"count": MOST_INDICATORS},
            code="too_many",
        )
    return plan.indicators.create(
        child_code=child_code,
        name=name,
        unit=unit,
        better=better,
        lowest=lowest,
        highest=highest,
        made_at=at,
    )


@transaction.atomic
def correct_indicator(
    *,
    indicator_id: int,
    child_code: str,
    name: str,
    unit: str,
    better: str,
    lowest: Decimal,
    highest: Decimal,
    actor: User,
) -> ChildIndicator:
    """Put an indicator's words, direction or range right. Refuses a range that leaves readings out."""
    indicator = _locked(indicator_id, actor)
    child_code, name, unit = _tidy(child_code), _tidy(name)[:200], _tidy(unit)[:60]
    _check_indicator(child_code, name, unit, lowest, highest)
    if better not in ChildIndicator.Better.values:
        raise Refusal(_("Say whether more or less is better."), code="better")
    outside = indicator.readings.filter(value__lt=lowest) | indicator.readings.filter(value__gt=highest)
    if outside.exists():
        raise Refusal(
            _("Some readings lie outside this range. Correct them first, or choose a wider range."),
            code="out_of_range",
        )
    indicator.child_code, indicator.name, indicator.unit = child_code, name, unit
    indicator.better, indicator.lowest, indicator.highest = better, lowest, highest
    indicator.save(update_fields=["child_code", "name", "unit", "better", "lowest", "highest"])
    return indicator


@transaction.atomic
def remove_indicator(*, indicator_id: int, actor: User) -> None:
    """Stop watching something and delete it with its readings, for good: the child's family may ask for that."""
    _locked(indicator_id, actor).delete()


def _check_reading(indicator: ChildIndicator, on: date, value: Decimal, note: str, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise Refusal(_("A reading cannot lie in the future."), code="future")
    if on < indicator.plan.starts_on - timedelta(days=FIRST_DAYS):
        raise Refusal(
            _("This day lies more than a year before the support began. Check the year."), code="too_early"
        )
    if not indicator.lowest <= value <= indicator.highest:
        raise Refusal(
            _("The value must lie between %(lowest)s and %(highest)s, the range of this indicator.")
            % {"lowest": _plain(indicator.lowest), "highest": _plain(indicator.highest)},
            code="out_of_range",
        )
    check_nameless([note])


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


@transaction.atomic
def add_reading(
    *, indicator_id: int, on: date, value: Decimal, note: str = "", at: datetime, actor: User
) -> ChildReading:
    """Note a reading; the same value for the same day again returns the one that stands.

    Refuses a day to come, a value outside the indicator's range, a second reading of a day, and a note with what looks
    like a name or a number of a person.
    """
    indicator = _locked(indicator_id, actor)
    note = _tidy(note)[:300]
    _check_reading(indicator, on, value, note, at)
    if standing := indicator.readings.filter(on=on).first():
        if (standing.value, standing.note) == (value, note):
            return standing
        raise Refusal(
            _("There is a reading for this day already. Correct that one in the table."), code="same_day"
        )
    if indicator.readings.count() >= MOST_READINGS:
        raise Refusal(
            _("At most %(count)s readings are kept for one indicator.") % {"count": MOST_READINGS},
            code="too_many",
        )
    return indicator.readings.create(on=on, value=value, note=note)


@transaction.atomic
def correct_reading(
    *, reading_id: int, on: date, value: Decimal, note: str = "", at: datetime, actor: User
) -> ChildReading:
    """Put a reading right; refuses what add_reading refuses."""
    reading = ChildReading.objects.get(pk=reading_id)
    indicator = _locked(reading.indicator_id, actor)
    reading = indicator.readings.get(pk=reading_id)
    note = _tidy(note)[:300]
    _check_reading(indicator, on, value, note, at)
    if indicator.readings.filter(on=on).exclude(pk=reading_id).exists():
        raise Refusal(_("Another reading stands for this day. Choose another day."), code="same_day")
    reading.on, reading.value, reading.note = on, value, note
    reading.save(update_fields=["on", "value", "note"])
    return reading


@transaction.atomic
def remove_reading(*, reading_id: int, actor: User) -> None:
    """Take out a reading that was noted by mistake."""
    reading = ChildReading.objects.get(pk=reading_id)
    _locked(reading.indicator_id, actor)
    reading.delete()


def indicator_figures(plan_ids: Collection[int]) -> dict[int, Figures]:
    """How many indicators moved, for each plan asked (two queries however many). Counts alone, nothing of a child.

    After the readings are erased the figures frozen in the plan's closing report stand; a plan without one has none then.
    """
    readings: dict[tuple[int, int], list[Decimal]] = defaultdict(list)
    ranges: dict[int, tuple[str, Decimal, Decimal]] = {}
    rows = ChildReading.objects.filter(
        indicator__plan__in=plan_ids, indicator__erased_at__isnull=True
    ).order_by("indicator", "on")
    for plan, indicator, better, lowest, highest, value in rows.values_list(
        "indicator__plan",
        "indicator",
        "indicator__better",
        "indicator__lowest",
        "indicator__highest",
        "value",
    ):
        readings[plan, indicator].append(value)
        ranges[indicator] = (better, lowest, highest)
    frozen = ClosingReport.objects.filter(plan__in=plan_ids).values_list("plan", "figures")
    found = {plan_id: Figures() for plan_id in plan_ids}
    found |= {plan: _frozen(figures) for plan, figures in frozen}
    moves: dict[int, list[str]] = defaultdict(list)
    counts: dict[int, int] = defaultdict(int)
    for (plan, indicator), values in readings.items():
        better, lowest, highest = ranges[indicator]
        one = rules.trend(values, better=better, lowest=lowest, highest=highest)
        counts[plan] += len(values)
        moves[plan] += [one.move] if one else []
    for plan, count in counts.items():
        found[plan] = Figures(
            moves[plan].count("better"), moves[plan].count("worse"), moves[plan].count("same"), count
        )
    return found


def _frozen(figures: dict) -> Figures:
    kept = figures.get("indicators")
    if not isinstance(kept, dict):
        return Figures()
    return Figures(**{name: int(kept.get(name, 0)) for name in ("better", "worse", "same", "readings")})


def freeze_figures(plan: MentoringPlan) -> None:
    """Put the plan's figures into its closing report where none stand yet, before the readings go."""
    report = ClosingReport.objects.select_for_update().filter(plan=plan).first()
    if report is None or isinstance(report.figures.get("indicators"), dict):
        return
    report.figures["indicators"] = asdict(indicator_figures([plan.pk])[plan.pk])
    report.save(update_fields=["figures"])
