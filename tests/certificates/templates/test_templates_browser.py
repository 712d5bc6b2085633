"""Somebody edits the words of a certificate and sees them in the preview."""

from django.db import transaction
from django.urls import reverse

from certificates.models import DocumentTemplate
from certificates.services import templates
from people.roles import Role
from tests.factories import NOW, make_user


def test_the_preview_follows_what_is_typed(page, axe, transactional_db):
    template = DocumentTemplate.objects.create(kind="notice")
    with transaction.atomic():
        templates.revision_for(kind="notice", programme_code="", at=NOW)
    tab = page(make_user(Role.METHODOLOGIST, language="ru"), locale="ru", allow=(r"\b422\b",))
    tab.goto(reverse("paper_templates:edit", args=[template.pk]))
    tab.locator("[data-drawn='1'] canvas").wait_for()
    blank = "() => document.querySelector('[data-pages] canvas').toDataURL()"
    before = tab.evaluate(blank)
    assert tab.locator("#id_opening-en").is_hidden()
    tab.locator("#text-opening summary").click()
    tab.locator("#id_opening-ru").fill("Настоящим { подтверждается")
    tab.locator("[data-faults] a").click()
    assert tab.locator("#id_opening-ru:focus").count() == 1
    tab.locator("#id_opening-ru").fill("Настоящим подтверждается")
    tab.locator("[data-drawn='2']").wait_for()
    assert tab.evaluate(blank) != before
    axe(tab)
    with tab.expect_navigation():
        tab.keyboard.press("Control+s")
    template.refresh_from_db()
    assert template.wording == {"ru": {"opening": "Настоящим подтверждается"}}
    tab.set_viewport_size({"width": 360, "height": 780})
    assert tab.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
