"""What can be found: one row for each lesson, term, library item and practice in a language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .search.querysets import SearchEntryQuerySet


class SearchEntry(models.Model):
    """Text to be found and how to get there. `folded` holds the folded words of both texts, each after a
    space (cms.search.rules), `folded_title` those of the title.

    `audience`: who may find it. "learner" rows are shown to those who study that programme (`programme_code`) and to
    staff; lessons that stand open and all else are "everyone".
    """

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson")
        TERM = "term", _("Term")
        LIBRARY = "library", _("Library")
        PRACTICE = "practice", _("Practice")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        LEARNER = "learner", _("Learners of the programme")
        SIGNED_IN = "signed_in", _("Who is signed in")

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=100)
    language = models.CharField(max_length=2)
    programme_code = models.CharField(max_length=10, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYONE)
    title = models.CharField(max_length=400)
    text = models.TextField(blank=True)
    folded_title = models.TextField(blank=True)
    folded = models.TextField()
    url = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["kind", "key", "language"], name="search_entry_once")]
