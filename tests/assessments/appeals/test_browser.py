"""An appeal in real Chromium: filed on a phone, answered, decided after a look at what changes; axe on every page."""

import pytest
from django.urls import reverse

from assessments.models import Appeal

from .conftest import COMMISSION, DECISION, REASON, decide_with_work

pytestmark = pytest.mark.slow
PHONE, LAPTOP = (320, 640), (1280, 800)


def fits(tab) -> bool:
    return tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_an_appeal_from_the_phone_to_the_decision(page, axe, cohort, trainer, boss, language):
    result = decide_with_work(cohort, (trainer, "6"))
    person = result.sitting.enrolment.user
    for user in (person, trainer, boss):
        user.language = language
        user.save()

    learner = page(person, viewport=PHONE, locale=language, color_scheme="dark")
    learner.goto(reverse("appeal", args=[result.sitting_id]))
    learner.locator("details.disclosure summary").last.click()
    axe(learner)
    assert fits(learner)
    learner.locator("input[name=component][value=self_study]").check()
    learner.locator("textarea[name=reason]").fill(REASON)
    learner.locator("form.form button[type=submit]").click()
    learner.locator(".steps").wait_for()
    axe(learner)

    appeal = Appeal.objects.get()
    address = reverse("appeal_desk", args=[appeal.pk])
    marker = page(trainer, viewport=LAPTOP, locale=language)
    marker.goto(address)
    axe(marker)
    marker.locator("textarea[name=opinion]").fill("Балды көтеруге болады.")
    marker.locator("button[value=opinion]").click()
    marker.locator(".history").wait_for()

    desk = page(boss, viewport=LAPTOP, locale=language)
    desk.goto(address)
    desk.locator("input[name=outcome][value=upheld]").check()
    desk.locator("input[name=mark_self_study]").fill("8")
    desk.locator("textarea[name=decision_text]").fill(DECISION)
    desk.locator("input[name=commission]").fill(COMMISSION)
    desk.locator("button[value=preview]").click()
    desk.locator("button[value=decide]").wait_for()
    axe(desk)
    assert result.sitting.results.count() == 1
    desk.set_viewport_size({"width": 320, "height": 640})
    assert fits(desk)
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.locator("button[value=decide]").click()
    desk.get_by_text(DECISION).first.wait_for()
    axe(desk)

    learner.reload()
    axe(learner)
    assert fits(learner)
    with learner.expect_download() as download:
        learner.locator("a[href*='letter.pdf']").first.click()
    assert download.value.suggested_filename.startswith(f"appeal-{appeal.pk}-")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_mail_is_chosen_with_the_keyboard(page, axe, db, language):
    from people.models import MailPreference
    from people.roles import Role
    from tests.factories import make_user

    tab = page(make_user(Role.TRAINER, language=language), viewport=PHONE, locale=language)
    tab.goto(reverse("mail_preferences"))
    axe(tab)
    assert fits(tab)
    tab.locator("input[name=work_arrived]:checked").focus()
    tab.keyboard.press("ArrowRight")
    tab.locator("main button[type=submit]").click()
    tab.locator(".messages, .toast, [role=status]").first.wait_for()
    assert MailPreference.objects.get().kind == "work_arrived"
