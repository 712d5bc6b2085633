"""Bodies of every kind for round trips: nasty texts, unusual names, each language whole."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from assessments.exchange.rows import PART_KINDS, SHAPES, Row
from assessments.exchange.texts import tidy

# What the formats read as their own, what editors turn into something else, letters of the two languages.
PIECES = [
    *(
        "\\",
        "\\\\",
        "{",
        "}",
        "~",
        "=",
        "#",
        "####",
        ":",
        "::",
        "->",
        ">",
        "%50%",
        "%",
        "*",
        "\\*",
        "\\n",
        "//",
    ),
    *(
        "[html]",
        "[plain]",
        "[",
        "]",
        "[tag:x]",
        "[id:y]",
        "$CATEGORY: a",
        "tirek: {",
        ">3 ALL",
        "TRUE",
        "F",
        "..",
        "_____",
    ),
    *("<b>", "</p>", "<", "&amp;", "&", "]]>", "<!--", "<?xml", "<script>", "'", '"', "«", "»", "„", "“"),
    *(
        "\n",
        "\n\n",
        " ",
        "  ",
        "\t",
        "\u00a0",
        "\u2028",
        "=SUM(A1)",
        "+1",
        "-1",
        "@x",
        "_x000D_",
        "1-2",
        "12,5",
    ),
    *("Қазақ", "әғқңөұүһі", "ӘҒҚҢӨҰҮҺІ", "ёЁй", "жауап", "ответ", "answer", "🙂", "1", "0", "a"),
]
texts = (
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=("Cs", "Cc"))),
        min_size=1,
        max_size=9,
    )
    .map("".join)
    .map(tidy)
    .filter(bool)
)
lines = texts.map(lambda text: tidy(" ".join(text.split("\n")))).filter(bool)
names = st.text("abcxyzABC0123456789_-", min_size=1, max_size=5)
numbers = st.one_of(
    st.integers(-(10**9), 10**9).map(str), st.decimals(-1000, 1000, places=3).map(lambda one: f"{one:f}")
)
languages = ("kk", "ru")


def _named(count: int) -> st.SearchStrategy[list[str]]:
    usual = st.just([f"{'abcdefgh'[place]}" for place in range(count)])
    return st.one_of(usual, st.lists(names, min_size=count, max_size=count, unique=True))


@st.composite
def bodies(draw: Any, kind: str) -> dict[str, Any]:
    """A whole body in both languages."""
    body: dict[str, Any] = {"shuffle": draw(st.booleans())}
    for language in languages:
        body[language] = {"stem": draw(texts), "explanation": draw(st.one_of(st.just(""), texts))}
    if SHAPES[kind].has_credit:
        body["credit"] = draw(st.sampled_from(["whole", "partial"]))
    if kind in ("single", "multiple"):
        options = draw(_named(draw(st.integers(3, 6))))
        count = 1 if kind == "single" else draw(st.integers(2, len(options) - 1))
        body["correct"] = draw(st.permutations(options))[:count]
        _fill(draw, body, "options", options)
    elif kind == "true_false":
        body["correct"] = [draw(st.sampled_from(["true", "false"]))]
    elif kind == "matching":
        left, right = draw(_named(draw(st.integers(2, 4)))), draw(_named(draw(st.integers(2, 5))))
        body["pairs"] = {one: draw(st.sampled_from(right)) for one in left}
        _fill(draw, body, "left", left)
        _fill(draw, body, "right", right)
    elif kind == "ordering":
        steps = draw(_named(draw(st.integers(2, 5))))
        body["sequence"] = list(draw(st.permutations(steps)))
        _fill(draw, body, "steps", steps)
    elif kind == "short_text":
        body["fold"] = draw(st.booleans())
        for language in languages:
            body[language]["accepted"] = draw(st.lists(lines, min_size=1, max_size=3))
    elif kind == "numeric":
        body |= {"value": draw(numbers), "tolerance": draw(numbers).lstrip("-")}
        for language in languages:
            if draw(st.booleans()):
                body[language]["unit"] = draw(lines)
    elif kind == "open":
        body["points"] = draw(st.integers(1, 20))
        for language in languages:
            body[language]["guide"] = draw(st.one_of(st.just(""), texts))
    else:
        kinds = draw(st.lists(st.sampled_from(PART_KINDS), min_size=1, max_size=3))
        keys = draw(st.lists(names, min_size=len(kinds), max_size=len(kinds), unique=True))
        body["parts"] = [
            {"key": key, "kind": one, "body": draw(bodies(one))} for key, one in zip(keys, kinds, strict=True)
        ]
    if kind not in PART_KINDS and draw(st.booleans()):
        body[draw(st.sampled_from(languages))]["image"] = {
            "id": draw(st.integers(1, 9999)),
            "alt": draw(texts),
        }
    return body


def _fill(draw: Any, body: dict[str, Any], name: str, ids: list[str]) -> None:
    for language in languages:
        found = draw(st.lists(texts, min_size=len(ids), max_size=len(ids), unique=True))
        body[language][name] = dict(zip(ids, found, strict=True))


def spoiled(value: Any, form: str, count: Iterator[int]) -> Any:
    """A body with other texts, each another one: `form` with a number in it."""
    if isinstance(value, dict):
        return {
            name: one
            if name in ("pairs", "image", "key", "kind", "value", "tolerance")
            else spoiled(one, form, count)
            for name, one in value.items()
            if one not in (["true"], ["false"]) or name != "correct"
        } | {name: value[name] for name in ("correct", "sequence", "credit") if name in value}
    if isinstance(value, list):
        return [spoiled(one, form, count) for one in value]
    return form.format(next(count)) if isinstance(value, str) else value


@st.composite
def rows(draw: Any) -> Row:
    kind = draw(st.sampled_from(list(SHAPES)))
    return Row(
        place="",
        key=draw(
            st.one_of(
                st.just("A.1.q01"), st.text("A1q.]-_ :x", min_size=1, max_size=12).map(tidy).filter(bool)
            )
        ),
        topic=draw(st.sampled_from(["", "A.1.1", "B.2.10"])),
        kind=kind,
        difficulty=draw(st.sampled_from([1, 2, 3])),
        outcome=draw(st.sampled_from(["", "A.1.r1"])),
        body=draw(bodies(kind)),
    )
