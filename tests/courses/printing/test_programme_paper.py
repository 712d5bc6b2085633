"""The programme on paper: ten sections in the official order, in both languages, for those who write and review it."""

import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from courses.models import EditionTopic, GlossaryTerm, ProgrammeEdition, Reference
from courses.printing.paper import programme_paper
from people.papers import Heading
from people.papers import Table as PaperTable
from tests.courses.pages import make_topic_page
from tests.factories import make_edition, make_user

pytestmark = pytest.mark.django_db
SECTIONS = {
    "kk": [
        "1. Жалпы ережелер",
        "2. Глоссарий",
        "3. Бағдарламаның тақырыптары",
        "4. Бағдарламаның мақсаты, міндеттері және күтілетін нәтижелері",
        "5. Бағдарламаның құрылымы мен мазмұны",
        "6. Оқу процесін ұйымдастыру",
        "7. Бағдарламаны оқу-әдістемелік қамтамасыз ету",
        "8. Оқыту нәтижелерін бағалау",
        "9. Курстан кейінгі қолдау",
        "10. Негізгі және қосымша әдебиеттер тізімі",
    ],
    "ru": [
        "1. Общие положения",
        "2. Глоссарий",
        "3. Тематика программы",
        "4. Цель, задачи и ожидаемые результаты программы",
        "5. Структура и содержание программы",
        "6. Организация учебного процесса",
        "7. Учебно-методическое обеспечение программы",
        "8. Оценивание результатов обучения",
        "9. Посткурсовое сопровождение",
        "10. Список основной и дополнительной литературы",
    ],
}


@pytest.fixture
def edition() -> ProgrammeEdition:
    edition = make_edition()
    ProgrammeEdition.objects.update(
        legal_basis_kk="№ 384 бұйрық",
        legal_basis_ru="Приказ № 384",
        formats=["online"],
        declared_split={"lecture": 32, "practice": 48},
    )
    GlossaryTerm.objects.create(
        programme_code="A",
        key="barrier",
        kk="Кедергі",
        ru="Барьер",
        definition_kk="Қатысуға бөгет.",
        definition_ru="…",
    )
    for kind, key in (("main", "law"), ("additional", "book")):
        Reference.objects.create(
            programme_code="A", key=key, kind=kind, order=1, kk=f"«{key}» кітабы", ru=f"Книга «{key}»"
        )
    make_topic_page(
        "A.1.1",
        aim="Кедергіні көру.",
        outcomes=["кедергіні атайды"],
        body=[
            ("case", {"title": "", "text": "<p>а</p>"}),
            ("control_question", {"question": "?", "answer": "а"}),
        ],
    )
    edition.refresh_from_db()
    return edition


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_sections_stand_in_the_official_order(edition, language):
    paper = programme_paper(edition, language=language)
    assert [block.text for block in paper.blocks if isinstance(block, Heading)] == SECTIONS[language]
    assert paper.language == language


def test_the_table_of_hours_adds_up_and_the_declared_split_is_told(edition):
    paper = programme_paper(edition, language="kk")
    plan = next(block for block in paper.blocks if isinstance(block, PaperTable) and "Дәріс" in block.head)
    assert plan.head == ["№", "Модуль мен тақырып", "Дәріс", "Практика", "Барлығы"]
    assert list(plan.rows[0]) == ["1", "Модуль 1", "20", "20", "40"]
    assert list(plan.rows[1]) == ["1.1", "Тақырып 1.1", "10", "10", "20"]
    assert list(plan.rows[-1]) == ["", "Жиыны", "40", "40", "80"]
    said = "\n".join(paper.texts())
    assert "жарияланған бөлініс: дәріс – 32, практика – 48" in said


def test_pages_terms_works_and_the_scheme_are_all_in_it(edition):
    said = "\n".join(programme_paper(edition, language="kk").texts())
    for words in (
        "№ 384 бұйрық",
        "Қатысуға бөгет.",
        "Тақырыптың мақсаты: Кедергіні көру.",
        "– кедергіні атайды",
        "Сабақтың мәтіні әлі жарияланбаған.",
        "кемінде 50 балл қажет",
        "Критерий 1",
        "2 – сипаттама 2",
        "Негізгі әдебиеттер:\n1. «law» кітабы",
        "Қосымша әдебиеттер:\n1. «book» кітабы",
    ):
        assert words in said
    materials = [
        block for block in programme_paper(edition, language="kk").blocks if isinstance(block, PaperTable)
    ][2]
    assert list(materials.rows[0]) == ["1.1", "Тақырып 1.1", "–", "1", "–", "1", "–"]


def test_both_kinds_of_file_are_given_to_who_writes_and_reviews(edition, client):
    client.force_login(make_user("methodologist"))
    answer = client.get(reverse("programme_paper", args=[edition.pk, "ru", "pdf"]))
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Структура и содержание программы" in text.replace("\n", " ")
    client.force_login(make_user("expert"))
    answer = client.get(reverse("programme_paper", args=[edition.pk, "kk", "docx"]))
    headings = [
        one.text
        for one in docx.Document(io.BytesIO(answer.content)).paragraphs
        if one.style.name == "Heading 2"
    ]
    assert headings == SECTIONS["kk"]
    assert f"programme-A-{edition.number}.kk.docx" in answer["Content-Disposition"]


def test_others_do_not_take_it_and_there_is_no_other_language_or_kind(edition, client):
    address = reverse("programme_paper", args=[edition.pk, "kk", "pdf"])
    assert client.get(address).status_code == 302
    for role in ("learner", "trainer", "coordinator", "mentor"):
        client.force_login(make_user(role))
        assert client.get(address).status_code == 403
    client.force_login(make_user("administrator"))
    for language, kind in (("en", "pdf"), ("kk", "xlsx")):
        assert client.get(reverse("programme_paper", args=[edition.pk, language, kind])).status_code == 404
    assert client.get(reverse("programme_paper", args=[edition.pk + 1, "kk", "pdf"])).status_code == 404


def test_a_longer_programme_costs_no_more_queries(edition):
    with CaptureQueriesContext(
        connection,
    ) as few:
        programme_paper(edition, language="kk")
    module = edition.modules.first()
    for number in range(3, 13):
        EditionTopic.objects.create(
            module=module,
            key=f"A.1.{number}",
            number=f"1.{number}",
            order=50 + number,
            title_kk="…",
            title_ru="…",
        )
    make_topic_page("A.1.3")
    with CaptureQueriesContext(connection) as many:
        programme_paper(edition, language="kk")
    assert len(many) == len(few)
    assert len(few) <= 13
