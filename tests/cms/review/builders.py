"""A lesson with a changed draft, handed in by its author."""

from django.utils import timezone
from wagtail.models import TaskState

from cms.review import services
from courses import agreeing
from courses.models import AgreedVersion, ProgrammeEdition
from courses.pages import TopicPage
from people.models import User
from tests.courses.pages import make_topic_page, stream
from tests.factories import NOW


def write(page, author, words: str = "Жаңа мәтін."):
    """The author's newest draft of the page."""
    page = page.specific_class.objects.get(pk=page.pk)
    page.body = stream([("text", f"<p>{words}</p>")], name=f"{page.key}.kk")
    page.save_revision(user=author)
    return page


def hand_in(page, author) -> TaskState:
    """The step that reads a text now, after its author handed it in."""
    return services.hand_in(page_id=page.pk, at=NOW, actor=author).current_task_state


def make_text(author, key: str = "A.1.1", **values) -> TaskState:
    return hand_in(write(make_topic_page(key, **values)["kk"], author), author)


def decide(state: TaskState, actor, *, approves: bool = True, word: str = "", **values) -> TaskState | None:
    """Decide; the step that reads next, None after the last."""
    services.decide(state_id=state.pk, approves=approves, word=word, at=NOW, actor=actor, **values)
    state.workflow_state.refresh_from_db()
    now = state.workflow_state.current_task_state
    return now if now.status == TaskState.STATUS_IN_PROGRESS else None


def world(edition: ProgrammeEdition, actor: User) -> dict[str, list]:
    """An agreed version of the edition and a text under review, as the addresses need them; its lessons are there."""
    content = agreeing.content_of(edition)
    version = AgreedVersion.objects.create(
        edition=edition,
        number=1,
        agreed_on=timezone.localdate(NOW),
        document="№ 12",
        content=content,
        digest=agreeing.digest_of(content),
        recorded_at=NOW,
        recorded_by=actor,
    )
    lesson = TopicPage.objects.filter(key__startswith=edition.code).order_by("key", "pk").first()
    state = hand_in(write(lesson, actor), actor)
    return {
        "edition_board": [edition.pk],
        "agreed_list": [edition.pk],
        "agreed_version": [edition.pk, version.number],
        "agreed_xlsx": [edition.pk, version.number],
        "review_text": [state.pk],
        "review_decide": [state.pk],
        "review_take_back": [state.pk],
    }
