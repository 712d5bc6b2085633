"""Form, literature and late policy of an assignment come from the programme's files; a fault names its line."""

import pytest

from assessments.loader import assignments as loader_assignments
from courses.loader.files import Reader

WORK = """key: essay
kind: essay
rubric: essay
title: {kk: Эссе, ru: Эссе, en: Essay}
goal: {kk: Мақсат, ru: Цель}
instructions: {kk: Нұсқау, ru: Указание}
"""


def check(tmp_path, more: str):
    path = tmp_path / "A" / "assessment.yaml"
    path.parent.mkdir()
    path.write_text(WORK + more)
    reader = Reader(path.parent)
    row = reader.yaml(path)
    loader_assignments.check(reader, path, row)
    return row, [str(fault) for fault in reader.faults]


def test_what_the_file_says_is_taken(tmp_path):
    row, faults = check(
        tmp_path,
        "form: {kk: Екі бет, ru: Две страницы}\n"
        "literature: [{kk: Кітап, ru: Книга}]\n"
        "late: {policy: days, days: 3}\n",
    )
    assert faults == []
    values = loader_assignments.values(row)
    assert (values["late"], values["late_days"]) == ("days", 3)
    assert values["form"] == {"kk": "Екі бет", "ru": "Две страницы"}
    assert values["literature"] == [{"kk": "Кітап", "ru": "Книга"}]


def test_what_the_file_leaves_out_has_its_default(tmp_path):
    row, faults = check(tmp_path, "")
    values = loader_assignments.values(row)
    assert faults == []
    assert (values["form"], values["literature"], values["late"], values["late_days"]) == (
        {},
        [],
        "accepted",
        0,
    )


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("late: {policy: someday}\n", "A/assessment.yaml:7: there is no late policy 'someday'"),
        ("late: {policy: days}\n", "A/assessment.yaml:7: “days” is missing"),
        ("late: {policy: days, days: 0}\n", "“days” is from 1 to 365"),
        ("late: {policy: days, days: three}\n", "“days” must be int"),
        ("late: {policy: refused, days: 3}\n", "“days” means something with the policy “days” alone"),
        ("late: soon\n", "“late” must be dict"),
        ("form: {kk: Екі бет}\n", "A/assessment.yaml:7: “ru” is missing"),
        ("literature:\n  - {kk: Кітап}\n", "A/assessment.yaml:8: “ru” is missing"),
        ("literature: [Кітап]\n", "a mapping with kk and ru was expected"),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path, more, fault):
    _row, faults = check(tmp_path, more)
    assert any(fault in one for one in faults), faults
