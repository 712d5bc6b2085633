from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostcourseConfig(AppConfig):
    name = "postcourse"
    verbose_name = _("After the course")

    def ready(self) -> None:
        from people import kinds

        from . import news, receivers  # noqa: F401

        kinds.register(news.KINDS)
