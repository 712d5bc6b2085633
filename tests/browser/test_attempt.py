"""A test in real Chromium: lost network, a second window, a lost confirmation, a sign-out; and the same without scripts."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from assessments.models import AnswerStep, Attempt
from assessments.services import attempts
from tests.factories import NOW, enrol, make_cohort, make_edition, make_issuer, sitting_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OFFLINE = (r"ERR_INTERNET_DISCONNECTED|ERR_FAILED",)
SAVED, FAILED = ".save-state[data-state=saved]", ".save-state[data-state=failed]"


@pytest.fixture
def attempt(transactional_db) -> Attempt:
    make_issuer()
    sitting = sitting_of(enrol(None, make_cohort(make_edition())))
    return attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user
    )


def address(attempt: Attempt, position: int = 1) -> str:
    return reverse("attempt_question", args=[attempt.pk, position])


def answer(tab, option: str) -> None:
    tab.check(f"input[type=radio][value={option}]")


def held(attempt: Attempt, position: int = 1) -> list[str]:
    return attempt.items.get(position=position).response


def test_an_answer_given_without_network_is_kept_and_sent_when_it_returns(page, axe, attempt):
    tab = page(attempt.sitting.enrolment.user, viewport=(360, 740), allow=OFFLINE)
    tab.goto(address(attempt))
    answer(tab, "b")
    tab.wait_for_selector(SAVED)
    tab.context.set_offline(True)
    answer(tab, "a")
    tab.wait_for_selector(FAILED)
    axe(tab)
    tab.click(".around .btn:not(.quiet)")
    assert tab.url.endswith(address(attempt))
    assert held(attempt) == ["b"]
    tab.context.set_offline(False)
    tab.wait_for_url(f"**{address(attempt, 2)}")
    assert held(attempt) == ["a"]


def test_an_answer_that_never_left_survives_a_reload(page, attempt):
    tab = page(attempt.sitting.enrolment.user, allow=OFFLINE)
    tab.goto(address(attempt))
    tab.route(
        f"**{address(attempt)}", lambda route: route.abort() if route.request.method == "POST" else None
    )
    answer(tab, "c")
    tab.wait_for_selector(FAILED)
    tab.unroute_all()
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.reload()
    tab.wait_for_selector(SAVED)
    assert tab.is_checked("input[value=c]")
    assert held(attempt) == ["c"]


def test_a_lost_confirmation_is_not_taken_for_another_window(page, attempt):
    tab = page(attempt.sitting.enrolment.user, allow=(*OFFLINE, r"\b409\b"))
    tab.goto(address(attempt))

    def swallow(route) -> None:
        route.fetch()
        route.abort()

    tab.route(f"**{address(attempt)}", swallow, times=1)
    answer(tab, "b")
    tab.wait_for_selector(FAILED)
    assert held(attempt) == ["b"]
    answer(tab, "a")
    tab.wait_for_selector(SAVED)
    assert held(attempt) == ["a"]
    assert tab.is_hidden("[data-trouble]")
    assert AnswerStep.objects.count() == 2


def test_a_second_window_is_told_and_shown_what_stands(page, axe, attempt):
    first = page(attempt.sitting.enrolment.user, allow=(r"\b409\b",))
    first.goto(address(attempt))
    second = first.context.new_page()
    second.goto(address(attempt))
    answer(first, "b")
    first.wait_for_selector(SAVED)
    answer(second, "c")
    second.wait_for_selector("[data-trouble]:not([hidden])")
    axe(second)
    assert second.is_checked("input[value=b]")
    assert held(attempt) == ["b"]
    answer(second, "c")
    second.wait_for_selector(SAVED)
    assert second.is_hidden("[data-trouble]")
    assert held(attempt) == ["c"]


def test_who_was_signed_out_is_told_and_loses_nothing(page, client_for, attempt):
    user = attempt.sitting.enrolment.user
    tab = page(user)
    tab.goto(address(attempt))
    Session.objects.all().delete()
    from django.core.cache import cache

    cache.clear()
    answer(tab, "b")
    tab.wait_for_selector("[data-trouble]:not([hidden])")
    assert held(attempt) == []
    fresh = client_for(user).cookies["sessionid"].value
    tab.context.add_cookies([{"name": "sessionid", "value": fresh, "url": tab.url}])
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.reload()
    tab.wait_for_selector(SAVED)
    assert held(attempt) == ["b"]


def test_a_flag_is_set_in_place_and_the_palette_follows(page, attempt):
    tab = page(attempt.sitting.enrolment.user)
    tab.goto(address(attempt, 2))
    answer(tab, "a")
    tab.wait_for_selector(SAVED)
    tab.click("[data-flag]")
    tab.wait_for_selector(".pal button[value='2'].answered.flagged svg")
    assert tab.evaluate("document.activeElement.dataset.flag") == "2"
    assert "1" in tab.inner_text("[data-counts]")
    assert attempt.items.get(position=2).is_flagged
    tab.click("[data-flag]")
    tab.wait_for_selector(".pal button[value='2'].answered:not(.flagged)")
    assert not attempt.items.get(position=2).is_flagged


def test_the_keyboard_alone_is_enough(page, attempt):
    tab = page(attempt.sitting.enrolment.user)
    tab.goto(address(attempt))
    tab.focus("input[type=radio] >> nth=0")
    tab.keyboard.press("ArrowDown")
    tab.wait_for_selector(SAVED)
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{address(attempt, 2)}")
    assert len(held(attempt)) == 1


def test_the_whole_test_without_scripts(page, attempt):
    tab = page(attempt.sitting.enrolment.user, viewport=(360, 740), java_script_enabled=False)
    tab.goto(reverse("attempt_resume", args=[attempt.pk]))
    for position in range(1, 5):
        assert tab.url.endswith(address(attempt, position))
        answer(tab, "a")
        tab.click(".around .btn:not(.quiet)")
    assert tab.url.endswith(reverse("attempt_submit", args=[attempt.pk]))
    tab.click("main form button.btn")
    assert "4 / 4" in tab.inner_text("h1")
