"""The gradebook in a browser: filters work live and without script, the table scrolls in its own region on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import coordinator_of, make_cohort, make_edition, make_issuer

from .worlds import everyone

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def cohort(transactional_db):
    make_issuer()
    cohort = make_cohort(make_edition())
    everyone(cohort)
    return cohort


def names(tab) -> list[str]:
    return [text.split()[0] for text in tab.locator(".gradebook tbody th").all_inner_texts()]


def test_search_and_chips_narrow_the_table_at_once_and_the_address_says_so(page, axe, cohort):
    tab = page(coordinator_of(cohort))
    tab.goto(f"/cohorts/{cohort.pk}/")
    rows = tab.locator(".gradebook tbody tr")
    expect(rows).to_have_count(9)
    tab.locator("details.disclosure > summary").first.click()
    tab.locator("#chip-decision-open").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"decision=open"))
    expect(rows).to_have_count(6)
    assert tab.evaluate("document.activeElement.id") == "chip-decision-open"
    tab.locator("#gradebook-name").press_sequentially("қас")
    expect(rows).to_have_count(1)
    assert names(tab) == ["Қасымова"]
    assert "decision=open" in tab.url
    assert "gradebook.xlsx?" in tab.locator("a[href*='gradebook.xlsx']").get_attribute("href")
    assert "decision=open" in tab.locator("a[href*='gradebook.pdf']").get_attribute("href")
    assert "1" in tab.locator("#gradebook-count").inner_text()
    axe(tab)
    tab.reload()
    assert names(tab) == ["Қасымова"]
    tab.locator("#gradebook-name").fill("")
    expect(rows).to_have_count(6)
    tab.go_back()  # a chip is a step in the history, each letter of a search is not
    expect(rows).to_have_count(9)
    with tab.expect_download() as download:
        tab.locator("a[href*='gradebook.xlsx']").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_it_works_without_script(page, cohort):
    tab = page(coordinator_of(cohort), java_script_enabled=False)
    tab.goto(f"/cohorts/{cohort.pk}/?decision=open")
    tab.locator("#gradebook-name").fill("қас")
    tab.locator("#gradebook-search button").click()
    assert "decision=open" in tab.url
    assert tab.locator(".gradebook tbody tr").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_table_scrolls_in_its_region_and_names_stay(page, axe, cohort, scheme):
    tab = page(coordinator_of(cohort), viewport=(360, 740), color_scheme=scheme)
    tab.goto(f"/cohorts/{cohort.pk}/")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    region = tab.locator(".scroller").first
    region.scroll_into_view_if_needed()
    region.evaluate("one => one.scrollLeft = 300")
    name = tab.locator(".gradebook tbody th").first.bounding_box()
    cell = tab.locator(".gradebook tbody tr").first.locator("td").last.bounding_box()
    assert 0 <= name["x"] < 40
    assert name["width"] <= 160
    assert cell["x"] > name["x"]
    waits = tab.locator("#waits-title").bounding_box()["y"]
    assert waits < tab.locator(".gradebook").bounding_box()["y"]
    axe(tab)
