"""What an audit of the database reports, and the check every floor repeats: a status is its last transition."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model, OuterRef, Subquery


@dataclass(frozen=True)
class Breach:
    """Something that must hold and does not. `point`: its number among the things that must always hold."""

    point: int
    what: str

    def __str__(self) -> str:
        return f"[{self.point}] {self.what}"


def status_without_transition(model: type[Model], *, name: str) -> Iterator[Breach]:
    """Records whose status is not where their last recorded move led."""
    transitions = model._meta.get_field("transitions").related_model
    key = model._meta.get_field("transitions").field.name
    last = transitions.objects.filter(**{key: OuterRef("pk")}).order_by("-at", "-pk").values("to_status")[:1]
    for pk, status, moved in model.objects.annotate(moved=Subquery(last)).values_list(
        "pk", "status", "moved"
    ):
        if moved is not None and moved != status:
            yield Breach(10, f"{name} {pk} is “{status}” but its last recorded move led to “{moved}”")
