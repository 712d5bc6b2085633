"""The whole main job in real Chromium: a teacher studies, sits the test, the project is marked, the certificate
appears by itself, its QR code is read from the drawn page, and that address says *valid* in three languages."""

from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from assessments.services.groups import groups
from certificates.models import Document
from courses.models import Enrolment
from tests.courses.pages import make_asking_page
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    sitting_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def course(settings, live_server, transactional_db):
    """A running cohort with a project group of four; the QR codes lead to this test's own server."""
    settings.TIREK_VERIFY_BASE = f"{live_server.url}/v/"
    make_asking_page("A.1.1")
    make_issuer()
    cohort = make_cohort(make_edition())
    trainer = make_trainer(cohort)
    members = [enrol(None, cohort) for _turn in range(4)]
    for member in members:
        sitting_of(member)
    groups.form_group(
        cohort_id=cohort.pk,
        assignment_key="project",
        enrolment_ids=[member.pk for member in members],
        at=NOW,
        actor=coordinator_of(cohort),
    )
    return members, trainer


def hand_in(tab, axe, enrolment: Enrolment, key: str) -> None:
    tab.goto(reverse("work", args=[enrolment.sittings.get().pk, key]))
    axe(tab)
    tab.fill("#title", "Көрнекі кесте")
    tab.fill("#text", "Мақсат, кезеңдер, нәтиже.")
    with tab.expect_navigation():
        tab.click("button[value=submit]")
    assert tab.locator("textarea#text").count() == 0


def test_from_a_lesson_to_a_certificate_an_employer_scans(page, axe, course):
    (enrolment, *_others), trainer = course

    # The teacher: one step at a time.
    teacher = page(enrolment.user, viewport=(360, 740))
    teacher.goto("/home/")
    axe(teacher)
    teacher.click(".next .btn")
    assert "/study/" in teacher.url
    axe(teacher)
    teacher.fill("textarea[name=words]", "Өз сөзім")
    teacher.click("form[action*='/questions/'] button")
    teacher.wait_for_selector("button[name=judgement]")
    axe(teacher)
    teacher.click("button[name=judgement][value=knew]")
    # The page itself says what was before the reader's eyes.
    teacher.wait_for_selector("#reading-status .tag.ok")
    teacher.click("#reading-status a.btn")
    assert teacher.url.endswith("A.1.2/")

    # The final test: every answer is kept as soon as it is chosen.
    teacher.goto(reverse("attempt_intro", args=[enrolment.sittings.get().pk, "final"]))
    axe(teacher)
    teacher.click("main form button")
    for position in range(1, 5):
        assert f"/{position}/" in teacher.url
        teacher.check("input[type=radio][value=a]")
        teacher.wait_for_selector(".save-state[data-state=saved]")
        if position == 2:
            axe(teacher)
            teacher.reload()
            assert teacher.is_checked("input[type=radio][value=a]")
        teacher.click(".around button.btn:not(.quiet)")
    assert teacher.url.endswith("/submit/")
    axe(teacher)
    teacher.click("main form button.btn")
    assert teacher.url.endswith("/result/")
    axe(teacher)
    assert "100" in teacher.locator(".figure-big").inner_text()

    hand_in(teacher, axe, enrolment, "self_study")
    hand_in(teacher, axe, enrolment, "project")
    assert Document.objects.count() == 0

    # The trainer: the desk, by keys alone for the levels.
    desk = page(trainer)
    desk.goto("/marking/")
    axe(desk)
    desk.click("main a.btn")
    for _work in range(2):
        axe(desk)
        if desk.locator(".lv").count():
            for _criterion in range(6):
                desk.keyboard.press("j")
                desk.keyboard.press("2")
        else:
            desk.fill("input[data-points]", "9,5")
        with desk.expect_navigation():
            desk.click("button[value=finish_release]")
    assert Document.objects.filter(kind="certificate", status="valid").count() == 1

    # The certificate, downloaded and read as a phone's camera would.
    teacher.goto("/documents/")
    axe(teacher)
    address = teacher.locator("article a.btn").first.get_attribute("href")
    answer = teacher.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    picture = pypdfium2.PdfDocument(answer.body())[0].render(scale=150 / 72).to_pil()
    scanned = zxingcpp.read_barcode(picture).text
    assert urlsplit(scanned).path.startswith("/V/")

    # Anyone, without an account.
    employer = page(viewport=(360, 740))
    for language in ("kk", "ru", "en"):
        employer.goto(f"{scanned}?lang={language}")
        axe(employer)
        assert employer.locator("html").get_attribute("lang") == language
        assert employer.locator(".verdict.ok h1").count() == 1
        assert enrolment.user.surname in employer.locator(".facts").inner_text()
    assert employer.context.cookies() == []
