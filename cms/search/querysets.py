"""What may be found by whom, and how words are looked for in the database."""

from collections.abc import Sequence

from django.db import connections, models
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from courses.models import Enrolment

# Who reads every lesson: they teach, write or run the courses.
STAFF = ("trainer", "coordinator", "methodologist", "expert", "mentor", "administrator")


class _Matches(Func):
    """PostgreSQL's own search for words, answered by the index on the same expression."""

    template = "to_tsvector('simple', %(expressions)s)"
    arg_joiner = ") @@ to_tsquery('simple', "
    output_field = BooleanField()


def _holds(field: str, word: str) -> GreaterThan:
    """Whether a word of the field begins so. Folded words hold letters and figures alone, each after a space."""
    return GreaterThan(StrIndex(F(field), Value(f" {word}", output_field=TextField())), Value(0))


class SearchEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SearchEntryQuerySet":
        """What stands open to all; for the signed-in also practices and the lessons of their own courses; staff see all."""
        everyone = Q(audience="everyone")
        if not user.is_authenticated:
            return self.filter(everyone)
        if user.has_role(*STAFF):
            return self
        seen = everyone | Q(audience="signed_in")
        courses = Enrolment.objects.of(user).studying().order_by()
        for code, language in courses.values_list("cohort__edition__code", "cohort__language").distinct():
            seen |= Q(audience="learner", programme_code=code, language=language)
        return self.filter(seen)

    def holding(self, words: Sequence[str]) -> "SearchEntryQuerySet":
        """Rows in which every folded word is the beginning of one of theirs; none where there is no word."""
        if not words:
            return self.none()
        if connections[self.db].vendor == "postgresql":
            query = " & ".join(f"'{word}':*" for word in words)
            return self.filter(_Matches(F("folded"), Value(query, output_field=TextField())))
        found = self
        for word in words:
            found = found.filter(_holds("folded", word))
        return found

    def best_first(self, words: Sequence[str], *, language: str) -> "SearchEntryQuerySet":
        """A title that is just these words, then most of them in the title, then the reader's language, terms and lessons.

        The same order on every database.
        """
        in_title: Combinable = Value(0)
        for word in words:
            in_title = in_title + _when(_holds("folded_title", word))
        kinds = [
            When(kind=kind, then=Value(place)) for place, kind in enumerate(("term", "lesson", "library"))
        ]
        return self.annotate(
            is_title=_when(Q(folded_title="".join(f" {word}" for word in words))),
            in_title=in_title,
            is_mine=_when(Q(language=language)),
            shelf=Case(*kinds, default=Value(9), output_field=IntegerField()),
        ).order_by("-is_title", "-in_title", "-is_mine", "shelf", "key", "language")


def _when(condition) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
