"""Reading settings from environment variables; what is wrong is collected and said in one go."""

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

problems: list[str] = []
PAIR = re.compile(r"[0-9A-Za-z._-]{1,40}:[0-9A-Za-z_-]{43}=?")


def text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default it is required, and its absence is a problem."""
    value = os.environ.get(name, default)
    if value is None or (default is None and not value.strip()):
        problems.append(f"{name} is not set. See the table of settings in README.md.")
        return ""
    return value


def whole(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        problems.append(f"{name} must be a whole number, not {value!r}.")
        return default


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    problems.append(f"{name} must be yes or no, not {value!r}.")
    return default


def scanner(name: str) -> str:
    """Where a virus scanner listens: "host:port", "unix:/path/of/the/socket", or "" where there is none."""
    value = os.environ.get(name, "").strip()
    if not value:
        return ""
    if value.startswith("unix:"):
        sound = value.startswith("unix:/") and len(value) > len("unix:/")
    else:
        host, _colon, port = value.rpartition(":")
        sound = bool(host) and "/" not in host and port.isdecimal() and 0 < int(port) < 65536
    if not sound:
        problems.append(f"{name} must be host:port or unix:/path/of/the/socket, not {value!r}.")
    return value if sound else ""


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def signing_keys(name: str, *, outside: Path) -> str:
    """A folder of private keys outside `outside`, or the keys themselves: "kid:seed,kid:seed". Its value is never shown."""
    value = text(name).strip()
    if "/" in value:
        folder = Path(value)
        if not folder.is_absolute() or not folder.is_dir():
            problems.append(
                f"{name} must name a folder that exists, from / on: private signing keys stand there."
            )
        elif folder.resolve().is_relative_to(outside.resolve()):
            problems.append(
                f"{name} must be a folder outside the program's own, so that no key is ever packed with it."
            )
    elif value and not all(PAIR.fullmatch(part.strip()) for part in value.split(",")):
        problems.append(
            f"{name} must be a folder, or kid:seed pairs joined by commas (a seed is 32 bytes in base64url)."
        )
    return value


def database(name: str, default: str | None = None) -> dict:
    """A postgres://user:password@host:port/name?option=value or sqlite:///path address as Django's dict."""
    address = text(name, default)
    parts = urlsplit(address)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            # Compiling a query that reads a few hundred rows takes longer than the query: 30 ms become 500.
            "OPTIONS": {"options": "-c jit=off"} | dict(parse_qsl(parts.query)),
        }
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path))
    if address:
        problems.append(f"{name} must start with postgres:// or sqlite://.")
    return sqlite(":memory:")


def sqlite(path: str) -> dict:
    """SQLite as several processes can share it: WAL, writers queue at BEGIN, no mmap."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        },
    }


def stop_if_wrong() -> None:
    """Stop the start with every problem in words."""
    if problems:
        raise SystemExit("Tirek cannot start:\n" + "\n".join(f"  - {problem}" for problem in problems))
