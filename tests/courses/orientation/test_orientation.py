"""How to study here: a public page from files, linked where somebody begins."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import loader, services
from courses.loader.files import LoadErrors, Reader
from courses.loader.lesson import parse_topic
from courses.models import PlanTopic
from courses.pages import OrientationPage
from courses.quality.checks import _figure, headings, style
from courses.quality.lessons import Lesson, words
from people.roles import Role
from tests.factories import enrol, make_cohort, make_edition, make_user

from .conftest import TITLES

CONTENT = Path(loader.__file__).resolve().parents[1] / "content"
ADDRESS = {"kk": "/kk/how-to-study/", "ru": "/ru/how-to-study/"}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_it_is_written_as_lessons_are(language):
    path = CONTENT / f"orientation.{language}.md"
    reader = Reader(CONTENT)
    read = parse_topic(reader, path, key="orientation", language=language)
    text = path.read_text().split("\n---", 1)[1].removeprefix("\n")
    lesson = Lesson(topic=read, hours={}, text=text)
    assert not reader.faults
    assert [said for said in style(lesson) if "a link to /v/" not in said] == []
    assert list(headings(lesson)) == []
    assert [fault for figure in lesson.figures for fault in _figure(figure)] == []
    assert len(lesson.figures) == 1
    assert 500 <= len(words(text)) <= 800


def test_it_is_a_page_in_both_languages_and_a_repeat_changes_nothing(client, load):
    report = load()
    assert {"page orientation (kk)", "page orientation (ru)"} <= set(report.created)
    for language, address in ADDRESS.items():
        answer = client.get(address)
        said = answer.content.decode()
        assert f">{TITLES['orientation'][language]}</h1>" in said
        assert 'alt="Сурет не туралы"' in said
        assert "<summary>Сұрақ" in said
        assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "orientation" in client.get("/en/how-to-study/").context["page"].key
    again = load()
    assert not again.created
    assert not again.updated


def test_an_editors_words_are_kept_and_named(load):
    load()
    page = OrientationPage.objects.get(locale__language_code="ru")
    page.aim = "Исправлено редактором."
    page.save_revision().publish()
    said: list[str] = []
    assert load(say=said.append).kept == ["page orientation (ru)"]
    assert "differs from the file in aim" in said[0]
    assert load(overwrite=True).updated == ["page orientation (ru)"]


def test_a_missing_language_is_a_fault_and_a_folder_alone_has_no_such_page(folder, load):
    russian = folder.parent / "orientation.ru.md"
    russian.unlink()
    with pytest.raises(LoadErrors, match=r"orientation.ru.md:1: the file is missing"):
        load()
    (folder.parent / "orientation.kk.md").unlink()
    load()
    assert not OrientationPage.objects.exists()


def test_it_is_offered_while_nothing_is_studied(client, client_for, load):
    cohort = make_cohort(make_edition())
    enrolment = enrol(None, cohort)
    learner = client_for(enrolment.user)
    course = reverse("study_course", args=[enrolment.pk])
    link = f'href="{ADDRESS["kk"]}"'
    assert link not in learner.get("/home/").content.decode()  # not loaded yet, and no dead link
    load()
    assert link in client.get("/kk/").content.decode()
    assert link in learner.get(course).content.decode()
    assert link in learner.get("/home/").content.decode()
    assert link in client_for(make_user(Role.LEARNER)).get("/home/").content.decode()
    assert link not in client_for(make_user(Role.TRAINER)).get("/home/").content.decode()
    services.mark_studied(
        enrolment_id=enrolment.pk,
        topic_id=PlanTopic.objects.filter(cohort=cohort).first().pk,
        at=timezone.now(),
        studied=True,
    )
    assert link not in learner.get("/home/").content.decode()
    assert link in learner.get(course).content.decode()
