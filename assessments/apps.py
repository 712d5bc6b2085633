from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from courses.printing import parts
        from courses.reading import bank
        from people import kinds

        from . import news, receivers  # noqa: F401
        from .control import Control
        from .papers.programme import assessment_blocks

        kinds.register(news.KINDS)
        bank.register(Control())
        parts.register(assessment_blocks)
