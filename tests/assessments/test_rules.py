"""Drawing papers, kinds of questions, rubrics and files: pure rules."""

import io
import zipfile
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.items import kind
from assessments.models import Attempt, Submission
from assessments.rules import moves, rubric, uploads
from assessments.rules.blueprint import BankItem, draw, read, shortages

TEXTS = {"stem": "?", "options": {"a": "1", "b": "2", "c": "3", "d": "4"}, "explanation": "!"}
SINGLE = {"correct": ["b"], "kk": TEXTS, "ru": TEXTS}
MULTIPLE = {"correct": ["a", "c"], "kk": TEXTS, "ru": TEXTS}


def bank(modules: int, each: int, *, shuffle: bool = True) -> list[BankItem]:
    def order(chance):
        return kind("single").order({**SINGLE, "shuffle": shuffle}, chance)

    return [
        BankItem(module * 100 + place, module * 1000 + place, module, order=order)
        for module in range(1, modules + 1)
        for place in range(each)
    ]


@given(st.text(min_size=1, max_size=12))
def test_a_paper_follows_the_blueprint_and_the_seed(seed):
    plan = read(dict.fromkeys(range(1, 6), 10))
    paper = draw(plan, bank(5, 13), seed=seed)
    assert [item.position for item in paper] == list(range(1, 51))
    assert len({item.version_id for item in paper}) == 50
    assert [sum(item.version_id // 100 == module for item in paper) for module in range(1, 6)] == [10] * 5
    assert all(sorted(item.order) == ["a", "b", "c", "d"] for item in paper)
    assert paper == draw(plan, bank(5, 13), seed=seed)


def test_different_seeds_give_different_papers():
    papers = {
        tuple(item.version_id for item in draw(read({1: 10}), bank(1, 13), seed=str(seed)))
        for seed in range(20)
    }
    assert len(papers) == 20


def test_options_stand_as_written_where_their_order_matters():
    assert all(
        item.order == ("a", "b", "c", "d") for item in draw(read({1: 3}), bank(1, 3, shuffle=False), seed="x")
    )


def test_a_bank_that_is_short_is_told_and_refused():
    short = shortages(read({1: 3, 2: 1}), bank(1, 2))
    assert {part.module: (part.count, there) for part, there in short.items()} == {1: (3, 2), 2: (1, 0)}
    with pytest.raises(ValueError, match="cannot serve"):
        draw(read({1: 3}), bank(1, 2), seed="x")


@pytest.mark.parametrize(
    ("name", "body", "response", "score"),
    [
        ("single", SINGLE, ["b"], 1),
        ("single", SINGLE, ["a"], 0),
        ("single", SINGLE, [], 0),
        ("single", SINGLE, ["b", "a"], 1),
        ("single", SINGLE, ["x"], 0),
        ("multiple", MULTIPLE, ["c", "a"], 1),
        ("multiple", MULTIPLE, ["a"], 0),
        ("multiple", MULTIPLE, ["a", "c", "d"], 0),
        ("multiple", MULTIPLE, [], 0),
    ],
)
def test_answers_are_scored_as_their_kind_says(name, body, response, score):
    assert kind(name).score(body, kind(name).parse(body, response)) == Decimal(score)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("single", {**SINGLE, "correct": ["a", "b"]}, "exactly one"),
        ("single", {**SINGLE, "correct": []}, "No right answer"),
        ("single", {**SINGLE, "correct": ["z"]}, "unknown options"),
        ("multiple", {**MULTIPLE, "correct": ["a"]}, "at least two"),
        ("multiple", {**MULTIPLE, "correct": ["a", "b", "c", "d"]}, "one wrong"),
        ("single", {"correct": ["a"], "kk": TEXTS}, "ru text is missing"),
        ("single", {**SINGLE, "ru": {**TEXTS, "explanation": " "}}, "explanation is empty"),
        ("single", {**SINGLE, "ru": {**TEXTS, "options": {"a": "1", "c": "2"}}}, "different options"),
        ("single", {**SINGLE, "kk": {**TEXTS, "options": {"a": "1", "b": "1"}}}, "the same"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(name, body, words):
    assert words in " ".join(kind(name).faults(body))


def test_sound_questions_have_no_faults():
    assert kind("single").faults(SINGLE) == []
    assert kind("multiple").faults(MULTIPLE) == []


LEVELS = {
    "criteria": [{"key": "c", "maximum": "2", "levels": [{"value": "0"}, {"value": "1"}, {"value": "2"}]}]
}
NUMBERS = {"criteria": [{"key": "n", "maximum": "20"}]}


@pytest.mark.parametrize(
    ("content", "value", "code"),
    [
        (LEVELS, "2", None),
        (LEVELS, "3", "no_such_level"),
        (LEVELS, "1.5", "no_such_level"),
        (LEVELS, "", "missing"),
        (NUMBERS, "20", None),
        (NUMBERS, "12,5", None),
        (NUMBERS, "20.5", "out_of_range"),
        (NUMBERS, "-1", "out_of_range"),
        (NUMBERS, "7.3", "not_half"),
        (NUMBERS, "NaN", "not_a_number"),
        (NUMBERS, "many", "not_a_number"),
    ],
)
def test_points_stand_only_where_the_rubric_allows_them(content, value, code):
    points = {content["criteria"][0]["key"]: {"value": value}}
    found = [fault.code for fault in rubric.faults(content, points, complete=True)]
    assert found == ([code] if code else [])
    if code == "missing":
        assert rubric.faults(content, points, complete=False) == []


def test_totals_add_up_what_is_there():
    content = {"criteria": [*LEVELS["criteria"], *NUMBERS["criteria"]]}
    assert rubric.total(content, {"n": {"value": "12,5"}}) == Decimal("12.5")
    assert rubric.maximum(content) == Decimal(22)


def office(*parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return buffer.getvalue()


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (PNG, "image/png"),
        (
            office("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("Жай мәтін.".encode(), "text/plain"),
        (office("word/document.xml", "word/vbaProject.bin"), ""),
        (office("anything.txt"), ""),
        (b"MZ\x90\x00\x03\x00\x00\x00", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", ""),
        (b"<!DOCTYPE html><script>1</script>", ""),
        (b"#!/bin/sh\nrm -rf /", ""),
        (b"\x7fELF\x02\x01", ""),
    ],
)
def test_a_file_is_what_its_content_says(content, media_type):
    assert uploads.media_type(content) == media_type


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Жоба.exe", "Жоба.pdf"),
        ("жұмыс\u202e.docx", "жұмыс.pdf"),
        ("...", "file.pdf"),
        ("a" * 500, "a" * 120 + ".pdf"),
    ],
)
def test_names_are_made_safe_and_end_as_the_content_says(name, safe):
    assert uploads.safe_name(name, media_type="application/pdf") == safe


ATTEMPT = {
    ("in_progress", "submitted"), ("in_progress", "expired"), ("in_progress", "voided"), ("submitted", "graded"),
    ("submitted", "voided"), ("expired", "graded"), ("expired", "voided"), ("graded", "voided"),
}  # fmt: skip
SUBMISSION = {
    ("draft", "submitted"), ("submitted", "marked"), ("submitted", "returned"), ("marked", "released"),
    ("marked", "submitted"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "statuses", "allowed"),
    [
        (moves.ATTEMPT, Attempt.Status.values, ATTEMPT),
        (moves.SUBMISSION, Submission.Status.values, SUBMISSION),
    ],
)
def test_exactly_the_moves_of_the_design_are_allowed(table, statuses, allowed):
    assert set(table) == set(statuses)
    assert {(a, b) for a, b in product(statuses, statuses) if b in table[a]} == allowed
