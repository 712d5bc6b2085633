"""The embedded default: one machine, no server, no key to fill in."""

import secrets

from .base import *  # noqa: F403
from .base import VAR_DIR, env

VAR_DIR.mkdir(exist_ok=True)


def own_key(name: str) -> str:
    """A key of this installation's own, made at the first start and kept beside its data."""
    path = VAR_DIR / name
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()


TIREK_DEMO = True
PORT = env.whole("PORT", 8000)
SECRET_KEY = own_key("secret_key")
IIN_KEY = own_key("iin_key")
DATABASES = {"default": env.sqlite(str(VAR_DIR / "tirek.sqlite3"))}
EMAIL_BACKEND = "cms.mail.FileAndConsoleBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = "Tirek <no-reply@tirek.example>"
ALLOWED_HOSTS = ["*"]
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{PORT}"
TIREK_VERIFY_BASE = env.text("TIREK_VERIFY_BASE", f"http://127.0.0.1:{PORT}/v/")
TIREK_SIGNING_KEYS = VAR_DIR / "keys"
TIREK_MAKES_KEYS = True
CSRF_TRUSTED_ORIGINS = env.words("TIREK_ORIGINS")
# Cheap to start and to look at: no hashed names, so collectstatic is not needed.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
env.stop_if_wrong()
