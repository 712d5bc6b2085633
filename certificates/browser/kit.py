"""What the verifying browser carries with it: the files it keeps for work without a network, and the words it says."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse

# Reached by their own (hashed) names from the pages.
NAMED = (
    "css/tirek.css",
    "css/screens.css",
    "css/client.css",
    "js/theme.js",
    "js/tirek.js",
    "js/verify/page.js",
    "js/verify/offline.js",
    "js/verify/drop.js",
    "js/verify/scan.js",
    "icons/favicon.svg",
    "fonts/golos-text-core-latin.woff2",
    "fonts/golos-text-core-cyrillic.woff2",
    "fonts/golos-text-core-kazakh.woff2",
    "fonts/literata-core-signs.woff2",
    "fonts/literata-core-latin.woff2",
    "fonts/literata-core-cyrillic.woff2",
    "fonts/literata-core-kazakh.woff2",
    "fonts/golos-text-cyrillic.woff2",
    "fonts/golos-text-cyrillic-ext.woff2",
    "fonts/golos-text-latin.woff2",
    "fonts/literata-cyrillic.woff2",
    "fonts/literata-cyrillic-ext.woff2",
    "fonts/literata-latin.woff2",
)
# Reached by modules, which import by plain relative names.
IMPORTED = (
    "js/verify/addresses.js",
    "js/verify/batch.js",
    "js/verify/cose.js",
    "js/verify/files.js",
    "js/verify/judge.js",
    "js/verify/pictures.js",
    "js/verify/settle.js",
    "js/verify/show.js",
    "js/verify/stock.js",
    "js/verify/table.js",
    "js/verify/words.js",
    "vendor/tiny-cbor/index.js",
    "vendor/tiny-cbor/cbor/cbor.js",
    "vendor/tiny-cbor/cbor/cbor_internal.js",
    "vendor/noble-ed25519/index.js",
    "vendor/qr/decode.js",
    "vendor/qr/index.js",
)
WORKER = "js/verify/worker.js"


# Their words are in the pages that are kept.
TEMPLATES = (
    "base.html",
    "public.html",
    "certificates/offline.html",
    "certificates/scan.html",
    "certificates/drop.html",
)


def _read(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"The static file {name} is missing.")
    return Path(found).read_bytes()


@lru_cache(maxsize=1)
def version() -> str:
    """A name for the bytes of everything that is kept; read once, for they change with a release alone."""
    digest = hashlib.sha256()
    for name in (*NAMED, *IMPORTED, WORKER):
        digest.update(name.encode() + b"\0" + _read(name))
    for name in TEMPLATES:
        digest.update(Path(get_template(name).origin.name).read_bytes())
    for folder in settings.LOCALE_PATHS:
        for catalogue in sorted(Path(folder).glob("*/LC_MESSAGES/django.mo")):
            digest.update(catalogue.read_bytes())
    return digest.hexdigest()[:16]


def shelf() -> dict[str, object]:
    """What the worker keeps: a version that follows the files' bytes, addresses of files, of pages, and of data."""
    languages = [code for code, _name in settings.LANGUAGES]
    return {
        "version": version(),
        "languages": languages,
        "offline": reverse("verify_offline"),
        "pages": [reverse(name) for name in ("verify_offline", "verify_scan", "verify_file")],
        "files": [*(static(name) for name in NAMED), *(settings.STATIC_URL + name for name in IMPORTED)],
        "data": [reverse("public_keys"), reverse("offline_status")],
    }


def worker() -> str:
    """The worker's text: its list, then the program as it stands."""
    return f"const SHELF = {json.dumps(shelf())};\n{_read(WORKER).decode()}"
