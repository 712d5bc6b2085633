"""A text on its way to learners: two readers, none of them its author, and Wagtail publishes after the second."""

import pytest
from django.core import mail
from wagtail.models import Comment, Page, TaskState, WorkflowState

from cms.programmes import homes
from cms.review import reading, services
from people.errors import NotAllowed, Refusal
from people.models import Notification
from people.roles import Role
from tests.cms.review.builders import decide, hand_in, make_text, write
from tests.courses.pages import make_topic_page
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user(Role.METHODOLOGIST)


@pytest.fixture
def colleague():
    return make_user(Role.METHODOLOGIST)


@pytest.fixture
def expert():
    return make_user(Role.EXPERT)


def refused(state, actor, **values) -> str:
    with pytest.raises(Refusal) as refusal:
        decide(state, actor, **values)
    state.refresh_from_db()
    return refusal.value.code


def live_text(state) -> str:
    return str(Page.objects.get(pk=state.workflow_state.object_id).specific.body)


def kinds_of(user) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_both_languages_go_through_the_same_two_steps():
    for home in homes().values():
        workflow = home.get_workflow()
        roles = reading.roles_of_steps()
        assert [roles[task.pk] for task in workflow.tasks] == ["methodologist", "expert"]


def test_two_readers_publish_a_text(author, colleague, expert):
    state = make_text(author)
    assert services.step_of(state) == "methodologist"
    second = decide(state, colleague)
    assert services.step_of(second) == "expert"
    assert "Жаңа мәтін" not in live_text(state)
    assert decide(second, expert) is None
    assert "Жаңа мәтін" in live_text(state)
    state.workflow_state.refresh_from_db()
    assert state.workflow_state.status == WorkflowState.STATUS_APPROVED


def test_nobody_approves_what_they_handed_in_or_changed_last(author, colleague):
    state = make_text(author)
    assert refused(state, author) == "own_text"
    write(state.workflow_state.content_object.specific, colleague, "Тағы бір мәтін.")
    assert refused(state, colleague) == "own_text"
    assert refused(state, author) == "own_text"
    assert services.step_of(decide(state, make_user(Role.METHODOLOGIST))) == "expert"


def test_a_superuser_does_not_approve_their_own_text_either():
    boss = make_user(is_superuser=True)
    assert refused(make_text(boss), boss) == "own_text"


def test_who_only_commented_may_approve(author, colleague):
    state = make_text(author)
    page = state.workflow_state.content_object.specific
    latest = page.get_latest_revision_as_object()
    latest.wagtail_admin_comments.add(Comment(page=latest, user=colleague, text="Неге?", contentpath="aim"))
    latest.save_revision(user=colleague)
    assert services.step_of(decide(state, colleague)) == "expert"


def test_each_step_is_its_readers_alone(author, colleague, expert):
    state = make_text(author)
    assert refused(state, expert) == "not_reader"
    assert refused(state, make_user(Role.TRAINER)) == "not_reader"
    second = decide(state, colleague)
    assert refused(second, make_user(Role.METHODOLOGIST)) == "not_reader"
    assert refused(state, colleague) == "decided"


def test_giving_back_needs_a_word_and_the_author_hears_it(author, colleague):
    state = make_text(author)
    assert refused(state, colleague, approves=False, word=" ") == "word_missing"
    decide(state, colleague, approves=False, word="Мысал қосыңыз.")
    flow = WorkflowState.objects.get(pk=state.workflow_state_id)
    assert flow.status == WorkflowState.STATUS_NEEDS_CHANGES
    news = Notification.objects.get(user=author, kind="review_given_back")
    assert news.context["words"] == "Мысал қосыңыз."
    again = hand_in(write(flow.content_object.specific, author, "Мысалмен."), author)
    assert again.workflow_state_id == flow.pk
    assert services.step_of(decide(again, colleague)) == "expert"


def test_what_was_changed_while_it_was_read_is_not_approved_unread(author, colleague):
    state = make_text(author)
    page = state.workflow_state.content_object.specific
    read = page.get_latest_revision().pk
    write(page, author, "Кейін қосылған.")
    assert refused(state, colleague, read_revision_id=read) == "changed_since"
    newest = Page.objects.get(pk=page.pk).latest_revision_id
    assert decide(state, colleague, read_revision_id=newest) is not None


def test_readers_are_told_in_our_way_and_wagtail_mails_nobody(
    author, colleague, expert, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        state = make_text(author)
        decide(decide(state, colleague), expert)
    assert kinds_of(colleague) == ["review_waits"]
    assert kinds_of(expert) == ["review_waits"]
    assert kinds_of(author) == ["review_published"]
    # Waiting texts go with the daily mail; the author hears of the end at once. Wagtail would have sent four.
    assert [one.to for one in mail.outbox] == [[author.email]]


def test_the_author_takes_a_text_back_and_nobody_else_does(author, colleague):
    state = make_text(author)
    with pytest.raises(NotAllowed):
        services.take_back(state_id=state.pk, at=NOW, actor=colleague)
    flow = services.take_back(state_id=state.pk, at=NOW, actor=author)
    assert flow.status == WorkflowState.STATUS_CANCELLED
    with pytest.raises(Refusal):
        services.take_back(state_id=state.pk, at=NOW, actor=author)
    assert hand_in(flow.content_object.specific, author).status == TaskState.STATUS_IN_PROGRESS


def test_a_text_is_handed_in_once_and_by_who_may_edit(author):
    state = make_text(author)
    page_id = int(state.workflow_state.object_id)
    with pytest.raises(Refusal) as refusal:
        services.hand_in(page_id=page_id, at=NOW, actor=author)
    assert refusal.value.code == "under_review"
    with pytest.raises(NotAllowed):
        services.hand_in(page_id=page_id, at=NOW, actor=make_user(Role.TRAINER))


def test_methodologists_publish_by_review_and_administrators_at_once(author):
    page = make_topic_page()["ru"]
    assert not page.permissions_for_user(author).can_publish()
    assert page.permissions_for_user(author).can_submit_for_moderation()
    assert page.permissions_for_user(make_user(Role.ADMINISTRATOR)).can_publish()


def test_what_waits_is_counted_for_each_reader(author, colleague, expert):
    make_text(author)
    second = decide(make_text(author, "A.1.2"), colleague)
    assert reading.waiting_for(author).count() == 0
    assert reading.waiting_for(colleague).count() == 1
    assert list(reading.waiting_for(expert)) == [second]
