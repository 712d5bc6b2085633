"""Drafts of the question bank: a new question, an edit, a copy, an earlier wording taken up again.

A wording that was read by somebody, drawn or ready is never edited: an edit of it is the next version. Every write
locks the question first.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.models import EditionTopic
from people.errors import NotAllowed, Refusal
from people.models import User

from ... import items
from ...models import AttemptItem, Question, QuestionVersion, Quiz
from ...rules import scheme as scheme_rules

NOTE = QuestionVersion._meta.get_field("note").max_length or 0


class Stale(Refusal):
    """Somebody saved the question since the form was opened; `version` is what stands now."""

    def __init__(self, version: QuestionVersion) -> None:
        super().__init__(
            _(
                "This question was changed since you opened it. Compare both texts below; "
                "saving again replaces what stands now."
            ),
            code="stale",
        )
        self.version = version


def hash_of(kind: str, body: Mapping) -> str:
    return scheme_rules.content_hash({"kind": kind, "body": body})


def may_write(actor: User) -> None:
    """Raises NotAllowed for anybody who does not keep the bank."""
    if not actor.has_perm("assessments.change_question"):
        raise NotAllowed()


def next_key(programme_code: str, module: int) -> str:
    """The next free key of a module, as A.1.q31."""
    start = f"{programme_code}.{module}.q"
    numbers = [
        int(key[len(start) :])
        for key in Question.objects.filter(key__startswith=start).values_list("key", flat=True)
        if key[len(start) :].isdecimal()
    ]
    return f"{start}{max(numbers, default=0) + 1:02d}"


@transaction.atomic
def create_question(
    *,
    programme_code: str,
    module: int,
    topic_key: str,
    kind: str,
    body: Mapping,
    difficulty: int,
    outcome: str,
    at: datetime,
    actor: User,
    key: str | None = None,
    note: str = "",
    is_practice: bool = False,
) -> QuestionVersion:
    """A new question with its first draft; without `key` it gets the next free one of its module.

    Refuses a topic the programme does not have and a key that is taken.
    """
    may_write(actor)
    _check(kind=kind, body=body, difficulty=difficulty)
    _check_topic(programme_code, module, topic_key)
    if key is not None and not 1 <= len(key) <= 40:
        raise Refusal(_("A key has from 1 to 40 letters."), code="bad_key")
    for _turn in range(5):
        try:
            with transaction.atomic():
                question = Question.objects.create(
                    key=key or next_key(programme_code, module),
                    programme_code=programme_code,
                    module=module,
                    topic_key=topic_key,
                    is_practice=is_practice,
                )
        except IntegrityError:
            if key is not None:
                break
            continue
        return _append(question, 1, kind, body, difficulty, outcome, note=note, actor=actor)
    raise Refusal(_("There is already a question with the key %(key)s.") % {"key": key}, code="key_taken")


def _check(*, kind: str, body: Mapping, difficulty: int) -> None:
    if kind not in items.KINDS:
        raise Refusal(_("There is no kind of question called “%(kind)s”.") % {"kind": kind}, code="bad_kind")
    if not all(isinstance(body.get(language), Mapping) for language in items.base.LANGUAGES):
        raise Refusal(_("The texts of the question are missing."), code="no_texts")
    if difficulty not in (1, 2, 3):
        raise Refusal(_("The difficulty is 1, 2 or 3."), code="bad_difficulty")


def _check_topic(programme_code: str, module: int, topic_key: str) -> None:
    topics = EditionTopic.objects.filter(
        key=topic_key, module__number=module, module__edition__code=programme_code
    )
    if not topics.exists():
        raise Refusal(
            _("Module %(module)s of programme %(programme)s has no topic %(topic)s.")
            % {"module": module, "programme": programme_code, "topic": topic_key},
            code="no_topic",
        )


def _append(
    question: Question,
    number: int,
    kind: str,
    body: Mapping,
    difficulty: int,
    outcome: str,
    *,
    note: str,
    actor: User,
) -> QuestionVersion:
    return QuestionVersion.objects.create(
        question=question,
        number=number,
        kind=kind,
        difficulty=difficulty,
        outcome=outcome,
        body=body,
        content_hash=hash_of(kind, body),
        note=note[:NOTE],
        created_by=actor,
    )


def locked(question_id: int) -> tuple[Question, QuestionVersion]:
    """The question, held, and its newest version."""
    question = Question.objects.select_for_update().get(pk=question_id)
    newest = question.versions.first()
    if newest is None:
        raise Refusal(_("The question %(key)s has no text yet.") % {"key": question.key}, code="no_version")
    return question, newest


def held(version_id: int) -> tuple[QuestionVersion, QuestionVersion]:
    """A version whose question is held, and the newest version of that question."""
    question_id = QuestionVersion.objects.values_list("question_id", flat=True).get(pk=version_id)
    question, newest = locked(question_id)
    version = newest if newest.pk == version_id else question.versions.get(pk=version_id)
    version.question = question
    return version, newest


def touch(question_id: int, at: datetime) -> None:
    """The day of the last change, which lists sort by and drawn banks are renewed by."""
    Question.objects.filter(pk=question_id).update(changed_at=at)


def may_edit_in_place(version: QuestionVersion, actor: User) -> bool:
    """One's own draft that nobody has read or drawn; anything else is kept and edited as the next version."""
    return (
        version.is_draft
        and version.created_by_id == actor.pk
        and not version.reviews.exists()
        and not version.used_in.exists()
    )


@transaction.atomic
def save_version(
    *,
    question_id: int,
    kind: str,
    body: Mapping,
    difficulty: int,
    outcome: str,
    at: datetime,
    actor: User,
    seen: str | None = None,
    module: int | None = None,
    topic_key: str | None = None,
    is_practice: bool | None = None,
    note: str = "",
) -> QuestionVersion:
    """Save a wording and its tags; returns the version that holds it, the standing one where nothing differs.

    The newest version is edited in place while `may_edit_in_place`, else the next draft is made. `seen` is the
    content_hash the form was opened with: raises Stale where another text stands by now. A new topic or
    use counts for the question at once; a use that is left out stays, and `shown_in_practice` refuses a way back.
    """
    may_write(actor)
    _check(kind=kind, body=body, difficulty=difficulty)
    question, newest = locked(question_id)
    if seen is not None and seen != newest.content_hash:
        raise Stale(newest)
    place = (module or question.module, topic_key or question.topic_key)
    if place != (question.module, question.topic_key):
        _check_topic(question.programme_code, *place)
        question.module, question.topic_key = place
        question.save()
    if is_practice is not None and is_practice != question.is_practice:
        _change_use(question, is_practice)
    digest = hash_of(kind, body)
    in_place = may_edit_in_place(newest, actor)
    is_same = (newest.content_hash, newest.difficulty, newest.outcome) == (digest, difficulty, outcome)
    if is_same and (not in_place or note in ("", newest.note)):
        return newest
    if in_place:
        newest.kind, newest.body, newest.content_hash = kind, body, digest
        newest.difficulty, newest.outcome = difficulty, outcome
        newest.note = note[:NOTE] or newest.note
        newest.save()
        version = newest
    else:
        version = _append(
            question, newest.number + 1, kind, body, difficulty, outcome, note=note, actor=actor
        )
    touch(question.pk, at)
    return version


def shown_in_practice(question_ids: Iterable[int]) -> set[int]:
    """Which of the questions a practice paper has held, themselves or a copy word for word: learners know their answer
    (two queries).
    """
    hashes: dict[str, set[int]] = {}
    versions = QuestionVersion.objects.filter(question__in=list(question_ids)).order_by()
    for question_id, digest in versions.values_list("question_id", "content_hash"):
        hashes.setdefault(digest, set()).add(question_id)
    drawn = AttemptItem.objects.filter(
        version__content_hash__in=list(hashes), attempt__terms__mode=Quiz.Mode.PRACTICE
    ).order_by()
    shown = drawn.values_list("version__content_hash", flat=True).distinct()
    return {question_id for digest in shown for question_id in hashes[digest]}


def no_way_back(key: str) -> str:
    """Why a question stays with practice, as a sentence."""
    return _(
        "%(key)s was drawn in practice, so its answer has been shown: write a new question for the tests that count."
    ) % {"key": key}


def _change_use(question: Question, is_practice: bool) -> None:
    """Into practice always; out of it only while no practice paper has held the question."""
    if not is_practice:
        # A paper that is being drawn now is waited for: it holds its versions.
        list(question.versions.order_by("pk").select_for_update().values_list("pk", flat=True))
        if shown_in_practice([question.pk]):
            raise Refusal(no_way_back(question.key), code="shown_in_practice")
    question.is_practice = is_practice
    question.save()


@transaction.atomic
def set_difficulty(*, question_id: int, difficulty: int, at: datetime, actor: User) -> QuestionVersion:
    """The newest wording with another difficulty."""
    may_write(actor)
    _question, newest = locked(question_id)
    if newest.difficulty == difficulty:
        raise Refusal(_("It has this difficulty already."), code="unchanged")
    return save_version(
        question_id=question_id,
        kind=newest.kind,
        body=newest.body,
        difficulty=difficulty,
        outcome=newest.outcome,
        note="" if may_edit_in_place(newest, actor) else _("Another difficulty"),
        at=at,
        actor=actor,
    )


@transaction.atomic
def take_up(*, version_id: int, at: datetime, actor: User) -> QuestionVersion:
    """An earlier wording as the next draft."""
    may_write(actor)
    version, newest = held(version_id)
    if newest.pk == version.pk and newest.is_draft:
        raise Refusal(_("This version is the newest draft already."), code="unchanged")
    draft = _append(
        version.question,
        newest.number + 1,
        version.kind,
        version.body,
        version.difficulty,
        version.outcome,
        note=_("The text of version %(number)s") % {"number": version.number},
        actor=actor,
    )
    touch(version.question_id, at)
    return draft


@transaction.atomic
def copy_question(
    *, question_id: int, at: datetime, actor: User, topic_key: str | None = None, module: int | None = None
) -> QuestionVersion:
    """A new question that begins with another one's newest wording; of a practice question, one for practice."""
    may_write(actor)
    question, newest = locked(question_id)
    return create_question(
        programme_code=question.programme_code,
        module=module or question.module,
        topic_key=topic_key or question.topic_key,
        kind=newest.kind,
        body=newest.body,
        difficulty=newest.difficulty,
        outcome=newest.outcome,
        is_practice=question.is_practice,
        note=_("Copied from %(key)s") % {"key": question.key},
        at=at,
        actor=actor,
    )


def newest_of(question_ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """The newest version of each question, with its question (one query)."""
    rows = QuestionVersion.objects.filter(question__in=list(question_ids)).select_related("question")
    found: dict[int, QuestionVersion] = {}
    for version in rows.order_by("question_id", "number"):
        found[version.question_id] = version
    return found
