"""A methodologist writes a question in the editor: by keyboard, with a look at the learner's page, readable by everyone."""

from copy import deepcopy

import pytest
from django.urls import reverse

from assessments.models import QuestionVersion
from assessments.services.bank import bank
from people.roles import Role
from tests.assessments.bank.conftest import BODY
from tests.factories import NOW, make_edition, make_user


@pytest.fixture
def author(transactional_db):
    make_edition()
    return make_user(Role.METHODOLOGIST, language="ru")


def test_a_question_is_written_saved_by_keys_and_tried(page, author):
    tab = page(author, locale="ru")
    tab.goto(reverse("bank:new", args=["single"]))
    tab.locator("#tag-topic").select_option("A/1/A.1.1")
    for language in ("kk", "ru"):
        own = BODY[language]
        tab.locator(f"#q-{language}-stem").fill(own["stem"])
        tab.locator(f"#q-{language}-explanation").fill(own["explanation"])
        for index, text in enumerate(own["options"].values()):
            tab.locator(f"#q-options-{index}-{language}-text").fill(text)
    tab.locator("input[name='q-right'][value='1']").check()
    with tab.expect_navigation():
        tab.keyboard.press("Control+s")
    version = QuestionVersion.objects.get(question__key="A.1.q04")
    assert version.body == BODY
    tab.goto(reverse("bank:preview", args=[version.pk]) + "?language=ru")
    phone = tab.frame_locator("iframe").first
    assert phone.locator("body").evaluate("body => body.scrollWidth <= window.innerWidth")
    phone.get_by_label("ПМПК").check()
    phone.locator("form button[type=submit]").click()
    phone.get_by_text(BODY["ru"]["explanation"]).wait_for()
    assert "100" in phone.get_by_role("status").inner_text()


@pytest.mark.parametrize(("language", "size"), [("kk", (1280, 900)), ("ru", (360, 780))])
def test_the_screens_are_readable_by_everyone(page, axe, author, size, language):
    version = bank.create_question(
        programme_code="A",
        module=1,
        topic_key="A.1.1",
        kind="multiple",
        body=deepcopy(BODY),
        difficulty=2,
        outcome="",
        at=NOW,
        actor=author,
    )
    author.language = language
    author.save()
    tab = page(author, viewport=size, locale=language)
    question = [version.question_id]
    for name, arguments in (
        ("list", []),
        ("edit", question),
        ("versions", question),
        ("preview", [version.pk]),
        ("retire", [version.pk]),
        ("duplicates", []),
        ("coverage", []),
    ):
        tab.goto(reverse(f"bank:{name}", args=arguments))
        tab.wait_for_load_state("networkidle")
        assert tab.locator("html").get_attribute("lang") == language
        axe(tab)
        wide = "() => document.querySelector('.bank').scrollWidth <= document.querySelector('.bank').clientWidth + 1"
        assert tab.evaluate(wide), name
