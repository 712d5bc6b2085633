"""Marking from end to end in real Chromium: a group of five hands in, two markers disagree, a third decides, one member
is judged apart, the marks are released, an appeal is upheld, and the papers follow. The desk is worked by keys alone."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Appeal, Assignment, MarkingRule, Scheme, Submission
from assessments.services.groups import groups
from certificates.models import Document
from cms.programmes import homes
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    sitting_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = (360, 740)


@pytest.fixture
def course(transactional_db):
    """A group of five whose project wants six points to pass; two markers, two points of tolerance."""
    homes()
    make_issuer()
    edition = make_edition()
    scheme = Scheme.objects.get(edition=edition)
    next(row for row in scheme.content["components"] if row["key"] == "project")["minimum"] = "6"
    scheme.save()
    cohort = make_cohort(edition)
    trainers = [make_trainer(cohort) for _turn in range(3)]
    assignment = Assignment.objects.get(edition=edition, key="project")
    MarkingRule.objects.create(cohort=cohort, assignment=assignment, markers=2, tolerance=Decimal(2))
    members = [enrol(None, cohort) for _turn in range(5)]
    for member in members:
        sitting = sitting_of(member)
        give_mark(sitting, "test", 76, maximum="100")
        give_mark(sitting, "self_study", 8, maximum="10")
    groups.form_group(
        cohort_id=cohort.pk,
        assignment_key="project",
        enrolment_ids=[member.pk for member in members],
        at=NOW,
        actor=coordinator_of(cohort),
    )
    return cohort, trainers, members


def mark_by_keys(tab, axe, address: str, levels: str) -> None:
    """Pick the levels and finish without touching the mouse."""
    tab.goto(address)
    axe(tab)
    for level in levels:
        tab.keyboard.press("j")
        tab.keyboard.press(level)
    finish = tab.locator("button[value=finish]")
    finish.focus()
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_from_a_disagreement_to_an_amended_certificate(page, axe, course, language):
    cohort, trainers, members = course
    sittings = [member.sittings.get() for member in members]

    # One of the five hands in for all.
    author = page(members[0].user, viewport=PHONE, locale=language)
    author.goto(reverse("work", args=[sittings[0].pk, "project"]))
    axe(author)
    author.fill("#title", "Көрнекі кесте")
    author.fill("#text", "Мақсат, кезеңдер, нәтиже.")
    with author.expect_navigation():
        author.click("button[value=submit]")
    submission = Submission.objects.get()
    assert submission.members.count() == 5

    # The coordinator spreads the works twice; two markers finish without seeing each other.
    office = page(coordinator_of(cohort), locale=language)
    board = f"{reverse('allocation', args=[cohort.pk])}?work=project"
    for place in ("first", "second"):
        office.goto(board)
        axe(office)
        office.select_option("#spread-place", place)
        with office.expect_navigation():
            office.click("button[value=spread]")
    places = {row.place: row.marker for row in submission.allocations.select_related("marker")}
    third = next(one for one in trainers if one not in places.values())
    desk = reverse("marking_desk", args=[submission.pk])
    tabs = {marker: page(marker, locale=language) for marker in (*places.values(), third)}
    mark_by_keys(tabs[places["first"]], axe, desk, "222222")
    tabs[places["second"]].goto(desk)
    assert places["first"].initials_name not in tabs[places["second"]].locator("aside").inner_text()
    mark_by_keys(tabs[places["second"]], axe, desk, "111000")

    # They differ beyond the tolerance: a third marker is named, and decides.
    office.goto(f"{board}&state=third_needed")
    axe(office)
    office.check(f"input[name=submission][value='{submission.pk}']")
    office.select_option("#give-marker", str(third.pk))
    office.select_option("#give-place", "third")
    with office.expect_navigation():
        office.click("button[value=give]")
    mark_by_keys(tabs[third], axe, desk, "221111")

    # One member did not take part as the others did: the third marker judges them apart.
    judge = tabs[third]
    judge.goto(reverse("sitting_marks", args=[sittings[4].pk]))
    axe(judge)
    judge.select_option("select[name=component]", "project")
    judge.fill("input[name=value]", "4")
    judge.fill("textarea[name=reason]", "Жобаның бөлігін орындамаған.")
    with judge.expect_navigation():
        judge.click("main form button[type=submit]")

    # Released together; four have certificates, the fifth a notice.
    office.goto(f"{board}&state=marked")
    office.check(f"input[name=submission][value='{submission.pk}']")
    with office.expect_navigation():
        office.click("button[value=release]")
    assert Document.objects.filter(kind="certificate", status="valid").count() == 4
    alone = members[4].user
    assert Document.objects.get(holder=alone).kind == "notice"
    for member, reason_shown in ((members[4], True), (members[3], False)):
        reader = page(member.user, viewport=PHONE, locale=language)
        reader.goto(reverse("work", args=[member.sittings.get().pk, "project"]))
        axe(reader)
        assert ("Жобаның бөлігін орындамаған." in reader.content()) == reason_shown

    # The fifth appeals; the third marker answers, the commission upholds it.
    learner = page(alone, viewport=PHONE, locale=language)
    learner.goto(reverse("appeal", args=[sittings[4].pk]))
    learner.locator("details.disclosure summary").last.click()
    axe(learner)
    learner.locator("input[name=component][value=project]").check()
    learner.locator("textarea[name=reason]").fill("Менің бөлігім қосымша файлда тұр.")
    learner.locator("form.form button[type=submit]").click()
    learner.locator(".steps").wait_for()
    appeal = Appeal.objects.get()
    address = reverse("appeal_desk", args=[appeal.pk])
    tabs[third].goto(address)
    axe(tabs[third])
    tabs[third].locator("textarea[name=opinion]").fill("Файл қаралмаған.")
    with tabs[third].expect_navigation():
        tabs[third].locator("button[value=opinion]").click()
    office.goto(address)
    axe(office)
    office.locator("input[name=outcome][value=upheld]").check()
    office.locator("input[name=mark_project]").fill("7")
    office.locator("textarea[name=decision_text]").fill("Қосымша файл ескерілді.")
    office.locator("input[name=commission]").fill("Апелляциялық комиссия")
    office.locator("button[value=preview]").click()
    office.locator("button[value=decide]").wait_for()
    axe(office)
    with office.expect_navigation():
        office.locator("button[value=decide]").click()

    # A new decision stands beside the old one, and the papers follow.
    current = sittings[4].results.current().get()
    assert (current.decision, current.amends.decision) == ("passed", "not_passed")
    papers = Document.objects.filter(holder=alone).order_by("pk").values_list("kind", "status")
    assert list(papers) == [("notice", "replaced"), ("certificate", "valid")]
    learner.goto("/documents/")
    axe(learner)
    assert learner.locator("article").count() == 1
    assert learner.locator("article .history li").count() == 1  # the notice, folded under its successor
