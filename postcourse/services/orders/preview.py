"""What an order would do, before it is made: whether it can be, what is carried, what stays to be earned.

Writes nothing. `orders.make` asks the same questions again under its locks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.models import GroupMembership, Mark, Sitting, Submission
from assessments.services.scheme import carrying, continuing, frozen
from courses import continuing as continuations
from courses.models import Cohort, Enrolment, TopicProgress
from people.models import Employment

from ...models.orders import Move
from ...rules import order_moves
from ..rights.facts import rights_of
from . import words as order_words

Sentence = str | Promise


@dataclass(frozen=True)
class CarriedMark:
    """A mark as it was earned. `title`: texts by language; `released_on`: the day of the original."""

    component: str
    title: Mapping[str, str]
    value: Decimal
    maximum: Decimal
    marker: str
    released_on: date

    @property
    def name(self) -> str:
        return _in_words(self.title, self.component)


@dataclass(frozen=True)
class Due:
    component: str
    title: Mapping[str, str]

    @property
    def name(self) -> str:
        return _in_words(self.title, self.component)


def _in_words(texts: Mapping[str, str], key: str) -> str:
    return texts.get(get_language() or "kk") or texts.get("kk") or key


@dataclass(frozen=True)
class Preview:
    """What an order would do. `why_not`: sentences, empty where it is allowed; `warnings`: what to think of before.

    `carried`: of a transfer the marks repeated in the other cohort, of other moves those that stand; `due`: what stays to
    be earned there; `topics`: progress that goes along or stays, in the order of the plan; `hours`: of the topics studied,
    academic hours; `drafts`: own work begun; `groups`: project groups left; `employers`: current ones, the newest first.
    """

    kind: str
    enrolment: Enrolment
    cohort: Cohort | None
    why_not: tuple[Sentence, ...] = ()
    warnings: tuple[Sentence, ...] = ()
    carried: tuple[CarriedMark, ...] = ()
    due: tuple[Due, ...] = ()
    topics: tuple[TopicProgress, ...] = ()
    hours: int = 0
    drafts: tuple[Submission, ...] = ()
    groups: tuple[GroupMembership, ...] = ()
    employers: tuple[Employment, ...] = ()
    until: date | None = None
    codes: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.why_not

    @property
    def studied(self) -> list[TopicProgress]:
        return [row for row in self.topics if row.studied_at is not None]


@dataclass(frozen=True)
class RightNow:
    """Whether a transfer is a right now, and until when."""

    is_open: bool
    until: date | None = None


def right_to_transfer(enrolment: Enrolment, *, at: datetime) -> RightNow:
    """The right to go on in another cohort; an exception to complete an interrupted course there counts for it too."""
    right = next(one for one in rights_of(enrolment, at) if one.kind == "transfer")
    return RightNow(right.is_open, right.until if right.is_open else None)


def preview(*, kind: str, enrolment_id: int, at: datetime, cohort_id: int | None = None) -> Preview:
    """What an order of that kind would do now. `cohort_id`: where a transfer goes; without it what stands is shown.

    A fixed number of queries. KeyError for a kind that does not exist.
    """
    enrolment = Enrolment.objects.select_related("user", "cohort__edition").get(pk=enrolment_id)
    sitting = continuing.sitting_of(enrolment)
    right = right_to_transfer(enrolment, at=at) if kind == Move.TRANSFER else RightNow(True)
    target = _target(cohort_id) if kind == Move.TRANSFER else None
    why, codes = _why_not(kind, enrolment, sitting, right)
    if not why and target is not None:
        why, codes = _about_target(enrolment, target, right)
    carried, due = _marks(sitting, enrolment, target)
    topics = _topics(enrolment, target)
    employers = employers_of(enrolment, timezone.localdate(at)) if kind == Move.EXPEL else ()
    leaves = kind in order_moves.LEAVING
    found = Preview(
        kind=kind,
        enrolment=enrolment,
        cohort=target,
        why_not=tuple(why),
        codes=tuple(codes),
        carried=carried,
        due=due,
        topics=topics,
        hours=sum(row.topic.hours for row in topics if row.studied_at is not None),
        drafts=tuple(continuing.own_drafts(sitting)),
        groups=tuple(continuing.group_places(enrolment)) if leaves else (),
        employers=employers,
        until=right.until,
    )
    return _with_warnings(found, sitting)


def _target(cohort_id: int | None) -> Cohort | None:
    if cohort_id is None:
        return None
    return Cohort.objects.select_related("edition").filter(pk=cohort_id).first()


def standing_of(
    enrolment: Enrolment, *, sitting: Sitting | None, has_right: bool = True
) -> order_moves.Standing:
    return order_moves.Standing(
        status=enrolment.status,
        cohort=enrolment.cohort.status,
        is_decided=continuing.is_decided(sitting),
        has_right=has_right,
    )


def _why_not(
    kind: str, enrolment: Enrolment, sitting: Sitting | None, right: RightNow
) -> tuple[list[Sentence], list[str]]:
    standing = standing_of(enrolment, sitting=sitting, has_right=right.is_open)
    if code := order_moves.why_not(kind, standing):
        return [order_words.INSTEAD[code]], [code]
    stopped = order_moves.STOPPED_BY[kind]
    found = [one for one in continuing.obstacles(sitting) if stopped and one.code in stopped]
    return [one.sentence for one in found], [one.code for one in found]


def _about_target(enrolment: Enrolment, target: Cohort, right: RightNow) -> tuple[list[Sentence], list[str]]:
    if refusal := continuations.why_not(enrolment, target):
        return [refusal.sentence], [refusal.code]
    if right.until is not None and target.starts_on > right.until:
        told = _(
            "Cohort %(cohort)s begins in another calendar year. Choose one that begins this year, or let an exception "
            "be granted first, on the page of rights."
        ) % {"cohort": target.code}
        return [told], ["another_year"]
    return [], []


def _marks(
    sitting: Sitting | None, enrolment: Enrolment, target: Cohort | None
) -> tuple[tuple[CarriedMark, ...], tuple[Due, ...]]:
    """What is carried and what is due, in the order of the scheme they are for."""
    # A cohort that is no more than a draft has frozen no scheme yet.
    target = target if target is not None and target.frozen_at is not None else None
    if target is None and enrolment.cohort.frozen_at is None:
        return (), ()
    place = (target or enrolment.cohort).pk
    content = frozen.content_for(place)
    titles = {row["key"]: row["title"] for row in content["components"]}
    if sitting is not None and target is not None:
        found = carrying.preview(source=sitting, cohort_id=place)
        marks, due = dict(found.marks), found.due
    else:
        marks = continuing.standing_marks(sitting)
        due = tuple(key for key in titles if key not in marks)
    carried = tuple(_carried(marks[key], titles[key]) for key in titles if key in marks)
    return carried, tuple(Due(key, titles[key]) for key in due)


def _carried(mark: Mark, title: Mapping[str, str]) -> CarriedMark:
    return CarriedMark(
        component=mark.component,
        title=title,
        value=mark.value,
        maximum=mark.maximum,
        marker=mark.marker.full_name if mark.marker else "",
        released_on=timezone.localdate(mark.released_at),
    )


def _topics(enrolment: Enrolment, target: Cohort | None) -> tuple[TopicProgress, ...]:
    if target is not None:
        return tuple(continuations.carried_topics(enrolment, target))
    return tuple(enrolment.progress.select_related("topic").order_by("topic__order"))


def employers_of(enrolment: Enrolment, day: date) -> tuple[Employment, ...]:
    """Where the person works on a day, the newest post of each organisation first."""
    rows = (
        Employment.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=day), user_id=enrolment.user_id, started_on__lte=day
        )
        .select_related("organisation")
        .order_by("-started_on", "-pk")
    )
    newest: dict[int, Employment] = {}
    for row in rows:
        newest.setdefault(row.organisation_id, row)
    return tuple(newest.values())


def _with_warnings(found: Preview, sitting: Sitting | None) -> Preview:
    warnings: list[Sentence] = []
    if found.kind == Move.TRANSFER and found.cohort is not None and sitting is not None:
        warnings += _lost_on_the_way(found, sitting)
    if found.kind == Move.EXPEL and found.allowed and not found.employers:
        warnings.append(
            _(
                "No current place of work is on record, so no notice to the employer can be printed. Enter it in the "
                "person's record first, if there is one."
            )
        )
    if found.groups:
        numbers = ", ".join(str(one.group.number) for one in found.groups)
        warnings.append(
            _("The person leaves project group %(groups)s. What the group wrote stays with the group.")
            % {"groups": numbers}
        )
    return replace(found, warnings=tuple(warnings))


def _lost_on_the_way(found: Preview, sitting: Sitting) -> Sequence[Sentence]:
    """What stays with the old enrolment: marks of another maximum, topics the other plan does not have."""
    told: list[Sentence] = []
    gone = continuing.standing_marks(sitting).keys() - {row.component for row in found.carried}
    if gone:
        content = frozen.content_for(sitting.cohort_id)
        names = ", ".join(
            _in_words(row["title"], row["key"]) for row in content["components"] if row["key"] in gone
        )
        told.append(
            _(
                "These marks stay on record but do not count in the other cohort, because its scheme differs: %(marks)s."
            )
            % {"marks": names}
        )
    keys = {row.topic.key for row in found.topics}
    left = [
        row.topic.number
        for row in found.enrolment.progress.filter(studied_at__isnull=False).select_related("topic")
        if row.topic.key not in keys
    ]
    if left:
        told.append(
            _("These topics are not in the other cohort's plan and stay on record: %(topics)s.")
            % {"topics": ", ".join(left)}
        )
    return told


def choices(enrolment: Enrolment, *, at: datetime) -> list[tuple[str, str, Sentence]]:
    """Every move as (kind, label, why it cannot be made now or ""), for the page of a person."""
    sitting = continuing.sitting_of(enrolment)
    right = right_to_transfer(enrolment, at=at)
    standing = standing_of(enrolment, sitting=sitting, has_right=right.is_open)
    found = []
    for kind in order_moves.KINDS:
        code = order_moves.why_not(kind, standing)
        found.append((kind, str(Move(kind).label), order_words.INSTEAD.get(code, "")))
    return found
