"""Production's settings around one bare view that asks the database once; not even a session."""

from tests.bench.bare_settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.bare_find"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
