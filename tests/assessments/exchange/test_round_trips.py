"""What is written comes back whole: every kind, in each language through GIFT and Moodle XML, in both through XLSX."""

from contextlib import suppress
from copy import deepcopy
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.exchange import FORMATS, Row
from assessments.exchange.rows import LANGUAGES, only, plain
from assessments.exchange.texts import from_html, tidy, to_html
from people.errors import Refusal
from tests.assessments.items.examples import EXAMPLES

from . import bodies

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def rows_of_every_kind() -> list[Row]:
    return [
        Row(
            place="",
            key=f"A.1.q{number:02d}",
            topic="A.1.1",
            kind=kind,
            difficulty=1 + number % 3,
            outcome="A.1.r1",
            body=deepcopy(body),
        )
        for number, (kind, body) in enumerate(EXAMPLES.items(), 1)
    ]


def tags(row: Row):
    return row.kind, row.key, row.topic, row.difficulty, row.outcome


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["gift", "moodle_xml"])
def test_every_kind_comes_back_from_a_file_of_one_language(name, language):
    rows = rows_of_every_kind()
    found = FORMATS[name].read(FORMATS[name].write(rows, language=language), language=language)
    assert [tags(row) for row in found] == [tags(row) for row in rows]
    for before, after in zip(rows, found, strict=True):
        assert after.faults == after.notes == []
        assert plain(after.kind, after.body) == plain(before.kind, only(before.kind, before.body, language))


def test_every_kind_comes_back_from_a_workbook_in_both_languages():
    rows = rows_of_every_kind()
    found = FORMATS["spreadsheet"].read(FORMATS["spreadsheet"].write(rows))
    assert [tags(row) for row in found] == [tags(row) for row in rows]
    for before, after in zip(rows, found, strict=True):
        assert after.faults == after.notes == []
        assert plain(after.kind, after.body) == plain(before.kind, before.body)


@pytest.mark.parametrize("name", ["gift", "moodle_xml"])
@calm
@given(st.lists(bodies.rows(), min_size=1, max_size=3), st.sampled_from(LANGUAGES))
def test_nasty_texts_come_back_from_a_file_of_one_language(name, rows, language):
    found = FORMATS[name].read(FORMATS[name].write(rows, language=language), language=language)
    assert [tags(row) for row in found] == [tags(row) for row in rows]
    for before, after in zip(rows, found, strict=True):
        assert after.faults == []
        assert plain(after.kind, after.body) == plain(before.kind, only(before.kind, before.body, language))


@pytest.mark.parametrize(("name", "language"), [("gift", "kk"), ("moodle_xml", "ru"), ("spreadsheet", "")])
def test_every_sign_a_format_uses_comes_back_from_each_end_of_each_text(name, language):
    rows = []
    for piece in bodies.PIECES:
        sign = piece.replace("{", "{{").replace("}", "}}")
        for form in (f"{sign}{{}}", f"{{}}{sign}", f"а{sign}{{}}{sign}б", f"{sign} {{}}\n {sign}"):
            for kind, body in EXAMPLES.items():
                texts = bodies.spoiled(body, form, count(1))
                rows.append(Row(place=form, key=f"A.1.q{len(rows)}", kind=kind, body=plain(kind, texts)))
    for start in range(0, len(rows), 1000):
        some = rows[start : start + 1000]
        found = {
            row.key: row
            for row in FORMATS[name].read(FORMATS[name].write(some, language=language), language=language)
        }
        for before in some:
            after = found[before.key]
            assert after.faults == [], before.place
            wanted = only(before.kind, before.body, language) if language else before.body
            assert plain(after.kind, after.body) == plain(before.kind, wanted), before.place


@calm
@given(bodies.rows())
def test_nasty_texts_come_back_from_a_workbook(row):
    (found,) = FORMATS["spreadsheet"].read(FORMATS["spreadsheet"].write([row]))
    assert tags(found) == tags(row)
    assert found.faults == []
    assert plain(found.kind, found.body) == plain(row.kind, row.body)


@calm
@given(bodies.texts)
def test_a_text_comes_back_from_html(text):
    assert from_html(to_html(text)).text == text


@calm
@given(st.text())
def test_a_tidy_text_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("name", FORMATS)
@calm
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_sentence(name, data):
    with suppress(Refusal):
        assert FORMATS[name].read(data, language="kk")


@calm
@given(
    st.lists(
        st.sampled_from(
            ["{", "}", "=", "~", "#", "->", "%50%", "\\", ">2", "\n", "\n\n", "a", "::", "T", "[html]"]
        )
    )
)
def test_any_gift_signs_give_rows_and_nothing_breaks(pieces):
    with suppress(Refusal):
        for row in FORMATS["gift"].read(" ".join(pieces).encode(), language="ru"):
            assert row.faults or plain(row.kind, row.body)
