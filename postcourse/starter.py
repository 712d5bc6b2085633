"""The practices that come with the site: ready templates and one story of a classroom, in Kazakh and Russian.

They go the way of every practice: written, looked through for children's data, reviewed by a second person, published.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.services.work.privacy import Report as Findings
from courses.loader.files import Reader, Report
from people.models import User

from .models import Practice
from .rules import practices as rules
from .rules import tags
from .services.practices import check as practice_check
from .services.practices import practices
from .services.practices import review as practice_review

FOLDER = Path(__file__).resolve().parent / "content" / "practices"


@transaction.atomic
def load(*, author: User, reviewer: User, at: datetime, folder: Path = FOLDER) -> Report:
    """Publish what is not there yet, by its Kazakh title; what is there stays as people left it. Repeatable.

    `author` and `reviewer` are two people, for nobody reviews their own. Raises LoadErrors with every fault of the files.
    """
    reader, report = Reader(folder), Report()
    read = {path: _read(reader, path) for path in sorted(folder.glob("*.yaml"))}
    reader.stop_if_faulty()
    for path, words in read.items():
        if Practice.objects.filter(title_kk=words["title_kk"]).exists():
            report.add("unchanged", path.stem)
        else:
            _publish(words, author=author, reviewer=reviewer, at=at)
            report.add("created", path.stem)
    return report


def _read(reader: Reader, path: Path) -> dict[str, Any]:
    row = reader.yaml(path)
    words: dict[str, Any] = {name: reader.need(path, row, name, str) for name in ("kind", "licence")}
    words["topic_key"] = reader.need(path, row, "topic", str)
    words["tags"] = reader.need(path, row, "tags", list) or []
    for key in words["tags"]:
        if key not in tags.BY_KEY:
            reader.fault(path, 1, f"“{key}” is no tag")
    for name, known in (("kind", Practice.Kind), ("licence", Practice.Licence)):
        if words[name] and words[name] not in known.values:
            reader.fault(path, 1, f"“{name}” must be one of {', '.join(known.values)}")
    for language in rules.LANGUAGES:
        said = reader.need(path, row, language, dict)
        for name in rules.LONGEST:
            words[f"{name}_{language}"] = str(reader.need(path, said, name, str) or "").strip()
    return words


def _publish(words: dict[str, Any], *, author: User, reviewer: User, at: datetime) -> None:
    if not practices.topic_of(words["topic_key"]):
        words = words | {"topic_key": ""}  # its programme is not loaded here
    draft = practices.start(kind=words["kind"], at=at, actor=author)
    draft = practices.save_draft(
        practice_id=draft.pk, words=words | {"region_id": None}, revision=draft.revision, at=at, actor=author
    )
    looked: Findings = practice_check.look_through(draft)
    practices.submit(
        practice_id=draft.pk,
        nameless=True,
        accepted=[group[0].finding.key for group in looked.names],
        at=at,
        actor=author,
        tell=False,
    )
    practice_review.review(
        practice_id=draft.pk,
        verdict="publish",
        text="",
        revision=draft.revision,
        at=at,
        actor=reviewer,
        tell=False,
    )
