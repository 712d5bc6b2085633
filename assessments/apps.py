from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from people import kinds

        from . import news, receivers  # noqa: F401

        kinds.register(news.KINDS)
