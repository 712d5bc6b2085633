"""What kinds read from a body alike: yes or no, names, credit, the texts in their order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

_NAME = re.compile(r"[A-Za-z0-9_-]{1,20}")


def is_on(value: object) -> bool:
    """A yes or no; content files hold it as a word."""
    return str(value).lower() != "false"


def name_faults(names: Sequence[Any]) -> list[str]:
    """Names stand in responses and must not hold what parts those (“:”, “/”, “.”)."""
    wrong = [str(name) for name in names if not _NAME.fullmatch(str(name))]
    if not wrong:
        return []
    return [
        _("A name may hold Latin letters, digits, “_” and “-”, at most 20: %(names)s.")
        % {"names": ", ".join(wrong)}
    ]


def credit_faults(body: Mapping) -> list[str]:
    if body.get("credit", "whole") in ("whole", "partial"):
        return []
    return [_("Credit is either “whole” or “partial”.")]


def entries(body: Mapping, language: str, name: str) -> list[str]:
    """The texts of a list or of a mapping id → text; none while it is not written yet."""
    own = (body.get(language) or {}).get(name) or []
    return [str(text) for text in (own.values() if isinstance(own, Mapping) else own)]


def worded(body: Mapping, language: str, between: Iterable[str] = ()) -> list[str]:
    """Stem, what stands between, explanation; without what is empty."""
    own = body.get(language) or {}
    return [text for text in (str(own.get("stem", "")), *between, str(own.get("explanation", ""))) if text]
