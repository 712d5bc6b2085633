"""The Celery application: tasks of every app, settings under CELERY_."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")
app = Celery("tirek")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
