"""A lesson that anyone reads whole: which one is data, nothing is kept of the reader, and it is cheap."""

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.loader.files import LoadErrors
from courses.models import TopicProgress
from courses.pages import TopicPage
from people.roles import Role
from tests.factories import make_user

from .test_orientation import CONTENT

OPEN, CLOSED = "/kk/programmes/t/m1/1-1/", "/kk/programmes/t/m1/1-2/"
pytestmark = pytest.mark.django_db


def cost(client, address: str) -> int:
    """Queries of a page that was visited before."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def opened() -> set[str]:
    return {f"{page.key} {page.locale.language_code}" for page in TopicPage.objects.filter(is_open=True)}


def test_a_visitor_reads_it_whole_and_the_others_in_outline(client, load):
    load()
    for language, title in (("kk", "Бірінші"), ("ru", "Первая")):
        said = client.get(OPEN.replace("/kk/", f"/{language}/")).content.decode()
        assert f"Мазмұны {title}." in said
        assert f"Ұзақ сипаттама {title}." in said
        assert f"<summary>Сұрақ {title}?</summary>" in said
        assert f"Жауап {title}." in said
        assert f'href="/{language}/programmes/t/#join"' in said
    said = client.get(CLOSED).content.decode()
    assert "Мақсат: Екінші." in said
    assert "Мазмұны Екінші" not in said
    assert "Жауап Екінші" not in said
    assert not TopicProgress.objects.exists()


def test_it_is_found_from_the_front_page_and_the_programmes_page(client, load):
    load()
    assert f'href="{OPEN}"' in client.get("/kk/").content.decode()
    programme = client.get("/kk/programmes/t/").content.decode()
    assert programme.count(f'href="{OPEN}"') == 2
    assert programme.count(f'href="{CLOSED}"') == 1


def test_caches_share_a_visitors_copy_and_never_a_readers_own(client, client_for, load):
    load()
    answer = client.get(OPEN)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in answer.headers["Vary"]
    assert not answer.cookies
    own = client_for(make_user(Role.LEARNER)).get(OPEN)
    assert "private" in own.headers["Cache-Control"]
    assert "public" not in own.headers["Cache-Control"]


def test_a_lesson_costs_few_queries(client, load):
    load()
    assert cost(client, OPEN) <= 8
    assert cost(client, CLOSED) <= 7
    assert cost(client, OPEN.replace("/kk/", "/ru/")) <= 9
    assert cost(client, "/kk/how-to-study/") <= 9


def test_which_lesson_is_open_is_data_and_an_editors_choice_stands(folder, load):
    load()
    assert opened() == {"T.1.1 kk", "T.1.1 ru"}
    path = folder / "programme.yaml"
    path.write_text(path.read_text().replace("open_lessons: [T.1.1]", "open_lessons: [T.1.2]"))
    report = load()
    assert not report.kept
    assert opened() == {"T.1.2 kk", "T.1.2 ru"}
    page = TopicPage.objects.get(key="T.1.2", locale__language_code="ru")
    page.is_open = False
    page.save_revision().publish()
    assert load().kept == ["page T.1.2 (ru)"]
    assert opened() == {"T.1.2 kk"}


def test_a_lesson_that_is_not_in_the_plan_cannot_be_opened(folder, load):
    path = folder / "programme.yaml"
    path.write_text(path.read_text().replace("open_lessons: [T.1.1]", "open_lessons: [T.9.9]"))
    with pytest.raises(LoadErrors, match=r"T/programme.yaml:1: open_lessons: there is no topic T.9.9"):
        load()


def test_an_unpublished_lesson_is_missing_also_by_the_short_way(client, load):
    load()
    TopicPage.objects.get(key="T.1.1", locale__language_code="kk").unpublish()
    assert client.get(OPEN).status_code == 404


@pytest.mark.parametrize("code", ["A", "B"])
def test_each_programme_has_a_lesson_to_try(code):
    programme = yaml.safe_load((CONTENT / code / "programme.yaml").read_text())
    assert len(programme["open_lessons"]) == 1
