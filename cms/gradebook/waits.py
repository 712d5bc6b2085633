"""What waits in a cohort, the first things first, and the tools around its assessment."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    """What somebody has to do before the cohort can go on. `cohort` carries open_appeals and draft_protocols."""
    counts, found = book.counts(), []
    here = reverse("cohort_detail", args=[cohort.pk])

    def add(count: int, one: str, many: str, url: str) -> None:
        if count:
            found.append(Wait(ngettext(one, many, count) % {"count": count}, url))

    if may_run:
        add(
            counts.get("applied", 0),
            "%(count)s application to answer",
            "%(count)s applications to answer",
            here + Filters(status="applied").query(),
        )
    add(
        book.without_group if cohort.is_under_study else 0,
        "%(count)s person without a group",
        "%(count)s people without a group",
        address("group_list", cohort.pk) or here + Filters(group=WITHOUT).query(),
    )
    marking = reverse("marking_list") if user.has_role("trainer") else address("allocation", cohort.pk)
    add(book.works_to_mark, "%(count)s work to mark", "%(count)s works to mark", marking)
    add(
        book.works_to_release,
        "%(count)s work with marks not released",
        "%(count)s works with marks not released",
        marking,
    )
    if may_run:
        add(
            getattr(cohort, "open_appeals", 0),
            "%(count)s appeal to decide",
            "%(count)s appeals to decide",
            address("appeal_list", cohort.pk),
        )
        if book.is_by_commission:
            add(
                book.decisions().get(READY, 0),
                "%(count)s person ready for the commission",
                "%(count)s people ready for the commission",
                address("protocol_list", cohort.pk),
            )
            add(
                getattr(cohort, "draft_protocols", 0),
                "%(count)s protocol to approve",
                "%(count)s protocols to approve",
                address("protocol_list", cohort.pk),
            )
    return found


def tools(cohort: Cohort, *, may_run: bool) -> list[Tool]:
    """The cohort's other places; those of coordinators alone are not shown to trainers."""
    places = [
        ("group_list", _("Project groups"), True),
        ("defence_list", _("Defences"), True),
        ("participation", _("Participation"), True),
        ("calibration", _("Calibration of markers"), True),
        ("extension_list", _("More time"), True),
        ("allocation", _("Who marks what"), False),
        ("protocol_list", _("Protocols of the commission"), False),
        ("appeal_list", _("Appeals"), False),
        ("cohort_about", _("Staff, dates, history"), True),
    ]
    return [
        Tool(label, url)
        for name, label, for_trainers in places
        if (may_run or for_trainers) and (url := address(name, cohort.pk))
    ]
