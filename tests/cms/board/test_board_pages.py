"""The programme's board, its agreed versions, what changed since."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessments.models import Question, QuestionVersion
from cms.board import reading
from cms.review.services import hand_in
from courses import agreeing
from courses.pages import TopicPage
from people.roles import Role
from tests.cms.board.worlds import make_programme
from tests.courses.pages import stream
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
NAMES = ["edition_board", "agreed_list", "agreed_version", "agreed_xlsx"]


@pytest.fixture
def edition():
    return make_programme()


@pytest.fixture
def methodologist():
    return make_user(Role.METHODOLOGIST, language="en")


def agreed(edition, actor):
    return agreeing.record_agreement(
        edition_id=edition.pk, agreed_on=timezone.localdate(NOW), document="№ 12", at=NOW, actor=actor
    )


def change(key: str, language: str, words: str, *, publish: bool = True) -> TopicPage:
    page = TopicPage.objects.get(key=key, locale__language_code=language)
    page.body = stream([("text", f"<p>{words}</p>")], name=f"{key}.{language}")
    revision = page.save_revision()
    if publish:
        revision.publish()
    return page


def add_question(key: str, status: str, outcome: str = "C.1.r1") -> None:
    question, _created = Question.objects.get_or_create(
        key=key, defaults={"programme_code": "C", "module": 1, "topic_key": "C.1.1"}
    )
    QuestionVersion.objects.create(
        question=question,
        number=question.versions.count() + 1,
        status=status,
        kind="single",
        outcome=outcome,
        body={},
        content_hash=key,
    )


def test_who_sees_them(client_for, edition, methodologist):
    agreed(edition, methodologist)
    for role, code in ((Role.EXPERT, 200), (Role.ADMINISTRATOR, 200), (Role.COORDINATOR, 403)):
        client = client_for(make_user(role, language="en"))
        for name in NAMES:
            address = reverse(name, args=[edition.pk] if name in NAMES[:2] else [edition.pk, 1])
            assert client.get(address).status_code == code, (role, name)


def test_the_board_says_where_each_lesson_stands(edition, methodologist):
    agreed(edition, methodologist)
    change("C.1.1", "kk", "Басқа мәтін.")
    change("C.1.1", "ru", "Черновик.", publish=False)
    page = change("C.1.2", "ru", "На проверку.", publish=False)
    hand_in(page_id=page.pk, at=NOW, actor=methodologist)
    found = {
        (row.topic.key, cell.language): cell.state
        for row in reading.board(edition).topics
        for cell in row.cells
    }
    assert found == {
        ("C.1.1", "kk"): "published",
        ("C.1.1", "ru"): "draft_changes",
        ("C.1.2", "kk"): "agreed",
        ("C.1.2", "ru"): "at_methodologist",
    }


def test_questions_are_counted_once_each(edition):
    add_question("C.1.q1", "ready")
    add_question("C.1.q1", "draft")
    add_question("C.1.q2", "draft")
    add_question("C.1.q3", "retired")
    add_question("C.1.q4", "ready", outcome="C.9.r9")
    board = reading.board(edition)
    outcome = board.modules[0].outcomes[0].questions
    assert (outcome.ready, outcome.draft) == (1, 1)
    assert (board.topics[0].questions.ready, board.topics[0].questions.draft) == (2, 1)
    assert (board.without_outcome.ready, board.questions.total) == (1, 3)


def test_the_board_shows_a_picture_its_table_and_the_way_on(client_for, in_english, edition, methodologist):
    page = client_for(methodologist).get(reverse("edition_board", args=[edition.pk])).content.decode()
    lesson = TopicPage.objects.get(key="C.1.1", locale__language_code="kk")
    assert page.count('class="board-tile"') == 2
    assert page.count('class="board-track"') == 4
    assert "It still needs:" in page
    assert "longer theses" in page
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in page
    read_only = client_for(make_user(Role.EXPERT, language="en")).get(
        reverse("edition_board", args=[edition.pk])
    )
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) not in read_only.content.decode()


def test_a_programme_without_pages_has_a_board_too(client_for, in_english, methodologist):
    edition = make_programme(topics=1)
    TopicPage.objects.all().delete()
    page = client_for(methodologist).get(reverse("edition_board", args=[edition.pk])).content.decode()
    assert "the lesson itself" in page
    assert "not begun" in page


def test_bars_are_as_long_as_lessons_are_complete(edition):
    drawing = reading.picture(reading.board(edition).modules)
    for tile in drawing.bands[0].tiles:
        assert 0 <= tile.x < tile.x + tile.width <= drawing.width
        for length, _y, cell in tile.bars:
            assert length == pytest.approx((tile.width - 34) * cell.percent / 100, abs=0.1)


def test_the_board_costs_the_same_for_one_topic_and_three(client_for, methodologist):
    client = client_for(methodologist)
    costs = []
    for code, topics in (("C", 1), ("D", 3)):
        edition = make_programme(code=code, topics=topics)
        agreed(edition, methodologist)
        for row in TopicPage.objects.filter(key__startswith=code, locale__language_code="kk"):
            page = change(row.key, "kk", "Жаңа.", publish=False)
            hand_in(page_id=page.pk, at=NOW, actor=methodologist)
        address = reverse("edition_board", args=[edition.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_an_agreement_is_recorded_by_its_form(client_for, in_english, edition, methodologist):
    client = client_for(methodologist)
    address = reverse("agreed_list", args=[edition.pk])
    assert "No version is recorded yet" in client.get(address).content.decode()
    refused = client.post(address, {"agreed_on": "2999-01-01", "document": "№ 12 хат", "note": "Сөз"})
    assert refused.status_code == 422
    assert "still to come" in refused.content.decode()
    assert "№ 12 хат" in refused.content.decode()
    assert client.post(address, {"agreed_on": "2026-01-15", "document": "№ 12 хат"}).status_code == 302
    assert "№ 12 хат" in client.get(address).content.decode()
    edition.refresh_from_db()
    assert edition.is_agreed


def test_an_expert_reads_versions_and_records_none(client_for, edition):
    client = client_for(make_user(Role.EXPERT, language="en"))
    address = reverse("agreed_list", args=[edition.pk])
    assert b'name="document"' not in client.get(address).content
    assert client.post(address, {"agreed_on": "2026-01-15", "document": "№ 12"}).status_code == 422
    assert not edition.agreed_versions.exists()


def test_what_changed_is_shown_word_by_word(client_for, in_english, edition, methodologist):
    agreed(edition, methodologist)
    client = client_for(methodologist)
    address = reverse("agreed_version", args=[edition.pk, 1])
    assert "Nothing was changed since" in client.get(address).content.decode()
    change("C.1.1", "kk", "Бірінші.")
    change("C.1.2", "ru", "Второй.")
    page = client.get(address).content.decode()
    assert "2 pages differ" in page
    assert "<ins>" in page
    assert "Второй" not in page
    assert "Второй" in client.get(address + "?topic=C.1.2").content.decode()
    assert client.get(reverse("agreed_version", args=[edition.pk, 2])).status_code == 404


def test_the_changes_as_a_spreadsheet(client_for, in_english, edition, methodologist):
    agreed(edition, methodologist)
    change("C.1.2", "ru", "=Второй.")
    answer = client_for(methodologist).get(reverse("agreed_xlsx", args=[edition.pk, 1]))
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0] == ("Topic", "Language", "Part", "What happened", "As agreed", "As it is now")
    assert rows[1][:4] == ("C.1.2", "Русский", "Theses", "changed")
    assert rows[1][5] == "=Второй."
    assert len(rows) == 2
