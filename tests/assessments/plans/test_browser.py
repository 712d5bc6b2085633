"""The plan in Chromium: rows come and go by script, typing is kept, the pages fit a phone and have no axe faults."""

import pytest
from django.urls import reverse

from assessments.models import Submission
from assessments.rules import support_plan
from tests.factories import enrol, make_cohort, make_edition, sitting_of

from .sample import open_plan


@pytest.fixture
def sitting(transactional_db):
    return sitting_of(enrol(None, make_cohort(make_edition("B"))))


def test_rows_are_added_removed_and_kept_while_typing(page, sitting):
    address = reverse("plan", args=[sitting.pk, "final_work"])
    tab = page(sitting.enrolment.user)
    tab.goto(f"{address}?section=needs")
    tab.fill("#needs-pairs-0-need", "Тыныш орын")
    tab.click("[data-plan-add]")
    tab.fill("#needs-pairs-1-need", "Көмек сұрау")
    assert tab.locator("[data-plan-row]").count() == 2
    assert "2" in tab.locator("[data-plan-list] > :nth-child(2) > legend").inner_text()
    tab.wait_for_selector("[data-save-state][data-state=saved]")
    tab.click("[data-plan-list] > :nth-child(1) [data-plan-remove]")
    assert tab.locator("[data-plan-row]").count() == 1
    assert "1" in tab.locator("[data-plan-list] > :nth-child(1) > legend").inner_text()
    tab.wait_for_timeout(800)
    tab.wait_for_selector("[data-save-state][data-state=saved]")
    (row,) = Submission.objects.get().plan["needs"]["pairs"]
    assert row["need"] == "Көмек сұрау"
    tab.click("button[name=action][value=next]:visible")
    tab.wait_for_url("**section=advice")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_axe_finds_nothing_and_nothing_overflows(page, axe, sitting, language):
    open_plan(
        sitting,
        strengths={"strengths": "Айгерім Серікова, ЖСН 921029350851", "interests": "Пойыздар"},
        goals={"goals": []},
    )
    address = reverse("plan", args=[sitting.pk, "final_work"])
    pages = [f"{address}?section={section.key}" for section in support_plan.SECTIONS]
    pages.append(reverse("plan_check", args=[sitting.pk, "final_work"]))
    wide = page(sitting.enrolment.user, locale=language)
    narrow = page(sitting.enrolment.user, locale=language, viewport=(320, 640), color_scheme="dark")
    for one in pages:
        for tab in (wide, narrow):
            tab.goto(one)
            axe(tab)
            width = tab.evaluate("document.documentElement.scrollWidth")
            assert width <= tab.viewport_size["width"], f"{one} is {width} px wide"
