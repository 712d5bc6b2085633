"""A methodologist edits a rubric in the editor: lines come and go in place, and everybody can read the screens."""

import pytest
from django.urls import reverse

from assessments.models import Rubric
from people.roles import Role
from tests.factories import make_cohort, make_edition, make_user


@pytest.fixture
def rubric(transactional_db) -> Rubric:
    make_cohort(make_edition())
    return Rubric.objects.get(key="self_study")


def test_a_criterion_is_added_in_place_by_keys_and_saved_after_a_word(page, rubric):
    tab = page(make_user(Role.METHODOLOGIST, language="ru"), locale="ru")
    tab.goto(reverse("rubrics:edit", args=[rubric.pk]))
    tab.locator("#criteria-0-guide-kk").fill("Ещё не сохранено")
    tab.locator("#add-criteria").focus()
    tab.keyboard.press("Enter")
    tab.locator("#criteria-1-title-kk:focus").wait_for()
    assert tab.locator("#criteria-0-guide-kk").input_value() == "Ещё не сохранено"
    for name, text in (("title-kk", "Рәсімдеу"), ("title-ru", "Оформление"), ("maximum", "4")):
        tab.locator(f"#criteria-1-{name}").fill(text)
    tab.locator("#criteria-0-maximum").fill("6")
    assert tab.locator("[data-sum]").inner_text() == "10"
    tab.locator("#up-criteria-1").focus()
    tab.keyboard.press("Enter")
    tab.locator("#down-criteria-0:focus").wait_for()
    with tab.expect_navigation():
        tab.keyboard.press("Control+s")
    with tab.expect_navigation():
        tab.locator("button[value=save]").click()
    content = rubric.versions.first().content
    assert [(row["key"], row["maximum"]) for row in content["criteria"]] == [
        ("oformlenie", "4"),
        ("mark", "6"),
    ]
    tab.goto(reverse("rubrics:preview", args=[rubric.versions.first().pk]) + "?language=ru")
    frame = tab.frame_locator("iframe").last
    frame.get_by_label("Оформление").first.fill("3")
    assert frame.locator("output").inner_text() == "3"
    assert frame.locator("body").evaluate("body => body.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("language", "size"), [("kk", (1280, 900)), ("ru", (360, 780))])
def test_the_screens_are_readable_by_everyone(page, axe, rubric, size, language):
    tab = page(
        make_user(Role.METHODOLOGIST, language=language), viewport=size, locale=language, allow=(r"\b422\b",)
    )
    project = Rubric.objects.get(key="project")
    version = project.versions.first()
    wide = (
        "() => document.querySelector('.bank').scrollWidth <= document.querySelector('.bank').clientWidth + 1"
    )

    def check() -> None:
        tab.wait_for_load_state("networkidle")
        assert tab.locator("html").get_attribute("lang") == language
        axe(tab)
        assert tab.evaluate(wide), tab.url

    for name, argument in (
        ("list", None),
        ("versions", project.pk),
        ("preview", version.pk),
        ("edit", project.pk),
    ):
        tab.goto(reverse(f"rubrics:{name}", args=[argument] if argument else []))
        check()
    tab.locator("#add-checklist").click()
    tab.locator("#checklist-0-title-kk:focus").wait_for()
    with tab.expect_navigation():
        tab.locator(".bank-foot button[name=go]").click()
    check()
    for code in ("kk", "ru"):
        tab.locator(f"#checklist-0-title-{code}").fill("Есте сақтау")
    with tab.expect_navigation():
        tab.locator(".bank-foot button[name=go]").click()
    assert tab.locator("button[value=save]").count() == 1
    check()
