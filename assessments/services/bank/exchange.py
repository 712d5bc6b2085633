"""Taking questions in from files and giving them out: what a file would do, and doing it in one transaction.

A row with a key is that question, or a new one of that key; a row without one is the question that asks just the same,
or a new one. Nothing is overwritten: what changes becomes a draft, by bank.py.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import Refusal
from people.models import User

from ...exchange import FORMATS, Row
from ...exchange.rows import SHAPES, plain
from ...models import QuestionVersion
from . import bank
from .exchange_plan import (
    CHANGED,
    COMPLETES,
    NEW,
    SAME,
    STATES,
    STOPPED,
    Planner,
    PreviewRow,
    modules_by_topic,
    outcomes_of,
)


@dataclass(frozen=True)
class Preview:
    """`at`: when it was looked at; the bank may have moved on since."""

    rows: list[PreviewRow]
    at: datetime

    @property
    def counts(self) -> dict[str, int]:
        """State → how many rows, every state named."""
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in STATES}

    @property
    def is_empty(self) -> bool:
        return not any(row.is_taken for row in self.rows)


@dataclass(frozen=True)
class Taken:
    """A row that was taken in, and the version that holds it now."""

    place: str
    key: str
    state: str
    version: QuestionVersion


@dataclass(frozen=True)
class Report:
    """What an import did. `left`: rows it left out, with the reason; `unchanged`: how many stood already."""

    taken: list[Taken]
    left: list[PreviewRow]
    unchanged: int

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(one.state for one in self.taken)
        return {**{state: counted[state] for state in (NEW, CHANGED, COMPLETES)}, SAME: self.unchanged} | {
            STOPPED: len(self.left)
        }


@dataclass(frozen=True)
class Exported:
    """A file to hand out. `left_out`: question's key → what the file does not hold of it."""

    name: str
    media_type: str
    data: bytes = field(repr=False)
    left_out: dict[str, list[str]] = field(default_factory=dict)


def preview(
    *, data: bytes, format: str, language: str, programme_code: str, at: datetime, topic_key: str = ""
) -> Preview:
    """What a file would do; writes nothing. `topic_key`: where new questions belong that name no topic.

    Raises Unreadable (a Refusal) where the file as a whole cannot be read.
    """
    rows = FORMATS[format].read(data, language=language)
    return Preview(rows=Planner(programme_code, topic_key, rows).plan(), at=at)


@transaction.atomic
def import_rows(
    *,
    data: bytes,
    format: str,
    language: str,
    programme_code: str,
    at: datetime,
    actor: User,
    topic_key: str = "",
    numbers: Collection[int] | None = None,
) -> Report:
    """Take a file in: drafts for what is new or differs, nothing for what stands already, so that twice is once.

    `numbers`: only these rows of the preview (all of them when left out). Rows that cannot be taken in are left out and
    named; a refusal of the bank itself undoes all of it.
    """
    bank.may_write(actor)
    planned = preview(
        data=data, format=format, language=language, programme_code=programme_code, at=at, topic_key=topic_key
    ).rows
    wanted = [row for row in planned if numbers is None or row.number in numbers]
    note = _("Taken in from a file: %(format)s") % {"format": FORMATS[format].title}
    taken = [
        Taken(row.place, version.question.key, row.state, version)
        for row in wanted
        if row.is_taken
        for version in [_write(row, programme_code, note=note, at=at, actor=actor)]
    ]
    return Report(
        taken=taken,
        left=[row for row in wanted if row.state == STOPPED],
        unchanged=sum(row.state == SAME for row in wanted),
    )


def _write(row: PreviewRow, programme_code: str, *, note: str, at: datetime, actor: User) -> QuestionVersion:
    if row.question_id is None:
        assert row.module is not None  # noqa: S101  (a new row without a module is stopped)
        return bank.create_question(
            programme_code=programme_code,
            module=row.module,
            topic_key=row.topic,
            kind=row.kind,
            body=row.body,
            difficulty=row.difficulty,
            outcome=row.outcome,
            at=at,
            actor=actor,
            key=row.key or None,
            is_practice=bool(row.practice),
            note=note,
        )
    try:
        return bank.save_version(
            question_id=row.question_id,
            kind=row.kind,
            body=row.body,
            difficulty=row.difficulty,
            outcome=row.outcome,
            module=row.module,
            topic_key=row.topic,
            is_practice=row.practice,
            seen=row.seen,
            note=note,
            at=at,
            actor=actor,
        )
    except bank.Stale as stale:
        raise Refusal(
            _("The question %(key)s was changed in the meantime. Look at the file once more.")
            % {"key": row.key},
            code="stale",
        ) from stale


def export_questions(
    *, question_ids: Iterable[int], format: str, language: str = "", template_of: str = ""
) -> Exported:
    """The newest wording of each question as a file, by key; `template_of`: a programme whose topics a worksheet offers.

    Without questions a worksheet is the template to fill in.
    """
    own = FORMATS[format]
    versions = sorted(bank.newest_of(question_ids).values(), key=lambda version: version.question.key)
    rows = [row_of(version) for version in versions if version.kind in SHAPES]
    left_out = {row.key: own.left_out(row, language=language) for row in rows}
    left_out |= {
        version.question.key: [_("Questions of this kind cannot be written to a file.")]
        for version in versions
        if version.kind not in SHAPES
    }
    options: dict[str, Sequence[str]] = {}
    if not own.per_language and template_of:
        options = {"topics": list(modules_by_topic(template_of)), "outcomes": outcomes_of(template_of)}
    return Exported(
        name=f"questions{f'-{language}' if own.per_language else ''}{own.suffix}",
        media_type=own.media_type,
        data=own.write(rows, language=language, **options),
        left_out={key: sentences for key, sentences in left_out.items() if sentences},
    )


def row_of(version: QuestionVersion) -> Row:
    """A version as files hold it."""
    question = version.question
    return Row(
        place=question.key,
        key=question.key,
        topic=question.topic_key,
        kind=version.kind,
        difficulty=version.difficulty,
        outcome=version.outcome,
        # Only "practice" is said: a file that lies for a while takes no question out of practice.
        practice=question.is_practice or None,
        body=plain(version.kind, version.body),
    )
