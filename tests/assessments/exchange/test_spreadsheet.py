"""The workbook: the template, what its faults say, and files that are none."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from assessments.exchange import Row, Unreadable, spreadsheet
from assessments.exchange.rows import SHAPES

pytestmark = pytest.mark.usefixtures("in_english")


def book(**sheets: list[list[object]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


SINGLE = ["key", "topic", "difficulty", "stem.kk", "stem.ru", "options.a.kk", "options.b.kk", "correct"]


def test_the_template_has_a_sheet_a_kind_and_words_in_both_languages():
    made = load_workbook(io.BytesIO(spreadsheet.write([], topics=["A.1.1"], outcomes=["A.1.r1"])))
    assert made.sheetnames == ["Нұсқаулық", "Инструкция", *SHAPES, "lists"]
    assert made["lists"].sheet_state == "hidden"
    for kind in SHAPES:
        sheet = made[kind]
        assert sheet.freeze_panes == "B3"
        assert sheet["A1"].value == "key"
        assert sheet["A2"].value == "Кілт / Ключ"
        codes = [cell.value for cell in sheet[1]]
        assert codes.index("stem.ru") == codes.index("stem.kk") + 1
        offered = {rule.formula1 for rule in sheet.data_validations.dataValidation}
        assert {'"1,2,3"', "lists!$A$1:$A$1", "lists!$B$1:$B$1"} <= offered
        assert all(cell.column_letter in sheet.column_dimensions for cell in sheet[1])


def test_the_words_name_every_column_and_say_the_same_in_both_languages():
    from assessments.exchange.checks import mixed_words
    from assessments.exchange.spreadsheet_columns import columns_for
    from assessments.exchange.spreadsheet_words import INSTRUCTIONS

    heads = {language: [head for head, _text in rows] for language, rows in INSTRUCTIONS.items()}
    assert len(heads["kk"]) == len(heads["ru"])
    told = {one for head in heads["ru"] for one in head.split(", ")}
    own = {column.code.partition(".")[0] for kind in SHAPES for column in columns_for(kind)}
    assert own - told == {"stem", "options", "left", "right", "steps", "explanation"}
    for rows in INSTRUCTIONS.values():
        assert [mixed_words(text) for _head, text in rows if mixed_words(text)] == []


def test_the_empty_template_holds_no_question():
    with pytest.raises(Unreadable, match="no question"):
        spreadsheet.read(spreadsheet.write([]))


def test_a_text_that_begins_like_a_formula_stays_a_text():
    row = Row(
        place="",
        key="A.1.q01",
        kind="true_false",
        body={"correct": ["true"], "kk": {"stem": "=1+1"}, "ru": {"stem": "@cmd"}},
    )
    data = spreadsheet.write([row])
    sheet = load_workbook(io.BytesIO(data))["true_false"]
    cells = [cell for cell in sheet[3] if cell.value in ("=1+1", "@cmd")]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 2
    assert spreadsheet.read(data)[0].body["kk"]["stem"] == "=1+1"


def test_numbers_and_one_language():
    (row,) = spreadsheet.read(book(single=[SINGLE, ["A.1.q01", "A.1.1", 2, "Қайсы?", None, 1, 2.5, "b"]]))
    assert row.faults == []
    assert (row.languages, row.difficulty) == (["kk"], 2)
    assert row.body["kk"]["options"] == {"a": "1", "b": "2.5"}


def test_columns_may_stand_in_any_order_and_headings_may_be_missing():
    header = ["stem.ru", "correct", "key"]
    (row,) = spreadsheet.read(book(true_false=[header, ["Так?", "верно", ""], [None, None, None]]))
    assert (row.body["correct"], row.place, row.faults) == (["true"], "Sheet “true_false”, row 2", [])


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"difficulty": "легко"}, "Column C (difficulty): Write 1, 2 or 3."),
        ({"stem.kk": "=1+1"}, "Column D (stem.kk): There is a formula. Write what it gives as text."),
        (
            {"options.a.kk": date(2026, 1, 2)},
            "Column F (options.a.kk): The program made a date of it. Set the cell to text and write it anew.",
        ),
        ({"key": "к" * 41}, "Column A (key): Write at most 40 letters."),
    ],
)
def test_a_fault_names_sheet_row_and_column_and_says_what_to_do(cells, fault):
    usual = dict(zip(SINGLE, ["A.1.q01", "A.1.1", 1, "Қайсы?", "Какой?", "а", "б", "a"], strict=True))
    (row,) = spreadsheet.read(book(single=[SINGLE, list((usual | cells).values())]))
    assert row.place == "Sheet “single”, row 2"
    assert row.faults == [fault]


def test_what_stands_under_no_heading_or_an_unknown_one_is_a_fault():
    header = ["key", "stem.kk", "stem.kz", "correct", None, "stem.kk"]
    (row,) = spreadsheet.read(book(true_false=[header, ["A.1.q01", "Рас па?", "x", "дұрыс", "y", "z"]]))
    assert [fault.partition(":")[0] for fault in row.faults] == [
        "Column C (stem.kz)",
        "Column E",
        "Column F (stem.kk)",
    ]


def test_words_that_are_not_understood_are_faults():
    header = ["stem.kk", "correct"]
    (row,) = spreadsheet.read(book(true_false=[header, ["Рас па?", "мүмкін"]]))
    assert row.faults == ["Column B (correct): Choose from the list whether it is true."]
    header = [
        "stem.kk",
        "left.l1.kk",
        "left.l2.kk",
        "right.r1.kk",
        "right.r2.kk",
        "pairs",
        "credit",
        "shuffle",
    ]
    (row,) = spreadsheet.read(book(matching=[header, ["?", "а", "б", "в", "г", "l1=r9", "жарты", "бәлкім"]]))
    assert len(row.faults) == 3
    (row,) = spreadsheet.read(
        book(matching=[header, ["?", "а", "б", "в", "г", "l1-r2; l2-r1", "ішінара", "жоқ"]])
    )
    assert (row.faults, row.body["pairs"]) == ([], {"l1": "r2", "l2": "r1"})
    assert (row.body["credit"], row.body["shuffle"]) == ("partial", False)


def test_pairs_and_the_order_may_be_left_out():
    (row,) = spreadsheet.read(
        book(
            matching=[
                ["stem.ru", "left.l1.ru", "left.l2.ru", "right.r1.ru", "right.r2.ru"],
                ["?", "1", "2", "3", "4"],
            ]
        )
    )
    assert row.body["pairs"] == {"l1": "r1", "l2": "r2"}
    (row,) = spreadsheet.read(book(ordering=[["stem.ru", "steps.a.ru", "steps.b.ru"], ["?", "1", "2"]]))
    assert row.body["sequence"] == ["a", "b"]


def test_a_sheet_of_another_name_is_a_fault_and_not_dropped():
    rows = spreadsheet.read(
        book(true_false=[["stem.kk", "correct"], ["Рас па?", "дұрыс"]], Notes=[["a"], ["b"]])
    )
    assert rows[1].place == "Sheet “Notes”"
    assert rows[1].faults


def test_parts_of_cases():
    part = ["key", "part", "stem.kk", "correct"]
    rows = spreadsheet.read(
        book(
            true_false=[
                part,
                ["c1", "p1", "Рас па?", "дұрыс"],
                ["c1", "p1", "Тағы?", "дұрыс"],
                ["c9", "p1", "?", "қате"],
            ],
            case=[["key", "stem.kk", "parts"], ["c1", "Оқиға", "p1, p2"], [None, "Кілтсіз", None]],
        )
    )
    case, nameless, lost = rows
    assert [one["key"] for one in case.body["parts"]] == ["p1"]
    assert case.faults == [
        "Sheet “true_false”, row 3. Column B (part): Name the part p1, p2 and so on, each once.",
        "The parts are p1, but the column “parts” names p1, p2.",
    ]
    assert nameless.faults == ["Column A (key): Write a key, so that the parts can name their case."]
    assert lost.place == "Sheet “true_false”, row 4"
    assert lost.faults


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (61 * 1024 * 1024))
    return out.getvalue()


def _entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(spreadsheet.write([]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/workbook.xml":
                text = b'<!DOCTYPE a [<!ENTITY b "c">]>' + text
            new.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"key;stem", "not_xlsx"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"0" * 100, "not_xlsx"),
        (_bomb, "bomb"),
        (_entities, "not_xlsx"),
        (lambda: spreadsheet.write([])[:-500], "not_xlsx"),
        (lambda: book(true_false=[["stem.kk"], *[["Рас па?"]] * 2001]), "many"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_a_sentence(make, code):
    with pytest.raises(Unreadable) as caught:
        spreadsheet.read(make())
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


def test_a_text_too_long_for_a_cell_is_left_out_and_named():
    row = Row(
        place="", key="A.1.q01", kind="true_false", body={"correct": ["true"], "kk": {"stem": "а" * 40_000}}
    )
    assert len(spreadsheet.left_out(row)) == 1
    with pytest.raises(Unreadable):
        spreadsheet.read(spreadsheet.write([row]))
