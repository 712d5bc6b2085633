"""Programmes as data, cohorts with their frozen plan, people's study. Pages live in pages.py."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.transitions import TransitionRecord

from .editing_models import AgreedVersion, Captions, Recording, TranslatedPart  # noqa: F401
from .pages import (  # noqa: F401  (Django finds models here)
    CataloguePage,
    ModulePage,
    OrientationPage,
    ProgrammePage,
    TopicPage,
)
from .querysets import CohortQuerySet, EnrolmentQuerySet
from .reading_models import Bookmark, ControlAnswer, Note  # noqa: F401
from .rules import hours


class Titled(models.Model):
    """An official title in Kazakh and Russian."""

    title_kk = models.CharField(_("title in Kazakh"), max_length=400)
    title_ru = models.CharField(_("title in Russian"), max_length=400)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return self.title_ru if get_language() == "ru" else self.title_kk

    def title_in(self, language: str) -> str:
        return self.title_ru if language == "ru" else self.title_kk


class HoursMixin(models.Model):
    """Academic hours of a topic by kind."""

    lecture = models.PositiveSmallIntegerField(_("lecture"), default=0)
    practice = models.PositiveSmallIntegerField(_("practice"), default=0)
    self_study = models.PositiveSmallIntegerField(_("self-study"), default=0)
    final = models.PositiveSmallIntegerField(_("final assessment"), default=0)

    class Meta:
        abstract = True

    @property
    def hours(self) -> int:
        return self.lecture + self.practice + self.final


class ProgrammeEdition(Titled):
    """One edition of a programme: the official table of hours and parameters. Frozen once a cohort opens."""

    code = models.CharField(_("programme code"), max_length=10)
    number = models.PositiveSmallIntegerField(_("edition"))
    slug = models.SlugField(max_length=20)
    title_en = models.CharField(_("title in English"), max_length=400, blank=True)
    legal_basis_kk = models.TextField(_("legal basis in Kazakh"), blank=True)
    legal_basis_ru = models.TextField(_("legal basis in Russian"), blank=True)
    is_agreed = models.BooleanField(_("agreed with the Ministry"), default=False)
    formats = models.JSONField(_("formats"), default=list)
    total_hours = models.PositiveSmallIntegerField(_("hours"), default=80)
    declared_split = models.JSONField(_("declared split of hours"), null=True, blank=True)
    split_acknowledged_at = models.DateTimeField(null=True, blank=True, editable=False)
    split_acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    split_acknowledgement = models.TextField(_("acknowledgement"), blank=True, editable=False)
    parameters = models.JSONField(_("parameters"), default=dict)
    notes = models.JSONField(_("notes on the source"), default=list)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("programme edition")
        verbose_name_plural = _("programme editions")
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="edition_number_once_per_programme"),
            models.CheckConstraint(
                name="split_acknowledged_by_someone",
                condition=Q(split_acknowledged_at__isnull=True) | Q(split_acknowledged_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}/{self.number} {self.title}"

    @property
    def title(self) -> str:
        return {"ru": self.title_ru, "en": self.title_en}.get(get_language() or "", "") or self.title_kk

    def hours_table(self) -> tuple[hours.ModuleHours, ...]:
        """The table as the rules read it (two queries unless prefetched)."""
        return tuple(
            hours.ModuleHours(
                number=module.number,
                declared=module.hours,
                topics=tuple(
                    hours.TopicHours(topic.key, topic.lecture, topic.practice, topic.self_study, topic.final)
                    for topic in module.topics.all()
                ),
            )
            for module in self.modules.prefetch_related("topics")
        )

    def parameter(self, name: str):
        return self.parameters[name]


class EditionModule(Titled):
    edition = models.ForeignKey(ProgrammeEdition, on_delete=models.CASCADE, related_name="modules")
    number = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()
    results = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="module_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class EditionTopic(Titled, HoursMixin):
    module = models.ForeignKey(EditionModule, on_delete=models.CASCADE, related_name="topics")
    key = models.CharField(max_length=20)
    number = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["module", "key"], name="topic_key_once"),
            models.UniqueConstraint(fields=["module", "order"], name="topic_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class GlossaryTerm(models.Model):
    """A term in three languages, with definitions in two."""

    programme_code = models.CharField(max_length=10)
    key = models.SlugField(max_length=80)
    kk = models.CharField(max_length=200)
    ru = models.CharField(max_length=200)
    en = models.CharField(max_length=200, blank=True)
    definition_kk = models.TextField()
    definition_ru = models.TextField()
    sources = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["kk"]
        constraints = [models.UniqueConstraint(fields=["programme_code", "key"], name="glossary_key_once")]

    def __str__(self) -> str:
        return self.kk


class Reference(models.Model):
    """A work of the programme's literature, as printed in the source."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Main")
        ADDITIONAL = "additional", _("Additional")

    programme_code = models.CharField(max_length=10)
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    order = models.PositiveSmallIntegerField()
    kk = models.TextField()
    ru = models.TextField()

    class Meta:
        ordering = ["programme_code", "order"]
        constraints = [models.UniqueConstraint(fields=["programme_code", "key"], name="reference_key_once")]

    def __str__(self) -> str:
        return self.kk


class Cohort(models.Model):
    """A stream of learners taking one edition in one language between two dates."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open for applications")
        RUNNING = "running", _("Running")
        ASSESSING = "assessing", _("Assessing")
        CONCLUDED = "concluded", _("Concluded")
        CANCELLED = "cancelled", _("Cancelled")

    class Language(models.TextChoices):
        KAZAKH = "kk", "Қазақша"
        RUSSIAN = "ru", "Русский"

    class Format(models.TextChoices):
        ONLINE = "online", _("Online")
        OFFLINE = "offline", _("In person")
        BLENDED = "blended", _("Blended")

    edition = models.ForeignKey(
        ProgrammeEdition,
        verbose_name=_("programme edition"),
        on_delete=models.PROTECT,
        related_name="cohorts",
    )
    number = models.PositiveSmallIntegerField(_("number"))
    language = models.CharField(_("language of study"), max_length=2, choices=Language)
    format = models.CharField(_("format"), max_length=10, choices=Format)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    places = models.PositiveSmallIntegerField(_("places"), default=25)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        permissions = [("run_cohort", "Can open, admit, move and conclude cohorts")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="cohort_number_once_per_edition"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_start"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "cancelled"]) | Q(frozen_at__isnull=False),
                name="open_cohort_has_frozen_plan",
            ),
        ]
        indexes = [models.Index(fields=["status", "starts_on"], name="cohort_status_start")]

    def __str__(self) -> str:
        return f"{self.edition.code}-{self.number}"

    @property
    def code(self) -> str:
        """Short name for lists; needs the edition at hand."""
        return f"{self.edition.code}-{self.number}"

    @property
    def is_under_study(self) -> bool:
        return self.status in {self.Status.RUNNING, self.Status.ASSESSING}


class CohortTransition(TransitionRecord):
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="transitions")


class CohortStaff(models.Model):
    """Who trains or coordinates a cohort."""

    class Duty(models.TextChoices):
        TRAINER = "trainer", _("Trainer")
        COORDINATOR = "coordinator", _("Coordinator")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cohort_duties")
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "user", "duty"], name="one_duty_once")]


class PlanModule(Titled):
    """A module as it stood when the cohort opened."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="plan_modules")
    number = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["cohort", "number"], name="plan_module_once")]


class PlanTopic(Titled, HoursMixin):
    """A topic as it stood when the cohort opened; the lesson text stays live behind its key."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="plan_topics")
    module = models.ForeignKey(PlanModule, on_delete=models.PROTECT, related_name="topics")
    key = models.CharField(max_length=20)
    number = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "key"], name="plan_topic_key_once"),
            models.UniqueConstraint(fields=["cohort", "order"], name="plan_topic_order_once"),
        ]


class Enrolment(models.Model):
    """A person in a cohort. A repeat of the course is another enrolment, never a reset."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        ADMITTED = "admitted", _("Admitted")
        REJECTED = "rejected", _("Rejected")
        STUDYING = "studying", _("Studying")
        COMPLETED = "completed", _("Completed")
        INTERRUPTED = "interrupted", _("Interrupted")
        TRANSFERRED = "transferred", _("Transferred")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPELLED = "expelled", _("Expelled")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.APPLIED)
    applied_at = models.DateTimeField()
    continues = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["user", "cohort"], name="one_enrolment_per_cohort")]
        indexes = [models.Index(fields=["cohort", "status"], name="enrolment_cohort_status")]

    @property
    def may_study(self) -> bool:
        return self.status in {self.Status.STUDYING, self.Status.COMPLETED}


class EnrolmentTransition(TransitionRecord):
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="transitions")


class TopicProgress(models.Model):
    """When a learner first opened a topic, what of it was read, and when it was studied: read and answered.

    `parts_read`: ids of the lesson's parts that were read; `place`: where the reader last was; `seconds`: how long the
    lesson was before the reader's eyes, as far as the page could tell.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    topic = models.ForeignKey(PlanTopic, on_delete=models.PROTECT, related_name="progress")
    opened_at = models.DateTimeField()
    studied_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    parts_read = models.JSONField(default=list)
    place = models.CharField(max_length=60, blank=True)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "topic"], name="one_progress_per_topic"),
            models.CheckConstraint(
                condition=Q(studied_at__isnull=True) | Q(studied_at__gte=F("opened_at")),
                name="studied_after_opened",
            ),
        ]
