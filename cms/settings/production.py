"""Production: PostgreSQL, Redis, Celery workers, S3-compatible storage and SMTP, by environment variables alone."""

from pathlib import Path
from urllib.parse import urlsplit

from .base import *  # noqa: F403
from .base import BASE_DIR, STORAGES, VAR_DIR, env

SECRET_KEY = env.text("TIREK_SECRET_KEY")
if SECRET_KEY and len(SECRET_KEY) < 40:
    env.problems.append("TIREK_SECRET_KEY must have at least 40 characters.")
IIN_KEY = env.text("TIREK_IIN_KEY")
ALLOWED_HOSTS = env.words("TIREK_HOSTS")
if not ALLOWED_HOSTS:
    env.problems.append("TIREK_HOSTS is not set: name the hosts that are served, joined by commas.")
CSRF_TRUSTED_ORIGINS = env.words("TIREK_ORIGINS") or [f"https://{host}" for host in ALLOWED_HOSTS]
WAGTAILADMIN_BASE_URL = env.text("TIREK_BASE_URL")
TIREK_VERIFY_BASE = env.text("TIREK_VERIFY_BASE")
_verify = urlsplit(TIREK_VERIFY_BASE)
if TIREK_VERIFY_BASE and (not _verify.netloc or not _verify.path.lower().endswith("/v/")):
    env.problems.append("TIREK_VERIFY_BASE must be an address that ends in /v/, such as https://tirek.kz/v/.")
if len(_verify.netloc) > 20:
    env.problems.append(
        "The host in TIREK_VERIFY_BASE has more than 20 characters: the QR code would not be readable."
    )
TIREK_SIGNING_KEYS = env.signing_keys("TIREK_SIGNING_KEYS", outside=BASE_DIR)

DATABASES = {"default": env.database("TIREK_DATABASE_URL")}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.whole("TIREK_DATABASE_POOL", 8),
        "timeout": 10,
    }

REDIS_URL = env.text("TIREK_REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "cms.cache.CalmRedisCache",
        "LOCATION": REDIS_URL,
        # Seconds: a page never waits longer than this for a cache.
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CELERY_TASK_ALWAYS_EAGER = env.flag("TIREK_EAGER")
TIREK_DEMO = env.flag("TIREK_DEMO")
CELERY_BROKER_URL = env.text("TIREK_BROKER_URL", REDIS_URL)

FILES_DIR = Path(env.text("TIREK_FILES", str(VAR_DIR)))
MEDIA_ROOT = FILES_DIR / "media"
STORAGES["private"]["OPTIONS"] = {"location": FILES_DIR / "private", "base_url": None}
if env.text("TIREK_S3_BUCKET", ""):
    _s3 = {
        "bucket_name": env.text("TIREK_S3_BUCKET"),
        "endpoint_url": env.text("TIREK_S3_ENDPOINT"),
        "access_key": env.text("TIREK_S3_KEY"),
        "secret_key": env.text("TIREK_S3_SECRET"),
        "region_name": env.text("TIREK_S3_REGION", "us-east-1"),
        "file_overwrite": False,
        "querystring_auth": True,
        "addressing_style": "path",
        "signature_version": "s3v4",
    }
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3, "location": "media"},
    }
    STORAGES["private"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3, "location": "private"},
    }

EMAIL_HOST = env.text("TIREK_SMTP_HOST")
EMAIL_PORT = env.whole("TIREK_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("TIREK_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("TIREK_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("TIREK_SMTP_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("TIREK_MAIL_FROM")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("TIREK_PROXIES", 1)
if env.flag("TIREK_HTTPS", True):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
env.stop_if_wrong()
