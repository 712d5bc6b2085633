"""The Wagtail project: settings, addresses, and what crosses the apps."""

from .celery import app as celery_app

__all__ = ["celery_app"]
