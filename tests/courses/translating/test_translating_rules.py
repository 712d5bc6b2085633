"""Alignment, differences, hints and what a draft will hold: no database."""

from itertools import count

import pytest

from courses.translating.drafting import Typed, drafted
from courses.translating.reading import compare, marks_of
from courses.translating.rules import alignment, words
from courses.translating.rules.alignment import Mark
from courses.translating.rules.hints import Term, hints
from courses.translating.rules.parts import BlockShape, FieldShape, PageShape, Slot, parts_of, trimmed

SHAPE = PageShape(
    (
        FieldShape("title", "text", "title", Slot("text", "plain", "title", 20)),
        FieldShape("outcomes", "lines", "outcomes", Slot("text", "plain", "outcomes")),
        FieldShape("body", "blocks", "lesson"),
        FieldShape("terms", "keys", "terms"),
    ),
    {
        "text": BlockShape("Theses", (Slot("text", "rich", "Theses"),), is_struct=False),
        "case": BlockShape("Case", (Slot("title", "plain", "Title"), Slot("text", "rich", "Text"))),
        "figure": BlockShape(
            "Figure", (Slot("image", "shared", "Image"), Slot("alt", "plain", "Alternative"))
        ),
        "table": BlockShape("Table", (Slot("rows", "table", "Rows"),)),
    },
)
_ids = count(1)


def block(kind: str, value, id: str = "") -> dict:
    return {"type": kind, "value": value, "id": id or f"b{next(_ids)}"}


def text(words_: str, id: str = "") -> dict:
    return block("text", f"<p>{words_}</p>", id)


def page(
    *blocks: dict, title: str = "Тақырып", outcomes: tuple[str, ...] = (), terms: tuple[str, ...] = ()
) -> dict:
    return {"title": title, "outcomes": list(outcomes), "body": list(blocks), "terms": list(terms)}


def marked(original: dict, translation: dict) -> list[Mark]:
    """Marks as if every row had just been confirmed."""
    rows = compare(SHAPE, original, translation, []).rows
    return [
        Mark(row.translation.id, row.original.id, row.original.text, row.translation.text)
        for row in rows
        if row.original and row.translation
    ]


def states(original: dict, translation: dict, marks: list[Mark] | None = None) -> list[str]:
    return [row.state for row in compare(SHAPE, original, translation, marks or []).rows]


def joined(original: dict, translation: dict, marks: list[Mark] | None = None) -> list[tuple[str, str]]:
    rows = compare(SHAPE, original, translation, marks or []).rows
    return [
        (row.original.text if row.original else "–", row.translation.text if row.translation else "–")
        for row in rows
        if row.field == "body"
    ]


# Rich text as lines


def test_rich_text_becomes_lines_that_say_what_they_are():
    html = (
        '<h2 data-block-key="x1">Бастау</h2><p>Бір <b>екі</b>&nbsp;үш<br/>төрт &amp; бес</p>'
        "<ul><li>А</li><li>Ә<ol><li>бір</li><li>екі</li></ol></li></ul><blockquote>Сөз</blockquote><hr/>"
        '<p><a href="https://example.kz">Сілтеме</a> <a linktype="page" id="7">бет</a></p>'
    )
    assert words.plain(html).split("\n") == [
        "## Бастау",
        "Бір екі үш төрт & бес",
        "- А",
        "- Ә",
        "1. бір",
        "2. екі",
        "> Сөз",
        "---",
        "Сілтеме (https://example.kz) бет (page 7)",
    ]


def test_bold_and_the_editors_keys_are_no_change_but_a_heading_is():
    assert words.plain("<p>Бір <b>сөз</b></p>") == words.plain('<p data-block-key="q">Бір сөз</p>')
    assert words.plain("<h2>Сөз</h2>") != words.plain("<h3>Сөз</h3>")
    assert words.without_keys('<p data-block-key="a1">Сөз</p>') == "<p>Сөз</p>"


def test_a_difference_names_the_words_that_went_and_came():
    pieces = words.word_diff("Мұғалім бес сұрақ қояды.", "Мұғалім алты сұрақ қояды, күтеді.")
    assert [(piece.text, piece.state) for piece in pieces] == [
        ("Мұғалім ", "same"),
        ("бес ", "gone"),
        ("алты ", "new"),
        ("сұрақ қояды", "same"),
        (", күтеді", "new"),
        (".", "same"),
    ]


@pytest.mark.parametrize(("before", "after"), [("", "Бір"), ("Бір екі", ""), ("Бір екі үш", "үш екі бір")])
def test_both_texts_can_be_read_off_their_difference(before, after):
    pieces = words.word_diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.state != "new").split() == before.split()
    assert "".join(piece.text for piece in pieces if piece.state != "gone") == after


def test_long_runs_without_a_change_are_left_out_between_changes():
    same = " ".join(f"сөз{number}" for number in range(200))
    short = words.shortened(words.word_diff(f"А {same} Б", f"В {same} Г"), context=3)
    assert [piece.state for piece in short if piece.state == "left_out"] == ["left_out"]
    assert sum(len(piece.text) for piece in short) < 120
    assert [piece.text.strip() for piece in short if piece.state == "new"] == ["В", "Г"]


def test_sentences_end_where_the_next_begins_and_are_known_again_whatever_their_quotes():
    found = words.sentences("## Бастау\n- Бұл сөйлем. «Екінші» сөйлем! 2025 ж. 3 сәуір\nсоңы")
    assert found == ["Бастау", "Бұл сөйлем.", "«Екінші» сөйлем!", "2025 ж.", "3 сәуір", "соңы"]
    assert words.normalised("Ол  «Дос» – деді") == words.normalised("ол “дос” - деді")


# Alignment and states


def test_two_pages_of_one_structure_are_joined_part_by_part():
    kk = page(text("Бір"), block("case", {"title": "Жағдай", "text": "<p>Екі</p>"}), text("Үш"))
    ru = page(
        text("Один"), block("case", {"title": "Случай", "text": "<p>Два</p>"}), text("Три"), title="Тема"
    )
    assert joined(kk, ru) == [("Бір", "Один"), ("Жағдай\nЕкі", "Случай\nДва"), ("Үш", "Три")]
    assert states(kk, ru) == ["unmarked"] * 4
    assert states(kk, ru, marked(kk, ru)) == ["current"] * 4


def test_a_part_that_is_empty_or_still_says_the_original_is_not_translated():
    kk = page(text("Бір"), text("Екі"))
    ru = page(text("Бір"), text(""), title="Тема")
    assert states(kk, ru) == ["unmarked", "untranslated", "untranslated"]


def test_each_side_is_told_apart_when_it_changes():
    kk, ru = (
        page(text("Бір", "k1"), text("Екі", "k2")),
        page(text("Один", "r1"), text("Два", "r2"), title="Тема"),
    )
    marks = marked(kk, ru)
    newer = page(text("Бір жаңа", "k1"), text("Екі жаңа", "k2"))
    touched = page(text("Один", "r1"), text("Два новое", "r2"), title="Новая тема")
    assert states(newer, ru, marks) == ["current", "changed", "changed"]
    assert states(kk, touched, marks) == ["touched", "current", "touched"]
    assert states(newer, touched, marks) == ["touched", "changed", "both"]


def test_a_new_block_and_a_removed_one_do_not_disturb_their_neighbours():
    kk, ru = page(text("Бір", "k1"), text("Екі", "k2")), page(text("Один", "r1"), text("Два", "r2"))
    marks = marked(kk, ru)
    newer = page(text("Бір", "k1"), text("Жаңа", "k9"), text("Екі", "k2"))
    assert joined(newer, ru, marks) == [("Бір", "Один"), ("Жаңа", "–"), ("Екі", "Два")]
    shorter = page(text("Екі", "k2"))
    assert joined(shorter, ru, marks) == [("–", "Один"), ("Екі", "Два")]
    assert states(shorter, ru, marks)[1:] == ["extra", "current"]


def test_files_that_shift_the_names_of_blocks_do_not_shift_their_marks():
    """A block's name in a loaded lesson is its place: with a block put first, all names move on by one."""
    kk, ru = page(text("Бір", "k0"), text("Екі", "k1")), page(text("Один", "r0"), text("Два", "r1"))
    newer = page(text("Жаңа", "k0"), text("Бір", "k1"), text("Екі", "k2"))
    assert joined(newer, ru, marked(kk, ru)) == [("Жаңа", "–"), ("Бір", "Один"), ("Екі", "Два")]


def test_lines_are_found_again_by_their_words():
    kk, ru = page(outcomes=("бір", "екі", "үш")), page(outcomes=("один", "два", "три"))
    newer = page(outcomes=("екі", "үш түзетілген"))
    rows = compare(SHAPE, newer, ru, marked(kk, ru)).rows
    assert [
        (row.original.text if row.original else "–", row.translation.text, row.state)
        for row in rows
        if row.field == "outcomes"
    ] == [("–", "один", "extra"), ("екі", "два", "current"), ("үш түзетілген", "три", "changed")]


def test_a_moved_block_keeps_its_translation_and_the_order_is_said_to_differ():
    kk, ru = page(text("Бір", "k1"), text("Екі", "k2")), page(text("Один", "r1"), text("Два", "r2"))
    moved = page(text("Екі", "k2"), text("Бір", "k1"))
    found = compare(SHAPE, moved, ru, marked(kk, ru))
    assert joined(moved, ru, marked(kk, ru)) == [("Екі", "Два"), ("Бір", "Один")]
    assert [field.name for field in found.out_of_order] == ["body"]
    assert compare(SHAPE, kk, ru, marked(kk, ru)).out_of_order == []


def test_a_figure_whose_picture_changed_waits():
    kk = page(block("figure", {"image": 1, "alt": "Шеңбер"}, "k1"))
    ru = page(block("figure", {"image": 2, "alt": "Круг"}, "r1"))
    newer = page(block("figure", {"image": 3, "alt": "Шеңбер"}, "k1"))
    assert states(kk, ru, marked(kk, ru))[-1] == "current"
    assert states(newer, ru, marked(kk, ru))[-1] == "changed"


def test_a_mark_is_read_in_both_directions():
    rows = [(2, "r1", "k1", "Бір"), (1, "k1", "r1", "Один"), (2, "r2", "k2", "Екі")]
    assert marks_of(2, 1, rows) == [Mark("r1", "k1", "Бір", "Один"), Mark("r2", "k2", "Екі", None)]
    assert marks_of(1, 2, rows) == [Mark("k1", "r1", "Один", "Бір")]


def test_every_state_is_known_and_waiting_ones_are_among_them():
    assert set(alignment.STATES) > alignment.WAITING
    assert {"touched", "current"} == set(alignment.STATES) - alignment.WAITING


# What a draft will hold


def test_words_typed_for_a_new_block_put_it_at_its_place():
    kk = page(
        text("Бір", "k1"), block("case", {"title": "Жағдай", "text": "<p>Екі</p>"}, "k2"), text("Үш", "k3")
    )
    ru = page(text("Один", "r1"), text("Три", "r3"), title="Тема")
    draft = drafted(
        compare(SHAPE, kk, ru, []), Typed(words={"new-k2": {"title": "Случай", "text": "<p>Два</p>"}})
    )
    body = draft.changed["body"]
    assert [row["type"] for row in body] == ["text", "case", "text"]
    assert [body[0], body[2]] == ru["body"]
    assert body[1]["value"] == {"title": "Случай", "text": "<p>Два</p>"}
    assert draft.parts["new-k2"].id == body[1]["id"]
    assert list(draft.changed) == ["body"]


def test_what_was_not_touched_is_not_changed():
    kk, ru = page(text("Бір"), outcomes=("бір",)), page(text("Один"), outcomes=("один", ""), title="Тема")
    assert drafted(compare(SHAPE, kk, ru, []), Typed()).changed == {}


def test_a_picture_is_taken_over_and_the_words_stay():
    kk = page(block("figure", {"image": 3, "alt": "Шеңбер"}, "k1"))
    ru = page(block("figure", {"image": 2, "alt": "Круг"}, "r1"))
    draft = drafted(compare(SHAPE, kk, ru, []), Typed(taken=frozenset({"r1"})))
    assert draft.changed["body"] == [{"type": "figure", "value": {"image": 3, "alt": "Круг"}, "id": "r1"}]


def test_a_block_is_dropped_and_the_order_of_the_original_taken():
    kk, ru = page(text("Бір", "k1"), text("Екі", "k2")), page(text("Один", "r1"), text("Два", "r2"))
    marks = marked(kk, ru)
    moved = compare(SHAPE, page(text("Екі", "k2"), text("Бір", "k1")), ru, marks)
    assert [row["id"] for row in drafted(moved, Typed(ordered=frozenset({"body"}))).changed["body"]] == [
        "r2",
        "r1",
    ]
    assert "body" not in drafted(moved, Typed()).changed
    shorter = compare(SHAPE, page(text("Екі", "k2")), ru, marks)
    assert [row["id"] for row in drafted(shorter, Typed(dropped=frozenset({"r1"}))).changed["body"]] == ["r2"]


def test_lists_of_keys_are_taken_over_only_where_asked():
    found = compare(SHAPE, page(terms=("a", "b")), page(terms=("a",)), [])
    assert [field.name for field in found.differing] == ["terms"]
    assert found.waiting == 2  # the title, which is still the original's, and the list
    assert drafted(found, Typed()).changed == {}
    assert drafted(found, Typed(keys=frozenset({"terms"}))).changed == {"terms": ["a", "b"]}


def test_a_table_is_read_however_it_is_stored_and_trimmed():
    bare = block("table", {"rows": [["а", "ә"], ["б", ""]]})
    kept = block(
        "table",
        {
            "rows": [
                {"type": "item", "id": "x", "value": [{"type": "item", "id": "y", "value": "а"}, "ә"]},
                ["б", ""],
            ]
        },
    )
    assert parts_of(SHAPE, page(bare))[1].text == parts_of(SHAPE, page(kept))[1].text == "а | ә\nб |"
    assert trimmed([["а", "", ""], ["", "б", ""], ["", "", ""]]) == [["а", ""], ["", "б"]]


# Hints

TERMS = [
    Term("inclusive-education", "Инклюзивті білім беру", "инклюзивное образование"),
    Term("book", "Кітап", "книга"),
    Term("plan", "Жеке жоспар (ЖЖ)", "индивидуальный план"),
    Term("eye", "Көз", "глаз"),
]


@pytest.mark.parametrize(
    ("kazakh", "russian", "expected"),
    [
        ("Инклюзивті білім берудің мәні", "Суть инклюзивного образования", [("inclusive-education", True)]),
        ("Бұл кітабымыз", "Это наша книга.", [("book", True)]),
        ("Оқушының жеке жоспарынан", "Из плана ученика", [("plan", False)]),
        ("Көздері жабық", "Глаза закрыты", [("eye", True)]),
        ("Кітаптан жеке жоспар", "Индивидуальный план по книге", [("plan", True), ("book", True)]),
        ("Білім беру инклюзивті", "Образование", []),
        ("", "", []),
    ],
)
def test_terms_are_found_with_the_endings_of_both_languages(kazakh, russian, expected):
    found = hints(kazakh, russian, TERMS, language="kk", other="ru")
    assert [(hint.key, hint.is_used) for hint in found] == expected


def test_a_russian_term_is_found_in_any_case_and_not_in_a_longer_word():
    term = [Term("med", "медь", "мыс"), Term("barrier", "барьер участия", "қатысу кедергісі")]
    assert [hint.key for hint in hints("барьеров участия нет", "", term, language="ru", other="kk")] == [
        "barrier"
    ]
    assert hints("медицинский взгляд", "", term, language="ru", other="kk") == ()
