"""The bank's practice questions inside lessons: what `courses.reading.bank` asks for, answered from the bank."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.reading.bank import Answer, Choice, Wanted
from people.errors import Refusal

from . import items
from .models import QuestionVersion
from .question_page import pictures

AUTOMATIC = [name for name, kind in items.KINDS.items() if kind.automatic]
EMPTY = SafeString("")


def _versions():
    """Versions that lessons may ask: of practice questions, scored without a person, ready."""
    return QuestionVersion.objects.filter(
        question__is_practice=True, kind__in=AUTOMATIC, status=QuestionVersion.Status.READY
    ).select_related("question")


def field_name(key: str) -> str:
    """The name of a question's inputs: one lesson holds several questions, each in a form of its own."""
    return f"a-{key.replace('.', '-')}"


def response_in(posted: QueryDict, key: str) -> list[str]:
    """The response a form sent: values of the question's name, and of “name.p2” as “p2/value”."""
    name = field_name(key)
    found = [value for value in posted.getlist(name) if value]
    for field in posted:
        if field.startswith(f"{name}."):
            part = field[len(name) + 1 :]
            found += [f"{part}/{value}" for value in posted.getlist(field) if value]
    return found


class Control:
    """`courses.reading.bank.Resolver` over the bank. Answers are {"version": id, "response": [texts]}."""

    def present(
        self,
        key: str,
        language: str,
        answer: Mapping[str, Any] | None = None,
        graded: Decimal | None = None,
    ) -> SafeString:
        """The item's inputs, or with an answer its review; empty where there is no such question (one query)."""
        return self.present_many([Wanted(key=key, answer=answer, graded=graded)], language).get(key, EMPTY)

    def present_many(self, wanted: Sequence[Wanted], language: str) -> dict[str, SafeString]:
        """The same for a page of questions, by key: one query, three where one of them has a picture."""
        if not wanted:
            return {}
        answered = [one.answer["version"] for one in wanted if one.answer and one.answer.get("version")]
        ready = Q(pk__in=_versions().filter(question__key__in=[one.key for one in wanted]))
        rows = list(
            QuestionVersion.objects.filter(ready | Q(pk__in=answered)).select_related("question").order_by()
        )
        seen = pictures(rows, language)
        by_id = {row.pk: row for row in rows}
        now = {row.question.key: row for row in rows if row.is_ready}
        found = {}
        for one in wanted:
            version = by_id.get((one.answer or {}).get("version", 0)) or now.get(one.key)
            if version is not None and version.question.key == one.key:
                found[one.key] = _drawn(one, version, language, picture=seen.get(version.pk))
        return found

    def in_words(self, key: str, language: str) -> SafeString:
        """The question with its answer and why, folded; empty where there is no such question."""
        version = _versions().filter(question__key=key).first()
        if version is None:
            return EMPTY
        texts = version.body[language]
        context = {
            "stem": texts["stem"],
            "answer": items.kind(version.kind).answer(version.body, language),
            "explanation": texts["explanation"],
        }
        return render_to_string("assessments/control/in_words.html", context)

    def grade(self, key: str, posted: QueryDict) -> tuple[Answer, Decimal]:
        """What was answered and its score. Refuses an empty answer; LookupError where there is no such question."""
        version = _versions().filter(question__key=key).first()
        if version is None:
            raise LookupError(key)
        kind = items.kind(version.kind)
        response = kind.parse(version.body, response_in(posted, key))
        if not response:
            raise Refusal(_("Answer the question first, then check the answer."), code="unanswered")
        return {"version": version.pk, "response": response}, kind.score(version.body, response) or Decimal(0)

    def exists(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys a lesson may ask (one query, none without keys)."""
        wanted = list(keys)
        if not wanted:
            return set()
        rows = _versions().filter(question__key__in=wanted).order_by()
        return set(rows.values_list("question__key", flat=True))

    def choices(self, programme_code: str, topic_key: str = "") -> list[Choice]:
        """(key, beginning of the Kazakh text) for an editor, the topic's own questions first (one query). All programmes
        where none is named.
        """
        rows = _versions().order_by("question__key")
        if programme_code:
            rows = rows.filter(question__programme_code=programme_code)
        found = [
            (row.question.topic_key != topic_key, row.question.key, row.body["kk"]["stem"]) for row in rows
        ]
        found.sort(key=lambda row: row[0])
        return [(key, f"{key} · {Truncator(stem).chars(90)}") for _other, key, stem in found]


def _drawn(wanted: Wanted, version: QuestionVersion, language: str, *, picture: Any) -> SafeString:
    """The question with its inputs, or with what was answered, the verdict and why."""
    kind, texts, name = items.kind(version.kind), version.body[language], field_name(wanted.key)
    is_review = wanted.answer is not None
    response = list(wanted.answer.get("response", [])) if wanted.answer is not None else []
    if wanted.typed is not None:
        response = kind.parse(version.body, response_in(wanted.typed, wanted.key))
    shown = kind.context(
        version.body,
        language=language,
        # The same order each time: the words below say “the second”, and there is nothing to guess for.
        order=kind.order(version.body, Random(version.pk)),  # noqa: S311
        response=response,
        reveal=is_review,
    )
    frame = {"name": name, "uid": name, "language": language, "LANGUAGE_CODE": get_language()}
    score = wanted.graded if wanted.graded is not None else kind.score(version.body, response)
    verdict = ""
    if is_review and score is not None:
        verdict = "right" if score == 1 else "part" if score > 0 else "wrong"
    context = {
        "language": language,
        "LANGUAGE_CODE": get_language(),
        "stem": texts["stem"],
        "picture": picture,
        "is_story": kind.has_parts,
        "body": render_to_string(kind.template, {**frame, **shown}),
        "verdict": verdict,
        "answer": kind.answer(version.body, language) if is_review else "",
        "explanation": texts["explanation"] if is_review else "",
    }
    return render_to_string("assessments/control/item.html", context)
