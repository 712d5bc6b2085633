"""In a real browser: who types without pause is saved, and a colleague's text comes into the open page."""

import time

import pytest
from django.urls import reverse

from assessments.models import Submission
from assessments.services.work import work
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_edition, sitting_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BASE = "Мәселе: ауысу ұзақ.\nМақсат: қысқарту.\nКезеңдер."


@pytest.fixture
def draft(four) -> Submission:
    actor = four.users[0]
    submission = work.open_submission(
        sitting_id=four.sittings[0].pk, assignment_key="project", at=NOW, actor=actor
    )
    return work.save_draft(
        submission_id=submission.pk, title="Жоба", text=BASE, revision=0, at=NOW, actor=actor
    )


def open_draft(page, four, place: int):
    tab = page(four.users[place])
    tab.goto(reverse("work", args=[four.sittings[place].pk, "project"]))
    return tab


def stored() -> str:
    return Submission.objects.get().text


def wait_for(found, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, f"not within {seconds} s; stored: {stored()!r}"
        time.sleep(0.1)


def test_who_types_without_pause_is_saved_within_five_seconds(page, four, draft):
    tab = open_draft(page, four, 0)
    tab.clock.install()
    sent: list[str] = []
    tab.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    tab.locator("#text").press("Control+End")
    typed = 0  # milliseconds of the page's own clock
    while typed < 5_000 and not sent:
        tab.keyboard.type("а")
        tab.clock.run_for(250)  # never two seconds of rest
        typed += 250
    assert sent
    wait_for(lambda: stored() != BASE, 15)


def test_two_people_type_in_one_draft_and_both_see_all_of_it(page, four, draft):
    first, second = open_draft(page, four, 0), open_draft(page, four, 1)
    first.locator("#text").press("Control+Home")
    first.keyboard.type("БАСЫ. ")
    wait_for(lambda: stored().startswith("БАСЫ. "), 6)
    second.locator("#text").press("Control+End")
    second.keyboard.type(" СОҢЫ")
    wait_for(lambda: stored() == f"БАСЫ. {BASE} СОҢЫ", 8)
    second.wait_for_function("document.querySelector('#text').value.startsWith('БАСЫ. ')")
    second.keyboard.type(" тағы")  # the caret stayed behind the last word
    wait_for(lambda: stored() == f"БАСЫ. {BASE} СОҢЫ тағы", 8)


def test_typing_goes_on_while_a_colleagues_text_arrives(page, four, draft):
    tab = open_draft(page, four, 1)
    work.save_draft(
        submission_id=draft.pk,
        title="Жоба",
        text=f"БАСЫ. {BASE}",
        revision=1,
        at=NOW,
        actor=four.users[0],
    )
    tab.locator("#text").press("Control+End")
    for letter in " бір екі үш төрт бес алты жеті сегіз тоғыз он":
        tab.keyboard.type(letter)
        tab.wait_for_timeout(110)
    wanted = f"БАСЫ. {BASE} бір екі үш төрт бес алты жеті сегіз тоғыз он"
    wait_for(lambda: stored() == wanted, 8)
    assert tab.locator("#text").input_value() == wanted


def test_a_conflict_is_said_beside_the_button_and_opens_both_texts(page, axe, four, draft):
    tab = page(four.users[1], allow=(r"\b409\b",))
    tab.goto(reverse("work", args=[four.sittings[1].pk, "project"]))
    work.save_draft(
        submission_id=draft.pk,
        title="Жоба",
        text=BASE.replace("қысқарту", "азайту"),
        revision=1,
        at=NOW,
        actor=four.users[0],
    )
    tab.locator("#text").fill(BASE.replace("қысқарту", "жою"))
    tab.locator("[data-save-state][data-state=failed]").wait_for()
    tab.locator("button[value=save]").click()
    tab.locator(".conflict").wait_for()
    assert tab.locator("del").inner_text() == "азайту"
    axe(tab)
    tab.set_viewport_size({"width": 320, "height": 640})
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.locator("#text").input_value() == BASE.replace("қысқарту", "жою")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_support_plans_page_and_the_list_of_more_time_fit_a_phone(page, axe, cohort, language):
    sitting = sitting_of(enrol(None, make_cohort(make_edition("B"))))
    addresses = {
        reverse("work", args=[sitting.pk, "final_work"]): sitting.enrolment.user,
        reverse("extension_list", args=[cohort.pk]): coordinator_of(cohort),
    }
    for address, user in addresses.items():
        tab = page(user, locale=language, viewport=(320, 640), color_scheme="dark")
        tab.goto(address)
        axe(tab)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_files_too_large_together_are_not_sent_and_the_page_says_so(page, four, draft, settings):
    settings.SUBMISSION_POST_MAX_BYTES = 1024 * 1024
    tab = open_draft(page, four, 0)
    large = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"x" * 600_000} for n in ("one", "two")]
    sent = []
    tab.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    tab.locator("#files").set_input_files(large)
    words = tab.locator("#files-error")
    assert words.is_visible()
    tab.locator("button[value=save]").click()
    tab.wait_for_timeout(300)
    assert sent == []
    assert tab.evaluate("document.activeElement.id") == "files"
    tab.locator("#files").set_input_files(large[:1])
    assert not words.is_visible()
    with tab.expect_navigation():
        tab.locator("button[value=save]").click()
    assert [file.name for file in draft.files.all()] == ["one.txt"]
