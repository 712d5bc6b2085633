"""The pages of the plan, in Kazakh and Russian: with and without scripts, in conflict, refused, handed in."""

from html import unescape

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from assessments.models import Assignment, Submission
from assessments.rules import support_plan
from assessments.services.work import privacy, work
from courses.models import Cohort
from tests.factories import NOW, enrol, sitting_of

from .sample import PLAN, open_plan

pytestmark = pytest.mark.django_db
IIN = "921029350851"


@pytest.fixture
def reader(sitting, client_for):
    return client_for(sitting.enrolment.user)


def address(sitting, name="plan", section="") -> str:
    found = reverse(name, args=[sitting.pk, "final_work"])
    return f"{found}?section={section}" if section else found


def sent(section: str, values: dict, **more) -> dict:
    """What the form of a section sends."""
    data = {"section": section, "revision": "0", **more}
    for key, value in values.items():
        if isinstance(value, str):
            data[f"{section}.{key}"] = value
        else:
            data |= {
                f"{section}.{key}.{n}.{name}": text
                for n, row in enumerate(value)
                for name, text in row.items()
            }
    return data


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_section_has_its_page(sitting, reader, language):
    open_plan(sitting)
    for section in support_plan.SECTIONS:
        answer = reader.get(address(sitting, section=section.key), HTTP_ACCEPT_LANGUAGE=language)
        assert answer.status_code == 200
        text = unescape(answer.content.decode())
        assert f'lang="{language}"' in text
        assert text.count("<h1") == 1
        assert 'data-autosave="save-state"' in text
        assert f'name="section" value="{section.key}"' in text


def test_a_section_costs_the_same_however_long_it_is(sitting, reader):
    submission = open_plan(sitting)
    counts = []
    for rows in (2, 30):
        Submission.objects.filter(pk=submission.pk).update(
            plan=PLAN | {"needs": {"pairs": [{"need": "x", "barrier": "y"}] * rows}}
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reader.get(address(sitting, section="needs"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_begins_where_the_plan_is_unfinished(sitting, reader):
    answer = reader.get(address(sitting))
    assert 'name="section" value="child"' in answer.content.decode()
    assert not Submission.objects.exists()  # looking begins nothing
    open_plan(sitting, goals={"goals": []})
    assert 'name="section" value="goals"' in reader.get(address(sitting)).content.decode()


def test_without_scripts_a_section_is_saved_and_the_next_one_comes(sitting, reader):
    data = sent("child", PLAN["child"], action="next")
    answer = reader.post(address(sitting), data)
    assert answer.status_code == 302
    assert answer.headers["Location"] == address(sitting, section="strengths")
    assert Submission.objects.get().plan == {"child": PLAN["child"]}


def test_the_last_section_leads_to_the_check(sitting, reader):
    answer = reader.post(address(sitting), sent("literature", PLAN["literature"], action="next"))
    assert answer.headers["Location"] == address(sitting, "plan_check")


def test_without_scripts_rows_are_added_and_removed(sitting, reader):
    rows = [{"need": "бір", "barrier": "шу"}, {"need": "екі", "barrier": "жарық"}]
    answer = reader.post(address(sitting), sent("needs", {"pairs": rows}, add="pairs"))
    assert answer.headers["Location"] == address(sitting, section="needs") + "#needs-pairs-2"
    page = reader.get(address(sitting, section="needs")).content.decode()
    assert 'id="needs-pairs-2"' in page
    assert 'name="needs.pairs.2.need" value' not in page  # a text area, and empty
    revision = Submission.objects.get().revision
    reader.post(address(sitting), sent("needs", {"pairs": rows}, remove="pairs.0") | {"revision": revision})
    assert Submission.objects.get().plan == {"needs": {"pairs": rows[1:]}}


def test_a_script_saves_and_gets_the_revision(sitting, reader):
    answer = reader.post(
        address(sitting), sent("child", {"code": "Оқушы А"}), headers={"X-Requested-With": "fetch"}
    )
    assert (answer.status_code, answer.headers["X-Revision"]) == (204, "1")
    again = reader.post(
        address(sitting), sent("child", {"code": "Оқушы Б"}), headers={"X-Requested-With": "fetch"}
    )
    assert again.status_code == 409
    assert Submission.objects.get().plan["child"]["code"] == "Оқушы А"


def test_in_a_conflict_both_texts_stand_on_the_page(sitting, reader):
    submission = open_plan(sitting)
    reader.post(
        address(sitting),
        sent("reflection", {"changed": "Біреудің сөзі", "next": ""}) | {"revision": submission.revision},
    )
    answer = reader.post(
        address(sitting),
        sent("reflection", {"changed": "Менің сөзім", "next": ""}) | {"revision": submission.revision},
    )
    text = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Біреудің сөзі" in text
    assert "Менің сөзім" in text
    assert f'name="revision" value="{submission.revision + 1}"' in text
    assert "data-autosave" not in text


def test_what_was_typed_comes_back_when_the_work_is_closed_meanwhile(sitting, reader):
    submission = open_plan(sitting)
    work.submit_work(submission_id=submission.pk, at=NOW, actor=sitting.enrolment.user, nameless=True)
    answer = reader.post(address(sitting), sent("reflection", {"changed": "Кеш жазылды", "next": ""}))
    assert answer.status_code == 422
    assert "Кеш жазылды" in unescape(answer.content.decode())


def test_a_plan_handed_in_is_read_not_written(sitting, reader):
    submission = open_plan(sitting)
    work.submit_work(submission_id=submission.pk, at=NOW, actor=sitting.enrolment.user, nameless=True)
    text = unescape(reader.get(address(sitting)).content.decode())
    assert "Құлағын басты" in text
    assert "<textarea" not in text
    assert reader.get(address(sitting, "plan_check")).status_code == 302


def test_a_cohort_at_rest_takes_no_words(sitting, reader):
    open_plan(sitting)
    Cohort.objects.update(status="concluded")
    assert "<textarea" not in reader.get(address(sitting)).content.decode()
    assert reader.post(address(sitting), sent("child", {"code": "Оқушы Б"})).status_code == 422
    assert Submission.objects.get().plan == PLAN


def test_unknown_sections_other_works_and_other_people_are_not_found(sitting, reader, cohort, client_for):
    assert reader.get(address(sitting, section="other")).status_code == 404
    other = client_for(enrol(None, cohort).user)
    for name in ("plan", "plan_check"):
        assert other.get(address(sitting, name)).status_code == 404
    Assignment.objects.update(kind="essay")
    for name in ("plan", "plan_check"):
        assert reader.get(address(sitting, name)).status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_check_shows_findings_with_their_places(sitting, reader, language):
    open_plan(sitting, strengths={"strengths": f"Айгерім Серікова, ЖСН {IIN} <b>", "interests": "Пойыздар"})
    answer = reader.get(address(sitting, "plan_check"), HTTP_ACCEPT_LANGUAGE=language)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<mark>92••••••••••</mark>" in text
    assert "<mark>Айгерім Серікова</mark>" in text
    assert f'{address(sitting, section="strengths")}"' in text
    assert "&lt;b&gt;" in text
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_check_hands_in_with_what_was_ticked(sitting, reader):
    submission = open_plan(sitting, strengths={"strengths": "Айгерім Серікова", "interests": "Пойыздар"})
    key = privacy.look_through(submission).names[0][0].finding.key
    refused = reader.post(address(sitting, "plan_check"), {"accepted": key})
    assert refused.status_code == 422
    assert f'value="{key}" id="a-{key}" checked' in refused.content.decode()
    refused = reader.post(address(sitting, "plan_check"), {"nameless": "yes"})
    assert refused.status_code == 422
    assert 'id="nameless" checked' in refused.content.decode()
    done = reader.post(address(sitting, "plan_check"), {"accepted": key, "nameless": "yes"})
    assert done.headers["Location"] == reverse("work", args=[sitting.pk, "final_work"])
    assert Submission.objects.get().status == "submitted"


def test_before_anything_is_written_the_check_sends_to_the_work(sitting, reader):
    assert reader.get(address(sitting, "plan_check")).status_code == 302


def test_the_summary_says_how_far_the_plan_is(sitting, in_english):
    submission = open_plan(sitting, goals={"goals": []})
    context = {"submission": submission, "sitting": sitting, "assignment": submission.assignment}
    shown = render_to_string("assessments/plans/summary.html", context)
    assert "10 of 11 sections filled" in shown
    assert "Next: Goals." in shown
    assert f'{address(sitting, section="goals")}"' in shown
    begun = render_to_string("assessments/plans/summary.html", context | {"submission": None})
    assert "0 of 11 sections filled" in begun


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_reading_shows_the_abc_and_goals_tables(language):
    with translation.override(language):
        shown = render_to_string("assessments/plans/shown.html", {"plan": PLAN, "language": "kk"})
    assert shown.count("<table") == 7
    assert "Құлағын басты" in shown
    assert "5 жағдайдың 4-еуінде" in shown
    assert render_to_string("assessments/plans/shown.html", {"plan": None, "language": "kk"}).strip() == ""


def test_a_second_learner_has_a_plan_of_their_own(sitting, cohort, client_for):
    open_plan(sitting)
    other = sitting_of(enrol(None, cohort))
    page = client_for(other.enrolment.user).get(address(other)).content.decode()
    assert 'Оқушы А"' not in page
