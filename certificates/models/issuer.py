"""The institute and who signs for it, each from a day on. A document copies what it prints."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Issuer(models.Model):
    """The institute as it signs, from a day on."""

    name_kk = models.CharField(_("name in Kazakh"), max_length=300)
    name_ru = models.CharField(_("name in Russian"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    bin = models.CharField(_("BIN"), max_length=12)
    city_kk = models.CharField(_("city in Kazakh"), max_length=100)
    city_ru = models.CharField(_("city in Russian"), max_length=100)
    valid_from = models.DateField(_("from"), unique=True)

    class Meta:
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.name_kk

    def printed(self) -> dict[str, str]:
        """What a document copies of it, by the names of its facts."""
        return {
            "issuer_name_kk": self.name_kk,
            "issuer_name_ru": self.name_ru,
            "issuer_name_en": self.name_en or self.name_ru,
            "issuer_bin": self.bin,
            "city_kk": self.city_kk,
            "city_ru": self.city_ru,
        }


class Signatory(models.Model):
    """Who signs from a day to a day, both inclusive; in an acting one's days that one signs."""

    name = models.CharField(_("name"), max_length=200)
    position_kk = models.CharField(_("position in Kazakh"), max_length=200)
    position_ru = models.CharField(_("position in Russian"), max_length=200)
    position_en = models.CharField(_("position in English"), max_length=200, blank=True)
    is_acting = models.BooleanField(_("acting"), default=False)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["valid_from", "is_acting"], name="one_signatory_from_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="signatory_until_after_from",
            ),
        ]

    def __str__(self) -> str:
        return self.name
