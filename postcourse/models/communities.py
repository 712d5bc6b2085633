"""Communities by region or topic, and what is discussed in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import InTwoLanguages, Region

from ..querysets.communities import CommunityQuerySet, PostQuerySet, ThreadQuerySet


class Community(InTwoLanguages):
    """Open to graduates, mentors and staff. A region's has its region, a topic's none."""

    slug = models.SlugField(max_length=60, unique=True)
    region = models.OneToOneField(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="community"
    )
    about_kk = models.TextField(_("about it, in Kazakh"), blank=True)
    about_ru = models.TextField(_("about it, in Russian"), blank=True)
    is_open = models.BooleanField(_("open"), default=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["name_kk"]
        permissions = [("moderate_community", "Can moderate every community")]


class CommunityMember(models.Model):
    class Mail(models.TextChoices):
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")
        NEVER = "never", _("No mail")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="communities")
    is_moderator = models.BooleanField(_("moderates"), default=False)
    mail = models.CharField(_("mail about new discussions"), max_length=8, choices=Mail, default=Mail.WEEKLY)
    joined_at = models.DateTimeField()
    # Up to when the last digest told.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "user"], name="member_once")]


class Thread(models.Model):
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(_("what it is about"), max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads")
    opened_at = models.DateTimeField()
    # Repeated from the posts, so that a list costs one query.
    last_at = models.DateTimeField()
    replies = models.PositiveIntegerField(default=0)
    is_pinned = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-is_pinned", "-last_at", "-pk"]
        indexes = [models.Index(fields=["community", "-is_pinned", "-last_at"], name="threads_newest_first")]


class Post(models.Model):
    """What one person says; an answer names what it answers. A hidden one keeps its place and says why."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    text = models.TextField(_("text"))
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_why = models.CharField(max_length=300, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["thread", "at"], name="posts_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | (Q(hidden_by__isnull=False) & ~Q(hidden_why="")),
                name="hidden_post_says_why",
            )
        ]


class PostReport(models.Model):
    """That somebody asks a moderator to look."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(_("what is wrong"), max_length=300)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="one_report_per_reader")]
