"""The commission's screens in a browser: readable by everyone, wide and narrow; approval with the keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import CommissionProtocol
from tests.factories import coordinator_of, make_cohort, make_edition, make_issuer

from .test_commission import approve, choose, draft, examined

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_protocol_is_approved_with_the_keyboard_and_its_result_amended(
    page, axe, transactional_db, language
):
    make_issuer()
    cohort = make_cohort(make_edition())
    choose(cohort, "commission")
    lacking = examined(cohort, "Бекова", work_mark=None)
    protocol = draft(cohort, examined(cohort), lacking)
    wide = page(coordinator_of(cohort), locale=language)
    narrow = page(coordinator_of(cohort), locale=language, viewport=(320, 640), color_scheme="dark")
    address = reverse("protocol", args=[protocol.pk])

    def look(path: str) -> None:
        for tab in (wide, narrow):
            tab.goto(path)
            axe(tab)
            assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]

    look(reverse("protocol_list", args=[cohort.pk]))
    look(address)
    wide.locator(f"#missing-{lacking.pk}").focus()
    wide.keyboard.press("Space")
    wide.locator("button[value=approve]").focus()
    wide.keyboard.press("Enter")
    expect(wide.locator("button[value=approve]")).to_have_count(0)
    assert CommissionProtocol.objects.get().is_approved
    look(address)
    look(reverse("result_amend", args=[lacking.results.get().pk]))
    wide.locator("#id_mark_self_study").fill("7,5")
    wide.locator("#id_reason").fill("Апелляция")
    wide.locator("#id_commission").fill("Апелляция комиссиясы")
    wide.locator("button[value=preview]").click()
    axe(wide)
    wide.locator("button[value=confirm]").click()
    wide.wait_for_url(reverse("sitting_marks", args=[lacking.pk]))
    assert lacking.results.count() == 2


def test_an_approved_protocol_is_what_it_was(page, transactional_db):
    make_issuer()
    cohort = make_cohort(make_edition())
    choose(cohort, "commission")
    protocol = approve(draft(cohort, examined(cohort)))
    tab = page(coordinator_of(cohort), java_script_enabled=False)
    tab.goto(reverse("protocol", args=[protocol.pk]))
    assert tab.locator("main input:visible").count() == 0
