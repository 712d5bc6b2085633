"""The papers of an order in Kazakh and Russian: what each must say, and what the employer must not read."""

import io

import pytest
from django.utils import timezone
from docx import Document as Docx
from pypdf import PdfReader

from people.papers import docx, pdf
from postcourse.models.orders import Cause, Move
from postcourse.papers import orders as papers
from postcourse.papers.order_words import CAUSES, ORDERED, TOLD, WORDS
from tests.factories import NOW, give_mark, sitting_of
from tests.postcourse.builders.orders import employ, order, study

pytestmark = pytest.mark.django_db


def said(made, name, language) -> str:
    return "\n".join(papers.paper(made, name, language=language).texts())


@pytest.fixture
def transferred(learner, other):
    give_mark(sitting_of(learner), "project", "9.5", maximum="12")
    study(learner, "A.1.1")
    return order(learner, "transfer", cohort_id=other.pk, papers=["№ 5 анықтама"], cause="leave")


@pytest.fixture
def expelled(learner):
    employ(learner.user)
    give_mark(sitting_of(learner), "project", "9.5", maximum="12")
    return order(learner, "expel", reason="Құпия мән-жай.", commission="№ 4 хаттама, 01.10.2026")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "kk",
            ["Бұйрықтан үзінді", "БҰЙЫРАМЫН:", "A-1 ағымынан A-2 ағымына ауыстырылсын", "«Тірек» институты"],
        ),
        ("ru", ["Выписка из приказа", "ПРИКАЗЫВАЮ:", "Перевести слушателя", "Институт «Тірек»"]),
    ],
)
def test_the_extract_says_what_was_ordered_on_what_basis(transferred, language, words):
    text = said(transferred, "order", language)
    for one in [*words, "12-к", "Үмбетжанова Ақмарал Ілиясқызы", "№ 5 анықтама"]:
        assert one in text
    assert CAUSES[language]["leave"] in text
    assert "Қ. Серікбаева" in text


@pytest.mark.parametrize(("language", "due"), [("kk", "Әлі орындалатыны"), ("ru", "Осталось выполнить")])
def test_the_list_of_results_has_each_mark_with_its_day_and_what_is_due(transferred, language, due):
    text = said(transferred, "results", language)
    assert "9,5" in text
    assert f"{timezone.localtime(NOW):%d.%m.%Y}" in text
    assert due in text
    assert "– test" in text
    assert WORDS[language]["studied"] in text


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_letter_tells_the_learner_what_is_kept_and_what_is_next(transferred, language):
    text = said(transferred, "letter", language)
    assert "A-2" in text
    assert "9,5" in text
    assert WORDS[language]["questions"] in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", ["келісімді бұзғаны үшін", "№ 1 жалпы білім"]), ("ru", ["за нарушение соглашения", "школа № 1"])],
)
def test_the_employer_reads_the_order_and_the_decision_but_no_mark_and_no_reason(expelled, language, words):
    text = said(expelled, "employer", language)
    for one in [*words, "12-к", "№ 4 хаттама, 01.10.2026", "педагог-ассистент", "Үмбетжанова"]:
        assert one in text
    assert "9,5" not in text
    assert "Құпия" not in text


def test_which_papers_there_are(transferred):
    assert papers.papers_of(transferred) == ["order", "letter", "results"]
    with pytest.raises(KeyError):
        papers.paper(transferred, "employer", language="kk")


def test_an_expulsion_without_an_employer_has_no_notice(learner):
    made = order(learner, "expel")
    assert papers.papers_of(made) == ["order", "letter"]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_they_are_made_as_pdf_and_docx(transferred, language):
    for name in papers.papers_of(transferred):
        paper = papers.paper(transferred, name, language=language)
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(paper))).pages)
        assert WORDS[language][{"order": "extract", "letter": "letter", "results": "results"}[name]] in text
        assert Docx(io.BytesIO(docx(paper))).core_properties.language == language


def test_every_move_and_reason_has_its_words_in_both_languages():
    for table in (ORDERED, TOLD):
        assert {language: set(rows) for language, rows in table.items()} == {
            "kk": set(Move.values),
            "ru": set(Move.values),
        }
    for rows in CAUSES.values():
        assert set(rows) == set(Cause.values) - {""}
    assert set(WORDS["kk"]) == set(WORDS["ru"])


@pytest.mark.parametrize("kind", ["interrupt", "withdraw"])
def test_papers_of_the_other_orders_are_made_too(learner, kind):
    made = order(learner, kind)
    for name in papers.papers_of(made):
        for language in ("kk", "ru"):
            assert said(made, name, language).count("{") == 0
