"""What the queue can be narrowed to, and how many works stand behind each tab."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from courses.models import Cohort
from people.models import User

from ...models import Assignment, Submission
from ...services.marking import blind

TABS = ("mine", "free", "second", "marked", "released", "returned", "all")


@dataclass(frozen=True)
class Filters:
    """The tab and the filters of an address; what it does not know is left out."""

    show: str = "mine"
    cohort: int | None = None
    work: str = ""
    late: bool = False
    words: str = ""

    @classmethod
    def read(cls, given: QueryDict) -> "Filters":
        show, cohort = given.get("show", ""), given.get("cohort", "")
        return cls(
            show=show if show in TABS else "mine",
            cohort=int(cohort) if cohort.isdigit() else None,
            work=given.get("work", ""),
            late=given.get("late") == "1",
            words=given.get("q", "").strip()[:100],
        )

    def query(self, **changed) -> str:
        """The filters as the query of an address."""
        now = replace(self, **changed)
        rows = {
            "show": now.show,
            "cohort": now.cohort,
            "work": now.work,
            "late": "1" if now.late else "",
            "q": now.words,
        }
        return urlencode({key: value for key, value in rows.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.cohort or self.work or self.late or self.words)

    def narrow(self, works: QuerySet[Submission]) -> QuerySet[Submission]:
        """The works these filters leave, in whichever tab."""
        if self.cohort:
            works = works.filter(cohort_id=self.cohort)
        if self.work:
            works = works.filter(assignment__key=self.work)
        if self.late:
            works = works.filter(submitted_at__gt=F("due_at"))
        return self._worded(works) if self.words else works

    def _worded(self, works: QuerySet[Submission]) -> QuerySet[Submission]:
        """Words of the title, and of the author's name where it is not hidden."""
        words = works.annotate(hidden=blind.is_blind())
        known = Q(hidden=False) | Q(status=Submission.Status.RELEASED)
        for word in self.words.split():
            name = Q(members__sitting__enrolment__user__surname__icontains=word) | Q(
                members__sitting__enrolment__user__given_name__icontains=word
            )
            words = words.filter(Q(title__icontains=word) | (known & name))
        return works.filter(pk__in=words.values("pk"))


def of_tab(works: QuerySet[Submission], show: str, user: User) -> QuerySet[Submission]:
    """The works of one tab, in the order they are to be dealt with."""
    tabs = {
        "mine": lambda: works.filter(pk__in=_waiting(user)).order_by("submitted_at", "pk"),
        "free": lambda: works.filter(pk__in=_free()).order_by("submitted_at", "pk"),
        "second": lambda: works.filter(pk__in=_second(user)).order_by("submitted_at", "pk"),
        "all": lambda: works.order_by("-submitted_at", "-pk"),
    }
    if show in tabs:
        return tabs[show]()
    order = ("submitted_at", "pk") if show == "marked" else ("-submitted_at", "-pk")
    return works.filter(status=show).order_by(*order)


def _waiting(user: User):
    return Submission.objects.waiting_for(user).values("pk")


def _free():
    return Submission.objects.unallocated().values("pk")


def _second(user: User):
    return Submission.objects.second_marks_for(user).values("pk")


def counts(works: QuerySet[Submission], user: User) -> dict[str, int]:
    """How many works each tab has, and `waiting`: what is in one of the first and third once; one query."""
    return works.order_by().aggregate(
        mine=Count("pk", filter=Q(pk__in=_waiting(user))),
        free=Count("pk", filter=Q(pk__in=_free())),
        second=Count("pk", filter=Q(pk__in=_second(user))),
        waiting=Count("pk", filter=Q(pk__in=_waiting(user)) | Q(pk__in=_second(user))),
        marked=Count("pk", filter=Q(status=Submission.Status.MARKED)),
        released=Count("pk", filter=Q(status=Submission.Status.RELEASED)),
        returned=Count("pk", filter=Q(status=Submission.Status.RETURNED)),
        all=Count("pk"),
    )


def tabs(filters: Filters, numbers: dict[str, int]) -> list[dict]:
    """The tabs for the template."""
    names = {
        "mine": _("To mark"),
        "free": _("Given to nobody"),
        "second": _("Second marks"),
        "marked": _("Marked, not released"),
        "released": _("Released"),
        "returned": _("Returned"),
        "all": _("All"),
    }
    return [
        {
            "label": names[name],
            "url": f"?{filters.query(show=name)}",
            "current": name == filters.show,
            "count": numbers[name],
        }
        for name in TABS
    ]


def choices(works: QuerySet[Submission]) -> dict[str, list]:
    """The cohorts and kinds of work one may narrow to: two queries."""
    cohorts = Cohort.objects.filter(pk__in=works.order_by().values("cohort")).select_related("edition")
    kinds = {
        row.key: row.title
        for row in Assignment.objects.filter(pk__in=works.order_by().values("assignment")).order_by("pk")
    }
    return {
        "cohorts": sorted(((one.pk, one.code) for one in cohorts), key=lambda pair: pair[1]),
        "kinds": list(kinds.items()),
    }
