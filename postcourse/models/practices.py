"""What teachers share: practices, lesson plans, ready templates; reviewed, published, thanked, used again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Region
from people.transitions import TransitionRecord

from ..querysets.practices import PracticeQuerySet
from .storage import KeptFile, private_storage


class Practice(models.Model):
    """A shared work. Published in Kazakh and Russian under a licence; `search` holds its folded words."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", pgettext_lazy("kind of shared work", "Practice")
        LESSON_PLAN = "lesson_plan", _("Lesson plan")
        OBSERVATION_MAP = "observation_map", _("Observation map")
        ABC_SHEET = "abc_sheet", _("ABC sheet")
        TIMETABLE = "timetable", _("Visual timetable")
        CHOICE_CARD = "choice_card", _("Choice cards")
        SOCIAL_STORY = "social_story", _("Social story")
        CHECKLIST = "checklist", _("Checklist")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Under review")
        PUBLISHED = "published", _("Published")
        DECLINED = "declined", _("Not taken")
        WITHDRAWN = "withdrawn", pgettext_lazy("shared practice", "Withdrawn")

    class Licence(models.TextChoices):
        BY = "CC-BY-4.0", _("Free to use and change, naming the author (CC BY 4.0)")
        BY_SA = "CC-BY-SA-4.0", _("The same, passed on under the same terms (CC BY-SA 4.0)")
        BY_NC = "CC-BY-NC-4.0", _("Free to use and change without profit, naming the author (CC BY-NC 4.0)")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practices")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    title_kk = models.CharField(_("title in Kazakh"), max_length=300, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    summary_kk = models.TextField(_("in short, in Kazakh"), blank=True)
    summary_ru = models.TextField(_("in short, in Russian"), blank=True)
    text_kk = models.TextField(_("how to do it, in Kazakh"), blank=True)
    text_ru = models.TextField(_("how to do it, in Russian"), blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.BY)
    # Keys of postcourse.rules.tags, and the lesson it belongs to.
    tags = models.JSONField(_("tags"), default=list, blank=True)
    programme_code = models.CharField(_("programme"), max_length=10, blank=True)
    topic_key = models.CharField(_("topic"), max_length=20, blank=True)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="practices"
    )
    # What it was made from, where somebody built on another's.
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations"
    )
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    nameless_at = models.DateTimeField(_("confirmed that no child is named"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    search = models.TextField(blank=True, editable=False)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["-published_at", "-pk"]
        permissions = [("review_practice", "Can review and publish practices")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published")
                | (~Q(title_kk="") & ~Q(title_ru="") & ~Q(summary_kk="") & ~Q(summary_ru="")),
                name="published_practice_is_in_both_languages",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "published"])
                | Q(nameless_at__isnull=False, submitted_at__isnull=False),
                name="practice_under_review_names_no_child",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="published_practice_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["status", "-published_at"], name="practices_newest_first")]

    def in_language(self, name: str) -> str:
        """A text in the reader's language, else in the other."""
        order = ("ru", "kk") if get_language() == "ru" else ("kk", "ru")
        return next((text for code in order if (text := getattr(self, f"{name}_{code}"))), "")

    @property
    def title(self) -> str:
        return self.in_language("title")

    @property
    def summary(self) -> str:
        return self.in_language("summary")

    @property
    def text(self) -> str:
        return self.in_language("text")


class PracticeTransition(TransitionRecord):
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="transitions")


class PracticeFile(KeptFile):
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(storage=private_storage, upload_to="practices/%Y/%m/")

    class Meta(KeptFile.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "sha256"], name="same_file_of_practice_once")
        ]


class PracticeReview(models.Model):
    """What a reviewer said and decided; never the author's own."""

    class Verdict(models.TextChoices):
        PUBLISH = "publish", _("Publish")
        RETURN = "return", _("Return for changes")
        DECLINE = "decline", _("Do not take")

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="publish") | ~Q(text=""), name="review_that_does_not_publish_says_why"
            )
        ]


class PracticeThanks(models.Model):
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="thanks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="thanks_once")]


class PracticeUse(models.Model):
    """That somebody used it in their own class, and how it went."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="uses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practice_uses")
    on = models.DateField(_("when"))
    note = models.TextField(_("how it went"), blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "user", "on"], name="one_use_of_a_practice_a_day")
        ]
