"""Hours of a programme: topics add up to modules, modules to the whole (pure functions).

Source: programme A, thematic plan (80 hours); programme B, thematic plan and section 7 (declared split).
"""

from dataclasses import dataclass, field

KINDS = ("lecture", "practice", "self_study", "final")


@dataclass(frozen=True)
class TopicHours:
    key: str
    lecture: int = 0
    practice: int = 0
    self_study: int = 0
    final: int = 0

    @property
    def total(self) -> int:
        """Contact hours: independent study is planned but has no contact hours."""
        return self.lecture + self.practice + self.final


@dataclass(frozen=True)
class ModuleHours:
    number: int
    declared: int
    topics: tuple[TopicHours, ...]

    @property
    def total(self) -> int:
        return sum(topic.total for topic in self.topics)


@dataclass(frozen=True)
class Finding:
    """A fault in the table of hours: `code` with the figures a sentence needs."""

    code: str
    values: dict = field(default_factory=dict)


def by_kind(modules: tuple[ModuleHours, ...]) -> dict[str, int]:
    """Hours of each kind over all topics."""
    return {
        kind: sum(getattr(topic, kind) for module in modules for topic in module.topics) for kind in KINDS
    }


def faults(modules: tuple[ModuleHours, ...], *, total: int) -> list[Finding]:
    """Everything that keeps a cohort from opening: empty plan, negative hours, sums that disagree."""
    found: list[Finding] = []
    if not modules:
        return [Finding("empty")]
    for module in modules:
        if not module.topics:
            found.append(Finding("module_empty", {"module": module.number}))
        for topic in module.topics:
            if min(topic.lecture, topic.practice, topic.self_study, topic.final) < 0 or topic.total == 0:
                found.append(Finding("topic_without_hours", {"topic": topic.key}))
        if module.total != module.declared:
            found.append(
                Finding(
                    "module_sum", {"module": module.number, "sum": module.total, "declared": module.declared}
                )
            )
    whole = sum(module.total for module in modules)
    if whole != total:
        found.append(Finding("total_sum", {"sum": whole, "declared": total}))
    return found


def split_conflict(
    modules: tuple[ModuleHours, ...], *, declared: dict[str, int] | None
) -> dict[str, tuple[int, int]]:
    """Kinds whose declared hours differ from the table: kind -> (declared, by the table). Empty: no conflict."""
    if not declared:
        return {}
    table = by_kind(modules)
    return {
        kind: (int(declared.get(kind, 0)), table[kind])
        for kind in KINDS
        if int(declared.get(kind, 0)) != table[kind]
    }
