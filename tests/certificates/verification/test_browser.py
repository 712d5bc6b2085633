"""A code's page and a checked list in Chromium, wide and narrow."""

import pytest

from certificates.rules.code import make_code, pretty

from .conftest import copies

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_page_of_a_code_and_a_list_hold_in_kazakh(page, axe, issue):
    document = issue(sealed=True)
    lines = [pretty(document.code) + "\tСерікова Динара", *map(pretty, copies(document, 6)), make_code()]
    wide = page(viewport=(1280, 800))
    narrow = page(viewport=(320, 640), color_scheme="dark")
    for tab in (wide, narrow):
        tab.goto(f"/v/{pretty(document.code)}")
        for summary in tab.locator("main details > summary").all():
            summary.click()
        assert tab.get_by_text(document.pdf_sha256).first.is_visible()
        check(tab, axe)
        tab.goto("/v/list/")
        tab.fill("textarea", "\n".join(lines))
        check(tab, axe)
        tab.locator("main form button[type=submit]").click()
        assert tab.locator(".checked tbody tr").count() == 8
        check(tab, axe)
        with tab.expect_download() as saved:
            tab.locator("button[value=csv]").click()
        with open(saved.value.path(), encoding="utf-8-sig") as file:
            assert len(file.read().splitlines()) == 9
        tab.goto("/v/find/")
        check(tab, axe)


def check(tab, axe) -> None:
    axe(tab)
    assert tab.locator("h1").count() == 1
    width = tab.evaluate("document.documentElement.scrollWidth")
    assert width <= tab.viewport_size["width"], f"{tab.url} is {width} px wide"
