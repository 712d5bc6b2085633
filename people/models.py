"""People and where they work: the ground floor, told nothing of what stands above."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import names, sealed
from .roles import Role
from .rules import identifiers


def check_bin(value: str) -> None:
    if not identifiers.is_bin(value):
        raise ValidationError(_("This is not a BIN: check the twelve digits."), code="bin")


class InTwoLanguages(models.Model):
    """A name in Kazakh and Russian; the reader's language decides which is shown."""

    name_kk = models.CharField(_("name in Kazakh"), max_length=300)
    name_ru = models.CharField(_("name in Russian"), max_length=300)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.name_ru if get_language() == "ru" else self.name_kk

    def __str__(self) -> str:
        return self.name


class Region(InTwoLanguages):
    """One of the 17 regions and 3 cities; the code is the first two KATO digits."""

    code = models.CharField(_("KATO code"), max_length=2, unique=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]


class District(InTwoLanguages):
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="districts")

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        constraints = [models.UniqueConstraint(fields=["region", "name_kk"], name="district_once_per_region")]


class Organisation(InTwoLanguages):
    """A school, kindergarten, college or the institute itself."""

    class Kind(models.TextChoices):
        PRESCHOOL = "preschool", _("Preschool")
        SCHOOL = "school", _("School")
        TVET = "tvet", _("Vocational college")
        PROVIDER = "provider", _("Course provider")
        AUTHORITY = "authority", _("Education authority")

    bin = models.CharField(_("BIN"), max_length=12, unique=True, validators=[check_bin])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organisations")
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["region", "kind"], name="organisation_region_kind")]


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: signs in by e-mail; the three parts of the name are stored apart, one spelling, as in the identity card."""

    class Language(models.TextChoices):
        KAZAKH = "kk", "Қазақша"
        RUSSIAN = "ru", "Русский"
        ENGLISH = "en", "English"

    email = models.EmailField(_("e-mail"), unique=True)
    surname = models.CharField(_("surname"), max_length=100, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    language = models.CharField(
        _("interface language"), max_length=2, choices=Language, blank=True, default=""
    )
    iin_sealed = models.TextField(blank=True, editable=False)
    iin_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["surname", "given_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                fields=["iin_fingerprint"], condition=~Q(iin_fingerprint=""), name="one_person_per_iin"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_in_lower_case"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def full_name(self) -> str:
        return names.full_name(self)

    @property
    def short_name(self) -> str:
        return names.short_name(self)

    @property
    def initials_name(self) -> str:
        return names.initials_name(self)

    def get_full_name(self) -> str:
        return self.full_name or self.email

    def get_short_name(self) -> str:
        return self.short_name

    # Wagtail's screens ask for these two words.
    @property
    def first_name(self) -> str:
        return self.given_name

    @first_name.setter
    def first_name(self, value: str) -> None:
        self.given_name = value

    @property
    def last_name(self) -> str:
        return self.surname

    @last_name.setter
    def last_name(self, value: str) -> None:
        self.surname = value

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The person's roles, read once a request; a superuser has them all."""
        if self.is_superuser:
            return frozenset(Role.values)
        return frozenset(self.groups.values_list("name", flat=True)) & frozenset(Role.values)

    def has_role(self, *roles: str) -> bool:
        return not self.role_names.isdisjoint(roles)

    @property
    def iin(self) -> str:
        return sealed.unseal(self.iin_sealed) if self.iin_sealed else ""

    def set_iin(self, number: str) -> None:
        """Seal a checked IIN on the unsaved record; an empty text removes it."""
        self.iin_sealed = sealed.seal(number) if number else ""
        self.iin_fingerprint = sealed.fingerprint(number) if number else ""


class RoleScope(models.Model):
    """How far a role reaches: an organisation for a school head, a district or region for an authority."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="scopes")
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="scope_names_one_place",
                condition=Q(organisation__isnull=False, district__isnull=True, region__isnull=True)
                | Q(organisation__isnull=True, district__isnull=False, region__isnull=True)
                | Q(organisation__isnull=True, district__isnull=True, region__isnull=False),
            )
        ]


class Employment(models.Model):
    """Where a person works or worked, dated."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="employments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="employments")
    position = models.CharField(_("position"), max_length=200)
    is_special_pedagogue = models.BooleanField(_("special pedagogue"), default=False)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        constraints = [
            models.CheckConstraint(
                name="employment_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "position"],
                condition=Q(ended_on__isnull=True),
                name="one_open_employment_per_post",
            ),
        ]


class ConsentText(models.Model):
    """A numbered wording a person can agree to; never edited once agreed to."""

    class Purpose(models.TextChoices):
        TRAINING = "training", _("Training and issue of documents")
        SHARING = "sharing", _("Transfer to the employer and education authority")
        VERIFICATION = "verification", _("Public verification of documents")

    purpose = models.CharField(max_length=20, choices=Purpose)
    number = models.PositiveSmallIntegerField()
    text_kk = models.TextField()
    text_ru = models.TextField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "number"], name="consent_text_number_once")]


class Consent(models.Model):
    """What a person agreed to, and when it was withdrawn."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"], condition=Q(withdrawn_at__isnull=True), name="one_standing_consent"
            )
        ]


class Notification(models.Model):
    """Something a person is told: shown in the site, mailed once. `kind` names its two templates (people/notify.py)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.SlugField(max_length=40)
    context = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notification_of_user"),
            models.Index(
                fields=["created_at"], condition=models.Q(mailed_at__isnull=True), name="notification_unsent"
            ),
        ]


class MailPreference(models.Model):
    """How one wants to be mailed about a kind of news; without a row, as the kind has it (people/notify.py).

    The site shows every notification whatever is chosen here.
    """

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day, together")
        NEVER = "never", _("No mail, only here")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mail_preferences")
    kind = models.SlugField(max_length=40)
    mail = models.CharField(max_length=10, choices=Mail)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_mail_preference_per_kind")]
