"""Files into the bank and out of it: new, next version, unchanged, the other language; twice is once."""

from copy import deepcopy

import pytest
from django.utils import timezone

from assessments import items
from assessments.exchange import FORMATS, Row
from assessments.exchange.rows import LANGUAGES, only, plain
from assessments.models import Question, QuestionVersion
from assessments.services.bank import bank, exchange
from courses.models import EditionModule
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.assessments.items.examples import EXAMPLES
from tests.factories import make_edition, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
KINDS = [kind for kind in EXAMPLES if kind in items.KINDS]


@pytest.fixture
def author():
    make_edition("A", questions=1)
    return make_user(Role.METHODOLOGIST)


def row(kind="single", *, key="A.1.q31", topic="A.1.1", **fields) -> Row:
    body = fields.pop("body", None) or deepcopy(EXAMPLES[kind])
    values = {"difficulty": 2, "outcome": "A.1.r1"} | fields
    return Row(place=key, key=key, topic=topic, kind=kind, body=body, **values)


def every_row() -> list[Row]:
    return [row(kind, key=f"A.1.q{number}") for number, kind in enumerate(KINDS, 31)]


def file_of(rows, name="spreadsheet", language="") -> dict:
    data = FORMATS[name].write(rows, language=language)
    return {"data": data, "format": name, "language": language, "programme_code": "A"}


def gift(text, language="ru") -> dict:
    return {"data": text.encode(), "format": "gift", "language": language, "programme_code": "A"}


def look(file, **options) -> exchange.Preview:
    return exchange.preview(**file, at=timezone.now(), **options)


def take(file, author, **options) -> exchange.Report:
    return exchange.import_rows(**file, at=timezone.now(), actor=author, **options)


def newest(key) -> QuestionVersion:
    return QuestionVersion.objects.filter(question__key=key).first()


def test_every_kind_arrives_as_a_draft_that_lacks_nothing(author):
    file = file_of(every_row())
    shown = look(file).rows
    assert [(one.state, one.faults, one.stops, one.notes) for one in shown] == [("new", [], [], [])] * len(
        KINDS
    )
    assert {one.kind: one.trial for one in shown} == {
        kind: None if kind == "open" else True for kind in KINDS
    }
    report = take(file, author)
    assert report.counts == {"new": len(KINDS), "changed": 0, "completes": 0, "same": 0, "stopped": 0}
    for number, kind in enumerate(KINDS, 31):
        version = newest(f"A.1.q{number}")
        assert (version.status, version.number, version.created_by) == ("draft", 1, author)
        assert (version.kind, version.difficulty, version.outcome) == (kind, 2, "A.1.r1")
        assert version.body == plain(kind, EXAMPLES[kind])
        assert version.content_hash == bank.hash_of(kind, version.body)
        assert bank.faults_of(version) == []
        assert (version.question.module, version.question.topic_key) == (1, "A.1.1")


@pytest.mark.parametrize(("name", "language"), [("spreadsheet", ""), ("gift", "kk"), ("moodle_xml", "ru")])
def test_the_same_file_twice_is_once(author, name, language):
    file = file_of(every_row(), name, language)
    take(file, author)
    before = QuestionVersion.objects.count()
    assert {one.state for one in look(file).rows} == {"same"}
    assert take(file, author).counts["same"] == len(KINDS)
    assert QuestionVersion.objects.count() == before


@pytest.mark.parametrize(("name", "language"), [("spreadsheet", ""), ("gift", "ru"), ("moodle_xml", "kk")])
def test_what_the_bank_gives_out_is_unchanged_when_it_comes_back(author, name, language):
    take(file_of(every_row()), author)
    given = exchange.export_questions(
        question_ids=Question.objects.values_list("pk", flat=True),
        format=name,
        language=language,
        template_of="A",
    )
    file = {"data": given.data, "format": name, "language": language, "programme_code": "A"}
    assert {one.state for one in look(file).rows} == {"same"}
    assert given.name == {"spreadsheet": "questions.xlsx", "gift": "questions-ru.txt"}.get(
        name, "questions-kk.xml"
    )
    assert ("A.1.q38" in given.left_out) == (name != "spreadsheet")


@pytest.mark.parametrize("name", ["gift", "moodle_xml"])
@pytest.mark.parametrize(("first", "second"), [("kk", "ru"), ("ru", "kk")])
def test_one_language_makes_a_draft_and_the_other_completes_it(author, name, first, second):
    take(file_of(every_row(), name, first), author)
    for number, kind in enumerate(KINDS, 31):
        faults = bank.faults_of(newest(f"A.1.q{number}"))
        assert any(second in fault for fault in faults)
        assert not any(first in fault for fault in faults)
        items.kind(kind).texts(newest(f"A.1.q{number}").body, second)
    shown = look(file_of(every_row(), name, second)).rows
    assert [(one.state, one.stops, one.faults) for one in shown] == [("completes", [], [])] * len(KINDS)
    take(file_of(every_row(), name, second), author)
    for number, kind in enumerate(KINDS, 31):
        version = newest(f"A.1.q{number}")
        assert (version.number, version.body) == (1, plain(kind, EXAMPLES[kind]))


def test_the_preview_says_which_language_is_missing(author):
    (shown,) = look(file_of([row()], "gift", "kk")).rows
    assert (shown.state, shown.faults, shown.trial) == ("new", ["The ru text is missing."], True)


def test_a_wording_that_was_ready_gets_a_next_version_and_stays(author):
    body = deepcopy(newest("A.1.q01").body)
    body["kk"] = body["kk"] | {"stem": "Басқа сұрақ?"}
    (taken,) = take(file_of([row(key="A.1.q01", body=body)]), author).taken
    assert (taken.state, taken.version.number, taken.version.status) == ("changed", 2, "draft")
    assert newest("A.1.q01").body["kk"]["stem"] == "Басқа сұрақ?"
    assert Question.objects.get(key="A.1.q01").versions.get(number=1).status == "ready"


def test_another_difficulty_alone_is_a_change_and_what_is_not_said_is_not(author):
    standing = newest("A.1.q01")
    own = {"key": "A.1.q01", "body": standing.body}
    (shown,) = look(file_of([row(**own, topic="", difficulty=None, outcome="")])).rows
    assert shown.state == "same"
    (taken,) = take(file_of([row(**own, difficulty=3, outcome="")]), author).taken
    assert (taken.version.difficulty, taken.version.content_hash) == (
        3,
        bank.hash_of("single", standing.body),
    )


def test_a_new_topic_moves_the_question(author):
    own = {"key": "A.1.q01", "body": newest("A.1.q01").body, "outcome": ""}
    (shown,) = look(file_of([row(**own, topic="A.2.2")])).rows
    assert shown.notes == ["The question moves from topic A.1.1 to A.2.2."]
    take(file_of([row(**own, topic="A.2.2")]), author)
    question = Question.objects.get(key="A.1.q01")
    assert (question.module, question.topic_key) == (2, "A.2.2")


def test_one_language_changes_only_that_language(author):
    take(file_of([row()]), author)
    changed = deepcopy(EXAMPLES["single"])
    changed["kk"]["explanation"] = "Жаңа түсіндірме."
    (shown,) = look(file_of([row(body=changed)], "gift", "kk")).rows
    assert shown.state == "changed"
    assert shown.notes == ["The ru text stays as it is: see that both still say the same."]
    take(file_of([row(body=changed)], "gift", "kk"), author)
    assert newest("A.1.q31").body == plain("single", changed)


def test_options_in_another_order_keep_their_letters(author):
    take(file_of([row()]), author)
    options = EXAMPLES["single"]["ru"]["options"]
    lines = [f"{'=' if letter == 'c' else '~'}{options[letter]}" for letter in "dcab"]
    text = f"// [id:A.1.q31]\n{EXAMPLES['single']['ru']['stem']}{{{' '.join(lines)} ####"
    (shown,) = look(gift(f"{text}{EXAMPLES['single']['ru']['explanation']}}}")).rows
    assert shown.state == "same"
    (shown,) = look(gift(f"{text}Иначе.}}")).rows
    assert shown.body == plain("single", EXAMPLES["single"]) | {
        "ru": EXAMPLES["single"]["ru"] | {"explanation": "Иначе."}
    }


def test_an_option_more_is_blank_in_the_other_language(author):
    take(file_of([row()]), author)
    body = deepcopy(EXAMPLES["single"])
    body["ru"]["options"]["e"] = "Ничего не делать"
    (shown,) = look(file_of([row(body=body)], "moodle_xml", "ru")).rows
    assert shown.body["kk"]["options"]["e"] == ""
    assert shown.faults == ["One of the options in kk is empty."]


def test_a_text_that_disagrees_with_the_standing_language_is_stopped(author):
    take(file_of([row()], "gift", "kk"), author)
    for other in ({"correct": ["a"]}, {"ru": EXAMPLES["single"]["ru"] | {"options": {"a": "А", "c": "В"}}}):
        (shown,) = look(file_of([row(body=deepcopy(EXAMPLES["single"]) | other)], "gift", "ru")).rows
        assert shown.state == "stopped"
        assert "Make both the same first." in shown.stops[0]
    assert take(file_of([row("multiple")], "gift", "ru"), author).left[0].key == "A.1.q31"


@pytest.mark.parametrize("kind", ["matching", "ordering"])
def test_a_foreign_file_completes_by_what_belongs_together(author, kind):
    if kind not in KINDS:
        pytest.skip("No such kind.")
    take(file_of([row(kind)], "gift", "kk"), author)
    data = FORMATS["gift"].write([row(kind)], language="ru").decode()
    bare = "\n".join(line for line in data.split("\n") if "tirek:" not in line)
    (shown,) = look(gift(bare)).rows
    assert (shown.state, shown.stops, shown.faults) == ("completes", [], [])
    assert shown.body == plain(kind, EXAMPLES[kind])


def test_rows_without_a_key_are_found_again_by_what_they_ask(author):
    file = gift("Где вход?{=Прямо ~Слева #Там стена. ~Справа}\n\nПандус нужен всем.{T####Да.}")
    (first, second) = take(file, author, topic_key="A.2.1").taken
    assert (first.key, second.key) == ("A.2.q02", "A.2.q03")
    assert {one.state for one in look(file, topic_key="A.2.1").rows} == {"same"}
    (shown,) = look(gift("Где вход?{~Слева =Прямо ~Справа####Вход прямо.}")).rows
    assert (shown.state, shown.key) == ("changed", "A.2.q02")
    (shown,) = look(gift("Где вход?{~Слева =Наверху}"), topic_key="A.2.1").rows
    assert shown.state == "new"
    assert shown.notes[0].startswith("The question A.2.q02 has the same text but other answers.")


def test_the_same_question_twice_in_a_file_is_stopped(author):
    shown = look(
        gift("Где?{T}\n\nГде?{T}\n\n// [id:x]\nКогда?{T}\n\n// [id:x]\nКуда?{T}"), topic_key="A.1.1"
    ).rows
    assert [one.state for one in shown] == ["new", "stopped", "new", "stopped"]
    assert shown[1].stops == ["The same question stands at “Line 1” already."]


def test_a_key_of_another_programme_is_stopped(author):
    Question.objects.filter(key="A.1.q01").update(programme_code="B")
    (shown,) = look(file_of([row(key="A.1.q01")])).rows
    assert shown.stops == ["The key A.1.q01 belongs to a question of programme B."]


def test_a_topic_is_needed_and_must_exist(author):
    (shown,) = look(file_of([row(topic="")])).rows
    assert shown.stops == ["No topic is named. Write one into the file or choose one for all."]
    (shown,) = look(file_of([row(topic="A.9.9")])).rows
    assert shown.stops == ["The programme has no topic A.9.9."]
    (shown,) = look(file_of([row(topic="A.9.9")]), topic_key="A.2.1").rows
    assert (shown.state, shown.topic, shown.module) == ("new", "A.2.1", 2)
    assert shown.notes == ["The programme has no topic A.9.9; A.2.1 is taken."]


def test_an_outcome_the_programme_does_not_have_is_left_out(author):
    EditionModule.objects.filter(number=1).update(results=[{"id": "A.1.r1", "kk": "н", "ru": "р"}])
    assert look(file_of([row()])).rows[0].outcome == "A.1.r1"
    (shown,) = look(file_of([row(outcome="A.7.r7")])).rows
    assert (shown.state, shown.outcome) == ("new", "")
    assert shown.notes == ["The programme has no learning result A.7.r7, so it is left out."]


def test_a_question_that_changes_while_a_file_is_taken_in_is_refused(author, monkeypatch):
    def stale(**options):
        raise bank.Stale(newest("A.1.q01"))

    monkeypatch.setattr(bank, "save_version", stale)
    with pytest.raises(Refusal, match=r"A\.1\.q01 was changed in the meantime"):
        take(gift("// [id:A.1.q01]\nПандус нужен всем.{T####Да.}"), author)


def test_a_kind_that_no_file_holds_is_named(author):
    question = Question.objects.get(key="A.1.q01")
    QuestionVersion.objects.filter(question=question).update(kind="drawing")
    given = exchange.export_questions(question_ids=[question.pk], format="gift", language="kk")
    assert given.left_out == {"A.1.q01": ["Questions of this kind cannot be written to a file."]}
    (shown,) = look(file_of([row(key="A.1.q01")])).rows
    assert shown.stops == ["There is no kind of question called “drawing”."]


def test_rows_with_faults_of_the_file_are_left_out_and_the_others_taken(author):
    file = gift("Описание.\n\nПандус нужен всем.{T}\n\nКто?{=А =Б ~В}")
    report = take(file, author, topic_key="A.1.1")
    assert [one.place for one in report.taken] == ["Line 3"]
    assert [one.place for one in report.left] == ["Line 1", "Line 5"]
    assert all(one.stops for one in report.left)


def test_chosen_rows_alone_are_taken(author):
    file = gift("Один?{T}\n\nДва?{T}\n\nТри?{T}")
    report = take(file, author, topic_key="A.1.1", numbers=[2])
    assert [one.place for one in report.taken] == ["Line 3"]


def test_look_alike_letters_are_named(author):
    (shown,) = look(gift("Кaкой выxод ближе? SMART-цель, ZOOMға, PDF.{T####Да.}"), topic_key="A.1.1").rows
    assert shown.notes == ["Look-alike letters of another alphabet in the ru text: Кaкой, выxод."]


def test_a_picture_that_is_not_here_is_left_out(author):
    body = deepcopy(EXAMPLES["single"])
    body["kk"]["image"] = {"id": 77, "alt": "Есік"}
    (shown,) = look(file_of([row(body=body)])).rows
    assert shown.notes == ["There is no picture 77 here, so it is left out."]
    assert "image" not in shown.body["kk"]


def test_a_picture_that_stands_stays(author):
    body = plain("single", EXAMPLES["single"])
    body["kk"]["image"] = {"id": 77, "alt": "Есік"}
    question = Question.objects.get(key="A.1.q01")
    QuestionVersion.objects.filter(question=question).update(body=body)
    changed = deepcopy(EXAMPLES["single"])
    changed["kk"]["stem"] = "Басқа?"
    (shown,) = look(file_of([row(key="A.1.q01", body=changed)], "gift", "kk")).rows
    assert shown.body["kk"]["image"] == {"id": 77, "alt": "Есік"}


def test_another_kind_keeps_the_other_language_as_far_as_it_goes(author):
    (shown,) = look(gift("// [id:A.1.q01]\nПандус нужен всем.{T####Да.}")).rows
    assert shown.state == "changed"
    assert shown.body["kk"] == {"stem": "Сұрақ 1.1?", "explanation": "Себебі осы."}
    assert "The kind changes from “One answer” to “True or false”." in shown.notes


def test_only_keepers_of_the_bank_may_take_in(author):
    with pytest.raises(NotAllowed):
        take(file_of([row()]), make_user(Role.TRAINER))
    assert not Question.objects.filter(key="A.1.q31").exists()


def test_a_refusal_of_the_bank_undoes_all_of_it(author, monkeypatch):
    create, calls = bank.create_question, []

    def once(**options):
        calls.append(options)
        if len(calls) > 1:
            raise Refusal("No more.")
        return create(**options)

    monkeypatch.setattr(bank, "create_question", once)
    with pytest.raises(Refusal, match="No more"):
        take(gift("Один?{T}\n\nДва?{T}"), author, topic_key="A.1.1")
    assert not QuestionVersion.objects.filter(status="draft").exists()


def test_a_file_that_is_none_is_refused(author):
    with pytest.raises(Refusal, match="worksheet"):
        look({"data": b"x", "format": "spreadsheet", "language": "", "programme_code": "A"})


def test_looking_costs_the_same_for_few_rows_and_many(author, django_assert_num_queries):
    for count in (2, 22):
        rows = [row(key=f"A.1.q{number}") for number in range(31, 31 + count)]
        take(file_of(rows[:1]), author)
        file = file_of(rows)
        with django_assert_num_queries(4):
            look(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_of_one_language_is_what_a_file_of_it_says(language):
    assert set(only("single", EXAMPLES["single"], language)) & set(LANGUAGES) == {language}


def test_a_right_answer_that_does_not_score_is_a_fault(author, monkeypatch):
    monkeypatch.setattr(type(items.kind("single")), "score", lambda *_args: 0)
    (shown,) = look(file_of([row()])).rows
    assert (shown.state, shown.trial) == ("new", False)
    assert shown.faults == ["The right answer does not score as right."]
