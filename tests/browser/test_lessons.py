"""Every lesson of both programmes in Kazakh and Russian, as a visitor finds it and as a learner reads it."""

from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.programmes import load_programme
from courses import services
from courses.models import Cohort, PlanTopic, ProgrammeEdition
from courses.pages import TopicPage
from people.roles import Role
from tests.factories import NOW, enrol, make_cohort, make_user

CONTENT = Path(load_programme.__code__.co_filename).resolve().parents[1] / "courses" / "content"
pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What stands in a lesson, with everything opened that a reader can open. Looks: each kind of element with its parent's.
READ = """() => {
  document.querySelectorAll(".lesson details").forEach((one) => { one.open = true; });
  const all = (selector) => [...document.querySelectorAll(selector)];
  const look = (one) => `${one.localName}.${one.className}`;
  return {
    lang: document.documentElement.lang,
    inside: document.querySelector("h1").closest("[lang]").lang,
    levels: all("h1,h2,h3,h4,h5,h6").map((one) => Number(one.localName[1])),
    pictures: all(".lesson-figure").map((one) => one.querySelector("img").alt.trim() > "" && !!one.querySelector("details")),
    questions: all(".lesson .control, .lesson .check").length,
    looks: [...new Set(all("main *").map((one) => `${look(one.parentElement)} ${look(one)}`))],
  };
}"""
WIDE, NARROW = (1280, 800), (320, 640)


def _cohort(code: str) -> Cohort:
    """A running cohort of the loaded programme."""
    edition = ProgrammeEdition.objects.get(code=code)
    if edition.declared_split:
        services.acknowledge_split(
            edition_id=edition.pk,
            text="Журнал кесте бойынша жүргізіледі.",
            at=NOW,
            actor=make_user(Role.METHODOLOGIST),
        )
        edition.refresh_from_db()
    return make_cohort(edition)


def _visit_all(code: str) -> None:
    """Each lesson answers a visitor in both languages at the price of any other; an open one is whole."""
    client = Client()
    for lesson in TopicPage.objects.filter(key__startswith=f"{code}.").select_related("locale"):
        address = lesson.get_url()
        if lesson.is_open:
            client.get(address)  # it is rendered once
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(queries) <= 9, address
        assert ('class="check"' in answer.content.decode()) == lesson.is_open, address


def _public(code: str, language: str) -> list[str]:
    """Pages for anyone: the programme, its open lesson, how to study here, the front page."""
    programme = f"/{language}/programmes/{code.lower()}/"
    opened = TopicPage.objects.get(
        key__startswith=f"{code}.", is_open=True, locale__language_code=language
    ).get_url()
    return [programme, opened, *([f"/{language}/how-to-study/", f"/{language}/"] if code == "A" else [])]


def _faults(read: dict, language: str) -> list[str]:
    """What is wrong with a page as it was read."""
    found, levels = [], read["levels"]
    if not read["lang"] == read["inside"] == language:
        found.append(f"the language is {read['lang']}, the lesson's {read['inside']}")
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} first headings")
    if any(later - one > 1 for one, later in pairwise(levels)):
        found.append(f"headings skip a level: {levels}")
    if not all(read["pictures"]):
        found.append("a picture without words")
    return found


@pytest.mark.parametrize("code", ["A", "B"])
def test_every_lesson_is_read_without_a_fault(page, axe, code):
    load_programme(CONTENT / code, say=lambda _line: None)
    cohort = _cohort(code)
    enrolment = enrol(None, cohort)
    _visit_all(code)
    keys = PlanTopic.objects.filter(cohort=cohort).values_list("key", flat=True)
    lessons = [reverse("study_topic", args=[enrolment.pk, key]) for key in keys]
    tab = page(enrolment.user, viewport=WIDE)
    seen, faults = set(), []
    for language in ("kk", "ru"):
        Cohort.objects.filter(pk=cohort.pk).update(language=language)
        tab.goto(f"{reverse('set_language')}?lang={language}&next={reverse('healthz')}")
        for place, address in enumerate([*lessons, *_public(code, language)]):
            tab.goto(address, wait_until="domcontentloaded")
            read = tab.evaluate(READ)
            found = _faults(read, language)
            if address in lessons and (not read["pictures"] or read["questions"] < 4):
                found.append(f"{len(read['pictures'])} pictures, {read['questions']} control questions")
            # Turn and turn about: the next page opens at the width where this one ends.
            for width, height in (WIDE, NARROW)[:: 1 if place % 2 else -1]:
                tab.set_viewport_size({"width": width, "height": height})
                if width == NARROW[0]:
                    needed = tab.evaluate("document.documentElement.scrollWidth")
                    if needed > width:
                        found.append(f"{needed} px wide at {width}")
                    continue
                if place % 2 == (language == "ru") and address in lessons:
                    continue  # the parts of a lesson are built alike in both: axe reads every second one of each
                # The frame is the same on every page; colours cannot differ between elements that look the same.
                looks = set(read["looks"])
                axe(
                    tab,
                    exclude=(".bar", ".foot") if place else (),
                    without=("color-contrast",) if looks <= seen else (),
                )
                seen |= looks
            faults += [f"{address} {language}: {words}" for words in found]
    assert not faults, "\n".join(faults)
