"""The desk in real Chromium: keys, two markers, a killed browser, notes, a PDF read in the page."""

import io

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from reportlab.pdfgen.canvas import Canvas

from assessments.models import Annotation, Assessment, Assignment, MarkingRule, SubmissionFile
from assessments.services.groups import groups
from assessments.services.marking import comments as bank_comments
from assessments.services.work import work
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    make_user,
    sitting_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = "#save-state[data-state=saved]"
TEXT = "Мәселе\nОқушылар сабақ арасындағы ауысуда қиналады.\n\nБақылау он күн бойы жүргізілді.\n\nМақсат: күтуді қысқарту."


@pytest.fixture
def cohort(transactional_db):
    make_issuer()
    return make_cohort(make_edition())


def hand_in(cohort, key: str = "self_study", *, pages: int = 0):
    """A work with a text and, where pages are asked for, a PDF of so many."""
    enrolment = enrol(None, cohort)
    sitting = sitting_of(enrolment)
    if key == "project":
        members = [enrolment, *(enrol(None, cohort) for _turn in range(3))]
        groups.form_group(
            cohort_id=cohort.pk,
            assignment_key=key,
            enrolment_ids=[one.pk for one in members],
            at=NOW,
            actor=coordinator_of(cohort),
        )
    values = {"at": NOW, "actor": enrolment.user}
    draft = work.open_submission(sitting_id=sitting.pk, assignment_key=key, **values)
    work.save_draft(submission_id=draft.pk, title="Жұмыс", text=TEXT, revision=0, **values)
    if pages:
        attach(draft, enrolment.user, pages)
    return work.submit_work(submission_id=draft.pk, **values)


def attach(draft, user, pages: int) -> SubmissionFile:
    made = io.BytesIO()
    canvas = Canvas(made)
    for number in range(1, pages + 1):
        canvas.drawString(72, 720, f"Words of page {number}")
        canvas.showPage()
    canvas.save()
    row = SubmissionFile(
        submission=draft,
        name="жоба.pdf",
        size=len(made.getvalue()),
        media_type="application/pdf",
        sha256="1" * 64,
        uploaded_at=NOW,
        uploaded_by=user,
    )
    row.file.save("a.pdf", ContentFile(made.getvalue()), save=False)
    row.save()
    return row


def desk(submission) -> str:
    return reverse("marking_desk", args=[submission.pk])


def wait_saved(tab) -> None:
    tab.wait_for_selector(SAVED)


def test_a_whole_work_is_marked_by_keys_alone_on_any_keyboard(page, axe, cohort):
    first, second = hand_in(cohort, "project"), hand_in(cohort, "self_study")
    tab = page(make_trainer(cohort))
    tab.goto(desk(first))
    axe(tab)
    # The places of j and 2 on a keyboard whose letters are Cyrillic.
    cyrillic = """([code, key]) => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', {code, key, bubbles: true, cancelable: true}))"""
    tab.evaluate(cyrillic, ["KeyJ", "о"])
    tab.evaluate(cyrillic, ["Digit2", "і"])
    for level in "12012":
        tab.keyboard.press("j")
        tab.keyboard.press(level)
    tab.wait_for_function("document.querySelector('[data-total]').value === '8'")
    tab.keyboard.press("k")
    tab.keyboard.press("r")
    tab.keyboard.type("jk2 дәлел бар ?")
    assert tab.locator("[data-total]").inner_text() == "8"
    assert tab.evaluate("document.activeElement.id") == "t-c5"
    tab.keyboard.press("Escape")
    tab.evaluate("document.activeElement.blur()")
    with tab.expect_navigation():
        tab.keyboard.press("s")
    own = Assessment.objects.get()
    assert [own.points[f"c{place}"]["value"] for place in range(1, 7)] == ["2", "1", "2", "0", "1", "2"]
    assert own.points["c5"]["comment"] == "jk2 дәлел бар ?"
    tab.keyboard.press("?")
    assert tab.is_visible("dialog#keys")
    axe(tab)
    tab.uncheck("[data-keys-switch]")
    tab.keyboard.press("Escape")
    tab.keyboard.press("n")
    tab.wait_for_timeout(300)
    assert tab.url.endswith(desk(first))
    tab.reload()
    tab.click("[data-dialog=keys]")
    tab.check("[data-keys-switch]")
    tab.keyboard.press("Escape")
    tab.evaluate("document.activeElement.blur()")
    with tab.expect_navigation():
        tab.keyboard.press("n")
    assert tab.url.endswith(desk(second))


def test_two_markers_in_two_browsers_never_overwrite_each_other(page, cohort):
    assignment = Assignment.objects.get(edition_id=cohort.edition_id, key="self_study")
    MarkingRule.objects.create(cohort=cohort, assignment=assignment, markers=2, tolerance=2)
    submission = hand_in(cohort)
    markers = [make_trainer(cohort), make_trainer(cohort)]
    tabs = [page(one) for one in markers]
    for tab in tabs:
        tab.goto(desk(submission))
    for tab, points, words in zip(tabs, ("7", "9"), ("Бірінші пікір", "Екінші пікір"), strict=True):
        tab.fill("#c-mark", points)
        tab.fill("#comment", words)
    for tab in tabs:
        wait_saved(tab)
    tabs[0].fill("#comment", "Бірінші пікір, толықтырылды")
    tabs[0].wait_for_timeout(4500)
    kept = {one.marker: (one.points["mark"]["value"], one.comment) for one in Assessment.objects.all()}
    assert kept == {
        markers[0]: ("7", "Бірінші пікір, толықтырылды"),
        markers[1]: ("9", "Екінші пікір"),
    }
    tabs[1].reload()
    assert tabs[1].locator("#comment").input_value() == "Екінші пікір"
    assert "Бірінші пікір" not in tabs[1].content()


def test_two_windows_of_one_marker_end_in_a_choice(page, axe, cohort):
    submission = hand_in(cohort)
    first = page(make_trainer(cohort), allow=(r"\b409\b",))
    first.goto(desk(submission))
    second = first.context.new_page()
    second.goto(desk(submission))
    first.fill("#comment", "Бірінші терезенің пікірі")
    wait_saved(first)
    second.fill("#comment", "Екінші терезенің пікірі")
    second.wait_for_selector("[data-stale]:not([hidden])")
    axe(second)
    assert Assessment.objects.get().comment == "Бірінші терезенің пікірі"
    with second.expect_navigation():
        second.click("[data-stale] button")
    axe(second)
    second.check("input[name=pick-comment][value=both]")
    with second.expect_navigation():
        second.click("button.btn[value=save]")
    assert Assessment.objects.get().comment == "Бірінші терезенің пікірі\nЕкінші терезенің пікірі"


def test_a_killed_browser_loses_at_most_the_last_five_seconds(page, cohort):
    submission = hand_in(cohort)
    tab = page(make_trainer(cohort))
    tab.goto(desk(submission))
    tab.focus("#comment")
    letters = "абвгдежзиклмнопрстуфхцч"
    for letter in letters:  # seven seconds without a pause long enough to count as one
        tab.keyboard.type(letter)
        tab.wait_for_timeout(300)
    tab.context.close()
    kept = Assessment.objects.get().comment
    assert letters.startswith(kept)
    assert len(letters) - len(kept) <= 5 / 0.3


def test_who_was_signed_out_is_not_told_that_it_is_saved(page, cohort):
    submission = hand_in(cohort)
    tab = page(make_trainer(cohort))
    tab.goto(desk(submission))
    Session.objects.all().delete()
    cache.clear()
    tab.fill("#comment", "Пікір")
    tab.wait_for_selector("#save-state[data-state=failed]")
    assert not Assessment.objects.exists()
    tab.on("dialog", lambda dialog: dialog.accept())


def test_words_and_pages_are_noted_without_leaving_the_desk(page, axe, cohort):
    submission = hand_in(cohort, pages=2)
    tab = page(make_trainer(cohort))
    tab.goto(desk(submission))
    tab.fill("#comment", "Жазылып жатқан пікір")
    # By the mouse: words of the text.
    tab.evaluate("""() => {
        const words = [...document.querySelectorAll('[data-start]')][1].firstChild;
        const range = document.createRange();
        range.setStart(words, 8);
        range.setEnd(words, 14);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }""")
    tab.click("[data-note-here]")
    tab.keyboard.type("Қай күндері?")
    tab.click("[data-new-note-form] button")
    tab.wait_for_selector("#noted-text mark")
    note = Annotation.objects.get()
    assert (note.quote, note.body) == ("он күн", "Қай күндері?")
    assert tab.locator("#noted-text mark").inner_text().startswith("он күн")
    # By the keyboard alone: a page of the file.
    tab.locator("[data-new-note] summary").focus()
    tab.keyboard.press("Enter")
    tab.locator("#note-where").select_option(label="жоба.pdf")
    tab.fill("#note-page", "2")
    tab.fill("#note-body", "Дереккөзі жоқ.")
    tab.locator("[data-new-note-form] button").press("Enter")
    tab.wait_for_selector(".notes-list li:nth-child(2)")
    assert Annotation.objects.filter(page=2).count() == 1
    assert tab.locator("#comment").input_value() == "Жазылып жатқан пікір"
    # By dragging a frame on the first page.
    # The page itself: the viewer may still grow, and a page that nobody sees is not drawn.
    tab.locator(".pdf-page[data-page='1']").scroll_into_view_if_needed()
    tab.wait_for_selector(".pdf-page[data-page='1'][data-drawn]")
    tab.click("[data-draw]")
    sheet = tab.locator(".pdf-page[data-page='1']")
    sheet.evaluate("(sheet) => sheet.scrollIntoView({block: 'start'})")
    place = sheet.bounding_box()
    tab.mouse.move(place["x"] + 60, place["y"] + 60)
    tab.mouse.down()
    tab.mouse.move(place["x"] + 160, place["y"] + 110)
    tab.mouse.up()
    tab.keyboard.type("Осы жері.")
    tab.locator("[data-new-note-form] button").click()
    tab.wait_for_selector(".pdf-page[data-page='1'] .pdf-note")
    drawn = Annotation.objects.get(page=1)
    assert 0 < drawn.area[0] < 0.5
    assert drawn.area[2] > 0.05
    axe(tab)
    # With its notes on the screen the desk still keeps what is typed.
    tab.reload()
    with tab.expect_response(lambda answer: answer.request.method == "POST"):
        tab.fill("#comment", "Қайта ашқаннан кейін")
    wait_saved(tab)
    assert Assessment.objects.get().comment == "Қайта ашқаннан кейін"


def test_a_pdf_is_read_in_the_page_with_its_words(page, axe, cohort):
    submission = hand_in(cohort, pages=2)
    tab = page(make_trainer(cohort))
    tab.goto(desk(submission))
    tab.locator(".viewer").scroll_into_view_if_needed()
    tab.wait_for_selector("[data-viewer][data-ready]")
    assert tab.locator("[data-page-count]").inner_text() == "2"
    tab.wait_for_selector(".pdf-page[data-page='1'][data-drawn]")
    assert "Words of page 1" in tab.locator(".pdf-page[data-page='1'] .textLayer").inner_text()
    assert tab.evaluate("""() => {
        const canvas = document.querySelector('.pdf-page canvas');
        const dots = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return dots.some((value, place) => place % 4 === 0 && value < 100);
    }""")
    tab.click("[data-turn='1']")
    tab.wait_for_selector(".pdf-page[data-page='2'][data-drawn]")
    assert tab.locator("[data-page-input]").input_value() == "2"
    width = tab.locator(".pdf-page").first.bounding_box()["width"]
    tab.click("[data-zoom='1']")
    assert tab.locator(".pdf-page").first.bounding_box()["width"] > width * 1.2
    axe(tab)
    # Its author, on a phone.
    file = submission.files.get()
    phone = page(submission.submitted_by, viewport=(320, 640), color_scheme="dark")
    phone.goto(reverse("file_view", args=[file.pk]))
    phone.wait_for_selector(".pdf-page[data-drawn]")
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_scripts_the_file_is_a_link_and_the_work_is_marked(page, cohort):
    submission = hand_in(cohort, pages=1)
    tab = page(make_trainer(cohort), java_script_enabled=False)
    tab.goto(desk(submission))
    assert tab.locator(".viewer a").is_visible()
    assert not tab.locator(".viewer-bar").is_visible()
    tab.fill("#c-mark", "8")
    tab.click("button[value=finish]")
    assert Assessment.objects.get().is_final


def test_a_ready_comment_comes_by_a_click_and_by_a_slash(page, axe, cohort):
    submission = hand_in(cohort)
    trainer = make_trainer(cohort)
    for words in ("Дәлел қосыңыз.", "Қорытынды жетіспейді."):
        bank_comments.add_comment(
            rubric_id=submission.assignment.rubric_id,
            criterion="mark",
            text_kk=words,
            text_ru="",
            at=NOW,
            actor=trainer,
        )
    tab = page(trainer)
    tab.goto(desk(submission))
    tab.click(".remark > summary")
    tab.click(".remark .bank > summary")
    tab.click(".remark [data-insert] >> nth=0")
    field = tab.locator("#t-mark")
    assert field.input_value() == "Дәлел қосыңыз."
    field.press("End")
    field.type(" /қоры")
    tab.wait_for_selector(".slash:not([hidden]) li")
    axe(tab)
    tab.keyboard.press("Enter")
    assert field.input_value() == "Дәлел қосыңыз. Қорытынды жетіспейді."
    wait_saved(tab)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_queue_desk_and_bank_are_clean_on_a_screen_and_on_a_dark_phone(page, axe, cohort, language):
    submission = hand_in(cohort, "project", pages=1)
    hand_in(cohort)
    trainer = make_trainer(cohort)
    bank_comments.add_comment(
        rubric_id=submission.assignment.rubric_id,
        criterion="c1",
        text_kk="Мақсат нақты.",
        text_ru="Цель конкретна.",
        at=NOW,
        actor=make_user(Role.METHODOLOGIST),
        is_shared=True,
    )
    for size, scheme in (((1280, 800), "light"), ((320, 640), "dark")):
        tab = page(trainer, locale=language, viewport=size, color_scheme=scheme)
        for address in ("/marking/", "/marking/?show=free", desk(submission), "/marking/comments/"):
            tab.goto(address)
            axe(tab)
            assert tab.evaluate("document.documentElement.scrollWidth") <= size[0], address
            assert tab.locator("h1").count() == 1
