"""The pages of an appeal in Kazakh and Russian, what each person finds there, and the letter."""

import io
from datetime import timedelta

import docx as word
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments import next_steps
from assessments.models import Appeal, Result
from assessments.next_steps import appeals as next_steps_appeals
from people.roles import Role
from tests.factories import NOW, enrol, make_trainer, make_user, sitting_of
from tests.test_query_counts import cost

from .conftest import COMMISSION, DECISION, FILED, REASON, answer, conclude, decide_with_work, file

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["kk", "ru"])


def learner_page(result: Result) -> str:
    return reverse("appeal", args=[result.sitting_id])


def desk(appeal: Appeal) -> str:
    return reverse("appeal_desk", args=[appeal.pk])


def speak(user, language: str):
    user.language = language
    user.save()
    return user


def decision(outcome: str = "upheld", **more: str) -> dict[str, str]:
    return {
        "outcome": outcome,
        "decision_text": DECISION,
        "commission": COMMISSION,
        "protocol": "№ 3",
        "do": "preview",
        **more,
    }


# The learner


@LANGUAGES
def test_the_learner_goes_the_whole_way(client_for, result, boss, language):
    client = client_for(speak(result.sitting.enrolment.user, language))
    address = learner_page(result)
    page = client.get(address)
    assert page.status_code == 200
    assert page.context["may_file"]
    assert "self_study" in page.content.decode()
    answered = client.post(address, {"component": "self_study", "reason": REASON})
    assert (answered.status_code, answered.headers["Location"]) == (302, address)
    page = client.get(address)
    assert not page.context["may_file"]
    assert [step.state for step in page.context["appeals"][0].steps] == ["done", "now", "", ""]
    appeal = Appeal.objects.get()
    conclude(answer(appeal), boss, self_study="7.5")
    page = client.get(address).content.decode()
    assert DECISION in page
    assert "7,5" in page
    assert reverse("appeal_letter", args=[appeal.pk, "docx"]) in page


def test_what_was_typed_is_given_back_with_the_refusal(client_for, result, in_english):
    client = client_for(speak(result.sitting.enrolment.user, "en"))
    page = client.post(learner_page(result), {"component": "self_study", "reason": " "})
    assert page.status_code == 422
    file(result, "test")
    page = client.post(learner_page(result), {"component": "self_study", "reason": REASON})
    assert page.status_code == 422
    assert "You have an open appeal" in page.content.decode()
    assert REASON in page.content.decode()
    assert Appeal.objects.count() == 1


def test_the_whole_result_is_a_choice_of_its_own(client_for, result):
    client = client_for(result.sitting.enrolment.user)
    assert client.post(learner_page(result), {"reason": REASON}).status_code == 422
    assert client.post(learner_page(result), {"component": "whole", "reason": REASON}).status_code == 302
    assert Appeal.objects.get().component == ""


def test_the_learner_withdraws_on_the_page(client_for, result):
    client = client_for(result.sitting.enrolment.user)
    file(result)
    assert client.post(learner_page(result), {"do": "withdraw"}).status_code == 302
    assert Appeal.objects.get().status == "withdrawn"
    assert client.post(learner_page(result), {"do": "withdraw"}).status_code == 404


def test_after_the_term_there_is_no_form_but_the_date(client_for, result):
    Result.objects.update(decided_at=timezone.now() - timedelta(days=30))
    client = client_for(result.sitting.enrolment.user)
    page = client.get(learner_page(result))
    assert page.context["is_over"]
    assert "<textarea" not in page.content.decode()
    assert client.post(learner_page(result), {"component": "whole", "reason": REASON}).status_code == 422


def test_before_the_decision_the_page_says_so(client_for, cohort):
    sitting = sitting_of(enrol(None, cohort))
    client = client_for(sitting.enrolment.user)
    address = reverse("appeal", args=[sitting.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"component": "whole", "reason": REASON}).status_code == 422


def test_anothers_result_is_not_there(client_for, result, trainer, boss):
    for user in (trainer, boss, make_user(Role.LEARNER)):
        assert client_for(user).get(learner_page(result)).status_code == 404


def test_the_documents_lead_to_the_result(client_for, cohort, trainer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        result = decide_with_work(cohort, (trainer, "6"))
    page = client_for(result.sitting.enrolment.user).get(reverse("document_list"))
    assert learner_page(result) in page.content.decode()


def test_the_right_to_appeal_is_a_date_and_the_decision_a_step(result, boss):
    enrolment = result.sitting.enrolment

    def offered(at):
        return next_steps.offers(enrolment=enrolment, at=at)

    steps, due = offered(FILED)
    url = learner_page(result)
    assert [row.at for row in due if row.url == url]
    assert not [step for step in steps if step.url == url]
    appeal = file(result)
    steps, due = offered(FILED)
    assert len([row for row in due if row.url == url]) == 1
    conclude(answer(appeal), boss, self_study="7")
    steps, due = offered(FILED + timedelta(days=3))
    assert [step.weight for step in steps if step.url == url] == [15]
    steps, due = offered(FILED + timedelta(days=60))
    assert not [step for step in [*steps, *due] if step.url == url]


def test_without_a_result_the_steps_cost_one_query(cohort, django_assert_num_queries):
    sitting = sitting_of(enrol(None, cohort))
    with django_assert_num_queries(1):
        assert next_steps_appeals.offers(sitting=sitting, at=NOW) == ([], [])


# The desk


@LANGUAGES
def test_the_marker_reads_and_gives_an_opinion(client_for, result, trainer, language):
    appeal = file(result)
    client = client_for(speak(trainer, language))
    page = client.get(desk(appeal)).content.decode()
    assert REASON in page
    assert "Дәлел аз." in page
    assert 'name="opinion"' in page
    assert 'name="outcome"' not in page
    assert client.post(desk(appeal), {"do": "opinion", "opinion": " "}).status_code == 422
    assert client.post(desk(appeal), {"do": "opinion", "opinion": "Балл орынды."}).status_code == 302
    page = client.get(desk(appeal)).content.decode()
    assert "Балл орынды." in page
    assert 'name="opinion"' not in page


@LANGUAGES
def test_the_coordinator_sees_what_a_decision_does_before_entering_it(client_for, result, boss, language):
    appeal = answer(file(result, "test"))
    client = client_for(speak(boss, language))
    page = client.get(desk(appeal))
    assert 'value="decide"' not in page.content.decode()
    page = client.post(desk(appeal), decision(mark_test="50"))
    preview = page.context["preview"]
    assert (preview.before.is_passed, preview.after.is_passed) == (False, True)
    assert (preview.before.score, preview.after.score) == (49, 50)
    assert 'value="decide"' in page.content.decode()
    assert DECISION in page.content.decode()
    assert result.sitting.results.count() == 1
    # Without the preview, or with other marks than it showed, nothing is entered.
    for typed in ({"mark_test": "50"}, {"mark_test": "90", "shown": preview.token}):
        page = client.post(desk(appeal), decision(do="decide", **typed))
        assert page.context["preview"] is not None
        assert result.sitting.results.count() == 1
    answered = client.post(desk(appeal), decision(do="decide", mark_test="50,0", shown=preview.token))
    assert answered.status_code == 302
    assert result.sitting.results.current().get().is_passed
    assert DECISION in client.get(desk(appeal)).content.decode()


def test_a_refused_decision_gives_back_what_was_typed(client_for, result, boss, in_english):
    appeal = answer(file(result))
    client = client_for(speak(boss, "en"))
    page = client.post(desk(appeal), decision(mark_self_study="6"))
    assert page.status_code == 422
    assert "An upheld appeal changes at least one mark." in page.content.decode()
    assert DECISION in page.content.decode()
    page = client.post(desk(appeal), decision(mark_self_study="many"))
    assert page.status_code == 422
    assert "Write a number." in page.content.decode()
    page = client.post(desk(appeal), decision("rejected", mark_self_study="9"))
    assert page.context["preview"].changes == []
    assert client.post(desk(appeal), {"do": "dance"}).status_code == 422


def test_the_coordinator_passes_on(client_for, result, boss):
    appeal = file(result)
    client = client_for(boss)
    page = client.get(desk(appeal)).content.decode()
    assert 'name="opinion"' not in page
    assert client.post(desk(appeal), {"do": "pass", "reason": "Демалыста"}).status_code == 302
    appeal.refresh_from_db()
    assert appeal.status == "in_review"


def test_a_post_of_who_may_not_is_refused(client_for, result, trainer, cohort):
    appeal = answer(file(result))
    token = f"{result.pk}:upheld:self_study=7"
    typed = decision(do="decide", mark_self_study="7", shown=token)
    assert client_for(trainer).post(desk(appeal), typed).status_code == 422
    for user in (make_trainer(cohort), result.sitting.enrolment.user, make_user(Role.LEARNER)):
        assert client_for(user).post(desk(appeal), typed).status_code == 404
    assert result.sitting.results.count() == 1


def test_ones_own_appeal_is_not_on_ones_own_desk(client_for, cohort, trainer):
    both = make_user(Role.LEARNER, Role.COORDINATOR)
    appeal = file(decide_with_work(cohort, (trainer, "6"), user=both))
    client = client_for(both)
    assert client.get(desk(appeal)).status_code == 404
    assert client.get(reverse("my_appeals")).context["rows"] == []


# Lists


@LANGUAGES
def test_lists_filter_and_count(client_for, cohort, trainer, boss, language):
    results = [decide_with_work(cohort, (trainer, "6")) for _turn in range(3)]
    file(results[0])
    answer(file(results[1]))
    conclude(answer(file(results[2])), boss, self_study="7")
    client = client_for(speak(boss, language))
    for address in (reverse("my_appeals"), reverse("appeal_list", args=[cohort.pk])):
        page = client.get(address)
        assert [chip["count"] for chip in page.context["chips"]] == [2, 1, 1, 1, 3]
        assert [one.row.result for one in page.context["rows"]] == results[:2]
        decided = client.get(address, {"show": "decided"}).context["rows"]
        assert [one.row.result for one in decided] == results[2:]
    assert client.get(reverse("my_appeals"), {"show": "nonsense"}).status_code == 200
    assert len(client_for(trainer).get(reverse("my_appeals")).context["rows"]) == 2
    assert client_for(make_trainer(cohort)).get(reverse("my_appeals")).context["rows"] == []


def test_an_appeal_nobody_decided_in_time_is_marked(client_for, result, boss):
    appeal = file(result)
    page = client_for(boss).get(reverse("my_appeals"))
    assert not page.context["rows"][0].is_overdue
    Appeal.objects.filter(pk=appeal.pk).update(filed_at=timezone.now() - timedelta(days=12))
    page = client_for(boss).get(reverse("my_appeals"))
    assert page.context["rows"][0].is_overdue


def test_the_lists_cost_the_same_for_two_and_twelve(client_for, cohort, trainer, boss):
    client = client_for(boss)
    address = reverse("my_appeals")

    def add(count: int) -> None:
        for _turn in range(count):
            file(decide_with_work(cohort, (trainer, "6")))

    add(2)
    few = cost(client, address)
    add(10)
    assert cost(client, address) == few
    assert few <= 12


def test_the_desk_costs_a_bounded_number_of_queries(client_for, result, boss):
    appeal = file(result)
    client = client_for(boss)
    client.get(desk(appeal))
    with CaptureQueriesContext(connection) as queries:
        client.get(desk(appeal))
    assert len(queries) <= 24


# The letter


@LANGUAGES
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_letter_says_what_was_asked_decided_and_changed(client_for, result, boss, language, form):
    appeal = conclude(answer(file(result, "test")), boss, test="62.5")
    client = client_for(result.sitting.enrolment.user)
    answered = client.get(reverse("appeal_letter", args=[appeal.pk, form]), {"lang": language})
    assert answered.status_code == 200
    assert f"appeal-{appeal.pk}-{language}.{form}" in answered.headers["Content-Disposition"]
    assert answered.headers["Cache-Control"] == "private, no-store"
    if form == "pdf":
        text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answered.content)).pages)
    else:
        paper = word.Document(io.BytesIO(answered.content))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
    text = " ".join(text.split())
    person = result.sitting.enrolment.user
    for words in (person.full_name, REASON, DECISION, COMMISSION, "№ 3, 12.11.2026", "49", "62,5"):
        assert words in text, words


def test_an_open_appeal_has_no_letter_and_an_unknown_form_neither(client_for, result, boss):
    appeal = file(result)
    client = client_for(boss)
    assert client.get(reverse("appeal_letter", args=[appeal.pk, "pdf"])).status_code == 404
    conclude(answer(appeal), boss, upheld=False)
    assert client.get(reverse("appeal_letter", args=[appeal.pk, "pdf"])).status_code == 200
    assert client.get(reverse("appeal_letter", args=[appeal.pk, "exe"])).status_code == 404
    stranger = client_for(make_user(Role.LEARNER))
    assert stranger.get(reverse("appeal_letter", args=[appeal.pk, "pdf"])).status_code == 404


def test_a_letter_the_fonts_lack_is_said_and_docx_offered(client_for, result, boss):
    appeal = answer(file(result, reason="Дәлелім: Հակոբյան әдісі."))
    conclude(appeal, boss, self_study="9")
    for user, back in ((boss, desk(appeal)), (result.sitting.enrolment.user, learner_page(result))):
        client = client_for(user)
        answered = client.get(reverse("appeal_letter", args=[appeal.pk, "pdf"]), follow=True)
        assert answered.redirect_chain == [(back, 302)]
        assert "DOCX" in str(next(iter(answered.context["messages"])))
        assert client.get(reverse("appeal_letter", args=[appeal.pk, "docx"])).status_code == 200
