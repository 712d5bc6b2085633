from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        from courses.recordings import access
        from people import kinds

        from . import i18n, news
        from .library.shelves import lends_recording
        from .review import receivers as review_receivers  # noqa: F401
        from .search import receivers  # noqa: F401

        kinds.register(news.KINDS)
        access.register(lends_recording)
        i18n.chain_fallbacks()
