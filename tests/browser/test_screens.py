"""Every screen in real Chromium: axe finds nothing in Kazakh and Russian, nothing overflows at 320 px.

Both languages are walked at both widths. axe reads the Kazakh page wide and light, the Russian one narrow and dark: what it
judges by width or colour does not hang on the language.
"""

import pytest
from django.urls import reverse

from cms.programmes import homes
from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = {
    "nobody": [
        "/",
        "account_login",
        "account_signup",
        "account_reset_password",
        "verify_form",
        "verify",
        "verify_scan",
        "verify_file",
        "log_of_issue",
        "kit_list",
        "search",
        "styleguide",
        "centre_list",
        "centre",
    ],
    "own": [
        "home",
        "event_list",
        "event",
        "event_room",
        "event_feedback",
        "after",
        "rights",
        "right_book",
        "my_requests",
        "request_detail",
        "order_detail",
        "profile",
        "study_course",
        "study_topic",
        "study_notes",
        "attempt_intro",
        "attempt_question",
        "attempt_submit",
        "practice_list",
        "notice_list",
        "/search/?q=инклюзия",
        "work",
        "my_group",
        "work_versions",
        "work_version",
        "plan",
        "plan_check",
        "document_list",
        "document_detail",
        "mail_preferences",
        "appeal",
        "practice_library",
        "shared_practice",
        "practice_own",
        "practice_new",
        "practice_edit",
        "practice_check",
        "community_list",
        "community",
        "thread",
        "post_edit",
        "meeting_list",
        "meeting_book",
        "meeting",
        "meeting_change",
        "meeting_log",
        "meeting_observations",
        "mentoring_plan",
        "mentoring_write",
        "mentoring_versions",
        "mentoring_closing",
        "diary",
        "entry",
        "entry_check",
        "self_assessment",
        "indicators",
        "indicator",
    ],
    "trainer": [
        "home",
        "my_appeals",
        "appeal_desk",
        "mail_preferences",
        "marking_list",
        "marking_desk",
        "bank_comment_list",
        "sitting_marks",
        "cohort_list",
        "calibration",
        "defence_session",
        "participation",
    ],
    "coordinator": [
        "home",
        "after",
        "support_effect",
        "cohort_list",
        "cohort_detail",
        "cohort_about",
        "cohort_documents",
        "protocol_list",
        "protocol",
        "owed_list",
        "owed_case",
        "order_list",
        "order_person",
        "order_new",
        "request_list",
        "register",
        "register_document",
        "propose_change",
        "proposal",
        "expiring_list",
        "blank_list",
        "blank_detail",
        "blank_run",
        "blank_act",
        "result_amend",
        "cohort_new",
        "allocation",
        "exam_list",
        "exam_board",
        "attempt_protocol",
        "conditions",
        "group_list",
        "defence_list",
        "defence_session",
        "participation",
        "extension_list",
        "regrade_list",
        "regrade_question",
        "regrade_decision",
        "appeal_list",
        "appeal_desk",
        "matching",
        "mentor_list",
        "mentoring_list",
        "mentoring_hand_over",
    ],
    "methodologist": [
        "home",
        "edition_list",
        "edition_detail",
        "edition_board",
        "agreed_list",
        "agreed_version",
        "review_list",
        "review_text",
        "practice_reviews",
        "practice_review",
        "community_edit",
        "moderation",
        "post_report",
    ],
    "mentor": [
        "home",
        "event",
        "event_new",
        "event_edit",
        "event_people",
        "event_import",
        "after",
        "support_effect",
        "meeting_list",
        "slots",
        "meeting_new",
        "meeting",
        "meeting_change",
        "meeting_log",
        "meeting_observations",
        "mentoring_list",
        "mentor_profile",
        "centre_desk",
        "centre_edit",
        "centre_report",
        "diary",
        "entry",
        "indicators",
    ],
    "school_head": ["home"],
    "authority": ["home"],
    "administrator": ["home"],
}


# Those of one group share a world: making it takes longer than a screen.
GROUPS = [
    ("nobody", "own"),
    ("coordinator",),
    ("mentor",),
    ("trainer", "methodologist", "school_head", "authority", "administrator"),
]


def test_every_role_is_walked():
    assert {who for group in GROUPS for who in group} == set(SCREENS)


@pytest.mark.parametrize("group", GROUPS, ids="-".join)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_axe_finds_nothing_and_nothing_overflows(page, axe, group, language):
    homes()
    people, values = make_world()
    faults = []
    for who in group:
        tab = page(people[who], locale=language)
        for name in SCREENS[who]:
            address = name if name.startswith("/") else reverse(name, args=values.get(name, []))
            faults += _faults(tab, axe, address, language)
    assert not faults, "\n".join(faults)


def _faults(tab, axe, address: str, language: str) -> list[str]:
    found = []
    tab.goto(address)
    for width, height, scheme, read_in in ((1280, 800, "light", "kk"), (320, 640, "dark", "ru")):
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(color_scheme=scheme)
        if language == read_in:
            try:
                axe(tab)
            except AssertionError as fault:
                found.append(str(fault))
        needed = tab.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            found.append(f"{address} is {needed} px wide at {width}")
    if tab.locator("html").get_attribute("lang") != language:
        found.append(f"{address} is not in {language}")
    if tab.locator("h1").count() != 1:
        found.append(f"{address} has {tab.locator('h1').count()} first headings")
    return found


@pytest.mark.parametrize("path", ["/", "/v/", "/accounts/login/"])
def test_the_first_key_leads_past_the_frame(page, path):
    tab = page(locale="kk")
    tab.goto(path)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    inside = tab.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside


def test_pages_work_without_javascript(page):
    people, values = make_world()
    tab = page(people["own"], java_script_enabled=False)
    tab.goto(reverse("study_topic", args=values["study_topic"]))
    tab.fill("textarea[name=words]", "Өз сөзім")
    tab.locator("form[action*='/questions/'] button").click()
    assert "Себебі осы." in tab.locator(".control").inner_text()
    tab.locator("button[name=judgement]").first.click()
    assert tab.locator(".control.is-answered").count() == 1
    tab.locator("form[action$='read/'] button").click()
    assert tab.locator("form[action$='studied/'] button").count() == 1
    tab.locator("#reading-status a.btn").click()
    assert "A.1.2" in tab.url
    tab.locator("form[action$='studied/'] button").first.click()  # nothing to read there: one's own word
    assert "A.2.1" in tab.url
