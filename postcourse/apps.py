from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostcourseConfig(AppConfig):
    name = "postcourse"
    verbose_name = _("After the course")

    def ready(self) -> None:
        from certificates.services import issuing
        from people import kinds

        from . import news, receivers  # noqa: F401
        from .services.mentoring import closing

        kinds.register(news.KINDS)
        issuing.REPAIRS.append(closing.issue_missing)
