"""The sample types of Moodle's page on its XML format, with texts of our own, and what our kinds cannot hold."""

import pytest

from assessments.exchange import Unreadable, moodle_xml
from assessments.exchange.rows import Row

pytestmark = pytest.mark.usefixtures("in_english")


def read(inside: str) -> list[Row]:
    return moodle_xml.read(f'<?xml version="1.0" ?>\n<quiz>{inside}</quiz>'.encode(), language="ru")


def one(kind: str, inside: str, *, text: str = "Вопрос?", general: str = "") -> Row:
    (row,) = read(
        f"""<question type="{kind}">
          <name><text>Название</text></name>
          <questiontext format="html"><text><![CDATA[<p>{text}</p>]]></text></questiontext>
          <generalfeedback format="html"><text><![CDATA[{general}]]></text></generalfeedback>
          <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>
          {inside}</question>"""
    )
    return row


def answer(text: str, fraction: object, feedback: str = "", *, more: str = "", style: str = "html") -> str:
    return (
        f'<answer fraction="{fraction}" format="{style}"><text><![CDATA[{text}]]></text>'
        f'<feedback format="html"><text>{feedback}</text></feedback>{more}</answer>'
    )


def test_one_right_answer():
    row = one(
        "multichoice",
        "<single>true</single><shuffleanswers>false</shuffleanswers><answernumbering>abc</answernumbering>"
        "<correctfeedback><text></text></correctfeedback>"
        + answer("<p>Пандус</p>", 100, "Верно!")
        + answer("<p>Лестница</p>", 0, "Подумайте."),
        general="<p>Пандус удобен всем.</p>",
    )
    assert (row.kind, row.faults, row.body["correct"], row.body["shuffle"]) == ("single", [], ["a"], False)
    assert row.body["ru"]["stem"] == "Вопрос?"
    assert row.body["ru"]["options"] == {"a": "Пандус", "b": "Лестница"}
    assert row.body["ru"]["explanation"] == "Пандус удобен всем.\nПандус: Верно!\nЛестница: Подумайте."
    assert row.place == "Question 1, “Название”"


@pytest.mark.parametrize(("loss", "credit"), [("-50", "partial"), ("-100", "whole"), ("0", None)])
def test_several_right_answers(loss, credit):
    row = one(
        "multichoice",
        "<single>false</single>" + answer("А", 50) + answer("Б", "50.00000") + answer("В", loss),
    )
    assert (row.kind, row.body["correct"], row.faults) == ("multiple", ["a", "b"], [])
    assert row.body.get("credit") == credit


def test_true_or_false():
    row = one("truefalse", answer("true", 0, "Нет.") + answer("false", 100, "Да."))
    assert (row.kind, row.body["correct"]) == ("true_false", ["false"])
    assert row.body["ru"]["explanation"] == "Нет.\nДа."
    assert one("truefalse", answer("да", 100) + answer("нет", 0)).faults == ["No right answer is named."]


@pytest.mark.parametrize(("usecase", "fold"), [("0", True), ("1", False)])
def test_short_answers(usecase, fold):
    row = one("shortanswer", f"<usecase>{usecase}</usecase>" + answer("пандус", 100) + answer("*", 0, "Нет."))
    assert (row.kind, row.body["ru"]["accepted"], row.body["fold"], row.faults) == (
        "short_text",
        ["пандус"],
        fold,
        [],
    )
    assert one("shortanswer", answer("панд", 50) + answer("пандус", 100)).faults


def test_numbers_with_a_tolerance_and_a_unit():
    units = (
        "<units><unit><multiplier>1</multiplier><unit_name>м</unit_name></unit>"
        "<unit><multiplier>100</multiplier><unit_name>см</unit_name></unit></units>"
    )
    row = one("numerical", answer("1.2", 100, more="<tolerance>0.05</tolerance>") + answer("*", 0) + units)
    assert (row.kind, row.body["value"], row.body["tolerance"], row.faults) == ("numeric", "1.2", "0.05", [])
    assert row.body["ru"]["unit"] == "м"
    assert row.notes == ["One unit is taken over; answers in other units are not counted here."]
    assert one("numerical", answer("1", 100) + answer("2", 50)).faults
    assert one("numerical", answer("один", 100)).faults


def test_matching():
    row = one(
        "matching",
        "<shuffleanswers>true</shuffleanswers>"
        '<subquestion format="html"><text><![CDATA[<p>Ступени</p>]]></text><answer><text>Пандус</text></answer>'
        "</subquestion>"
        "<subquestion><text>Шум</text><answer><text>Тихий угол</text></answer></subquestion>"
        "<subquestion><text></text><answer><text>Лифт</text></answer></subquestion>",
    )
    assert (row.kind, row.faults, row.body["pairs"]) == ("matching", [], {"l1": "r1", "l2": "r2"})
    assert row.body["ru"]["right"] == {"r1": "Пандус", "r2": "Тихий угол", "r3": "Лифт"}


def test_an_essay_with_words_for_markers():
    row = one(
        "essay",
        '<defaultgrade>4</defaultgrade><graderinfo format="html"><text>Цель – 2</text></graderinfo>'
        "<responsetemplate><text>План:</text></responsetemplate><attachments>1</attachments>" + answer("", 0),
    )
    assert (row.kind, row.body["points"], row.body["ru"]["guide"]) == ("open", 1, "Цель – 2")
    assert len(row.notes) == 2


def test_points_of_an_essay():
    (row,) = read(
        '<question type="essay"><questiontext><text>Опишите.</text></questiontext><defaultgrade>4.0000000</defaultgrade>'
        "</question>"
    )
    assert row.body["points"] == 4


def test_ordering_by_its_places():
    row = one(
        "ordering",
        "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>0</selectcount>"
        "<gradingtype>ALL_OR_NOTHING</gradingtype>"
        + answer("Оценить", "3.0000000")
        + answer("Наблюдать", "1.0000000", "Сначала смотрят.")
        + answer("Планировать", "2.0000000"),
    )
    assert (row.kind, row.body["sequence"], row.body["credit"]) == ("ordering", ["a", "b", "c"], "whole")
    assert list(row.body["ru"]["steps"].values()) == ["Наблюдать", "Планировать", "Оценить"]


def test_a_category_and_tags():
    rows = read(
        '<question type="category"><category><text>$course$/top/A.1.2 Барьеры</text></category>'
        "<info><text/></info></question>"
        '<question type="truefalse"><name><text>A.1.q07</text></name><questiontext><text>Так?</text></questiontext>'
        '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
        "<tags><tag><text>difficulty:3</text></tag><tag><text>outcome:A.1.r1</text></tag><tag><text>осень</text></tag></tags>"
        "</question>"
    )
    assert [(row.key, row.topic, row.difficulty, row.outcome) for row in rows] == [
        ("A.1.q07", "A.1.2", 3, "A.1.r1")
    ]
    assert rows[0].notes == ["These tags are not taken over: осень."]


def test_html_becomes_plain_text_with_its_paragraphs():
    row = one(
        "essay",
        "",
        text="Первый&nbsp;абзац   с <em>выделением</em></p>\n<p>второй<br/>строка &laquo;да&raquo;</p><ul><li>раз</li>"
        "<li>два</li></ul><table><tr><td>1</td><td>2</td></tr></table><script>alert(1)</script><p>H<sub>2</sub>O",
    )
    assert row.body["ru"]["stem"] == (
        "Первый абзац с выделением\n\nвторой\nстрока «да»\n\n– раз\n– два\n\n1 | 2\n\nH₂O"
    )


def test_formats_of_texts():
    def stem(style: str, text: str) -> str:
        (row,) = read(
            f'<question type="essay"><questiontext format="{style}"><text><![CDATA[{text}]]></text></questiontext>'
            "</question>"
        )
        return row.body["ru"]["stem"]

    assert stem("plain_text", "a <b> & c") == "a <b> & c"
    assert stem("moodle_auto_format", "раз\nдва") == "раз\nдва"
    assert stem("markdown", "**раз**\n\nдва") == "раз\n\nдва"
    assert stem("html", "раз\nдва") == "раз два"


def test_pictures_and_sound_are_named():
    (row,) = read(
        '<question type="essay"><questiontext format="html"><text><![CDATA[<p>Что '
        '<img src="@@PLUGINFILE@@/a.png" alt="вход">?</p><video></video>]]></text>'
        '<file name="a.png" encoding="base64">AAAA</file></questiontext>'
        '<generalfeedback><text>Да</text><file name="b.png" encoding="base64">AAAA</file></generalfeedback></question>'
    )
    assert row.body["ru"]["stem"] == "Что [вход]?"
    assert row.notes == [
        "Add the pictures by hand, they are not taken over: вход.",
        "Sound, video and formulas are not taken over.",
        "Add the pictures by hand, they are not taken over: b.png.",
    ]


def test_what_moodle_says_besides_is_named():
    row = one(
        "multichoice",
        "<single>true</single><correctfeedback><text>Верно</text></correctfeedback><hint><text>Подумайте</text></hint>"
        + answer("А", 100)
        + answer("Б", "-25"),
    )
    assert row.faults == []
    assert len(row.notes) == 3


@pytest.mark.parametrize(
    "kind", ["multianswer", "cloze", "calculated", "ddwtos", "gapselect", "", "randomsamatch"]
)
def test_types_without_a_counterpart_are_faults(kind):
    row = one(kind, "")
    assert row.faults == [f"Questions of Moodle's type “{kind}” cannot be taken over."]


def test_a_description_is_a_fault():
    assert one("description", "").faults


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<quiz><question></quiz>", "not_xml"),
        (b"not xml at all", "not_xml"),
        (b"<html></html>", "not_moodle"),
        (b"<quiz></quiz>", "empty"),
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "entities"),
        (b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>', "entities"),
        (
            '<?xml version="1.0" encoding="windows-1251"?><quiz>Қ</quiz>'.encode()[:-8] + b"\xcf",
            "encoding",
        ),
        (b"<quiz>" + b'<question type="essay"/>' * 2001 + b"</quiz>", "many"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_a_sentence(data, code):
    with pytest.raises(Unreadable) as caught:
        moodle_xml.read(data, language="kk")
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


def test_entities_that_grow_are_refused():
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE quiz [<!ENTITY a0 "ha">{laughs}]><quiz>&a9;</quiz>'.encode()
    with pytest.raises(Unreadable):
        moodle_xml.read(data, language="kk")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><quiz><question type="essay"><questiontext><text>Қалай?</text>'
    (row,) = moodle_xml.read(f"{text}</questiontext></question></quiz>".encode(encoding), language="kk")
    assert row.body["kk"]["stem"] == "Қалай?"
