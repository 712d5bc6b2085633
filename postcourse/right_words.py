"""Rights in sentences: what holds, until when, why, and what to bring."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Reassessment
from .rules.entitlements import Right

KINDS = {
    "reassess": gettext_lazy("Reassessment on a day of your own"),
    "with_cohort": gettext_lazy("Reassessment with another cohort"),
    "transfer": gettext_lazy("Transfer to another cohort"),
    "resume": gettext_lazy("Finishing an interrupted course"),
    "interrupt": gettext_lazy("Interrupting the course"),
    "withdraw": gettext_lazy("Withdrawing from the course"),
}
WHY = {
    "open": gettext_lazy(
        "You may be assessed again once this year, on a day of your own or with another cohort, until %(until)s."
    ),
    "open_with_cohort": gettext_lazy(
        "You may join the exam of a cohort that is open or under way. It is the same right: once a year, one way or the"
        " other."
    ),
    "booked": gettext_lazy("It is booked for %(until)s."),
    "taken": gettext_lazy("You have taken it. It waits for its decision."),
    "used": gettext_lazy(
        "You have been reassessed this year. The next reassessment is possible from %(opens)s."
    ),
    "absent": gettext_lazy(
        "You did not come to the reassessment of this year, so it is used. With a valid reason ask the coordinator to excuse"
        " you; otherwise the next one is possible from %(opens)s."
    ),
    "elsewhere": gettext_lazy("Your right rests on another enrolment in this programme: see it there."),
    "cohort_under_way": gettext_lazy(
        "A day of your own can be chosen once your cohort is concluded. With another cohort you can book now."
    ),
    "no_day_left": gettext_lazy(
        "No day of this year is left to be chosen. A new right opens on %(opens)s; a cohort can be joined before."
    ),
    "certificate": gettext_lazy(
        "You have a valid certificate of this programme, so nothing is to be reassessed."
    ),
    "passed": gettext_lazy("You have passed, so nothing is to be reassessed."),
    "not_decided": gettext_lazy("Your result is not decided yet. The right opens if it is “not passed”."),
    "not_offered": gettext_lazy("This edition of the programme has no reassessment."),
    "decided": gettext_lazy("Your result is decided. What follows is a reassessment."),
    "transfer": gettext_lazy("For a valid reason you may ask to move to another cohort until %(until)s."),
    "transfer_over": gettext_lazy(
        "A transfer was possible until %(until)s, the end of your cohort's year. An exception is made by the coordinator."
    ),
    "resume_here": gettext_lazy("Your cohort still runs: you may ask to come back until %(until)s."),
    "resume_elsewhere": gettext_lazy(
        "Your cohort is over. You may finish the course in another cohort: ask for it until %(until)s."
    ),
    "resume_over": gettext_lazy(
        "Finishing in another cohort was possible until %(until)s. An exception is made by the coordinator."
    ),
    "not_interrupted": gettext_lazy("Your course is not interrupted."),
    "interrupt": gettext_lazy(
        "For a valid reason you may ask to interrupt the course, until its last day, %(until)s."
    ),
    "withdraw": gettext_lazy("You may ask to leave the course. Nothing of it can be continued after that."),
    "cohort_over": gettext_lazy("Your cohort is over."),
    "applied": gettext_lazy("You have applied; rights begin with admission."),
    "admitted": gettext_lazy("You are admitted; this right begins with your study."),
    "rejected": gettext_lazy("Your application was rejected."),
    "studying": gettext_lazy("You are studying."),
    "completed": gettext_lazy("Your course is finished."),
    "interrupted": gettext_lazy("Your course is interrupted."),
    "transferred": gettext_lazy("You were transferred to another cohort: your rights are there."),
    "withdrawn": gettext_lazy("You have left the course, so there is no right in it any more."),
    "expelled": gettext_lazy("You were expelled from the course, so there is no right in it any more."),
}
NEEDS = {
    "day": gettext_lazy("a day"),
    "cohort": gettext_lazy("a cohort to join"),
    "application": gettext_lazy("an application"),
    "reason": gettext_lazy("a valid reason"),
    "documents": gettext_lazy("papers that prove it"),
}


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def sentence(right: Right) -> str:
    """Why a right is open or not, and by when, in the active language."""
    return str(WHY[right.why]) % {"until": _day(right.until), "opens": _day(right.opens_on)}


def title(right: Right) -> str:
    return str(KINDS[right.kind])


def needs(right: Right) -> list[str]:
    """What is to be brought or chosen."""
    return [str(NEEDS[code]) for code in right.needs]


FAILURES: dict[str, tuple[Any, Any]] = {
    "below_pass_mark": (
        gettext_lazy("Your score is below the pass mark"),
        gettext_lazy("What you earned otherwise stays. What brought too few points is assessed anew."),
    ),
    "missing_component": (
        gettext_lazy("A required part is missing"),
        gettext_lazy("What you earned stays. What is missing is to be done."),
    ),
    "minimum_not_met": (
        gettext_lazy("A part has fewer points than it needs"),
        gettext_lazy("What you earned otherwise stays. The part below its minimum is assessed anew."),
    ),
}


def failure(reason: str) -> tuple[str, str]:
    """Why it was not passed, as a heading, and what that means for a reassessment."""
    head, text = FAILURES[reason]
    return str(head), str(text)


TONES = {"open": "sun", "booked": "brand", "taken": "brand", "decided": "ok", "lapsed": "neutral"}


def tone(row: Reassessment) -> str:
    """How the state of a right is coloured; an absence that waits for its settlement stands out."""
    if row.status == Reassessment.Status.LAPSED and row.lapse == Reassessment.Lapse.NO_SHOW:
        return "bad"
    return TONES[row.status]


def state(row: Reassessment) -> str:
    """Where a right stands, in words; of a lapsed one why."""
    if row.status == Reassessment.Status.LAPSED and row.lapse == Reassessment.Lapse.NO_SHOW:
        return _("Did not come")
    if row.status == Reassessment.Status.LAPSED:
        return str(row.get_lapse_display()).removesuffix(".")
    if row.status == Reassessment.Status.BOOKED:
        return _("Booked for %(day)s") % {"day": _day(row.planned_on)}
    return str(row.get_status_display())


# Reasons that the system writes itself; every other one was typed.
REASONS = {
    "needed again": gettext_lazy("The right is needed again."),
    "cohort cancelled": gettext_lazy("The cohort was cancelled."),
    "absent": gettext_lazy("Nothing was begun on the day."),
}


def reason(text: str) -> str:
    """The reason of a step, in the reader's language where the system wrote it."""
    return str(REASONS.get(text, text))


def letter_of(row: Reassessment) -> str:
    """Which letter can be written about a right: "invitation", "lapse", or empty."""
    if row.status in {Reassessment.Status.OPEN, Reassessment.Status.BOOKED}:
        return "invitation"
    ended = {Reassessment.Lapse.NO_SHOW, Reassessment.Lapse.YEAR_ENDED}
    return "lapse" if row.status == Reassessment.Status.LAPSED and row.lapse in ended else ""
