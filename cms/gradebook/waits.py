"""What waits in a cohort, the first things first, and the tools around its assessment."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from assessments.models import Assignment, Submission
from courses.models import Cohort
from people.models import User

from .filters import WITHOUT, Filters
from .rows import READY, Gradebook


@dataclass(frozen=True)
class Wait:
    words: str
    url: str


@dataclass(frozen=True)
class Tool:
    label: str
    url: str


def address(name: str, *args: object) -> str:
    """The address of that name; empty where the site has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def waits(cohort: Cohort, book: Gradebook, user: User, *, may_run: bool) -> list[Wait]:
    """What somebody has to do before the cohort can go on. `cohort` carries open_appeals, appeals_to_answer and
    draft_protocols.
    """
    counts, found = book.counts(), []
    here = reverse("cohort_detail", args=[cohort.pk])

    def add(count: int, words: Any, url: str) -> None:
        """`words`: a lazy plural that chooses by its `count`."""
        if count:
            found.append(Wait(words % {"count": count}, url))

    if may_run:
        add(
            counts.get("applied", 0),
            ngettext_lazy("%(count)s application to answer", "%(count)s applications to answer", "count"),
            here + Filters(status="applied").query(),
        )
    add(
        book.without_group if cohort.is_under_study else 0,
        ngettext_lazy("%(count)s person without a group", "%(count)s people without a group", "count"),
        address("group_list", cohort.pk) or here + Filters(group=WITHOUT).query(),
    )
    marking = reverse("marking_list") if user.has_role("trainer") else address("allocation", cohort.pk)
    add(
        book.works_to_mark,
        ngettext_lazy("%(count)s work to mark", "%(count)s works to mark", "count"),
        marking,
    )
    add(
        book.works_to_release,
        ngettext_lazy(
            "%(count)s work with marks not released", "%(count)s works with marks not released", "count"
        ),
        marking,
    )
    if may_run:
        found += _markers_wanted(cohort)
    else:
        add(
            getattr(cohort, "appeals_to_answer", 0),
            ngettext_lazy("%(count)s appeal to answer", "%(count)s appeals to answer", "count"),
            address("appeal_list", cohort.pk),
        )
    if may_run:
        add(
            getattr(cohort, "open_appeals", 0),
            ngettext_lazy("%(count)s appeal to decide", "%(count)s appeals to decide", "count"),
            address("appeal_list", cohort.pk),
        )
        if book.is_by_commission:
            add(
                book.decisions().get(READY, 0),
                ngettext_lazy(
                    "%(count)s person ready for the commission",
                    "%(count)s people ready for the commission",
                    "count",
                ),
                address("protocol_list", cohort.pk),
            )
            add(
                getattr(cohort, "draft_protocols", 0),
                ngettext_lazy("%(count)s protocol to approve", "%(count)s protocols to approve", "count"),
                address("protocol_list", cohort.pk),
            )
    return found


def _markers_wanted(cohort: Cohort) -> list[Wait]:
    """Works whose second or third marker nobody has named, by kind of work (a query; one more where there are any)."""
    wanted = Submission.objects.filter(cohort=cohort).wanting_a_marker().order_by()
    counted = list(wanted.values_list("assignment", "wanted").annotate(n=Count("pk")))
    kinds = Assignment.objects.in_bulk({row[0] for row in counted}) if counted else {}
    found = []
    for pk, place, count in sorted(counted):
        words = (
            ngettext(
                "Third marker needed at %(count)s work: %(title)s",
                "Third marker needed at %(count)s works: %(title)s",
                count,
            )
            if place == "third_needed"
            else ngettext(
                "Second marker needed at %(count)s work: %(title)s",
                "Second marker needed at %(count)s works: %(title)s",
                count,
            )
        )
        query = urlencode({"work": kinds[pk].key, "state": place})
        url = f"{address('allocation', cohort.pk)}?{query}"
        found.append(Wait(words % {"count": count, "title": kinds[pk].title}, url))
    return found


def tools(cohort: Cohort, *, may_run: bool) -> list[Tool]:
    """The cohort's other places; those of coordinators alone are not shown to trainers, appeals to those who have one
    to answer. `cohort` carries appeals_to_answer.
    """
    places = [
        ("group_list", _("Project groups"), True),
        ("defence_list", _("Defences"), True),
        ("participation", _("Participation"), True),
        ("calibration", _("Calibration of markers"), True),
        ("extension_list", _("More time"), True),
        ("allocation", _("Who marks what"), False),
        ("protocol_list", _("Protocols of the commission"), False),
        ("cohort_documents", _("Certificates and notices"), False),
        ("appeal_list", _("Appeals"), bool(getattr(cohort, "appeals_to_answer", 0))),
        ("cohort_about", _("Staff, dates, history"), True),
    ]
    return [
        Tool(label, url)
        for name, label, for_trainers in places
        if (may_run or for_trainers) and (url := address(name, cohort.pk))
    ]
