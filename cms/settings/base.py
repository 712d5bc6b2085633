"""Settings every way of running shares. Values that differ come from environment variables."""

import os
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import env

# Worksheets from outside are read by defusedxml, which refuses entities, also where lxml is installed.
os.environ.setdefault("OPENPYXL_LXML", "False")

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = False
ALLOWED_HOSTS: list[str] = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "cms",
    "people",
    "courses",
    "assessments",
    "certificates",
    "postcourse",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.locales",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "csp",
    "allauth",
    "allauth.account",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.PageCompressionMiddleware",
    "cms.middleware.PolicyMiddleware",
    "cms.middleware.AdminPolicyMiddleware",
    "cms.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.middleware.AdminRefusalMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", BASE_DIR / "assessments"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context.chrome",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# People and signing in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "people.forms.SignupNames"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "people.names.short_name"
# A class or an office signs in behind one address: the per-address parts are raised, the per-person parts stay.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "signup": "120/m/ip",
    "login_failed": "120/m/ip,5/300s/key",
    "reset_password": "60/m/ip,5/m/key",
}

# Languages: Kazakh first; cms.i18n makes third-party gaps fall back to Russian.
LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "vendor"]
FORMAT_MODULE_PATH = ["cms.formats"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people hand in and what is issued: never under a public address, only through a view that asks who reads.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
SUBMISSION_FILE_MAX_BYTES = 20 * 1024 * 1024
SUBMISSION_FILES_MAX = 10
# Of all files in one post; the proxy has to let a little more through, so that the refusal is a sentence of ours.
SUBMISSION_POST_MAX_BYTES = 25 * 1024 * 1024
# Of a video or a sound recording of a lesson.
RECORDING_MAX_BYTES = 300 * 1024 * 1024
# The virus scanner that looks through them: "host:port", "unix:/path", or nothing.
TIREK_CLAMD = env.scanner("TIREK_CLAMD")

# Security
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# Wagtail
WAGTAIL_SITE_NAME = "Tirek"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea"}}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "courses.filing.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "courses.filing.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.review.publishing.publish"
WAGTAIL_APPEND_SLASH = True

# Tasks: in-process after commit unless a broker is named
CELERY_BROKER_URL = "memory://localhost/"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "close-overdue-attempts": {"task": "assessments.close_overdue_attempts", "schedule": 60.0},
    "send-missing-notifications": {"task": "people.send_missing_notifications", "schedule": 600.0},
    "erase-support-plans": {
        "task": "assessments.erase_support_plans",
        "schedule": crontab(hour=3, minute=30),
    },
    "send-digests": {"task": "people.send_digests", "schedule": crontab(hour=7, minute=0)},
    "sign-roots": {"task": "certificates.sign_roots", "schedule": crontab(hour=0, minute=10)},
    "resume-batches": {"task": "certificates.resume_batches", "schedule": 60.0},
    "publish-status-lists": {
        "task": "certificates.publish_status_lists",
        "schedule": crontab(hour=4, minute=0),
    },
    "issue-missing-documents": {"task": "certificates.issue_missing_documents", "schedule": 900.0},
    "delete-old-checks": {"task": "certificates.delete_old_checks", "schedule": crontab(minute=20)},
    "remind-of-expiry": {"task": "certificates.remind_of_expiry", "schedule": crontab(hour=8, minute=0)},
    "turn-rights": {"task": "postcourse.turn_rights", "schedule": crontab(hour=6, minute=0)},
    "remind-of-meetings": {"task": "postcourse.remind_of_meetings", "schedule": 600.0},
    "remind-of-events": {"task": "postcourse.remind_of_events", "schedule": 300.0},
    "erase-child-data": {"task": "postcourse.erase_child_data", "schedule": crontab(hour=3, minute=45)},
    "send-community-digests": {
        "task": "postcourse.send_community_digests",
        "schedule": crontab(hour=7, minute=30),
    },
    "make-region-communities": {
        "task": "postcourse.make_region_communities",
        "schedule": crontab(hour=2, minute=30),
    },
}
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Tirek
TIREK_DEMO = False
# The address printed in every QR code: kept for good, at most 20 characters of host.
TIREK_VERIFY_BASE = env.text("TIREK_VERIFY_BASE", "http://127.0.0.1:8000/v/")
# Hosts printed on documents before it: they stay ours, so that a scanned code of theirs is no sign of forgery.
TIREK_VERIFY_ALIASES = env.words("TIREK_VERIFY_ALIASES")
# So many unknown codes within ten minutes, asked by anybody, raise the alarm: a log line and a mail to administrators.
TIREK_MISSES_ALARM = env.whole("TIREK_MISSES_ALARM", 300)
# Private signing keys: a folder with a PEM file for each, or "kid:seed,kid:seed" themselves. Never in the repository.
TIREK_SIGNING_KEYS = ""
# Whether an installation without a key makes its own (the demonstration and tests do).
TIREK_MAKES_KEYS = False
LANGUAGES_SHORT = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"tirek": {"level": "INFO"}},
}
