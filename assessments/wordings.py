"""Question versions as papers use them, kept in the process: a version that was drawn never changes."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock

from . import items
from .items import Kind
from .models import QuestionVersion

KEPT = 2000


@dataclass(frozen=True)
class Wording:
    """A version's kind and content, and the module it belongs to."""

    version_id: int
    kind: Kind
    body: Mapping
    module: int


_kept: "OrderedDict[int, Wording]" = OrderedDict()
_lock = Lock()


def wordings(version_ids: Iterable[int]) -> dict[int, Wording]:
    """The wordings of drawn versions: no query for those this process has met, one for the rest together."""
    wanted = set(version_ids)
    with _lock:
        found = {pk: _kept[pk] for pk in wanted if pk in _kept}
    missing = wanted - set(found)
    if missing:
        rows = (
            QuestionVersion.objects.filter(pk__in=missing)
            .order_by()
            .values_list("pk", "kind", "body", "question__module")
        )
        fresh = {pk: Wording(pk, items.kind(kind), body, module) for pk, kind, body, module in rows}
        with _lock:
            _kept.update(fresh)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        found |= fresh
    return found


def forget() -> None:
    """For tests, which change what is never changed."""
    with _lock:
        _kept.clear()
