"""Terms in days an edition may set as a parameter, with what holds where it does not."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

# None of these terms was found in a text in force: each is a provider's decision until it is.
DEFAULTS: Mapping[str, int] = MappingProxyType(
    {
        "appeal_days": 10,  # from the day a result is decided, for lodging an appeal
        "appeal_answer_days": 10,  # from the day an appeal is lodged, for deciding it
        "plan_retention_days": 30,  # after the appeal term, before a support plan is erased
    }
)


class HasParameters(Protocol):
    def parameter(self, name: str) -> Any: ...


def term(edition: HasParameters, name: str) -> int:
    """The term in whole days: the edition's parameter, or the default. KeyError for a name without a default."""
    default = DEFAULTS[name]
    try:
        return int(edition.parameter(name))
    except KeyError:
        return default
