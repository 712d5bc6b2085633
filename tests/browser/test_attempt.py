"""A test in real Chromium: lost network, a second window, a lost confirmation, a sign-out; and the same without scripts."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from assessments.models import AnswerStep, Attempt, Question, Quiz
from assessments.services.attempts import attempts
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_edition, make_issuer, sitting_of

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
    # Not `check`: what stands on the server may be back before Playwright has looked at what it chose.
    second.click("input[type=radio][value=c]")
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


def test_a_minute_without_network_in_mid_test_loses_nothing(page, attempt):
    """Answers given all through a minute offline are on the server soon after the network is back."""
    tab = page(attempt.sitting.enrolment.user, viewport=(360, 740), allow=OFFLINE)
    Attempt.objects.update(terms={**attempt.terms, "per_page": 4})
    tab.clock.install()
    tab.goto(address(attempt))
    tab.check("input[name=q1][value=a]")
    tab.wait_for_selector(SAVED)
    tab.context.set_offline(True)
    for position, option in ((2, "b"), (3, "c"), (2, "d")):
        tab.check(f"input[name=q{position}][value={option}]")
        for _second in range(20):
            tab.clock.run_for(1_000)
    tab.wait_for_selector(FAILED)
    assert [held(attempt, position) for position in (1, 2, 3)] == [["a"], [], []]
    tab.context.set_offline(False)
    tab.wait_for_selector(SAVED, timeout=45_000)
    assert [held(attempt, position) for position in (1, 2, 3)] == [["a"], ["d"], ["c"]]


@pytest.fixture
def every_kind(transactional_db) -> Attempt:
    """A practice whose paper has every kind of question once, several on a page."""
    from tests.assessments.items.examples import EXAMPLES

    make_issuer()
    edition = make_edition(questions=12, draw=2)
    Quiz.objects.create(
        edition=edition,
        key="practice",
        mode="practice",
        attempts=0,
        minutes=0,
        feedback="at_once",
        credit="partial",
        per_page=3,
        blueprint={"1": len(EXAMPLES)},
        title_texts={"kk": "Жаттығу", "ru": "Тренировка", "en": "Practice"},
    )
    Question.objects.filter(key__in=[f"A.1.q{place:02d}" for place in range(1, 10)]).update(is_practice=True)
    for question, (kind, body) in zip(
        Question.objects.filter(is_practice=True), EXAMPLES.items(), strict=True
    ):
        question.versions.update(kind=kind, body=body)
    sitting = sitting_of(enrol(None, make_cohort(edition)))
    return attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="practice", at=NOW, actor=sitting.enrolment.user
    )


@pytest.mark.parametrize(("language", "width", "scheme"), [("kk", 360, "light"), ("ru", 1280, "dark")])
def test_every_kind_is_answered_by_keyboard_checked_and_accessible(
    page, axe, every_kind, language, width, scheme
):
    attempt = every_kind
    tab = page(attempt.sitting.enrolment.user, viewport=(width, 740), color_scheme=scheme)
    for item in attempt.items.select_related("version"):
        tab.goto(f"{address(attempt, item.position)}?lang={language}")
        place = f"[data-position='{item.position}']"
        axe(tab)
        for control in tab.query_selector_all(f"{place} select"):
            control.focus()
            tab.keyboard.press("ArrowDown")
        for control in tab.query_selector_all(f"{place} input[type=text], {place} textarea"):
            control.focus()
            tab.keyboard.type("7")
        names = set()
        for control in tab.query_selector_all(f"{place} input[type=radio], {place} input[type=checkbox]"):
            name = control.get_attribute("name")
            if name not in names:
                names.add(name)
                control.focus()
                tab.keyboard.press("Space")
        tab.wait_for_selector(SAVED)
        tab.focus(f"button[value='check-{item.position}']")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(f"{place} [data-explanation]")
        axe(tab)
    assert attempt.items.exclude(response=[]).count() == attempt.total
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_typed_answer_survives_a_closed_lid(page, every_kind):
    """Text is kept at every letter: a reload before it was sent brings it back and sends it."""
    attempt = every_kind
    item = attempt.items.get(version__kind="open")
    tab = page(attempt.sitting.enrolment.user, allow=OFFLINE)
    tab.goto(address(attempt, item.position))
    tab.context.set_offline(True)
    tab.fill(f"[data-position='{item.position}'] textarea", "Менің ойым")
    tab.wait_for_timeout(300)
    tab.context.set_offline(False)
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.reload()
    tab.wait_for_selector(SAVED)
    assert held(attempt, item.position) == ["Менің ойым"]


def test_a_break_stops_the_clock_on_the_page(page, axe, attempt):
    tab = page(attempt.sitting.enrolment.user, viewport=(360, 740))
    Attempt.objects.update(
        accommodations={"extra_time": "1.50", "breaks": 1, "break_minutes": 10, "large_print": True}
    )
    tab.goto(address(attempt))
    axe(tab)
    tab.click(f"a[href='{reverse('attempt_break', args=[attempt.pk])}']")
    axe(tab)
    tab.click("button[value=start]")
    tab.wait_for_selector("button[value=end]")
    axe(tab)
    tab.goto(address(attempt))
    assert tab.url.endswith("/break/")
    tab.click("button[value=end]")
    tab.wait_for_url(f"**{address(attempt)}")


def test_staff_follow_an_exam_and_act_on_it(page, axe, attempt):
    cohort = attempt.sitting.cohort
    tab = page(coordinator_of(cohort), viewport=(1280, 900))
    tab.goto(reverse("exam_list"))
    axe(tab)
    tab.click("main h2 a")
    axe(tab)
    tab.click("main th a")
    axe(tab)
    tab.fill("aside [name=reason]", "Жарық өшті.")
    tab.fill("aside [name=minutes]", "15")
    tab.click("button[value=extend]")
    tab.wait_for_selector(".history >> text=+15: Жарық өшті.")
    tab.goto(reverse("conditions", args=[attempt.sitting.enrolment_id]))
    axe(tab)
