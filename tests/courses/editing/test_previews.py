"""A page before it is published: as the learner reads it and as a visitor sees it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.pages import TopicPage
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
DRAFT = [
    ("text", "<h2>Жаңа бөлім</h2><p>Жоба мәтіні.</p>"),
    ("control_question", {"question": "Кедергі деген не?", "answer": "<p>Жауабы.</p>"}),
]


@pytest.fixture
def draft(client_for, administrator):
    """draft(mode) is the preview of a lesson whose draft differs from what is published."""
    page = make_topic_page("A.1.1")["kk"]
    page.body = TopicPage._meta.get_field("body").stream_block.normalize(DRAFT)
    page.save_revision()
    client = client_for(administrator)

    def draft(mode: str = "", lang: str = "en") -> str:
        address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        client.cookies["django_language"] = lang
        answer = client.get(address, {"mode": mode} if mode else {})
        assert answer.status_code == 200
        return answer.content.decode()

    draft.page = page
    return draft


def test_the_learner_reads_the_draft_whole(draft):
    said = draft("learner")
    assert "Жоба мәтіні." in said
    assert "Кедергі деген не?" in said
    assert 'class="lesson"' in said
    assert 'lang="kk"' in said
    assert draft().count("Жоба мәтіні.") == 1  # what is shown where no mode is asked for


def test_a_visitor_sees_of_a_closed_lesson_what_it_is_about_and_of_an_open_one_the_draft_whole(draft):
    said = draft("visitor")
    assert "Тақырыптың мақсаты." in said
    assert "Жоба мәтіні." not in said
    page = draft.page
    page.is_open = True
    page.save_revision()
    assert "Жоба мәтіні." in draft("visitor")


def test_the_other_languages_draft_is_one_click_away_in_the_same_mode(draft):
    other = draft.page.get_translations().get()
    address = reverse("wagtailadmin_pages:view_draft", args=[other.pk])
    for mode in ("learner", "visitor"):
        assert f'href="{address}?mode={mode}"' in draft(mode)


def test_the_editor_offers_both_modes_and_the_usual_sizes():
    page = TopicPage()
    assert [mode for mode, _label in page.preview_modes] == ["learner", "visitor"]
    assert [size["name"] for size in page.preview_sizes] == ["mobile", "tablet", "desktop"]


def test_only_editors_see_drafts(draft, client_for):
    address = reverse("wagtailadmin_pages:view_draft", args=[draft.page.pk])
    for role in (Role.LEARNER, Role.TRAINER, Role.COORDINATOR):
        assert client_for(make_user(role)).get(address).status_code in {302, 403}


def test_a_preview_costs_the_same_for_two_parts_and_twenty(draft, client_for, administrator, term):
    for number in range(20):
        term(f"term-{number}")
    costs = []
    for count in (2, 20):
        page = TopicPage.objects.get(pk=draft.page.pk)
        page.body = page.body.stream_block.normalize(
            [("key_term", {"key": f"term-{number}"}) for number in range(count)]
        )
        page.save_revision()
        draft("learner")
        with CaptureQueriesContext(connection) as queries:
            draft("learner")
        costs.append(len(queries))
    assert costs[0] == costs[1]
