"""A question as its page shows it: the form's fields to a response and back, pictures, the kind's own part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.images import get_image_model

from . import items
from .models import AttemptItem, QuestionVersion

RENDITION = "width-900|preserve-svg"


def field_name(position: int) -> str:
    return f"q{position}"


def response_in(data: QueryDict, position: int) -> list[str]:
    """The response a form sent for a question: values of “q7”, and of “q7.p2” as “p2/value”."""
    name = field_name(position)
    found = [value for value in data.getlist(name) if value]
    for key in data:
        if key.startswith(f"{name}."):
            part = key[len(name) + 1 :]
            found += [f"{part}/{value}" for value in data.getlist(key) if value]
    return found


def fields_of(position: int, response: Sequence[str], *, parts: bool) -> list[tuple[str, str]]:
    """A response as the form's fields: the other way round. `parts`: of a question made of parts."""
    name = field_name(position)
    if not parts:
        return [(name, value) for value in response]
    pairs = (value.partition("/") for value in response)
    return [(f"{name}.{part}", value) for part, _slash, value in pairs]


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str


def pictures(versions: Iterable[QuestionVersion], language: str) -> dict[int, Picture]:
    """Pictures of versions by the version's id (two queries however many, none without pictures)."""
    wanted = {
        version.pk: version.body[language]["image"]
        for version in versions
        if (version.body.get(language) or {}).get("image")
    }
    if not wanted:
        return {}
    model = get_image_model()
    rows = model.objects.filter(pk__in=[image["id"] for image in wanted.values()]).prefetch_renditions(
        RENDITION
    )
    stored = {row.pk: row.get_rendition(RENDITION) for row in rows}
    return {
        pk: Picture(
            url=stored[image["id"]].url,
            width=stored[image["id"]].width,
            height=stored[image["id"]].height,
            alt=image["alt"],
        )
        for pk, image in wanted.items()
        if image["id"] in stored
    }


@dataclass(frozen=True)
class Shown:
    """One question on a page. `body`: the kind's part of the form; `verdict`: right, part or wrong once it is shown;
    `comment`: what the marker of an open answer wrote to the learner.
    """

    position: int
    item: AttemptItem
    stem: str
    module: int
    body: SafeString
    picture: Picture | None
    is_story: bool = False
    explanation: str = ""
    answer: str = ""
    verdict: str = ""
    comment: str = ""


def show(
    item: AttemptItem,
    *,
    language: str,
    picture: Picture | None = None,
    typed: Sequence[str] | None = None,
    reveal: bool = False,
    body: Mapping[str, Any] | None = None,
    comment: str = "",
) -> Shown:
    """The question of a paper. `typed`: what a form held that could not be saved; what stands is then shown beside it.
    `body`: the content with the key that counts now, where it was mended after the sitting. `comment`: the marker's.
    """
    version = item.version
    body = version.body if body is None else body
    texts: Mapping[str, Any] = body[language]
    return Shown(
        position=item.position,
        item=item,
        stem=texts["stem"],
        module=version.question.module,
        picture=picture,
        is_story=items.kind(version.kind).has_parts,
        body=kind_part(
            version,
            position=item.position,
            language=language,
            order=item.order,
            response=item.response if typed is None else typed,
            other=None if typed is None else item.response,
            reveal=reveal,
            body=body,
        ),
        explanation=texts["explanation"] if reveal else "",
        answer=items.kind(version.kind).answer(body, language) if reveal else "",
        verdict=_verdict(item) if reveal else "",
        comment=comment,
    )


def kind_part(
    version: QuestionVersion,
    *,
    position: int,
    language: str,
    order: Sequence[str],
    response: Sequence[str],
    other: Sequence[str] | None = None,
    reveal: bool = False,
    body: Mapping[str, Any] | None = None,
) -> SafeString:
    """The inputs of a question, drawn by its kind."""
    kind = items.kind(version.kind)
    context = kind.context(
        version.body if body is None else body,
        language=language,
        order=order,
        response=response,
        other=other,
        reveal=reveal,
    )
    name = field_name(position)
    frame = {"name": name, "uid": name, "language": language, "LANGUAGE_CODE": get_language()}
    return render_to_string(kind.template, {**frame, **context})


def _verdict(item: AttemptItem) -> str:
    score = item.score
    if score is None:
        score = items.kind(item.version.kind).score(item.version.body, item.response)
    if score is None:
        return ""
    return "right" if score == 1 else "part" if score > 0 else "wrong"


def positions_in(request: HttpRequest) -> list[int]:
    """The questions a form sent: those whose sequence stands in it."""
    return sorted(int(key[1:]) for key in request.POST if key[:1] == "s" and key[1:].isdecimal())
