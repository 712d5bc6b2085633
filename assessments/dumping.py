"""The assessment files of a programme out of the site: scheme, quizzes, rubrics, works, comments, questions."""

from pathlib import Path
from typing import Any

from courses.dumping.files import Folder
from courses.dumping.words import ordered, written
from courses.loader.files import LoadErrors, Reader
from courses.models import ProgrammeEdition

from . import loader
from .loader import OWN, QUIZ_FIELDS
from .loader.comments import text_of, tidy
from .models import Assignment, BankComment, Question, QuestionVersion, Quiz, Rubric, Scheme

READY, RETIRED = QuestionVersion.Status.READY, QuestionVersion.Status.RETIRED
HOLDS_NOT = "a file cannot hold this as it stands"


def write(folder: Folder, edition: ProgrammeEdition, *, drafts: bool = False) -> None:
    """Write how an edition is assessed and the programme's bank; faults and notes are left on the folder.

    A question is written as it is in use; one without a ready wording with its `status`, and drafts with `drafts` alone.
    A rubric is written as its newest version says.
    """
    folder.write("assessment.yaml", written(_assessment(folder, edition)))
    comments = _comments(edition)
    if comments:
        folder.write("comments.yaml", written(comments))
    modules = list(edition.modules.values_list("number", flat=True))
    rows: dict[int, list[dict[str, Any]]] = {number: [] for number in modules}
    for question, version in _questions(folder, edition.code, drafts=drafts):
        if question.module not in rows:
            folder.faults.append(f"question {question.key}: the edition has no module {question.module}.")
        else:
            rows[question.module].append(_question(question, version))
    for number, questions in rows.items():
        folder.write(f"m{number}/questions.yaml", written(questions))


# assessment.yaml


def _assessment(folder: Folder, edition: ProgrammeEdition) -> dict[str, Any]:
    scheme = Scheme.objects.filter(edition=edition).first()
    if scheme is None:
        folder.faults.append(f"edition {edition.code}/{edition.number}: it has no assessment scheme yet.")
        return {}
    return {
        "scheme": ordered(scheme.content),
        "quizzes": [_quiz(quiz) for quiz in Quiz.objects.filter(edition=edition).order_by("pk")],
        "rubrics": _rubrics(folder, edition),
        "assignments": [
            _assignment(work)
            for work in Assignment.objects.filter(edition=edition).select_related("rubric").order_by("pk")
        ],
    }


def _quiz(quiz: Quiz) -> dict[str, Any]:
    blueprint = ordered(quiz.blueprint)
    return {
        "key": quiz.key,
        **{name: getattr(quiz, name) for name in QUIZ_FIELDS},
        "blueprint": {int(name) if name.isdecimal() else name: value for name, value in blueprint.items()},
        "title": ordered(quiz.title_texts),
    }


def _rubrics(folder: Folder, edition: ProgrammeEdition) -> list[dict[str, Any]]:
    found = []
    for rubric in Rubric.objects.filter(edition=edition).prefetch_related("versions").order_by("pk"):
        versions = list(rubric.versions.all())
        if not versions:
            folder.faults.append(f"rubric {edition.code}/{rubric.key}: it has no criteria yet.")
            continue
        content = {name: value for name, value in versions[0].content.items() if name != "again"}
        found.append({"key": rubric.key, "title": ordered(rubric.title_texts), **ordered(content)})
    return found


def _assignment(work: Assignment) -> dict[str, Any]:
    late: dict[str, Any] = {"policy": work.late}
    if work.late_days:
        late["days"] = work.late_days
    return {
        "key": work.key,
        "kind": work.kind,
        "group": work.is_group,
        "rubric": work.rubric.key,
        "title": ordered(work.title_texts),
        "goal": ordered(work.goal),
        **({"form": ordered(work.form)} if work.form else {}),
        **({"literature": ordered(work.literature)} if work.literature else {}),
        "late": late,
        "instructions": ordered(work.instructions),
    }


# comments.yaml


def _comments(edition: ProgrammeEdition) -> list[dict[str, Any]]:
    """Shared comments that are in use; a marker's own ones stay theirs."""
    rows = BankComment.objects.filter(rubric__edition=edition, owner__isnull=True, is_removed=False)
    return [
        {
            "rubric": comment.rubric.key,
            **({"criterion": comment.criterion} if comment.criterion else {}),
            "kk": comment.text_kk,
            "ru": comment.text_ru,
        }
        for comment in rows.select_related("rubric").order_by("rubric_id", "pk")
    ]


# questions.yaml


def _questions(folder: Folder, code: str, *, drafts: bool) -> list[tuple[Question, QuestionVersion]]:
    """Each question with the wording that is written (two queries)."""
    found = []
    questions = Question.objects.filter(programme_code=code).prefetch_related("versions").order_by("key")
    for question in questions:
        versions = list(question.versions.all())  # the newest first
        ready = next((one for one in versions if one.status == READY), None)
        newest = versions[0] if versions else None
        if newest is not None and newest.is_draft and not drafts:
            folder.notes.append(f"question {question.key}: draft {newest.number} is not written.")
            newest = ready or next((one for one in versions if one.status == RETIRED), None)
        elif not drafts:
            newest = ready or newest
        if newest is not None:
            found.append((question, newest))
    return found


def _question(question: Question, version: QuestionVersion) -> dict[str, Any]:
    return {
        "key": question.key,
        "topic": question.topic_key,
        **({"practice": True} if question.is_practice else {}),
        **({"status": str(version.status)} if version.status != READY else {}),
        "kind": version.kind,
        "difficulty": version.difficulty,
        **({"outcome": version.outcome} if version.outcome else {}),
        **ordered({name: value for name, value in version.body.items() if name not in OWN}),
    }


# Reading it back


def check(folder: Folder, edition: ProgrammeEdition, *, drafts: bool = False) -> None:
    """Read the files as the loader will; what came back otherwise is noted as a fault."""
    topics = {topic.key for module in edition.modules.all() for topic in module.topics.all()}
    modules = list(edition.modules.values_list("number", flat=True))
    try:
        parsed = loader.parse(folder.path, modules=modules, topics=topics)
    except LoadErrors as errors:
        folder.faults += [str(fault) for fault in errors.faults]
        return
    stored = {
        question.key: version
        for question, version in _questions(Folder(folder.path, "", {}), edition.code, drafts=drafts)
    }
    for _module, row in parsed.questions:
        version = stored[row["key"]]
        if loader.body_of(row) != version.body:
            folder.faults.append(f"question {row['key']}, version {version.number}: {HOLDS_NOT}.")
    if loader.plain(parsed.scheme) != Scheme.objects.get(edition=edition).content:
        folder.faults.append(f"scheme {edition.code}: {HOLDS_NOT}.")
    _check_comments(folder, folder.path / "comments.yaml", edition)


def _check_comments(folder: Folder, path: Path, edition: ProgrammeEdition) -> None:
    if not path.exists():
        return
    rows = Reader(folder.path).yaml(path)
    for row, wanted in zip(rows, _comments(edition), strict=True):
        if [text_of(row, one) for one in ("kk", "ru")] != [tidy(wanted["kk"]), tidy(wanted["ru"])]:
            folder.faults.append(f"comment “{wanted['kk'][:60]}” on {wanted['rubric']}: {HOLDS_NOT}.")
