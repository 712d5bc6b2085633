"""What holds for every kind of question, whichever there are."""

import json
from copy import deepcopy
from decimal import Decimal
from html.parser import HTMLParser
from random import Random

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments import items, question_page

from .examples import EXAMPLES

KINDS = list(items.KINDS)
AUTOMATIC = [name for name in KINDS if items.kind(name).automatic]


def right_response(name: str, body: dict) -> list[str]:
    """A right answer from the key alone."""
    match name:
        case "single" | "multiple" | "true_false":
            return list(body["correct"])
        case "matching":
            return [f"{left}:{right}" for left, right in body["pairs"].items()]
        case "ordering":
            return [f"{step}:{place}" for place, step in enumerate(body["sequence"], 1)]
        case "short_text":
            return [body["ru"]["accepted"][0]]
        case "numeric":
            return [body["value"].replace(".", ",")]
        case "case":
            return [
                f"{part['key']}/{text}"
                for part in body["parts"]
                for text in right_response(part["kind"], part["body"])
            ]
        case "open":
            return [body["kk"]["explanation"]]
    raise AssertionError(f"say here what a right answer of {name} is")


def known_texts(name: str) -> list[str]:
    """Texts that mean something to the kind: what it can be answered with, right answers, and parts of those."""
    body = EXAMPLES[name]
    found = [choice.key for choice in items.kind(name).choices(body, "kk")] + right_response(name, body)
    return found + [piece for text in found for piece in (text[:-1], text[1:], f"{text} ", text.upper())]


def responses(name: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(known_texts(name)) | st.text(max_size=30), max_size=8)


def drawn(name: str, body: dict, *, language: str, position: int = 7, interface: str = "", **given) -> str:
    kind = items.kind(name)
    field = question_page.field_name(position)
    with translation.override(interface or language):
        shown = kind.context(
            body, language=language, **{"order": kind.order(body, Random(1)), "response": [], **given}
        )
        frame = {
            "name": field,
            "uid": field,
            "language": language,
            "LANGUAGE_CODE": translation.get_language(),
        }
        return render_to_string(kind.template, {**frame, **shown})


class Page(HTMLParser):
    """The inputs of a page with their labels, its ids and what refers to them, what stands in no closed element."""

    VOID = {"input", "path", "circle", "rect", "br", "img", "line", "polyline"}

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inputs: list[dict] = []
        self.ids: list[str] = []
        self.labels: dict[str, str] = {}
        self.referred: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self._open: list[tuple[str, dict]] = []
        self._select = ""
        self._texts: list[list[str]] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.attributes |= values.keys()
        self.ids += [values["id"]] if "id" in values else []
        self.referred += (
            values.get("aria-describedby", "") + " " + values.get("aria-errormessage", "")
        ).split()
        if tag in ("input", "select", "textarea"):
            wrapped = [one for one in self._open if one[0] == "label"]
            self.inputs.append({"tag": tag, "wrapped": len(wrapped), "options": [], **values})
        if tag == "option":
            self.inputs[-1]["options"].append(values)
        if tag not in self.VOID:
            self._open.append((tag, values))
            self._texts.append([])

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        self.words.append(data)
        for texts in self._texts:
            texts.append(data)

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        opened, values = self._open.pop()
        text = "".join(self._texts.pop()).strip()
        assert opened == tag, f"{opened} is closed by {tag}"
        if tag == "label" and "for" in values:
            assert values["for"] not in self.labels, "two labels for one input"
            self.labels[values["for"]] = text
        if tag == "textarea":
            self.inputs[-1]["value"] = text

    def fields(self) -> list[tuple[str, str]]:
        """What a browser would send."""
        found = []
        for one in self.inputs:
            if one["tag"] == "select":
                chosen = [option["value"] for option in one["options"] if "selected" in option]
                found += [(one["name"], value) for value in chosen or [one["options"][0]["value"]]]
            elif one.get("type") not in ("radio", "checkbox") or "checked" in one:
                found.append((one["name"], one.get("value") or ""))
        return [pair for pair in found if pair[1]]


def test_every_kind_has_an_example_that_is_complete():
    assert EXAMPLES.keys() == items.KINDS.keys()
    assert {name: items.kind(name).faults(body) for name, body in EXAMPLES.items()} == {
        name: [] for name in EXAMPLES
    }


def test_kinds_have_names_titles_and_places_of_their_own():
    kinds = list(items.KINDS.values())
    assert [kind.rank for kind in kinds] == sorted({kind.rank for kind in kinds})
    assert len({str(kind.title) for kind in kinds}) == len(kinds)
    assert [name for name in KINDS if not items.kind(name).automatic] == ["open"]


@pytest.mark.parametrize("name", KINDS)
def test_a_body_is_plain_json(name):
    assert json.loads(json.dumps(EXAMPLES[name])) == EXAMPLES[name]


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_any_response_is_read_once_and_for_all(name, data):
    kind, body = items.kind(name), EXAMPLES[name]
    response = data.draw(responses(name))
    kept = kind.parse(body, response)
    assert kind.parse(body, kept) == kept
    assert kind.score(body, response) == kind.score(body, kept)
    assert all(isinstance(text, str) and text and "\x00" not in text for text in kept)
    json.dumps(kept).encode()


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_a_score_lies_between_nothing_and_one(name, data):
    kind = items.kind(name)
    score = kind.score(EXAMPLES[name], data.draw(responses(name)))
    if kind.automatic:
        assert isinstance(score, Decimal)
        assert 0 <= score <= 1
    else:
        assert score is None


@pytest.mark.parametrize("name", AUTOMATIC)
@pytest.mark.parametrize("credit", ["whole", "partial"])
def test_a_right_answer_scores_one_and_none_scores_nothing(name, credit):
    kind, body = items.kind(name), {**EXAMPLES[name], "credit": credit}
    response = right_response(name, body)
    assert kind.score(body, response) == kind.score(body, response[::-1]) == 1
    assert kind.score(body, []) == 0
    assert kind.parse(body, []) == []


@pytest.mark.parametrize("name", KINDS)
@given(seed=st.integers())
def test_the_order_is_a_permutation_and_hangs_on_the_seed_alone(name, seed):
    kind, body = items.kind(name), EXAMPLES[name]
    order = kind.order(body, Random(seed))
    assert order == kind.order(body, Random(seed))
    assert sorted(order) == sorted(kind.order({**body, "shuffle": False}, Random(0)))
    assert len(set(order)) == len(order)


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_nothing_changes_the_content(name, data):
    kind, body = items.kind(name), deepcopy(EXAMPLES[name])
    response = data.draw(responses(name))
    order = kind.order(body, Random(1))
    for reveal in (False, True):
        kind.context(body, language="kk", order=order, response=response, other=response, reveal=reveal)
    kind.score(body, response), kind.tally(body, response), kind.answer(body, "kk"), kind.texts(body, "kk")
    assert body == EXAMPLES[name]


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_answers_count_under_choices_where_there_are_any(name, data):
    kind, body = items.kind(name), EXAMPLES[name]
    keys = [choice.key for choice in kind.choices(body, "kk")]
    assert keys == [choice.key for choice in kind.choices(body, "ru")]
    assert len(set(keys)) == len(keys)
    counted = kind.tally(body, data.draw(responses(name)))
    assert len(set(counted)) == len(counted)
    if keys and name != "case":
        assert set(counted) <= set(keys)


@pytest.mark.parametrize("name", AUTOMATIC)
def test_right_choices_are_those_of_the_right_answer(name):
    kind, body = items.kind(name), EXAMPLES[name]
    right = {choice.key for choice in kind.choices(body, "kk") if choice.is_right}
    if name != "case" and right:
        assert right == set(kind.tally(body, right_response(name, body)))
    for language in ("kk", "ru"):
        assert kind.answer(body, language).strip()


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("broken", [{}, {"kk": None, "ru": []}, {"kk": "?", "ru": {"stem": 1}}])
def test_faults_are_told_of_any_content(name, broken):
    found = items.kind(name).faults(broken)
    assert found
    assert all(isinstance(sentence, str) and sentence.endswith(".") for sentence in found)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("part", ["stem", "explanation"])
def test_both_languages_must_be_complete(name, language, part):
    body = deepcopy(EXAMPLES[name])
    body[language][part] = " "
    assert items.kind(name).faults(body)
    del body[language]
    assert items.kind(name).faults(body)


@pytest.mark.parametrize("name", KINDS)
def test_every_text_of_the_question_is_among_its_texts(name):
    body = EXAMPLES[name]

    def texts(value):
        if isinstance(value, str):
            return [value]
        rows = value.values() if isinstance(value, dict) else value
        return [text for row in rows for text in texts(row)]

    for language in ("kk", "ru"):
        own = {key: value for key, value in body[language].items() if key != "unit"}
        assert set(texts(own)) <= set(items.kind(name).texts(body, language))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("reveal", [False, True])
@pytest.mark.parametrize("answered", [False, True])
def test_each_input_has_one_label_and_stands_in_the_form(name, language, reveal, answered):
    body = EXAMPLES[name]
    response = right_response(name, body) if answered else []
    page = Page(drawn(name, body, language=language, response=response, reveal=reveal))
    assert page.inputs or reveal
    for one in page.inputs:
        own = page.labels.get(one.get("id", ""))
        assert bool(own) + one["wrapped"] == 1, one
        assert one["name"] == "q7" or one["name"].startswith("q7."), one
        assert ("disabled" in one) == reveal, one
    assert len(set(page.ids)) == len(page.ids)
    assert all(one.startswith("q7") for one in page.ids)
    assert set(page.referred) <= set(page.ids)
    assert "style" not in page.attributes
    assert not {one for one in page.attributes if one.startswith("on")}


@pytest.mark.parametrize("name", KINDS)
def test_the_right_response_is_the_key_and_scores_one(name):
    kind, body = items.kind(name), EXAMPLES[name]
    assert sorted(kind.right(body)) == sorted(kind.parse(body, kind.right(body)))
    assert kind.score(body, kind.right(body)) == (1 if kind.automatic else None)


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_the_form_sends_what_stands(name, data):
    kind, body = items.kind(name), EXAMPLES[name]
    kept = kind.parse(body, data.draw(responses(name)))
    page = Page(drawn(name, body, language="kk", response=kept))
    sent = page.fields()
    assert sorted(sent) == sorted(question_page.fields_of(7, kept, parts=name == "case"))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_typed_text_never_becomes_markup(name, language):
    nasty = '"><script>x</script>'
    prefix = "p3/" if name == "case" else ""
    text = drawn(name, EXAMPLES[name], language=language, response=[prefix + nasty], other=[f"{prefix}<b>"])
    assert "<script" not in text
    assert "<b>" not in text


@pytest.mark.parametrize("name", AUTOMATIC)
def test_marks_are_words_and_not_color_alone(name):
    def words(response):
        page = Page(drawn(name, body, language="kk", interface="en", response=response, reveal=True))
        return " ".join(page.words)

    body = EXAMPLES[name]
    assert "Your answer, correct" in words(right_response(name, body))
    assert "Your answer, not correct" not in words(right_response(name, body))
    missed = words([])
    assert "The correct answer" in missed or "No answer" in missed
    wrong = {"numeric": "99", "short_text": "тас", "case": "p3/99", "matching": "l1:r1", "ordering": "a:4"}
    unlike = [key.key for key in items.kind(name).choices(body, "kk") if not key.is_right]
    assert "Your answer, not correct" in words([wrong.get(name) or unlike[0]])


@pytest.mark.parametrize("name", KINDS)
def test_what_another_window_saved_is_said_in_words(name):
    body = EXAMPLES[name]
    page = Page(
        drawn(name, body, language="kk", interface="en", response=[], other=right_response(name, body))
    )
    assert "Saved in another window" in " ".join(page.words)


@pytest.mark.parametrize("name", [name for name in AUTOMATIC if name != "case"])
@pytest.mark.parametrize("reveal", [False, True])
def test_any_kind_can_be_a_part_of_a_case(name, reveal):
    """The part asks what the question alone asks, under the part's name."""
    part = EXAMPLES[name]
    body = {**EXAMPLES["case"], "parts": [{"key": "p1", "kind": name, "body": part}]}
    response = right_response(name, part)
    alone = Page(drawn(name, part, language="ru", response=response, reveal=reveal))
    within = Page(
        drawn("case", body, language="ru", response=[f"p1/{text}" for text in response], reveal=reveal)
    )
    assert items.kind("case").faults(body) == []
    assert [(one["tag"], one.get("value")) for one in alone.inputs] == [
        (one["tag"], one.get("value")) for one in within.inputs
    ]
    assert sorted((f"{field}.p1", value) for field, value in alone.fields()) == sorted(within.fields())
