from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from people import kinds

        from . import news, receivers  # noqa: F401

        kinds.register(news.KINDS)
