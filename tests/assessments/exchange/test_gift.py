"""Every construct of Moodle's page on GIFT, with texts of our own, and what our kinds cannot hold."""

import pytest

from assessments.exchange import Unreadable, gift
from assessments.exchange.rows import MOST_BYTES, Row

pytestmark = pytest.mark.usefixtures("in_english")


def read(text: str, language: str = "ru") -> list[Row]:
    return gift.read(text.encode(), language=language)


def one(text: str, language: str = "ru") -> Row:
    (row,) = read(text, language)
    return row


def test_one_right_answer_in_one_line():
    row = one("Кто ведёт карту поддержки?{~Директор ~Родитель =Педагог}")
    assert (row.kind, row.faults, row.body["correct"]) == ("single", [], ["c"])
    assert row.body["ru"]["options"] == {"a": "Директор", "b": "Родитель", "c": "Педагог"}
    assert row.body["ru"]["stem"] == "Кто ведёт карту поддержки?"


def test_answers_on_lines_of_their_own_and_the_brace_after_the_last():
    row = one("Где ставят знак доступности? {\n    ~На крыше\n    =У входа\n    ~В подвале\n    ~Нигде}")
    assert list(row.body["ru"]["options"].values()) == ["На крыше", "У входа", "В подвале", "Нигде"]
    assert row.body["correct"] == ["b"]


def test_a_missing_word_leaves_a_blank():
    row = one("Пандус нужен {~дворнику =каждому ~никому} у входа.")
    assert row.body["ru"]["stem"] == "Пандус нужен _____ у входа."
    assert row.body["correct"] == ["b"]


def test_a_missing_word_over_several_lines_and_a_lone_full_stop():
    row = one("Курс длится {\n~сорок\n=восемьдесят\n} часов.")
    assert row.body["ru"]["stem"] == "Курс длится _____ часов."
    row = one("Два и два будет {=четыре =4}.")
    assert (row.kind, row.body["ru"]["stem"]) == ("short_text", "Два и два будет _____.")


def test_short_answers():
    row = one("Как называют подъём без ступеней?{=пандус =пандусы}")
    assert (row.kind, row.body["ru"]["accepted"], row.faults) == ("short_text", ["пандус", "пандусы"], [])


def test_a_short_answer_without_its_sign():
    assert one("Столица?{Астана}").body["ru"]["accepted"] == ["Астана"]


@pytest.mark.parametrize(
    ("sign", "value"), [("T", "true"), ("TRUE", "true"), ("F", "false"), ("FALSE", "false")]
)
def test_true_or_false(sign, value):
    row = one(f"Пандус помогает и с коляской.{{{sign}}}")
    assert (row.kind, row.body["correct"], row.faults) == ("true_false", [value], [])


def test_feedback_of_true_or_false_becomes_the_explanation():
    row = one("Класс один на всех.{FALSE#Условия разные.#Верно, условия разные.####Смотрите тему 1.1.}")
    assert row.body["ru"]["explanation"] == "Смотрите тему 1.1.\nВерно, условия разные.\nУсловия разные."
    assert row.notes == ["What was said about single answers stands in the explanation."]


def test_matching():
    row = one(
        "Соедините. {\n  =Ступени -> Пандус\n  =Мелкий шрифт  -> Крупный шрифт\n  =Шум -> Тихий угол\n  }"
    )
    assert row.kind == "matching"
    assert row.body["ru"]["left"] == {"l1": "Ступени", "l2": "Мелкий шрифт", "l3": "Шум"}
    assert row.body["ru"]["right"] == {"r1": "Пандус", "r2": "Крупный шрифт", "r3": "Тихий угол"}
    assert row.body["pairs"] == {"l1": "r1", "l2": "r2", "l3": "r3"}


def test_matching_in_one_line_with_a_text_that_belongs_to_nothing_and_one_that_belongs_to_two():
    row = one("Соедините.{=Ступени->Пандус =Бордюр->Пандус = -> Лифт =[html]<b>Шум</b> -> Тишина}")
    assert row.body["ru"]["right"] == {"r1": "Пандус", "r2": "Лифт", "r3": "Тишина"}
    assert row.body["ru"]["left"] == {"l1": "Ступени", "l2": "Бордюр", "l3": "Шум"}
    assert row.body["pairs"] == {"l1": "r1", "l2": "r1", "l3": "r3"}


@pytest.mark.parametrize(
    ("answer", "value", "tolerance"),
    [
        ("#1994", "1994", "0"),
        ("#1994:5", "1994", "5"),
        ("#3.1415:0.0005", "3.1415", "0.0005"),
        ("#3.141..3.142", "3.1415", "0.0005"),
        ("#1..5", "3", "2"),
        ("#-4..-2", "-3", "1"),
        ("#=12.5:0.5", "12.5", "0.5"),
        ("#=%100%7:0#Да.", "7", "0"),
        ("#3:2~#Совсем не то.", "3", "2"),
        ("#\n  =40:0  #Верно.\n  ~#Нет.\n", "40", "0"),
    ],
)
def test_numbers(answer, value, tolerance):
    row = one(f"Сколько? {{{answer}}}")
    assert (row.kind, row.faults) == ("numeric", [])
    assert (row.body["value"], row.body["tolerance"]) == (value, tolerance)


@pytest.mark.parametrize(
    "answer", ["#", "#=1822:0 =%50%1822:2", "#много", "#5..1", "#5:-1", "#=%50%3", "#1e400", "#nan", "#*"]
)
def test_numbers_that_are_none_or_several_are_faults(answer):
    row = one(f"Сколько? {{{answer}}}")
    assert row.kind == "numeric"
    assert len(row.faults) == 1


def test_an_essay_with_and_without_feedback():
    assert one("Опишите урок. {}").kind == "open"
    row = one("Опишите урок. {####Образец ответа.}")
    assert (row.kind, row.body["ru"]["explanation"]) == ("open", "Образец ответа.")


def test_a_description_is_a_fault_and_not_dropped():
    row = one("Прочитайте следующие вопросы.")
    assert row.faults == ["This is a description without an answer: only questions are taken in."]
    assert row.place == "Line 1"


def test_titles_comments_and_the_line_of_the_question():
    row = one("// заголовок\n//ещё\n\n// к вопросу\n::Доступность входа::Где\nвход? {=Слева ~Справа}")
    assert row.place == "Line 5, “Доступность входа”"
    assert row.body["ru"]["stem"] == "Где\nвход?"
    assert row.key == ""


def test_a_title_that_looks_like_a_key_is_one_and_an_id_goes_before_it():
    assert one("::A.1.q05:: Где? {T}").key == "A.1.q05"
    assert one("// [id:B.2.q01]\n::A.1.q05:: Где? {T}").key == "B.2.q01"
    assert one("// question: 12  name: x [id:my\\]id]\nГде? {T}").key == "my]id"


def test_tags_of_ours_are_read_and_others_named():
    row = one(
        "// [tag:topic:A.1.2] [tag:difficulty:3] [tag:outcome:A.1.r2] [tag:весна] [tag:difficulty:9]\nГде? {T}"
    )
    assert (row.topic, row.difficulty, row.outcome) == ("A.1.2", 3, "A.1.r2")
    assert row.notes == ["These tags are not taken over: весна, difficulty:9."]


def test_a_category_names_the_topic_of_what_follows():
    text = (
        "$CATEGORY: $course$/top/A.1.2 Барьеры\n\nГде? {T}\n\n$CATEGORY: курс/2026\n\nКогда? {F}\n\n"
        "$CATEGORY: A.1.1/общее\n// [tag:topic:B.1.1]\nКто? {T}"
    )
    first, second, third = read(text)
    assert (first.topic, first.notes) == ("A.1.2", [])
    assert (second.topic, second.notes) == ("", ["The category “курс/2026” names no topic."])
    assert third.topic == "B.1.1"


def test_feedback_of_single_answers_stands_in_the_explanation():
    row = one("Где вход?{\n~Слева#Там стена.\n~Справа#Там окно.\n=Прямо#Верно!\n####Вход прямо.}")
    assert row.body["ru"]["explanation"] == "Вход прямо.\nСлева: Там стена.\nСправа: Там окно.\nПрямо: Верно!"
    row = one("Где вход?{=прямо#Верно! =напротив#Верно!}")
    assert row.body["ru"]["explanation"] == "Верно!"


def test_feedback_over_two_lines():
    row = one("Год?{#\n=1822:0 #Первая строка\n   и вторая.\n}")
    assert row.body["ru"]["explanation"] == "Первая строка\nи вторая."


def test_several_right_answers_by_weight():
    row = one("Кто помогает?{\n~Никто\n~%50%Педагог\n~%50%Психолог\n~Сторож}")
    assert (row.kind, row.body["correct"], row.faults) == ("multiple", ["b", "c"], [])
    assert "credit" not in row.body
    assert len(row.notes) == 1


@pytest.mark.parametrize(("loss", "credit"), [("-50", "partial"), ("-100", "whole")])
def test_what_wrong_options_take_off_says_the_credit(loss, credit):
    row = one(f"Кто помогает?{{~%{loss}%Никто ~%50%Педагог ~%50%Психолог ~%{loss}%Сторож}}")
    assert (row.body["credit"], row.notes) == (credit, [])


def test_thirds_add_up():
    row = one("Кто?{~%33.33333%А ~%33.33333%Б ~%33.33333%В ~%-100%Г}")
    assert (row.body["correct"], row.faults) == (["a", "b", "c"], [])


def test_one_right_option_among_boxes_becomes_one_with_one_answer():
    row = one("Кто?{~%100%А ~Б ~В}")
    assert (row.kind, row.body["correct"]) == ("single", ["a"])
    assert row.notes == ["Only one option is right, so the question becomes one with one answer."]


@pytest.mark.parametrize(
    "answers",
    [
        "~неверно ~%50%наполовину =верно",
        "=А =Б ~В",
        "~%70%А ~%30%Б ~В",
        "~%50%А ~%20%Б ~В",
        "~%40%А ~%40%Б ~В",
        "~%250%А ~Б",
        "=пандус =%75%пандусс",
        "=панд* =пандус",
    ],
)
def test_weights_our_kinds_cannot_hold_are_faults(answers):
    row = one(f"Вопрос?{{{answers}}}")
    assert row.faults
    assert row.place == "Line 1"


def test_a_wrong_short_answer_is_named():
    row = one("Кто?{=Педагог =%0%Сторож#Нет. =%0%*#Совсем нет.}")
    assert row.faults == []
    assert "The wrong answer “Сторож” is not taken over." in row.notes
    assert row.body["ru"]["explanation"] == "Сторож: Нет.\n*: Совсем нет."


def test_escaped_signs_are_plain_letters():
    row = one(
        "::Знаки::\nКакой знак не служебный? {\n ~ \\~   # \\~ служебный.\n ~ \\=   # \\= служебный.\n ~ \\#\n ~ \\{\n"
        " ~ \\}\n = \\\\   # Верно, \\\\ экранирует.\n}"
    )
    assert list(row.body["ru"]["options"].values()) == ["~", "=", "#", "{", "}", "\\"]
    assert row.body["correct"] == ["f"]
    assert "\\: Верно, \\ экранирует." in row.body["ru"]["explanation"]


def test_an_escaped_line_break_and_a_colon():
    assert one("Первая\\n\\nвторая\\: да{T}").body["ru"]["stem"] == "Первая\n\nвторая: да"


def test_formats():
    row = one(
        "[html]<p>Что <b>важно</b>?</p><p>x<sup>2</sup> &lt; 5</p>{=[plain]<b> ~[html]<i>нет</i> ~да &amp; нет}"
    )
    assert row.body["ru"]["stem"] == "Что важно?\n\nx² < 5"
    assert list(row.body["ru"]["options"].values()) == ["<b>", "нет", "да & нет"]
    row = one("[markdown]Что **важно**?\\n\\n* раз\\n* два{=Да#*Верно*}")
    assert row.body["ru"]["stem"] == "Что важно?\n\n– раз\n– два"
    assert row.body["ru"]["explanation"] == "Верно"
    assert one("[moodle]Раз<br>два\nтри{T}").body["ru"]["stem"] == "Раз\nдва\nтри"
    assert one("[plain]a < b & <i>{T}").body["ru"]["stem"] == "a < b & <i>"
    assert one("3 < 5, а 7 > 6?{T}").body["ru"]["stem"] == "3 < 5, а 7 > 6?"
    assert one("[сноска] Так?{T}").body["ru"]["stem"] == "[сноска] Так?"


def test_comments_and_what_is_left_open_in_html_do_no_harm():
    assert (
        one("[html]Так<!-- нет --> и <!--[if x]>сяк<![endif]--> да<!-- до конца{T}").body["ru"]["stem"]
        == "Так и да"
    )
    assert one("[html]a < b, <i>c</i> <? d{T}").body["ru"]["stem"] == "a < b, c <? d"


def test_pictures_are_named():
    row = one('[html]Что это? <img src\\="@@PLUGINFILE@@/ramp.png" alt\\="Пандус у входа">{T}')
    assert row.body["ru"]["stem"] == "Что это? [Пандус у входа]"
    assert row.notes == ["Add the pictures by hand, they are not taken over: Пандус у входа."]


@pytest.mark.parametrize(
    ("rule", "credit"), [("ALL_OR_NOTHING", "whole"), ("RELATIVE_NEXT_EXCLUDE_LAST", "partial")]
)
def test_ordering_as_moodle_writes_it(rule, credit):
    row = one(f"Порядок.{{>3 ALL VERTICAL {rule} SHOW none\nНаблюдать\nПланировать\nОценить\n}}")
    assert (row.kind, row.faults, row.notes) == ("ordering", [], [])
    assert row.body["ru"]["steps"] == {"a": "Наблюдать", "b": "Планировать", "c": "Оценить"}
    assert (row.body["sequence"], row.body["credit"]) == (["a", "b", "c"], credit)


def test_ordering_with_settings_left_out_or_of_another_kind():
    row = one("Порядок.{>2     none\nНаблюдать\nПланировать\n}")
    assert (row.body["sequence"], row.notes) == (["a", "b"], [])
    row = one("Порядок.{>2 RANDOM VERTICAL ABSOLUTE_POSITION SHOW none\nНаблюдать\nПланировать\nОценить}")
    assert (row.body["credit"], len(row.notes)) == ("partial", 2)


@pytest.mark.parametrize(
    "text", ["Где? {=Слева ~Справа", "Где? =Слева}", "Где? {=А ~Б} или {=В ~Г}?", "{{T}}"]
)
def test_braces_that_do_not_match_are_faults_with_a_line(text):
    rows = read(f"Первый? {{T}}\n\n{text}")
    assert rows[1].place == "Line 3"
    assert rows[1].faults


def test_an_empty_line_inside_the_braces_is_a_fault():
    first, second = read("Где? {\n=Слева\n\n~Справа\n}")
    assert first.faults
    assert second.faults
    assert second.place == "Line 4"


def test_a_matching_line_without_an_arrow_is_a_fault():
    assert one("Соедините.{=А -> Б =В}").faults[0].startswith("A line of the matching has no “->”")


def test_a_question_without_text_is_a_fault():
    assert one("{T}").faults == ["The question has no text."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding):
    (row,) = gift.read("Қай жауап дұрыс?{=Осы ~Анау}".encode(encoding), language="kk")
    assert row.body["kk"]["stem"] == "Қай жауап дұрыс?"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("Кто?{T}".encode("cp1251"), "encoding"),
        (b"\xff\xfea", "encoding"),
        (b"\x00\x01\x02\x03", "encoding"),
        (b"", "empty"),
        (b"// only a comment\n", "empty"),
        (b"a" * (MOST_BYTES + 1), "large"),
        (b"Q{T}\n\n" * 2001, "many"),
        (b"a" * 50_001 + b"{T}", "long"),
        (b"[html]" + b"<b" * 50_001 + b"{T}", "long"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_a_sentence(data, code):
    with pytest.raises(Unreadable) as caught:
        gift.read(data, language="kk")
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


def test_what_is_not_complete_in_a_language_is_left_out_and_named():
    row = Row(place="", key="A.1.q01", kind="true_false", body={"correct": ["true"], "kk": {"stem": "Рас."}})
    assert gift.left_out(row, language="kk") == []
    assert gift.left_out(row, language="ru") == ["The ru text is not complete, so it is not in the file."]
    assert "Рас" not in gift.write([row], language="ru").decode()


@pytest.mark.parametrize(
    "extras", ['{"parts": 5}', '{"kind": "case", "parts": [{"key": "../", "kind": "single"}]}', "{"]
)
def test_our_own_comment_is_checked(extras):
    assert one(f"// tirek: {extras}\nИстория.").faults
    assert one(f"// tirek: {extras}\nТак? {{T}}").faults == []
