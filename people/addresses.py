"""What a list is narrowed by, read from an address and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode


@dataclass(frozen=True)
class FromAddress:
    """Base of frozen dataclasses of texts, of which the empty one means all."""

    @classmethod
    def told(cls, query: Mapping[str, Any]) -> dict[str, str]:
        """Each field's text in the query, not yet judged; without the sign that PostgreSQL refuses to look for."""
        return {
            field.name: str(query.get(field.name, "")).replace("\0", "").strip()[:80] for field in fields(cls)
        }

    def query(self, **changes: str) -> str:
        """The address's query with these changes: "?kind=notice"; "?" for none."""
        told: Self = replace(self, **changes)
        named = ((field.name, getattr(told, field.name)) for field in fields(told))
        return "?" + urlencode([(name, value) for name, value in named if value])
