"""The pages: one next step for whoever looks, what is private stays so, typed text is given back, lists cost the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.roles import Role
from postcourse.models import MentorAssignment, MentorProfile
from postcourse.services.mentoring import closing, plans
from tests.factories import NOW, make_user
from tests.postcourse.builders import mentoring as build

ENGLISH = {"accept-language": "en"}
SECRET = "Айнымас еңбек"


def get(client_for, user, name, *args, query=""):
    answer = client_for(user, headers=ENGLISH).get(reverse(name, args=args) + query)
    return answer


def page(client_for, user, name, *args, query=""):
    answer = get(client_for, user, name, *args, query=query)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(plan, **more):
    """The fields of the plan's form."""
    content = build.content_of(plan)
    fields = {"note": "", "revision": "1.0"}
    for part in ("goals", "checkpoints"):
        for place, row in enumerate(content[part]):
            fields |= {f"{part}.{place}.{key}": value for key, value in row.items()}
    return fields | more


def test_each_of_the_three_finds_their_own_next_step(plan, mentor, coordinator, client_for):
    for user, words in (
        (plan.graduate, "Read the draft of the plan and make it yours"),
        (mentor, "Read the draft of the plan and make it yours"),
        (coordinator, "The support is under way"),
    ):
        assert words in page(client_for, user, "mentoring_plan", plan.pk)


def test_who_runs_support_reads_no_word_of_the_two(agreed, mentor, coordinator, client_for, end):
    build.hold_meeting(agreed, mentor, at=NOW + timedelta(days=9))
    build.write_report(agreed, mentor, at=end)
    goal = build.GOALS[0]["goal"]
    for name in ("mentoring_plan", "mentoring_closing"):
        there = page(client_for, coordinator, name, agreed.pk)
        assert SECRET not in there
        assert goal not in there
        assert "Екі айда" not in there
        assert agreed.graduate.full_name in there
    for name in ("mentoring_write", "mentoring_versions"):
        assert get(client_for, coordinator, name, agreed.pk).status_code == 404
    assert get(client_for, coordinator, "mentoring_paper", agreed.pk, "pdf").status_code == 404
    for tab in ("meetings", "diary"):
        assert (
            get(client_for, coordinator, "mentoring_plan", agreed.pk, query=f"?tab={tab}").status_code == 404
        )
    assert goal in page(client_for, agreed.graduate, "mentoring_plan", agreed.pk)
    assert SECRET in page(client_for, agreed.graduate, "mentoring_closing", agreed.pk)


def test_a_stranger_and_a_former_mentor_find_nothing(agreed, mentor, coordinator, client_for):
    names = ("mentoring_plan", "mentoring_write", "mentoring_versions", "mentoring_closing")
    strangers = [make_user(Role.MENTOR), make_user(Role.LEARNER), make_user(Role.TRAINER)]
    assignment = MentorAssignment.objects.get()
    assignment.until_at, assignment.reason = NOW, "Кетті."
    assignment.save()
    for user in (*strangers, mentor):
        for name in names:
            assert get(client_for, user, name, agreed.pk).status_code == 404
    for name in ("matching", "mentor_list"):
        assert get(client_for, mentor, name).status_code == 404
    for name in ("mentoring_hand_over", "mentoring_end"):
        assert get(client_for, agreed.graduate, name, agreed.pk).status_code == 404


def test_the_tabs_of_meetings_and_diary_open_for_the_two(agreed, mentor, client_for):
    for user in (agreed.graduate, mentor):
        for tab in ("meetings", "diary"):
            assert page(client_for, user, "mentoring_plan", agreed.pk, query=f"?tab={tab}")
    assert get(client_for, mentor, "mentoring_plan", agreed.pk, query="?tab=x").status_code == 404


def test_the_plan_is_written_and_agreed_on_in_the_form(plan, mentor, client_for):
    address = reverse("mentoring_write", args=[plan.pk])
    client = client_for(mentor, headers=ENGLISH)
    assert client.post(address, typed(plan, action="save")).status_code == 302
    assert plans.newest(plan).revision == 1
    kept = client.post(
        address, typed(plan, revision="1.1", note="Бір."), headers={"x-requested-with": "fetch"}
    )
    assert (kept.status_code, kept.headers["X-Revision"]) == (204, "1.2")
    added = client.post(address, typed(plan, revision="1.2", note="Бір.", add="goals"))
    assert added.headers["Location"].endswith("?more=goals#goals-2")
    assert (
        client.get(added.headers["Location"]).content.decode().count('id="goals-') == 4
    )  # one is the script's
    client.post(address, typed(plan, revision="1.2", note="Бір.", remove="goals.1"))
    assert len(plans.newest(plan).content["goals"]) == 1
    for user, revision in ((plan.graduate, "1.3"), (mentor, "1.4")):
        fields = typed(plan, revision=revision, action="agree")
        assert client_for(user).post(address, fields).status_code == 302
    plan.refresh_from_db()
    assert plan.status == "agreed"


def test_a_stale_form_gives_both_texts_back(plan, mentor, client_for):
    address = reverse("mentoring_write", args=[plan.pk])
    client_for(mentor).post(address, typed(plan, note="Тәлімгердің сөзі.", action="save"))
    mine = typed(plan, note="Менің сөзім.", action="save")
    answer = client_for(plan.graduate, headers=ENGLISH).post(address, mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Тәлімгердің сөзі." in text
    assert "Менің сөзім." in text
    assert 'name="revision" value="1.1"' in text
    assert plans.newest(plan).content["note"] == "Тәлімгердің сөзі."
    told = client_for(plan.graduate).post(address, mine, headers={"x-requested-with": "fetch"})
    assert told.status_code == 409
    assert told.json()["sentence"]


def test_an_unfinished_plan_says_everything_that_is_missing_and_keeps_what_was_typed(
    plan, mentor, client_for
):
    fields = typed(plan, action="agree") | {"goals.0.indicators": "", "checkpoints.0.on": ""}
    answer = client_for(mentor, headers=ENGLISH).post(reverse("mentoring_write", args=[plan.pk]), fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "How we see that it is reached" in text
    assert "Checkpoint 1 has no day." in text
    assert build.GOALS[0]["goal"] in text


def test_wordings_are_compared_and_the_plan_is_printed(agreed, mentor, client_for):
    version = plans.newest(agreed)
    changed = version.content | {"note": "Жаңа."}
    plans.save_version(
        plan_id=agreed.pk, content=changed, number=1, revision=version.revision, at=NOW, actor=mentor
    )
    text = page(client_for, mentor, "mentoring_versions", agreed.pk)
    assert "From wording 1 to wording 2" in text
    assert "<ins>" in text
    for form, head in (("pdf", b"%PDF"), ("docx", b"PK")):
        for language in ("kk", "ru"):
            paper = get(client_for, mentor, "mentoring_paper", agreed.pk, form, query=f"?lang={language}")
            assert paper.content.startswith(head)
    assert get(client_for, mentor, "mentoring_paper", agreed.pk, "txt").status_code == 404


def test_the_closing_is_written_signed_and_accepted_in_the_forms(
    agreed, mentor, coordinator, client_for, end, monkeypatch
):
    build.hold_meeting(agreed, mentor, at=NOW + timedelta(days=9))
    monkeypatch.setattr("django.utils.timezone.now", lambda: end)
    address = reverse("mentoring_closing", args=[agreed.pk])
    fields = {"state-0": "reached", "why-0": "", "state-1": "partly", "why-1": "Ауырдым."}
    for user, action in ((agreed.graduate, "save"), (mentor, "sign"), (agreed.graduate, "sign")):
        client = client_for(user)
        shown = client.get(address).context
        own = shown["text"] or f"Сөзім {user.pk}."
        sent = {"text": own, "revision": shown["revision"], "other": shown["others_mark"], "action": action}
        assert client.post(address, fields | sent).status_code == 302, user
    report = closing.report_of(agreed)
    assert report.graduate_signed_at
    boss = client_for(coordinator, headers=ENGLISH)
    assert "Both have signed the report." in boss.get(address).content.decode()
    assert boss.post(address, {"action": "give_back", "note": ""}).status_code == 422
    assert boss.post(address, {"action": "accept"}).status_code == 302
    agreed.refresh_from_db()
    assert agreed.status == "closed"
    there = page(client_for, agreed.graduate, "mentoring_closing", agreed.pk)
    assert "Open the notice of completed support" in there


def test_who_read_another_text_of_the_other_does_not_sign(agreed, mentor, client_for, end, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: end)
    build.write_report(agreed, mentor, at=end, signed=False)
    address = reverse("mentoring_closing", args=[agreed.pk])
    client = client_for(agreed.graduate, headers=ENGLISH)
    shown = client.get(address).context
    report = closing.report_of(agreed)
    closing.save(
        plan_id=agreed.pk,
        text="Тәлімгер қайта жазды.",
        goals=report.goals,
        seen=closing.seen_mark(report, by_graduate=False),
        at=end,
        actor=mentor,
    )
    fields = {f"state-{place}": one["state"] for place, one in enumerate(report.goals)}
    fields |= {f"why-{place}": one["why"] for place, one in enumerate(report.goals)}
    sent = {
        "text": shown["text"],
        "revision": shown["revision"],
        "other": shown["others_mark"],
        "action": "sign",
    }
    answer = client.post(address, fields | sent)
    assert answer.status_code == 409
    assert "Тәлімгер қайта жазды." in answer.content.decode()
    assert closing.report_of(agreed).graduate_signed_at is None


def test_one_and_many_are_assigned_on_the_page_of_matching(cohort, coordinator, client_for):
    first = build.make_mentor(capacity=1)
    three = [build.make_graduate(cohort) for _turn in range(3)]
    text = page(client_for, coordinator, "matching")
    assert "speaks the language of the cohort, supports graduates of this programme" in text
    assert "1 place is free" in text
    assert text.count("Those who fit are suggested to the graduates above.") == 2
    client = client_for(coordinator, headers=ENGLISH)
    address = reverse("matching")
    chosen = {f"mentor-{one.pk}": first.pk for one in three}
    assert b"Nobody is ticked" in client.post(address, chosen, follow=True).content
    answer = client.post(address, chosen | {"who": [one.pk for one in three[:2]]}, follow=True)
    text = answer.content.decode()
    assert "1 graduate has a mentor now." in text
    assert "No mentor fits" in text
    assert f"{three[1].user.full_name}: This mentor supports as many graduates as they can." in text
    build.make_mentor(user=first, capacity=5)
    client.post(address, chosen | {"one": three[2].pk})
    assert MentorAssignment.objects.filter(mentor=first).count() == 2


def test_a_profile_is_saved_by_its_mentor_and_by_the_coordinator_alone(mentor, coordinator, client_for):
    address = reverse("mentor_profile", args=[mentor.pk])
    fields = {"languages": ["kk"], "capacity": "7", "hours": "Жұма", "about": ""}
    assert client_for(mentor).post(address, fields).status_code == 302
    profile = MentorProfile.objects.get()
    assert (profile.capacity, profile.is_available, profile.languages) == (7, False, ["kk"])
    answer = client_for(coordinator, headers=ENGLISH).post(address, fields | {"languages": []})
    assert answer.status_code == 422
    assert "Choose at least one language in which you mentor." in answer.content.decode()
    for user in (make_user(Role.MENTOR), make_user(Role.LEARNER)):
        assert client_for(user).get(address).status_code == 404
        assert client_for(user).post(address, fields).status_code == 404
    load = page(client_for, coordinator, "mentor_list")
    assert "0 / 7" in load


def test_a_hand_over_and_an_early_end_are_done_on_their_pages(agreed, mentor, coordinator, client_for):
    other = build.make_mentor()
    client = client_for(coordinator, headers=ENGLISH)
    over = reverse("mentoring_hand_over", args=[agreed.pk])
    assert client.post(over, {"mentor": other.pk, "reason": ""}).status_code == 422
    fields = {"mentor": other.pk, "reason": "Ауысты.", "handed_over": "Көбірек көмектесіңіз."}
    assert client.post(over, fields).status_code == 302
    assert "Көбірек көмектесіңіз." in page(client_for, other, "mentoring_plan", agreed.pk)
    assert "Көбірек көмектесіңіз." not in page(client_for, agreed.graduate, "mentoring_plan", agreed.pk)
    address = reverse("mentoring_end", args=[agreed.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Кетті."}).status_code == 302
    assert "Кетті." in page(client_for, coordinator, "mentoring_plan", agreed.pk)
    assert "The support ended early" in page(client_for, agreed.graduate, "mentoring_plan", agreed.pk)


def test_lists_lead_there_with_what_is_late_first(agreed, mentor, coordinator, client_for, graduate):
    second = build.make_plan(build.make_graduate(graduate.cohort), mentor, actor=coordinator)
    type(second).objects.filter(pk=second.pk).update(
        starts_on=second.starts_on - timedelta(days=40), ends_on=second.ends_on - timedelta(days=40)
    )
    text = page(client_for, mentor, "mentoring_list")
    places = [text.index(reverse("mentoring_plan", args=[one.pk])) for one in (second, agreed)]
    assert places == sorted(places)
    assert "The plan is not agreed yet." in text
    assert "1 is late and stands first." in page(client_for, coordinator, "mentoring_list")
    assert get(client_for, agreed.graduate, "mentoring_list").status_code == 404
    own = get(client_for, agreed.graduate, "my_mentoring")
    assert own.headers["Location"] == reverse("mentoring_plan", args=[agreed.pk])
    assert "No support yet" in page(client_for, mentor, "my_mentoring")
    assert "Read the draft" in page(client_for, second.graduate, "home")


@pytest.mark.parametrize("name", ["mentoring_list", "matching", "mentor_list"])
def test_a_list_costs_the_same_for_two_and_for_eight(cohort, coordinator, client_for, name):
    client = client_for(coordinator)

    def more(count):
        for _turn in range(count):
            build.make_plan(build.make_graduate(cohort), build.make_mentor(), actor=coordinator)
            build.make_graduate(cohort)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(reverse(name)).status_code == 200
        return len(found)

    more(2)
    cost()
    few = cost()
    more(4)
    assert cost() == few
