"""Reading content files so that every fault is named by file and line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Fault:
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class LoadErrors(Exception):
    """Faults found in content files, all of them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass
class Report:
    """What a load did: names of what was created, updated, unchanged, kept (an editor's text stands)."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def add(self, what: str, name: str) -> None:
        getattr(self, what).append(name)


Say = Callable[[str], None]


class Row(dict):
    """A mapping that remembers the line it began on."""

    line: int = 1


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Row:
    row = Row(loader.construct_mapping(node, deep=True))
    row.line = node.start_mark.line + 1
    if len(row) != len(node.value):
        raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
    return row


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


class Reader:
    """Collects faults while files are read; `stop_if_faulty` raises them together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def name(self, path: Path) -> str:
        return str(path.relative_to(self.folder.parent))

    def fault(self, path: Path, line: int, reason: str) -> None:
        self.faults.append(Fault(self.name(path), line, reason))

    def stop_if_faulty(self) -> None:
        if self.faults:
            raise LoadErrors(self.faults)

    def text(self, path: Path) -> str:
        if not path.exists():
            self.fault(path, 1, "the file is missing")
            return ""
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            self.fault(path, 1, f"not UTF-8 text: {error.reason}")
            return ""

    def yaml(self, path: Path, text: str | None = None, *, first_line: int = 1) -> Any:
        """The file's YAML, or None with a fault noted."""
        text = self.text(path) if text is None else text
        if not text.strip():
            if not any(fault.file == self.name(path) for fault in self.faults):
                self.fault(path, first_line, "nothing is written here")
            return None
        try:
            return yaml.load(text, Loader=_Loader)  # noqa: S506  (a SafeLoader that counts lines)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line if error.problem_mark else 0
            self.fault(path, first_line + line, f"not YAML: {error.problem}")
        return None

    def need(self, path: Path, row: Any, key: str, kind: type | tuple[type, ...], *, offset: int = 0) -> Any:
        """A required value of a row; None with a fault noted where it is missing or of another kind."""
        line = getattr(row, "line", 1) + offset
        if not isinstance(row, dict):
            self.fault(path, line, f"a mapping with “{key}” was expected")
            return None
        if key not in row or row[key] is None or row[key] == "":
            self.fault(path, line, f"“{key}” is missing")
            return None
        value = row[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            names = kind.__name__ if isinstance(kind, type) else " or ".join(one.__name__ for one in kind)
            self.fault(path, line, f"“{key}” must be {names}, not {value!r}")
            return None
        return value

    def texts(
        self, path: Path, row: Any, key: str, languages: tuple[str, ...] = ("kk", "ru")
    ) -> dict[str, str]:
        """A required text in several languages: {"kk": …, "ru": …}."""
        value = self.need(path, row, key, dict)
        if value is None:
            return dict.fromkeys(languages, "")
        for language in languages:
            self.need(path, value, language, str)
        return {language: str(value.get(language) or "").strip() for language in {*languages, *value}}
