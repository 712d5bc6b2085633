"""The page of a piece of work: what is asked, one way to hand in, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Annotation, Assignment, DateRule, DraftVersion, Submission
from assessments.services.groups import proposals as group_proposals
from assessments.services.marking import marking
from assessments.services.work import extensions, plans, work
from courses.models import ProgrammeEdition
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_edition, make_trainer, sitting_of

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)
BASE = "Мәселе: ауысу ұзақ.\nМақсат: қысқарту."


def address(sitting, key: str = "self_study") -> str:
    return reverse("work", args=[sitting.pk, key])


def post(
    client, sitting, text: str, *, key: str = "self_study", revision: int = 0, script: bool = False, **more
):
    headers = {"X-Requested-With": "fetch"} if script else {}
    sent = {"revision": revision, "title": "Жұмыс", "text": text, **more}
    return client.post(address(sitting, key), sent, headers=headers)


def page_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def client(client_for, sitting):
    return client_for(sitting.enrolment.user)


@pytest.fixture
def due(cohort):
    moment = timezone.now() + timedelta(days=5)
    DateRule.objects.filter(cohort=cohort, kind="assignment").update(closes_at=moment)
    return moment


# What is asked


@pytest.mark.parametrize(("language", "form"), [("kk", "Екі бет мәтін."), ("ru", "Две страницы текста.")])
def test_the_page_says_what_is_asked_in_the_readers_language(client, sitting, due, language, form):
    Assignment.objects.filter(key="self_study").update(
        form={"kk": "Екі бет мәтін.", "ru": "Две страницы текста."},
        literature=[{"kk": "Инклюзия негіздері, 2020.", "ru": "Основы инклюзии, 2020."}],
    )
    page = page_of(client.get(address(sitting), headers={"accept-language": language}))
    literature = {"kk": "Инклюзия негіздері, 2020.", "ru": "Основы инклюзии, 2020."}[language]
    goal = {"kk": "Мақсат", "ru": "Цель"}[language]
    for words in (form, literature, goal, f'<html lang="{language}">'):
        assert words in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    ("late", "days", "said"),
    [
        ("accepted", 0, "Later work is accepted and shown as late."),
        ("days", 3, "Later work is accepted until"),
        ("refused", 0, "Later work is not accepted."),
    ],
)
def test_the_late_policy_is_said_before_it_matters(client, sitting, due, policy, late, days, said):
    policy(late, days)
    page = page_of(client.get(address(sitting), headers={"accept-language": "en"}))
    assert said in page
    assert "Less than a day is left" not in page


@pytest.mark.parametrize(
    ("hours", "said", "may_submit"),
    [
        (5, "Less than a day is left.", True),
        (-1, "the work will be shown as late", True),
        (-60, "less than a day is left: hand in before", True),
        (-80, "Your draft is kept: write to the coordinator", False),
    ],
)
def test_the_page_warns_as_the_end_comes_near(client, sitting, cohort, policy, hours, said, may_submit):
    policy("days", 3)
    DateRule.objects.filter(cohort=cohort, kind="assignment").update(
        closes_at=timezone.now() + timedelta(hours=hours)
    )
    page = page_of(client.get(address(sitting), headers={"accept-language": "en"}))
    assert said in page
    assert ('value="submit"' in page) is may_submit
    assert 'value="save"' in page


def test_more_time_is_shown_with_its_reason(client, sitting, cohort, due):
    extensions.grant(
        assignment_key="self_study",
        sitting_id=sitting.pk,
        due_at=due + timedelta(days=2),
        reason="Мектеп жабық болды.",
        at=NOW,
        actor=coordinator_of(cohort),
    )
    page = page_of(client.get(address(sitting), headers={"accept-language": "en"}))
    assert "You have more time" in page
    assert "Мектеп жабық болды." in page


# Writing


def test_the_page_that_types_on_gets_what_a_colleague_wrote(client_for, four):
    first, second = (client_for(user) for user in four.users[:2])
    one, other = four.sittings[:2]
    assert post(first, one, BASE, key="project", script=True).headers["X-Revision"] == "1"
    post(second, other, BASE.replace("ұзақ", "тым ұзақ"), key="project", revision=1, script=True)
    joined = post(first, one, BASE + "\nКезең.", key="project", revision=1, script=True)
    assert joined.json() == {
        "text": BASE.replace("ұзақ", "тым ұзақ") + "\nКезең.",
        "title": "Жұмыс",
        "revision": 3,
        "merged": True,
    }
    refused = post(second, other, "Басқа бастау.", key="project", revision=1, script=True)
    assert (refused.status_code, list(refused.json())) == (409, ["sentence"])


def test_a_text_joined_unseen_is_not_handed_in_at_once(client_for, four):
    first, second = (client_for(user) for user in four.users[:2])
    one, other = four.sittings[:2]
    post(first, one, BASE, key="project")
    post(second, other, BASE + "\nЕкінші.", key="project", revision=1)
    answer = post(first, one, "Басы.\n" + BASE, key="project", revision=1, action="submit")
    assert answer.status_code == 302
    submission = Submission.objects.get()
    assert (submission.status, submission.text) == ("draft", "Басы.\n" + BASE + "\nЕкінші.")
    post(first, one, submission.text, key="project", revision=3, action="submit")
    submission.refresh_from_db()
    assert submission.status == "submitted"


def test_a_conflict_shows_both_texts_with_their_differences_marked(client_for, four):
    first, second = (client_for(user) for user in four.users[:2])
    one, other = four.sittings[:2]
    post(first, one, BASE, key="project")
    post(first, one, BASE.replace("қысқарту", "азайту"), key="project", revision=1)
    answer = post(second, other, BASE.replace("қысқарту", "жою"), key="project", revision=1)
    page = page_of(answer)
    assert answer.status_code == 409
    assert "<del>азайту</del>" in page
    assert "<ins>жою</ins>" in page
    assert four.users[0].initials_name in page
    assert re.search(r"<textarea[^>]*name=\"text\"[^>]*>[^<]*жою\.</textarea>", page)
    # Typing on must not quietly take the place of the colleague's text.
    assert "data-autosave" not in page
    assert 'value="submit"' not in page
    post(second, other, "Екеуміздікі.", key="project", revision=2)
    assert Submission.objects.get().text == "Екеуміздікі."
    assert DraftVersion.objects.filter(text__contains="азайту").exists()


def test_files_sent_with_a_conflicting_text_are_kept(client, sitting):
    post(client, sitting, "Бір")
    upload = SimpleUploadedFile("a.txt", "мәтін".encode())
    assert post(client, sitting, "Екі", files=upload).status_code == 409
    assert Submission.objects.get().files.count() == 1


def test_a_refused_file_keeps_the_text_and_the_other_files_and_does_not_hand_in(client, sitting):
    uploads = [
        SimpleUploadedFile("бірінші.exe", b"MZ\x00\x01\x02"),
        SimpleUploadedFile("екінші.txt", "мәтін".encode()),
    ]
    answer = client.post(
        address(sitting), {"revision": 0, "title": "", "text": "Мәтін", "files": uploads, "action": "submit"}
    )
    assert answer.status_code == 302
    submission = Submission.objects.get()
    assert (submission.status, submission.text) == ("draft", "Мәтін")
    assert [row.name for row in submission.files.all()] == ["екінші.txt"]


def test_who_types_while_a_colleague_hands_in_gets_the_text_back(client_for, four):
    first, second = (client_for(user) for user in four.users[:2])
    post(first, four.sittings[0], BASE, key="project", action="submit")
    answer = post(second, four.sittings[1], BASE + " Жаңа сөйлем.", key="project", revision=1)
    assert answer.status_code == 422
    assert "Жаңа сөйлем." in page_of(answer)
    by_script = post(second, four.sittings[1], BASE + " Жаңа.", key="project", revision=1, script=True)
    assert by_script.status_code == 422
    assert by_script.json()["sentence"]


def test_pictures_are_shown_small_with_their_names(client, sitting):
    post(client, sitting, "Мәтін", files=SimpleUploadedFile("кесте.png", PNG))
    file = Submission.objects.get().files.get()
    page = page_of(client.get(address(sitting)))
    source = reverse("submission_file", args=[file.pk])
    assert f'<img src="{source}" alt="кесте.png" loading="lazy">' in page
    assert client.get(source).headers["Content-Type"] == "image/png"


def test_a_support_plan_is_handed_in_with_the_tick_alone(client_for):
    sitting = sitting_of(enrol(None, make_cohort(make_edition("B"))))
    client = client_for(sitting.enrolment.user)
    page = page_of(client.get(address(sitting, "final_work")))
    assert reverse("plan", args=[sitting.pk, "final_work"]) in page
    assert 'value="submit"' not in page
    answer = post(client, sitting, "Жоспар", key="final_work", action="check")
    assert answer.headers["Location"] == reverse("plan_check", args=[sitting.pk, "final_work"])
    post(client, sitting, "Жоспар", key="final_work", revision=1, action="submit")
    submission = Submission.objects.get()
    assert (submission.status, submission.text) == ("draft", "Жоспар")
    post(client, sitting, "Жоспар", key="final_work", revision=1, action="submit", nameless="yes")
    submission.refresh_from_db()
    assert submission.status == "submitted"
    assert submission.nameless_at is not None


# Versions


def test_an_earlier_version_is_found_read_and_taken_back(client, sitting):
    post(client, sitting, "Бірінші нұсқа")
    post(client, sitting, "Бәрі өшті", revision=1)
    version = reverse("work_version", args=[sitting.pk, "self_study", 1])
    assert version in page_of(client.get(reverse("work_versions", args=[sitting.pk, "self_study"])))
    page = page_of(client.get(version))
    assert "<del>Бірінші нұсқа</del>" in page
    assert client.post(version).status_code == 302
    assert Submission.objects.get().text == "Бірінші нұсқа"


def test_versions_are_for_the_authors_alone(client_for, four, sitting, cohort):
    post(client_for(four.users[0]), four.sittings[0], BASE, key="project")
    pk = four.sittings[0].pk
    addresses = [
        reverse("work_versions", args=[pk, "project"]),
        reverse("work_version", args=[pk, "project", 1]),
    ]
    for other in (sitting.enrolment.user, make_trainer(cohort), coordinator_of(cohort)):
        for one in addresses:
            assert client_for(other).get(one).status_code == 404
            assert client_for(other).post(one).status_code in {404, 405}
    mate = client_for(four.users[1])
    assert mate.get(reverse("work_version", args=[four.sittings[1].pk, "project", 1])).status_code == 200


# Afterwards


def test_an_earlier_hand_in_stays_with_its_comment(client, sitting, cohort):
    trainer = make_trainer(cohort)
    post(client, sitting, "Бастапқы мәтін", action="submit")
    work.return_work(
        submission_id=Submission.objects.get().pk, reason="Мысал қосыңыз.", at=timezone.now(), actor=trainer
    )
    post(client, sitting, "Түзетілген мәтін", revision=0, action="submit")
    page = page_of(client.get(address(sitting)))
    for words in ("Бастапқы мәтін", "Мысал қосыңыз.", "Түзетілген мәтін"):
        assert words in page


def mark(submission, trainer, value: str, *, comment: str):
    return marking.finalise(
        submission_id=submission.pk,
        points={"mark": {"value": value, "comment": f"{comment} критерий"}},
        comment=comment,
        revision=0,
        at=NOW,
        actor=trainer,
    )


def test_released_marks_come_with_every_standing_markers_words_and_notes(client, sitting, cohort):
    post(client, sitting, "Бағаланған мәтін", action="submit")
    submission = Submission.objects.get()
    trainer, other = make_trainer(cohort), make_trainer(cohort)
    one = mark(submission, trainer, "7", comment="Жақсы.")
    assert "Жақсы." not in page_of(client.get(address(sitting)))
    two = submission.assessments.create(
        rubric_version=one.rubric_version,
        marker=other,
        status="final",
        place="second",
        points={"mark": {"value": "8", "comment": ""}},
        comment="Толық.",
        total=8,
        saved_at=NOW,
        finalised_at=NOW,
    )
    Annotation.objects.create(
        assessment=two, start=0, end=10, quote="Бағаланған", body="Осы жерді нақтылаңыз.", created_at=NOW
    )
    submission.outcome = {
        "basis": "mean",
        "points": {"mark": "7.50"},
        "total": "7.50",
        "assessments": [one.pk, two.pk],
    }
    submission.status = "released"
    submission.save()
    page = page_of(client.get(address(sitting), headers={"accept-language": "en"}))
    for words in (
        "Жақсы.",
        "Жақсы. критерий",
        "Толық.",
        "Осы жерді нақтылаңыз.",
        "<strong>7.5</strong> / 10",
    ):
        assert words in page
    assert "the mean of their points stands" in page
    assert trainer.surname not in page.replace(sitting.enrolment.user.surname, "")


def test_a_single_markers_work_is_released_with_its_words(client, sitting, cohort):
    post(client, sitting, "Мәтін", action="submit")
    submission = Submission.objects.get()
    trainer = make_trainer(cohort)
    mark(submission, trainer, "9", comment="Өте жақсы.")
    marking.release(submission_ids=[submission.pk], at=NOW, actor=trainer)
    page = page_of(client.get(address(sitting), headers={"accept-language": "en"}))
    assert "Өте жақсы." in page
    assert "Marked by one marker." in page


def test_the_page_costs_the_same_however_much_there_is(client, sitting, cohort, due):
    trainer = make_trainer(cohort)

    def round_trip(number: int) -> None:
        post(client, sitting, f"Мәтін {number}", revision=0)
        for turn in range(number):
            post(
                client,
                sitting,
                f"Мәтін {number} {turn}",
                revision=turn + 1,
                files=SimpleUploadedFile(f"{turn}.txt", f"{number} {turn}".encode()),
            )
        submission = Submission.objects.get(status="draft")
        work.submit_work(submission_id=submission.pk, at=timezone.now(), actor=sitting.enrolment.user)
        work.return_work(submission_id=submission.pk, reason="Тағы.", at=timezone.now(), actor=trainer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(sitting)).status_code == 200
        return len(queries)

    round_trip(1)
    cost()
    few = cost()
    round_trip(4)
    assert cost() == few
    assert few <= 24


def test_a_plan_handed_in_or_kept_as_a_version_is_shown_with_its_sections(client_for):
    sitting = sitting_of(enrol(None, make_cohort(make_edition("B"))))
    client, actor = client_for(sitting.enrolment.user), sitting.enrolment.user
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key="final_work", at=NOW, actor=actor)
    plans.save_plan(
        submission_id=submission.pk,
        plan={"strengths": {"strengths": "Суретті жақсы көреді."}},
        revision=0,
        at=NOW,
        actor=actor,
    )
    version = reverse("work_version", args=[sitting.pk, "final_work", 1])
    assert "Суретті жақсы көреді." in page_of(client.get(version))
    work.submit_work(submission_id=submission.pk, at=NOW, actor=actor, nameless=True)
    assert "Суретті жақсы көреді." in page_of(client.get(address(sitting, "final_work")))


def test_files_too_large_together_are_refused_with_a_sentence_and_the_text_is_kept(
    sitting, client_for, settings
):
    settings.SUBMISSION_POST_MAX_BYTES = 2 * 1024 * 1024
    uploads = [SimpleUploadedFile(f"{n}.txt", b"%d " % n * 500_000) for n in (1, 2, 3)]
    client = client_for(sitting.enrolment.user, headers={"accept-language": "en"})
    sent = {"revision": 0, "title": "", "text": "Мәтін", "action": "submit"}
    page = client.post(address(sitting), sent | {"files": uploads}, follow=True).content.decode()
    submission = Submission.objects.get()
    assert (submission.status, submission.text, submission.files.count()) == ("draft", "Мәтін", 0)
    assert "more than 2 MB together" in page
    assert 'data-largest="2097152"' in page


def test_without_a_group_one_reads_who_forms_it_and_of_how_many(cohort, client_for):
    ProgrammeEdition.objects.update(parameters={"group_min": 3, "group_max": 7})
    sitting = sitting_of(enrol(None, cohort))
    client = client_for(sitting.enrolment.user, headers={"accept-language": "en"})
    page = client.get(address(sitting, "project")).content.decode()
    assert "The coordinator forms groups of 3 to 7 people." in page
    group_proposals.let_learners_form(
        cohort_id=cohort.pk, assignment_key="project", allowed=True, at=NOW, actor=coordinator_of(cohort)
    )
    page = client.get(address(sitting, "project")).content.decode()
    assert "You form your group yourselves: 3 to 7 people." in page
    answer = client.post(address(sitting, "project"), {"action": "save"}, follow=True).content.decode()
    assert "The coordinator forms" not in answer
    assert "form one, or answer whoever asked you" in answer
