"""Production's settings around one bare view: session, CSRF and login, nothing else."""

from cms.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.bench.bare_save"
WSGI_APPLICATION = "tests.bench.bare_wsgi.application"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
INSTALLED_APPS = [name for name in INSTALLED_APPS if not name.startswith("allauth")]  # noqa: F405
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
