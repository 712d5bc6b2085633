"""Where a question belongs: topics and learning results of the programmes, as lists to choose from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.models import EditionModule, EditionTopic

from ...presentation import text_in

Choices = list[tuple[str, str | list[tuple[str, str]]]]


@dataclass(frozen=True)
class Topic:
    """A topic of the newest edition that has it. `value` names it in forms."""

    programme_code: str
    module: int
    module_title: str
    key: str
    number: str
    title: str

    @property
    def value(self) -> str:
        return f"{self.programme_code}/{self.module}/{self.key}"

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}"


def topics() -> list[Topic]:
    """Every topic of every programme once, in the programmes' order (one query)."""
    rows = EditionTopic.objects.select_related("module__edition").order_by(
        "module__edition__code", "-module__edition__number", "module__number", "order"
    )
    found: dict[tuple[str, int, str], Topic] = {}
    for row in rows:
        code, module = row.module.edition.code, row.module
        found.setdefault(
            (code, module.number, row.key),
            Topic(
                programme_code=code,
                module=module.number,
                module_title=module.title,
                key=row.key,
                number=row.number,
                title=row.title,
            ),
        )
    return sorted(found.values(), key=lambda topic: (topic.programme_code, topic.module))


def grouped(rows: Iterable[Topic], *, by_key: bool = False) -> Choices:
    """Topics as groups of a list, one for each module; `by_key`: the value is the topic's key alone."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for topic in rows:
        group = _("Programme %(programme)s, module %(module)s. %(title)s") % {
            "programme": topic.programme_code,
            "module": topic.module,
            "title": topic.module_title,
        }
        groups.setdefault(group, []).append((topic.key if by_key else topic.value, topic.label))
    return list(groups.items())


def parsed(value: str) -> tuple[str, int, str] | None:
    """Programme, module and topic key of a value made by Topic.value."""
    code, _slash, rest = value.partition("/")
    module, _slash, key = rest.partition("/")
    return (code, int(module), key) if module.isdecimal() and key else None


def outcomes(programme_code: str = "") -> Choices:
    """Learning results of the modules, grouped by module (one query)."""
    modules = EditionModule.objects.select_related("edition").order_by(
        "edition__code", "-edition__number", "number"
    )
    if programme_code:
        modules = modules.filter(edition__code=programme_code)
    groups: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for module in modules:
        groups.setdefault((module.edition.code, module.number), _results(module.results))
    return [
        (
            _("Programme %(programme)s, module %(module)s") % {"programme": code, "module": number},
            results,
        )
        for (code, number), results in groups.items()
        if results
    ]


def _results(rows: Sequence[Mapping]) -> list[tuple[str, str]]:
    return [(row["id"], f"{row['id']} {text_in(row)}") for row in rows if row.get("id")]
