"""What readers leave in a lesson: answers to control questions, bookmarks, notes. Each is its reader's alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .querysets import AnswerQuerySet, OwnQuerySet


class ControlAnswer(models.Model):
    """A learner's answer to a control question of a topic; the latest stands, `tries` counts all.

    `question`: the id of the lesson's block, or the key of the bank's question. `answer`: the shape of that kind's
    answer, or {"words": text} for an open question. `score`: 0 to 1 for the bank's, None for open ones, where
    `judgement` is what the learner thought of the own answer after reading the explained one.
    """

    class Judgement(models.TextChoices):
        KNEW = "knew", _("I answered so")
        PARTLY = "partly", _("Partly")
        NOT_YET = "not_yet", _("Not yet")

    enrolment = models.ForeignKey(
        "courses.Enrolment", on_delete=models.PROTECT, related_name="control_answers"
    )
    topic = models.ForeignKey("courses.PlanTopic", on_delete=models.PROTECT, related_name="control_answers")
    question = models.CharField(max_length=60)
    answer = models.JSONField(default=dict)
    judgement = models.CharField(max_length=8, choices=Judgement, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=1)
    first_at = models.DateTimeField()
    at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "topic", "question"], name="control_answer_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 1)), name="control_answer_score_of_one"
            ),
        ]


class Bookmark(models.Model):
    """A place in a lesson: `part` is the id of the heading or block it stands at."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    key = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    part = models.CharField(max_length=60, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["key", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key", "language", "part"], name="bookmark_once_per_place"
            )
        ]


class Note(models.Model):
    """A highlight, with words of one's own or without: the quoted text and where it stood.

    `start`: how many characters of the part's text stand before the quotation; a quotation that is no longer in the
    lesson is still shown in the list of notes.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lesson_notes")
    key = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    part = models.CharField(max_length=60, blank=True)
    start = models.PositiveIntegerField(default=0)
    quote = models.CharField(max_length=1000, blank=True)
    words = models.TextField(max_length=4000, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["key", "part", "start", "pk"]
        indexes = [models.Index(fields=["user", "key"], name="note_user_key")]
        constraints = [
            models.CheckConstraint(condition=~Q(quote="", words=""), name="note_has_quote_or_words")
        ]
