"""Assessment files of a programme: scheme, quizzes, rubrics, assignments, and the questions of each module."""

from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils import translation

from courses.loader.files import Reader, Report, Row, Say
from courses.models import ProgrammeEdition

from .. import items
from ..models import Assignment, Question, QuestionVersion, Quiz, Scheme
from ..rules import blueprint
from ..rules import scheme as scheme_rules
from ..services.bank import bank
from . import assignments as loader_assignments
from . import comments as comment_loading
from . import rubrics as loader_rubrics

THREE = ("kk", "ru", "en")
QUIZ_FIELDS = ("mode", "minutes", "attempts", "feedback", "credit", "per_page", "log_focus")


@dataclass
class ParsedAssessment:
    """The assessment part of a programme's folder, checked."""

    folder: Path
    scheme: Row
    quizzes: list[Row] = field(default_factory=list)
    rubrics: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)
    questions: list[tuple[int, Row]] = field(default_factory=list)


def parse(folder: Path, *, modules: list[int], topics: set[str]) -> ParsedAssessment:
    """Read assessment.yaml and every questions.yaml; raises LoadErrors with every fault by file and line."""
    reader = Reader(folder)
    path = folder / "assessment.yaml"
    row = reader.yaml(path)
    parsed = ParsedAssessment(folder=folder, scheme=Row())
    if isinstance(row, Row):
        parsed.scheme = _scheme(reader, path, row)
        parsed.rubrics = [loader_rubrics.check(reader, path, one) for one in row.get("rubrics") or []]
        parsed.quizzes = [_quiz(reader, path, one) for one in row.get("quizzes") or []]
        parsed.assignments = [
            loader_assignments.check(reader, path, one) for one in row.get("assignments") or []
        ]
        _cross_check(reader, path, parsed)
    elif row is not None:
        reader.fault(path, 1, "a mapping was expected")
    seen: set[str] = set()
    for module in modules:
        for question in _questions(reader, folder / f"m{module}" / "questions.yaml", topics, seen):
            parsed.questions.append((module, question))
    reader.stop_if_faulty()
    return parsed


def _scheme(reader: Reader, path: Path, row: Row) -> Row:
    scheme = reader.need(path, row, "scheme", dict) or Row()
    for name, kind in (("formula", str), ("pass_mark", str), ("components", list), ("bands", list)):
        reader.need(path, scheme, name, kind)
    for component in scheme.get("components") or []:
        reader.need(path, component, "key", str)
        reader.need(path, component, "maximum", str)
        reader.texts(path, component, "title", THREE)
    for band in scheme.get("bands") or []:
        reader.need(path, band, "key", str)
        reader.need(path, band, "floor", str)
        reader.texts(path, band, "title", THREE)
    if not reader.faults:
        try:
            scheme_rules.read(scheme)
        except (scheme_rules.SchemeFault, KeyError) as error:
            reader.fault(path, getattr(scheme, "line", 1), f"scheme: {error}")
    return scheme


def _quiz(reader: Reader, path: Path, row: Row) -> Row:
    for name, kind in (("key", str), ("mode", str), ("minutes", int), ("attempts", int), ("blueprint", dict)):
        reader.need(path, row, name, kind)
    reader.texts(path, row, "title", THREE)
    for name, allowed in (("mode", Quiz.Mode), ("feedback", Quiz.Feedback), ("credit", Quiz.Credit)):
        if name in row and row[name] not in allowed.values:
            reader.fault(
                path, row.line, f"there is no {name} {row[name]!r}; use {' or '.join(allowed.values)}"
            )
    try:
        blueprint.read(row.get("blueprint") or {})
    except ValueError as error:
        reader.fault(path, row.line, str(error))
    return row


def _cross_check(reader: Reader, path: Path, parsed: ParsedAssessment) -> None:
    quizzes = {row.get("key") for row in parsed.quizzes}
    rubrics = {row.get("key"): row for row in parsed.rubrics}
    assignments = {row.get("key"): row for row in parsed.assignments}
    for row in parsed.assignments:
        if row.get("rubric") not in rubrics:
            reader.fault(path, row.line, f"there is no rubric {row.get('rubric')!r}")
    for component in parsed.scheme.get("components") or []:
        if component.get("source") == "quiz" and component.get("quiz") not in quizzes:
            reader.fault(path, component.line, f"there is no quiz {component.get('quiz')!r}")
        if component.get("source") == "assignment":
            assignment = assignments.get(component.get("assignment"))
            if assignment is None:
                reader.fault(path, component.line, f"there is no assignment {component.get('assignment')!r}")
                continue
            criteria = {
                one.get("key") for one in rubrics.get(assignment.get("rubric"), {}).get("criteria") or []
            }
            if component.get("criterion") and component["criterion"] not in criteria:
                reader.fault(path, component.line, f"the rubric has no criterion {component['criterion']!r}")


def _questions(reader: Reader, path: Path, topics: set[str], seen: set[str]) -> list[Row]:
    rows = reader.yaml(path)
    if rows is None:
        return []
    if not isinstance(rows, list):
        reader.fault(path, 1, "a list of questions was expected")
        return []
    for row in rows:
        key = reader.need(path, row, "key", str)
        topic = reader.need(path, row, "topic", str)
        kind = reader.need(path, row, "kind", str)
        if key in seen:
            reader.fault(path, row.line, f"question {key} stands twice")
        seen.add(key or "")
        if topic and topic not in topics:
            reader.fault(path, row.line, f"there is no topic {topic}")
        if kind and kind not in items.KINDS:
            reader.fault(path, row.line, f"there is no kind {kind}; use {' or '.join(items.KINDS)}")
        elif kind:
            with translation.override("en"):  # the loader speaks English throughout
                for fault in items.kind(kind).faults(body_of(row)):
                    reader.fault(path, row.line, f"{key}: {fault}")
        if row.get("status", "ready") not in QuestionVersion.Status.values:
            known = " or ".join(QuestionVersion.Status.values)
            reader.fault(path, row.line, f"{key}: there is no status {row['status']!r}; use {known}")
        if row.get("difficulty", 2) not in (1, 2, 3):
            reader.fault(path, row.line, f"{key}: difficulty is 1, 2 or 3")
    return rows


# What stays a truth or a number; everything else is text.
TYPED = {"shuffle", "fold", "points"}
OWN = {"key", "topic", "kind", "difficulty", "outcome", "practice", "status"}


def body_of(row: Row) -> dict:
    """What the kind needs: everything but the tags, texts without outer spaces, letters and numbers as text."""
    body = _text({key: value for key, value in row.items() if key not in OWN})
    body["shuffle"] = bool(row.get("shuffle", True))
    return body


def _text(value):
    if isinstance(value, dict):
        return {str(key): one if key in TYPED else _text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_text(one) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip() if value is not None else ""


@transaction.atomic
def apply(
    parsed: ParsedAssessment, *, edition: ProgrammeEdition, overwrite: bool = False, say: Say = print
) -> Report:
    """Create or update scheme, quizzes, rubrics, assignments and questions of an edition.

    Used wordings are never edited: a changed question or rubric gets its next version. Running cohorts keep the
    copy they froze. A question or rubric that an editor changed since is kept and named unless `overwrite`, and so are a
    question's topic and use; no load takes a question out of practice that was drawn there.
    """
    report = Report()
    code = edition.code
    content = plain(parsed.scheme)
    _upsert(report, f"scheme {code}", Scheme, {"edition": edition}, {"content": content})
    for row in parsed.quizzes:
        values = {name: row[name] for name in QUIZ_FIELDS if name in row}
        values["blueprint"] = plain(row["blueprint"])
        values["title_texts"] = plain(row["title"])
        _upsert(report, f"quiz {code}/{row['key']}", Quiz, {"edition": edition, "key": row["key"]}, values)
    loaded = {
        row["key"]: loader_rubrics.apply(report, edition, row, overwrite=overwrite, say=say)
        for row in parsed.rubrics
    }
    for row in parsed.assignments:
        values = {**loader_assignments.values(row), "rubric": loaded[row["rubric"]]}
        name = f"assignment {code}/{row['key']}"
        _upsert(report, name, Assignment, {"edition": edition, "key": row["key"]}, values)
    _apply_questions(report, parsed, code, overwrite=overwrite, say=say)
    comment_loading.apply(report, parsed.folder, edition)
    return report


def plain(value):
    """Rows as plain dicts, so that equal content compares equal after a round trip through the database."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def _upsert(report: Report, name: str, model, where: dict, values: dict):
    stored = model.objects.filter(**where).first()
    if stored is None:
        stored = model.objects.create(**where, **values)
        report.add("created", name)
    elif any(getattr(stored, key) != value for key, value in values.items()):
        for key, value in values.items():
            setattr(stored, key, value)
        stored.save()
        report.add("updated", name)
    else:
        report.add("unchanged", name)
    return stored


def _apply_questions(
    report: Report, parsed: ParsedAssessment, code: str, *, overwrite: bool, say: Say
) -> None:
    standing = {question.key: question for question in Question.objects.filter(programme_code=code)}
    latest: dict[int, QuestionVersion] = {}
    for version in QuestionVersion.objects.filter(question__programme_code=code).order_by("number"):
        latest[version.question_id] = version
    used = set(
        QuestionVersion.objects.filter(question__programme_code=code, used_in__isnull=False).values_list(
            "pk", flat=True
        )
    )
    for module, row in parsed.questions:
        name = f"question {row['key']}"
        question = standing.get(row["key"])
        if question is None:
            place = _place(module, row)
            question = Question.objects.create(
                key=row["key"], programme_code=code, **_placed(place), loaded=place
            )
            placed = "unchanged"
        else:
            placed = _apply_place(question, _place(module, row), name, overwrite=overwrite, say=say)
        version = latest.get(question.pk)
        worded = _apply_wording(
            question,
            version,
            row,
            name,
            overwrite=overwrite,
            say=say,
            is_used=version is not None and version.pk in used,
        )
        for what in {placed, worded} - {"unchanged"} or {"unchanged"}:
            report.add(what, name)


def _place(module: int, row: Row) -> dict:
    """Topic and use, in the form of `Question.loaded`."""
    return {"topic": [module, row["topic"]], "practice": bool(row.get("practice", False))}


def _placed(place: dict) -> dict:
    """The same as fields of a question."""
    module, topic_key = place["topic"]
    return {"module": module, "topic_key": topic_key, "is_practice": place["practice"]}


def _apply_place(question: Question, wanted: dict, name: str, *, overwrite: bool, say: Say) -> str:
    """Topic and use as the file has them, each unless an editor changed it since; what became of them."""
    stands = {"topic": [question.module, question.topic_key], "practice": question.is_practice}
    taken = dict(stands)
    for what, words in (("topic", "topic"), ("practice", "use")):
        if stands[what] == wanted[what]:
            continue
        if what == "practice" and stands[what] and bank.shown_in_practice([question.pk]):
            say(f"{name}: it was drawn in practice and stays there; the file differs")
        elif stands[what] != question.loaded.get(what) and not overwrite:
            say(f"{name}: an editor's {words} is kept; the file differs")
        else:
            taken[what] = wanted[what]
    # What was kept stays an editor's, whatever the next file says.
    loaded = question.loaded | {what: value for what, value in taken.items() if value == wanted[what]}
    if (taken, loaded) == (stands, question.loaded):
        return "unchanged" if taken == wanted else "kept"
    for field_name, value in _placed(taken).items():
        setattr(question, field_name, value)
    question.loaded = loaded
    question.save()
    if taken != wanted:
        return "kept"
    return "updated" if taken != stands else "unchanged"


def _apply_wording(
    question: Question,
    version: QuestionVersion | None,
    row: Row,
    name: str,
    *,
    overwrite: bool,
    say: Say,
    is_used: bool,
) -> str:
    """The file's wording and its tags as the newest version; what became of it. Nothing that was drawn is edited."""
    body, tags = body_of(row), {"difficulty": row.get("difficulty", 2), "outcome": row.get("outcome") or ""}
    digest = scheme_rules.content_hash({"kind": row["kind"], "body": body})
    status = QuestionVersion.Status.READY
    if version is None:  # a bank that is moved: what was retired or not yet ready stays so
        status = QuestionVersion.Status(row.get("status", status))
    else:
        is_same = version.content_hash == digest
        if is_same and (version.difficulty, version.outcome) == (tags["difficulty"], tags["outcome"]):
            return "unchanged"
        is_editors = version.created_by_id is not None
        if is_editors and not overwrite:
            say(f"{name}: an editor's version {version.number} is kept; the file differs")
            return "kept"
        if is_same and not is_editors and not is_used:
            QuestionVersion.objects.filter(pk=version.pk).update(**tags)
            question.save()  # drawn banks are renewed by its day
            return "updated"
        if is_same and not is_editors:
            # Other tags alone bring nothing back that was retired.
            status = QuestionVersion.Status(version.status)
        if status == QuestionVersion.Status.READY:
            QuestionVersion.objects.filter(question=question, status=status).update(status="retired")
    QuestionVersion.objects.create(
        question=question,
        number=version.number + 1 if version else 1,
        status=status,
        kind=row["kind"],
        body=body,
        content_hash=digest,
        **tags,
    )
    return "updated" if version else "created"
