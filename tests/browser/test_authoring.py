"""The way of a text in real Chromium: written in the editor, translated side by side, reviewed, read by who studies it,
written into files. And what the frame's search finds; a lesson studied by keys alone."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from assessments.models import QuestionVersion
from assessments.rules.scheme import content_hash
from cms.dumping import dump_programme
from cms.programmes import load_programme
from courses.models import EditionTopic, Note, ProgrammeEdition, TopicProgress
from courses.pages import TopicPage
from courses.translating import services as translating
from courses.translating.drafting import Typed
from courses.translating.reading import pair_of
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.factories import NOW, enrol, make_cohort, make_edition, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = (360, 740)
KEY = "A.1.1"
BODY = {
    "kk": [
        ("text", "<h2>Неден бастаймыз</h2><p>Бала күн тәртібін көреді.</p>"),
        ("case", {"title": "Сыныптан", "text": "<p>Оқушы үнсіз отырады.</p>"}),
    ],
    "ru": [
        ("text", "<h2>С чего начать</h2><p>Ребёнок видит порядок дня.</p>"),
        ("case", {"title": "Из класса", "text": "<p>Ученик сидит молча.</p>"}),
    ],
}


# The way of a text


def make_programme() -> ProgrammeEdition:
    """Programme A of one topic a module, fit to be written into files; its first lesson is translated as it stands."""
    edition = make_edition(questions=1, draw=1)
    ProgrammeEdition.objects.update(legal_basis_kk="№ 384 бұйрық", legal_basis_ru="Приказ № 384")
    EditionTopic.objects.filter(number__endswith=".2").delete()
    EditionTopic.objects.update(lecture=20, practice=20)
    for version in QuestionVersion.objects.all():
        version.content_hash = content_hash({"kind": version.kind, "body": version.body})
        version.save()
    edition.refresh_from_db()
    make_topic_page("A.2.1")
    russian = make_topic_page(KEY, body=BODY)["ru"]
    pair = pair_of(russian.pk)
    translating.save_translation(
        page_id=russian.pk,
        typed=Typed(everything=True),
        revision=pair.translation.latest_revision_id,
        original_revision=pair.original.latest_revision_id,
        at=NOW,
        actor=make_user(Role.ADMINISTRATOR, is_superuser=True),
    )
    return edition


def lesson(language: str) -> TopicPage:
    return TopicPage.objects.get(key=KEY, locale__language_code=language)


def edit(tab, language: str) -> None:
    tab.goto(reverse("wagtailadmin_pages:edit", args=[lesson(language).pk]))


def write(tab, field, after: str, words: str) -> None:
    """Type a sentence at the end of a paragraph of a rich text; its form is told a moment later."""
    field.locator("[data-block=true]", has_text=after).first.click()
    tab.keyboard.press("End")
    tab.keyboard.type(f" {words}")
    tab.wait_for_function(
        "(words) => [...document.querySelectorAll('input[type=hidden]')].some((one) => one.value.includes(words))",
        arg=words,
    )


def menu(tab) -> None:
    """Open what else can be done with the page, beside its title."""
    tab.locator("header [data-controller*=w-dropdown] button").first.click()


def is_narrow(tab) -> bool:
    return tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def approve_all(tab, axe) -> None:
    """Read what each waiting text changes, then approve it."""
    for words in ("Суретпен түсінікті", "С рисунком понятнее"):
        tab.goto(reverse("review_list"))
        tab.locator(".review-list a.btn").first.click()
        tab.wait_for_selector("button[value=approve]")
        axe(tab)
        assert words in " ".join(tab.locator(".word-diff ins").all_inner_texts())
        tab.click("button[value=approve]")
        tab.wait_for_url(f"**{reverse('review_list')}")
    assert tab.locator(".review-list a.btn").count() == 0


def test_a_corrected_lesson_is_translated_reviewed_read_and_written_into_files(page, axe, tmp_path):
    edition = make_programme()
    cohort = make_cohort(edition)
    enrolment = enrol(None, cohort)
    # The next cohort gets another title and other hours; this one has its plan.
    EditionTopic.objects.filter(key=KEY).update(title_kk="Күн тәртібі", lecture=19, practice=21)
    learner = page(enrolment.user, viewport=PHONE)
    learner.goto(reverse("study_topic", args=[enrolment.pk, KEY]))
    hours = learner.locator(".reader-head p").first.inner_text()
    assert "20" in hours
    assert "Суретпен" not in learner.locator(".lesson").inner_text()

    # The author: a sentence in the text, the title that learners do not get, a draft.
    desk = page(make_user(Role.METHODOLOGIST, language="kk"), allow=(r"\b422\b",))
    edit(desk, "kk")
    desk.fill("#id_title", "Күн тәртібі")
    write(desk, desk.locator("[data-contentpath=body]"), "көреді.", "Суретпен түсінікті.")
    with desk.expect_navigation():
        desk.click("button.action-save:visible")
    kazakh = lesson("kk")
    assert "Суретпен" in str(kazakh.get_latest_revision_as_object().body)
    assert "Суретпен" not in str(kazakh.body)

    # Side by side: what changed since the Russian was a translation of it is shown, typed anew and confirmed.
    menu(desk)
    desk.click(f"a[href='{reverse('translating:open', args=[kazakh.pk])}']:visible")
    desk.wait_for_url("**/translating/**")
    axe(desk)
    waiting = desk.locator("details.translating-row[open]")
    assert waiting.count() == 2
    assert "Күн тәртібі" in waiting.first.locator(".translating-diff ins").inner_text()
    assert "Суретпен түсінікті" in waiting.last.locator(".translating-diff ins").inner_text()
    waiting.first.locator("textarea").fill("Распорядок дня")
    write(desk, waiting.last, "видит порядок дня.", "С рисунком понятнее.")
    for part in waiting.all():
        part.locator("input[name=confirm]").check()
    with desk.expect_navigation():
        desk.click(".translating-foot button[type=submit]")
    assert desk.locator(".translating-counts .bank-tag").count() == 1
    assert desk.locator("details.translating-row[open]").count() == 0
    assert "рисунком" in str(lesson("ru").get_latest_revision_as_object().body)
    assert "рисунком" not in str(lesson("ru").body)

    # Both are handed in; nobody approves their own, not even by a button that is not there.
    for language in ("kk", "ru"):
        edit(desk, language)
        desk.click("footer .w-dropdown__toggle")
        with desk.expect_navigation():
            desk.click("button[name=action-submit]")
    desk.goto(reverse("review_list"))
    axe(desk)
    assert desk.locator(".review-list h3").count() == 2
    assert desk.locator(".review-list a.btn").count() == 0
    desk.locator(".review-list h3 a").first.click()
    axe(desk)
    assert desk.locator(".review-refusal").count() == 1
    assert desk.locator("button[value=approve]").count() == 0
    desk.locator("button[name=action]").evaluate("(button) => { button.value = 'approve'; }")
    desk.click("button[name=action]")
    desk.wait_for_selector("[role=alert]")
    assert set(TaskState.objects.values_list("status", flat=True)) == {TaskState.STATUS_IN_PROGRESS}

    # A second methodologist, then an expert.
    for role in (Role.METHODOLOGIST, Role.EXPERT):
        assert "Суретпен" not in str(lesson("kk").body)
        approve_all(page(make_user(role, language="ru"), locale="ru"), axe)
    assert "Суретпен" in str(lesson("kk").body)
    assert "рисунком" in str(lesson("ru").body)

    # Who studies in the meantime reads the corrected text in the plan that was agreed.
    learner.reload()
    axe(learner)
    assert "Суретпен түсінікті." in learner.locator(".lesson").inner_text()
    assert learner.locator("h1").inner_text() == "Тақырып 1.1"
    assert learner.locator(".reader-head p").first.inner_text() == hours

    # What is studied is not taken away, and the screen says why.
    keeper = page(make_user(Role.ADMINISTRATOR, language="ru", is_superuser=True, is_staff=True), locale="ru")
    edit(keeper, "kk")
    keeper.click("footer .w-dropdown__toggle")
    keeper.click("footer a[href*='/unpublish/']")
    keeper.click("main form button[type=submit], main form input[type=submit]")
    keeper.wait_for_selector(".messages .error")
    assert f"{cohort.edition.code}-{cohort.number}" in keeper.locator(".messages .error").inner_text()
    edit(keeper, "kk")
    menu(keeper)
    keeper.click("header a[href*='/delete/']")
    keeper.wait_for_selector(".messages .error")
    assert f"{cohort.edition.code}-{cohort.number}" in keeper.locator(".messages .error").inner_text()
    assert lesson("kk").live
    keeper.goto(reverse("healthz"))  # the editor tells the site that it is left: now, not while the test ends

    # Into files and back: nothing is lost and nothing is taken for new.
    folder = tmp_path / "A"
    assert dump_programme(edition, folder).notes == []
    assert "Суретпен түсінікті." in (folder / "m1" / "1.1.kk.md").read_text()
    assert "С рисунком понятнее." in (folder / "m1" / "1.1.ru.md").read_text()
    report = load_programme(folder, say=lambda _line: None)
    assert (report.created, report.updated, report.kept) == ([], [], [])


# Finding


def find(tab, word: str) -> list[str]:
    """What is marked in what the frame's search finds."""
    tab.goto("/kk/")
    tab.click(".site-search-link")
    tab.fill("#find", word)
    tab.keyboard.press("Enter")
    tab.wait_for_selector("ol.found")
    return tab.locator("ol.found mark").all_inner_texts()


def test_a_word_is_found_however_the_keyboard_writes_it(page, axe):
    for key, words in (("A.1.1", "Бұл әдіс сыныпта көмектеседі."), ("A.1.2", "Бұл адиспен бала оқиды.")):
        make_topic_page(key, is_open=True, body={"kk": [("text", f"<p>{words}</p>")], "ru": []})
    make_topic_page("A.1.3", is_open=True)
    visitor = page(viewport=PHONE)
    assert sorted(find(visitor, "адис")) == ["адиспен", "әдіс"]
    axe(visitor)
    assert is_narrow(visitor)
    assert sorted(find(visitor, "әдіс")) == ["адиспен", "әдіс"]
    visitor.click("ol.found h2 a >> nth=0")
    visitor.wait_for_url("**#p-*")
    part = visitor.locator(f"#{visitor.url.partition('#')[2]}")
    assert "диспен" in part.inner_text() or "әдіс" in part.inner_text()


# Reading by keys


def tab_to(tab, selector: str, *, most: int = 80) -> None:
    """Press Tab until the selector's element has the focus."""
    for _press in range(most):
        tab.keyboard.press("Tab")
        if tab.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"No way by keys to {selector} at {tab.url}.")


def look(tab, axe) -> None:
    """The page as it stands, on the smallest screen, in the dark."""
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.emulate_media(color_scheme="dark")
    axe(tab)
    assert is_narrow(tab)
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def letters(tab) -> float:
    """The size of the lesson's letters, in pixels."""
    return tab.evaluate("parseFloat(getComputedStyle(document.querySelector('.lesson p')).fontSize)")


def test_a_lesson_is_studied_by_keys_alone_on_a_phone(page, axe):
    body = [
        ("text", f"<h2>Неден бастаймыз</h2><p>{'Бала күн тәртібін суреттен көреді. ' * 5}</p>"),
        ("control_question", {"question": "Неге олай?", "answer": "<p>Себебі осы.</p>"}),
    ]
    part = make_topic_page(KEY, body=body)["kk"].body[0].id
    enrolment = enrol(make_user(Role.LEARNER, language="kk"), make_cohort(make_edition()))
    tab = page(enrolment.user, viewport=PHONE)
    tab.goto(reverse("study_topic", args=[enrolment.pk, KEY]))
    tab.evaluate("window.isTheSamePage = true")

    # Settings: letters two steps larger, at once.
    before = letters(tab)
    tab_to(tab, ".rd-settings > summary")
    tab.keyboard.press("Enter")
    tab_to(tab, "input[name=size]")
    for _step in range(2):
        tab.keyboard.press("ArrowRight")
    assert letters(tab) > before
    look(tab, axe)
    tab.keyboard.press("Escape")
    assert not tab.locator(".rd-panel").is_visible()

    # A note on the part.
    tab.wait_for_selector(".rd-tools")
    tab_to(tab, ".rd-tools button")
    tab.keyboard.press("Enter")
    tab.keyboard.type("Суретті ілемін.")
    look(tab, axe)
    tab_to(tab, "#rd-note button[type=submit]")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".rd-own-notes .rd-own")
    assert Note.objects.get(user=enrolment.user).words == "Суретті ілемін."
    assert tab.evaluate("document.activeElement.matches('.rd-tools button')")

    # Time is what reading takes: the part with the note under it stays before the eyes until it is believed.
    tab.wait_for_selector(f"#reading-status[data-read*='{part}']", state="attached")

    # The control question, answered in its place.
    tab_to(tab, ".control textarea")
    tab.keyboard.type("Өз сөзім")
    tab_to(tab, ".control button[type=submit]")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".control-explained")
    look(tab, axe)
    tab_to(tab, "button[name=judgement]", most=6)
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".control.is-answered")
    tab.wait_for_selector("#reading-status .tag.ok")
    assert TopicProgress.objects.get(enrolment=enrolment, topic__key=KEY).studied_at
    assert tab.evaluate("window.isTheSamePage")

    # The device remembers the letters, the site the note.
    tab.reload()
    tab.wait_for_selector(".rd-own-notes .rd-own")
    assert letters(tab) > before
