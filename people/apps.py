from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from .sqlite import teach_kazakh

        connection_created.connect(teach_kazakh, dispatch_uid="people.sqlite")
