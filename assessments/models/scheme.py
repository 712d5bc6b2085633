"""How an edition is assessed, and the copy each cohort freezes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, ProgrammeEdition


class TitledJSON(models.Model):
    """A title as {"kk", "ru", "en"}."""

    title_texts = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return self.title_texts.get(get_language() or "kk") or self.title_texts.get("kk", "")


class Scheme(models.Model):
    """Components, maxima, required minima, formula and bands of an edition, as assessments/rules/scheme.py reads them."""

    edition = models.OneToOneField(ProgrammeEdition, on_delete=models.PROTECT, related_name="scheme")
    content = models.JSONField()

    class Meta:
        verbose_name = _("assessment scheme")
        verbose_name_plural = _("assessment schemes")


class Quiz(TitledJSON):
    """A test of an edition. `blueprint`: module -> count, or module -> [{"count", "topic"?, "difficulty"?}]."""

    class Mode(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        CONTROL = "control", _("Module test")
        FINAL = "final", _("Final test")

    class Feedback(models.TextChoices):
        AT_ONCE = "at_once", _("After each answer")
        AFTER = "after", _("After handing in")
        AFTER_WINDOW = "after_window", _("After the test has closed for everybody")
        SCORE = "score", _("The score only")
        NEVER = "never", _("Nothing before the result is decided")

    class Credit(models.TextChoices):
        WHOLE = "whole", _("Only wholly right answers count")
        PARTIAL = "partial", _("Partly right answers count in part")

    edition = models.ForeignKey(ProgrammeEdition, on_delete=models.PROTECT, related_name="quizzes")
    key = models.SlugField(max_length=40)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.FINAL)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0, help_text=_("0: without a limit."))
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=1, help_text=_("0: as often as one likes.")
    )
    blueprint = models.JSONField(_("questions from each module"))
    feedback = models.CharField(_("feedback"), max_length=12, choices=Feedback, default=Feedback.SCORE)
    credit = models.CharField(_("credit"), max_length=8, choices=Credit, default=Credit.WHOLE)
    per_page = models.PositiveSmallIntegerField(_("questions on a page"), default=1)
    log_focus = models.BooleanField(_("write down when the page loses the focus"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="quiz_key_once_per_edition"),
            models.CheckConstraint(
                condition=~Q(mode="final")
                | (Q(minutes__gte=1) & Q(attempts__gte=1) & ~Q(feedback="at_once")),
                name="final_test_is_limited",
            ),
            models.CheckConstraint(condition=Q(per_page__gte=1), name="at_least_one_question_a_page"),
        ]


class Rubric(TitledJSON):
    edition = models.ForeignKey(ProgrammeEdition, on_delete=models.PROTECT, related_name="rubrics")
    key = models.SlugField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="rubric_key_once_per_edition")]


class RubricVersion(models.Model):
    """Criteria with maxima and levels, immutable; `content_hash` is the SHA-256 of the canonical content."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["rubric", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "number"], name="rubric_version_number_once"),
            models.UniqueConstraint(fields=["rubric", "content_hash"], name="rubric_content_once"),
        ]


class Assignment(TitledJSON):
    """Work to hand in. `is_group`: one submission for a project group."""

    class Kind(models.TextChoices):
        PROJECT = "project", _("Project")
        SELF_STUDY = "self_study", _("Self-study work")
        SUPPORT_PLAN = "support_plan", _("Individual support plan")
        ESSAY = "essay", _("Essay")
        PRESENTATION = "presentation", _("Presentation")
        TASKS = "tasks", _("Set of tasks")
        TEST = "test", _("Test made by the learner")
        ALGORITHM = "algorithm", _("Algorithm of work")

    class Late(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted at any time and shown as late")
        DAYS = "days", _("Accepted for some days and shown as late")
        REFUSED = "refused", _("Not accepted after the due date")

    edition = models.ForeignKey(ProgrammeEdition, on_delete=models.PROTECT, related_name="assignments")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=20, choices=Kind)
    is_group = models.BooleanField(default=False)
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="assignments")
    goal = models.JSONField(default=dict)
    instructions = models.JSONField(default=dict)
    form = models.JSONField(_("form of the work"), default=dict, blank=True)
    literature = models.JSONField(_("literature"), default=list, blank=True)
    late = models.CharField(_("late work"), max_length=10, choices=Late, default=Late.ACCEPTED)
    late_days = models.PositiveSmallIntegerField(_("days"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="assignment_key_once_per_edition")
        ]

    def in_language(self, texts: dict) -> str:
        return texts.get(get_language() or "kk") or texts.get("kk", "")

    @property
    def goal_text(self) -> str:
        return self.in_language(self.goal)

    @property
    def instructions_text(self) -> str:
        return self.in_language(self.instructions)

    @property
    def form_text(self) -> str:
        return self.in_language(self.form)

    @property
    def is_support_plan(self) -> bool:
        """About a child: read by the author, the assigned examiners and the moderator alone."""
        return self.kind == self.Kind.SUPPORT_PLAN


class CohortScheme(models.Model):
    """What the cohort is assessed by, frozen when it opened; publishing later changes nothing here.

    `content`: the scheme's content plus "quizzes": {key: {minutes, attempts, blueprint, title}} and
    "rubrics": {assignment key: rubric version id} and "assignments": {key: {"late", "late_days"}}.
    """

    class Deciding(models.TextChoices):
        AUTOMATIC = "automatic", _("When the last required mark is released")
        COMMISSION = "commission", _("By a protocol of the commission")

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="scheme")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    deciding = models.CharField(
        _("results are decided"), max_length=12, choices=Deciding, default="automatic"
    )

    @property
    def is_by_commission(self) -> bool:
        return self.deciding == self.Deciding.COMMISSION


class Window(models.Model):
    """From when until when a test is open; for a work, `closes_at` is when it is due."""

    class Kind(models.TextChoices):
        QUIZ = "quiz", _("Test")
        ASSIGNMENT = "assignment", _("Work")

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.SlugField(max_length=40)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        abstract = True


class DateRule(Window):
    """When a cohort's quiz opens and closes, or when its work is due."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="date_rules")

    class Meta:
        ordering = ["closes_at"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "kind", "key"], name="one_date_rule_per_item"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="date_rule_closes_after_open"
            ),
        ]
