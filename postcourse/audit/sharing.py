"""What must hold of practices, communities and resource centres."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Q

from assessments.rules.privacy import Kind, findings
from people.audit import Breach, status_without_transition

from ..models import CentreReport, Post, Practice, PracticeReview, Thread
from ..rules import search
from ..services.practices import practices


def breaches() -> Iterator[Breach]:
    yield from status_without_transition(Practice, name="practice")
    yield from _reviews()
    yield from _published()
    yield from _chains()
    yield from _talks()
    yield from _reports()


def _reviews() -> Iterator[Breach]:
    """Nobody reviews their own, and what is published was reviewed."""
    for review in PracticeReview.objects.filter(reviewer=F("practice__author")):
        yield Breach(8, f"practice {review.practice_id} was reviewed by its own author")
    reviewed = PracticeReview.objects.filter(verdict=PracticeReview.Verdict.PUBLISH).values("practice")
    for pk in Practice.objects.published().exclude(pk__in=reviewed).values_list("pk", flat=True):
        yield Breach(8, f"practice {pk} is published and nobody published it")


def _published() -> Iterator[Breach]:
    """What everybody reads holds no person's number, and is found by its own words."""
    for practice in Practice.objects.published().iterator():
        texts = [getattr(practice, name) for name in practices.TEXTS]
        if any(one.kind == Kind.IIN for one in findings("\n\n".join(texts))):
            yield Breach(8, f"practice {practice.pk} is published and holds a person's number")
        if any(piece not in practice.search for text in texts[:1] for piece in search.wanted(text)):
            yield Breach(11, f"practice {practice.pk} is not found by the words of its title")


def _chains() -> Iterator[Breach]:
    """No practice was made from itself, directly or round about."""
    parents = dict(Practice.objects.exclude(based_on=None).values_list("pk", "based_on"))
    for pk in parents:
        seen, here = {pk}, parents.get(pk)
        while here is not None and here not in seen:
            seen.add(here)
            here = parents.get(here)
        if here == pk:
            yield Breach(10, f"practice {pk} was made from itself")


def _talks() -> Iterator[Breach]:
    """What a talk repeats of its posts is what they are; answers have two levels and stay in their talk."""
    talks = Thread.objects.annotate(said=Count("posts"), last=Max("posts__at"))
    for thread in talks.exclude(said=F("replies") + 1, last=F("last_at")):
        yield Breach(
            10,
            f"talk {thread.pk} counts {thread.replies} answers until {thread.last_at}, "
            f"but holds {thread.said} posts until {thread.last}",
        )
    astray = Post.objects.exclude(answers=None).filter(
        Q(answers__answers__isnull=False) | ~Q(answers__thread=F("thread"))
    )
    for pk in astray.values_list("pk", flat=True):
        yield Breach(10, f"post {pk} answers a post of a third level or of another talk")


def _reports() -> Iterator[Breach]:
    """A report that is handed in holds its figures, and says something in both languages."""
    for report in CentreReport.objects.filter(handed_in_at__isnull=False):
        if not report.content.get("totals") or not (report.text_kk and report.text_ru):
            yield Breach(
                3,
                f"report {report.pk} of centre {report.centre_id} is handed in without its figures or words",
            )
