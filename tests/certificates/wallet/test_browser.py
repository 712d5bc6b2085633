"""The wallet on a phone in the dark: the code is read from the screen, the link is shared."""

import io

import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from certificates import services
from certificates.models import Document
from certificates.rules.code import pretty
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_holder_shows_and_shares_a_certificate_on_a_phone(page, axe):
    make_issuer()
    enrolment = enrol(None, make_cohort(make_edition()))
    document = services.issue_document(result_id=decide(enrolment).pk, at=NOW)
    Document.objects.update(pdf="")  # as it stands before the task has come to it
    tab = page(
        enrolment.user,
        viewport=(360, 740),
        color_scheme="dark",
        permissions=["clipboard-read", "clipboard-write"],
    )
    tab.goto(reverse("document_list"))
    assert tab.locator("[hx-trigger]").count() == 1
    services.render_document(document_id=document.pk)
    tab.locator("[data-share]").wait_for(timeout=15_000)  # the page has looked again by itself
    tab.locator("[data-share]").click()
    tab.locator(".share-said:not(:empty)").wait_for()
    link = f"https://tirek.kz/v/{pretty(document.code)}"
    assert tab.evaluate("navigator.clipboard.readText()") == link
    tab.locator("article .actions a").nth(1).click()
    tab.wait_for_url("**/#qr")
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    picture = Image.open(io.BytesIO(tab.locator(".qr-screen img").screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == f"HTTPS://TIREK.KZ/V/{document.code}"
    plain = page(enrolment.user, java_script_enabled=False)
    plain.goto(reverse("document_detail", args=[document.pk]))
    assert plain.locator("[data-select]").input_value() == link
    assert not plain.locator("[data-share]").is_visible()
