"""Whether the process is alive, and whether everything it needs answers."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments import scanning


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.set("readyz", "1", 10)
    if cache.get("readyz") != "1":
        raise RuntimeError("the cache forgot at once")


def _broker() -> None:
    if settings.CELERY_TASK_ALWAYS_EAGER:
        return
    from cms.celery import app

    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def _storage() -> None:
    storages["private"].exists("readyz")


def _scanner() -> None:
    scanning.ping()


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "cache": _cache,
    "broker": _broker,
    "storage": _storage,
}


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Each part's answer; 503 where one is missing. Says which, never why: the log has the reason.

    The virus scanner is named where one is configured, but without it only files are refused: that alone is no 503.
    """
    parts = {}
    checks = CHECKS | ({"scanner": _scanner} if settings.TIREK_CLAMD else {})
    for name, check in checks.items():
        try:
            check()
            parts[name] = "ok"
        except Exception:
            logging.getLogger("tirek").exception("readyz: %s does not answer", name)
            parts[name] = "failed"
    ready = all(answer == "ok" for name, answer in parts.items() if name in CHECKS)
    return JsonResponse({"status": "ok" if ready else "failed", **parts}, status=200 if ready else 503)
