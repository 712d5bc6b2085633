"""The list of texts under review, the page of one, and Wagtail's own buttons."""

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, TaskState

from cms.review import hooks
from people.roles import Role
from tests.cms.review.builders import decide, make_text, write
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ADDRESSES = ["review_list", "review_text", "review_decide", "review_take_back"]


@pytest.fixture
def author():
    return make_user(Role.METHODOLOGIST, language="en")


@pytest.fixture
def colleague():
    return make_user(Role.METHODOLOGIST, language="en")


@pytest.fixture
def state(author):
    return make_text(author)


def address(name: str, state: TaskState) -> str:
    return reverse(name, args=[] if name == "review_list" else [state.pk])


def test_a_stranger_finds_nothing(client_for, state):
    for role in (Role.LEARNER, Role.TRAINER, Role.COORDINATOR, Role.MENTOR):
        client = client_for(make_user(role))
        for name in ADDRESSES:
            send = client.get if name in {"review_list", "review_text"} else client.post
            assert send(address(name, state)).status_code == 404, (role, name)


def test_the_list_says_what_waits_for_whom(client_for, in_english, author, colleague, state):
    page = client_for(colleague).get(reverse("review_list")).content.decode()
    assert "Read and decide" in page
    assert "Methodologist&#x27;s review" in page
    own = client_for(author).get(reverse("review_list")).content.decode()
    assert "Nothing waits for you" in own
    assert "Handed in by you" in own
    other = client_for(make_user(Role.EXPERT, language="en")).get(reverse("review_list")).content.decode()
    assert "With others" in other


def test_the_page_of_a_text_shows_what_it_changes(client_for, in_english, colleague, state):
    page = client_for(colleague).get(address("review_text", state)).content.decode()
    assert "What it changes" in page
    assert "<ins>Жаңа</ins>" in page or "<ins>Жаңа мәтін</ins>" in page
    assert "<del>" in page
    assert "Approve" in page


def test_from_the_list_to_the_published_lesson(client_for, author, colleague, state):
    revision = state.revision_id
    answer = client_for(colleague).post(
        address("review_decide", state), {"action": "approve", "word": "", "revision": revision}
    )
    assert answer.status_code == 302
    state.workflow_state.refresh_from_db()
    second = state.workflow_state.current_task_state
    client_for(make_user(Role.EXPERT, language="en")).post(
        address("review_decide", second), {"action": "approve", "word": "Жарайды.", "revision": revision}
    )
    page = state.workflow_state.content_object.specific
    assert "Жаңа мәтін" in str(page.body)
    done = client_for(author).get(address("review_text", second)).content.decode()
    assert "Жарайды." in done


def test_a_refused_decision_gives_the_word_back(client_for, in_english, author, colleague, state):
    values = {"action": "approve", "word": "Менің сөзім", "revision": state.revision_id}
    answer = client_for(author).post(address("review_decide", state), values)
    assert answer.status_code == 422
    assert "somebody else approves it" in answer.content.decode()
    assert "Менің сөзім" in answer.content.decode()
    answer = client_for(colleague).post(address("review_decide", state), values | {"action": "x", "word": ""})
    assert answer.status_code == 422
    assert "the author reads it" in answer.content.decode()
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


def test_a_text_that_changed_meanwhile_is_shown_anew(client_for, in_english, author, colleague, state):
    read = state.revision_id
    page = state.workflow_state.content_object
    write(page, author, "Кейін қосылған сөз.")
    client = client_for(colleague)
    values = {"action": "approve", "word": "", "revision": read}
    answer = client.post(address("review_decide", state), values)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "changed while you were reading" in shown
    assert "қосылған" in shown
    newest = Page.objects.get(pk=page.pk).latest_revision_id
    assert f'value="{newest}"' in shown
    assert client.post(address("review_decide", state), values | {"revision": newest}).status_code == 302


def test_the_author_takes_it_back_by_a_button(client_for, author, colleague, state):
    assert client_for(colleague).post(address("review_take_back", state)).status_code == 302
    state.workflow_state.refresh_from_db()
    assert state.workflow_state.status == "in_progress"
    client_for(author).post(address("review_take_back", state))
    state.workflow_state.refresh_from_db()
    assert state.workflow_state.status == "cancelled"


def test_wagtails_own_buttons_follow_the_rules(client_for, author, colleague, state):
    page = state.workflow_state.content_object.specific
    names = [[one[0] for one in state.task.specific.get_actions(page, user)] for user in (author, colleague)]
    assert names == [["reject"], ["reject", "approve", "approve"]]
    action = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.pk])
    client_for(colleague).post(action, {"comment": ""})
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS
    client_for(colleague).post(action, {"comment": "Мысал қосыңыз."})
    state.refresh_from_db()
    assert (state.status, state.comment) == (TaskState.STATUS_REJECTED, "Мысал қосыңыз.")


def test_the_task_itself_refuses_what_its_buttons_would_not_offer(author, state):
    where = state.task.specific.on_action(state, author, "approve")
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS
    assert where == address("review_text", state)
    assert author.refused_review.code == "own_text"


def test_the_editor_says_why_a_decision_was_refused(rf, in_english, author, state):
    request = rf.post("/admin/")
    request.user = author
    request._messages = []
    hooks.say_why_not(request, state.workflow_state.content_object)
    assert request._messages == []
    state.task.specific.on_action(state, author, "approve")
    request._messages = CookieStorage(request)
    hooks.say_why_not(request, state.workflow_state.content_object)
    assert ["somebody else approves it" in str(one) for one in request._messages] == [True]


def test_the_list_costs_the_same_for_three_texts_and_five(client_for, author, colleague):
    client = client_for(colleague)

    def cost() -> int:
        client.get(reverse("review_list"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("review_list")).status_code == 200
        return len(queries)

    make_text(author)
    second = make_text(author, "A.1.2")
    decide(second, colleague)
    write(make_text(author, "A.1.3").workflow_state.content_object, colleague, "Әріптестің мәтіні.")
    few = cost()
    for place in (4, 5):
        state = make_text(author, f"A.1.{place}")
        write(state.workflow_state.content_object, colleague if place % 2 else author, "Басқа.")
    assert cost() == few


def test_the_home_leads_to_what_waits(client_for, in_english, state):
    for role in (Role.METHODOLOGIST, Role.EXPERT):
        page = client_for(make_user(role, language="en")).get(reverse("home")).content.decode()
        assert reverse("review_list") in page
        assert "texts to read" in page
