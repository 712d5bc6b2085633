"""Tests: PostgreSQL where TIREK_TEST_DATABASE_URL names one, else SQLite; tasks in-process unless a test says otherwise."""

import os

from .base import *  # noqa: F403
from .base import VAR_DIR, env

SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105
IIN_KEY = "only-for-tests"
TIREK_DEMO = True
# Each parallel worker has files of its own.
VAR_DIR = VAR_DIR / "test" / os.environ.get("PYTEST_XDIST_WORKER", "main")
VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": env.database("TIREK_TEST_DATABASE_URL", f"sqlite:////{VAR_DIR}/tirek.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "Tirek <no-reply@tirek.example>"
ALLOWED_HOSTS = ["*"]
WAGTAILADMIN_BASE_URL = "http://testserver"
TIREK_VERIFY_BASE = env.text("TIREK_VERIFY_BASE", "https://tirek.kz/v/")
TIREK_SIGNING_KEYS = VAR_DIR / "keys"
TIREK_MAKES_KEYS = True
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_TASK_EAGER_PROPAGATES = True
ACCOUNT_RATE_LIMITS = False
# Files are looked up when asked for: every test client would list all of them first.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
REDIS_URL = env.text("TIREK_TEST_REDIS_URL", "")
env.stop_if_wrong()
