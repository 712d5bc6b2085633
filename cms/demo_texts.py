"""The demonstration's texts on their way: one before the methodologist, one before the expert, a translation behind."""

from datetime import datetime

from courses.pages import TopicPage
from people.demo import People
from people.models import User
from people.roles import Role

from .review import services

AIMS = {
    "A.2.1": " Тақырып соңында педагог өз сабағынан бір мысал келтіреді.",
    "A.3.1": " Тақырып соңында педагог өз парағын әріптесінің парағымен салыстырады.",
    "B.2.1": " Соңында педагог-ассистент бір күндік бақылауын бөліседі.",
}


def seed(people: People, *, at: datetime) -> None:
    """Drafts of three Kazakh lessons. What learners read stays as it was."""
    author, reader = people.accounts[Role.ADMINISTRATOR], people.accounts[Role.METHODOLOGIST]
    _draft("A.2.1", by=author)
    services.hand_in(page_id=_page("A.2.1").pk, at=at, actor=author)
    _draft("B.2.1", by=author)
    flow = services.hand_in(page_id=_page("B.2.1").pk, at=at, actor=author)
    services.decide(
        state_id=flow.current_task_state.pk,
        approves=True,
        word="Бақылау мысалы орынды.",
        at=at,
        actor=reader,
    )
    _draft("A.3.1", by=reader)


def _page(key: str) -> TopicPage:
    return TopicPage.objects.get(key=key, locale__language_code="kk")


def _draft(key: str, *, by: User) -> None:
    page = _page(key).get_latest_revision_as_object()
    page.aim += AIMS[key]
    page.save_revision(user=by, log_action=True)
