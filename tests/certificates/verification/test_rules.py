"""What is asked, which names are alike, how a list is read. No database."""

import io

import pytest
from openpyxl import Workbook

from certificates.lists.judging import judge
from certificates.lists.reading import Sheet, from_file, from_text
from certificates.lists.writing import to_csv, to_xlsx
from certificates.rules import alike, asked
from certificates.rules.code import check_character, pretty
from people.errors import Refusal
from tests.factories import NOW

# The same in every worker: they stand in the names of tests.
CODE, OTHER = (stem + check_character(stem) for stem in ("B03652D765M7H63", "D4JSJ3APQYERDCA"))
SIGNED = "A" * 200


@pytest.mark.parametrize(
    ("text", "code", "cose"),
    [
        (pretty(CODE), CODE, ""),
        (f"  {pretty(CODE).lower()} ", CODE, ""),
        (f"https://tirek.kz/v/{pretty(CODE)}?lang=ru", CODE, ""),
        (f"HTTPS://TIREK.KZ/V/{CODE}#{SIGNED}", CODE, SIGNED),
        (f"https://tirek.kz/v/{pretty(CODE)}.json", CODE, ""),
        (SIGNED, "", SIGNED),
        ("7K3M", "", ""),
        ("https://tirek.kz/", "", ""),
        ("", "", ""),
    ],
)
def test_a_code_an_address_and_a_signed_text_are_told_apart(text, code, cose):
    read = asked.read(text)
    assert (read.code, read.cose) == (code, cose)
    assert read.is_malformed == (not code and not cose)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ёлкина", "ЕЛКИНА", True),
        ("Әбдірова", "абдирова", True),
        ("Қасымов", "Касымова", False),
        ("", "", False),
    ],
)
def test_surnames_are_compared_by_folded_letters(one, other, same):
    assert alike.is_same(one, other) is same


@pytest.mark.parametrize(
    ("listed", "fits"),
    [
        ("Әбдірова Айгүл Сәкенқызы", True),
        ("Айгул Абдирова", True),
        ("Әбдірова А. С.", True),
        ("Әбдірова А.С.", True),
        ("Әбдірова", True),
        ("Айгүл", False),
        ("Әбдірова Гүлнар", False),
        ("", False),
    ],
)
def test_a_listed_name_may_be_shorter_but_not_another(listed, fits):
    assert alike.agrees(listed, "Әбдірова Айгүл Сәкенқызы") is fits


def test_headings_of_names_are_known_and_others_are_not():
    assert all(map(alike.names_people, ["ФИО", "Ф.И.О.", "Аты-жөні", "Тегі", "Full name", "Фамилия, имя"]))
    assert not any(map(alike.names_people, ["Ұйым аты", "Programme name", "Код", "Хаттама"]))


@pytest.mark.parametrize(
    "text",
    [
        f"{CODE}\n{OTHER}\n",
        f"{pretty(CODE)}, {pretty(OTHER)}",
        f"Код;ФИО\r\n{pretty(CODE)};Әбдірова А.\r\n{pretty(OTHER)};Ёлкина М.\r\n",
        f"1\t{pretty(CODE).lower()}\tӘбдірова\n2\t{OTHER}\tЁлкина",
        f"Айгүл: {pretty(CODE)} (2026)\nМария — {pretty(OTHER)}",
        f"https://tirek.kz/v/{CODE}\n\n\nhttps://tirek.kz/v/{OTHER}#{SIGNED}",
    ],
)
def test_pasted_lists_of_every_shape_give_their_codes(text):
    sheet = from_text(text)
    assert [asked.read(row[sheet.code_at]).code for row in sheet.rows] == [CODE, OTHER]
    again = from_text(sheet.to_text())
    assert [asked.read(row[again.code_at]).code for row in again.rows] == [CODE, OTHER]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_files_of_every_encoding_are_read(encoding, separator):
    rows = [["№", "Фамилия", "Код"], ["1", "Ёлкина", pretty(CODE)], ["2", "Иванов", "7K3M-0000"]]
    sheet = from_file("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    assert sheet.head == ("№", "Фамилия", "Код")
    assert sheet.code_at == 2
    assert sheet.rows == (("1", "Ёлкина", pretty(CODE)), ("2", "Иванов", "7K3M-0000"))


def workbook(rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_is_read_and_its_other_columns_stay():
    sheet = from_file(
        workbook([["Тізім"], ["Аты", "Күні", "Код"], ["Айгүл", NOW.date(), CODE], ["Ұлан", 5, OTHER]])
    )
    assert sheet.head == ("Аты", "Күні", "Код")
    assert sheet.rows[0] == ("Айгүл", NOW.date().isoformat(), CODE)
    assert sheet.rows[1][1] == "5"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 \0\0", "no_list"),
        (b"PK\x03\x04 broken", "no_list"),
        (b"\xd0\xcf\x11\xe0 old", "old_format"),
        ("Аты;Жасы\nАйгүл;30".encode(), "no_codes"),
        (b"x" * (2 * 1024 * 1024 + 1), "too_big"),
        ("\n".join([CODE] * 5002).encode(), "too_many_rows"),
        (b"", "no_codes"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data, code):
    with pytest.raises(Refusal) as refusal:
        from_file(data)
    assert refusal.value.code == code


def outcome(state="valid", name="Әбдірова Айгүл", code=CODE):
    return {
        "state": state,
        "code": code,
        "name": name,
        "number": "2026-INC-000001",
        "issued_on": "2026-01-05",
    }


def test_problems_come_first_and_another_name_is_one():
    sheet = Sheet(("Код", "ФИО"), ((CODE, "Әбдірова А."), (OTHER, "Иванов И."), ("7K3M", "Кто-то")), 0)
    report = judge(sheet, [outcome(), outcome(code=OTHER), {"state": "malformed", "code": ""}], at=NOW)
    assert [row.number for row in report.problems_first] == [3, 2, 1]
    assert report.rows[1].listed_name == "Иванов И."
    assert report.counts == {"valid": 2, "other_name": 1, "malformed": 1}


def test_a_column_of_names_without_a_heading_is_found_by_what_agrees():
    sheet = Sheet((), ((CODE, "12", "Әбдірова А."), (OTHER, "13", "Иванов И.")), 0)
    report = judge(sheet, [outcome(), outcome(code=OTHER)], at=NOW)
    assert [row.listed_name for row in report.rows] == ["", "Иванов И."]


def test_a_code_that_stands_twice_is_remarked(in_english):
    sheet = Sheet((), ((CODE,), (CODE,)), 0)
    report = judge(sheet, [outcome(), outcome()], at=NOW)
    assert "2 times" in to_csv(report).decode()


def test_no_text_of_a_list_becomes_a_formula(in_english):
    sheet = Sheet(("Код", "Ескерту"), ((CODE, '=HYPERLINK("http://x","y")'),), 0)
    report = judge(sheet, [outcome()], at=NOW)
    assert ";\"'=HYPERLINK" in to_csv(report).decode("utf-8-sig")
    from openpyxl import load_workbook

    page = load_workbook(io.BytesIO(to_xlsx(report))).active
    assert page["B2"].data_type == "s"
    assert page["B2"].quotePrefix
    assert to_csv(report).startswith(b"\xef\xbb\xbf")
