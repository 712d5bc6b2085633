"""Before a plan is handed in: what is certain is refused, names are gone through, the author confirms; nothing is lost."""

import io
import logging

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assessments import text_of_files
from assessments.models import Submission
from assessments.services.work import files, plans, privacy, work
from people.errors import Refusal
from tests.factories import NOW

from .sample import PLAN, open_plan

pytestmark = pytest.mark.django_db
IIN = "921029350851"


def submit(submission, *, nameless=True, accepted=frozenset()):
    return work.submit_work(
        submission_id=submission.pk,
        at=NOW,
        actor=submission.sitting.enrolment.user,
        nameless=nameless,
        accepted=accepted,
    )


def strengths(text: str) -> dict:
    return {"strengths": text, "interests": "Пойыздар"}


def attach(submission, name: str, content: bytes) -> None:
    files.attach_file(
        submission_id=submission.pk,
        upload=SimpleUploadedFile(name, content),
        at=NOW,
        actor=submission.sitting.enrolment.user,
    )


def document(text: str, **properties: str) -> bytes:
    made = docx.Document()
    made.core_properties.author = ""
    for name, value in properties.items():
        setattr(made.core_properties, name, value)
    made.add_paragraph(text)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def refused_code(submission, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        submit(submission, **kwargs)
    assert Submission.objects.get(pk=submission.pk).is_draft
    return refused.value.code


def test_a_nameless_plan_is_handed_in_and_the_confirmation_is_kept(sitting):
    submission = submit(open_plan(sitting))
    submission.refresh_from_db()
    assert (submission.status, submission.nameless_at) == ("submitted", NOW)


def test_without_the_confirmation_it_is_refused(sitting):
    assert refused_code(open_plan(sitting), nameless=False) == "not_nameless"


@pytest.mark.parametrize(
    "text",
    [
        f"ЖСН {IIN}",
        "Анасы: +7 701 123 45 67",
        "№45 мектептің 3 «А» сыныбында аутизмі бар бала",
    ],
)
def test_what_is_certain_is_refused_whatever_was_accepted(sitting, text):
    submission = open_plan(sitting, strengths=strengths(text))
    report = privacy.look_through(submission)
    accepted = frozenset(one.finding.key for one in report.found)
    assert refused_code(submission, accepted=accepted) == "identifies"
    submission.refresh_from_db()
    assert submission.plan["strengths"]["strengths"] == text


def test_a_school_in_one_section_and_a_diagnosis_in_the_next_are_seen_together(sitting):
    submission = open_plan(
        sitting,
        strengths={"strengths": "№45 мектеп", "interests": "3 «А» сынып"},
        observations={"seen": [], "abc": [{"before": "ДЦП", "behaviour": "", "after": "", "function": ""}]},
    )
    assert refused_code(submission) == "identifies"


def test_a_name_is_refused_until_it_is_accepted_everywhere_it_stands(sitting):
    submission = open_plan(
        sitting,
        strengths=strengths("Айгерім Серікова сурет салады"),
        reflection={"changed": "Айгерім Серікова", "next": "Нұрбекұлы Әлихан"},
    )
    groups = privacy.look_through(submission).names
    assert [len(group) for group in groups] == [2, 1]
    first, second = (group[0].finding.key for group in groups)
    assert refused_code(submission) == "names"
    assert refused_code(submission, accepted=frozenset({first})) == "names"
    submit(submission, accepted=frozenset({first, second}))


def test_authors_in_the_sources_and_ones_own_name_are_no_findings(sitting):
    own = sitting.enrolment.user
    submission = open_plan(
        sitting, roles={"roles": [{"who": own.full_name, "what": "Қолдайды", "when": "Күн сайын"}]}
    )
    assert privacy.look_through(submission).found == []


def test_a_number_among_the_sources_is_still_refused(sitting):
    assert refused_code(open_plan(sitting, literature={"sources": IIN})) == "identifies"


def test_a_name_in_place_of_the_code_is_refused(sitting):
    submission = open_plan(sitting, child=PLAN["child"] | {"code": "Оқушы Ш. Ш."})
    assert refused_code(submission) == "child_code"


def test_title_text_and_names_of_files_are_looked_through(sitting):
    submission = open_plan(sitting)
    actor = sitting.enrolment.user
    work.save_draft(
        submission_id=submission.pk,
        title="Санжардың жоспары",
        text=f"Мәтін {IIN} соңы",
        revision=submission.revision,
        at=NOW,
        actor=actor,
    )
    attach(submission, "Серікова_Айгерім_3А.docx", document("Мәтін", author="Қасым Әлихан"))
    submission.refresh_from_db()
    found = [(one.finding.kind.value, one.finding.excerpt) for one in privacy.look_through(submission).found]
    assert found == [
        ("name", "Санжардың"),
        ("iin", "92••••••••••"),
        ("name", "Серікова Айгерім"),
        ("name", "Қасым Әлихан"),
    ]


def test_the_words_of_a_file_are_looked_through(sitting):
    submission = open_plan(sitting)
    attach(submission, "plan.docx", document(f"ЖСН {IIN[:6]} {IIN[6:]}"))
    assert refused_code(submission) == "identifies"
    submission.files.all().delete()
    attach(submission, "plan.txt", f"ЖСН {IIN}".encode())
    assert refused_code(submission) == "identifies"


def test_a_picture_is_said_to_be_unreadable_and_may_be_handed_in(sitting, in_english):
    submission = open_plan(sitting)
    held = io.BytesIO()
    Image.new("RGB", (10, 10)).save(held, "PNG")
    attach(submission, "sheet.png", held.getvalue())
    (unread,) = privacy.look_through(submission).unread
    assert unread.file.name == "sheet.png"
    assert "Look through it yourself" in unread.why
    submit(submission)


def test_a_file_that_unpacks_to_too_much_is_refused(sitting, monkeypatch):
    submission = open_plan(sitting)
    attach(submission, "plan.docx", document("Мәтін"))
    monkeypatch.setattr(text_of_files, "UNPACKED", 100)
    assert refused_code(submission) == "unsafe_file"


def test_a_file_that_is_away_does_not_break_the_check(sitting, in_english):
    submission = open_plan(sitting)
    attach(submission, "plan.txt", b"text")
    row = submission.files.get()
    row.file.storage.delete(row.file.name)
    (unread,) = privacy.look_through(submission).unread
    assert unread.why == "The file could not be opened just now."


def test_the_words_around_a_finding_show_no_number(sitting):
    submission = open_plan(
        sitting, strengths=strengths(f"ЖСН {IIN} және Айгерім Серікова, тел. +7 701 123 45 67")
    )
    for one in privacy.look_through(submission).found:
        shown = one.before + one.finding.excerpt + one.after
        assert IIN not in shown
        assert "123 45 67" not in shown


def test_sentences_and_logs_tell_nothing(sitting, in_english, caplog):
    caplog.set_level(logging.DEBUG)
    submission = open_plan(sitting, strengths=strengths(f"Айгерім Серікова {IIN}"))
    with pytest.raises(plans.TellsTheChild) as refused:
        submit(submission)
    sentence = str(refused.value)
    assert "An individual identification number: «Strengths and interests – Strengths»" in sentence
    for told in (sentence, caplog.text):
        assert "Айгерім" not in told
        assert IIN not in told


def test_a_returned_plan_is_confirmed_anew(sitting):
    submission = submit(open_plan(sitting))
    Submission.objects.filter(pk=submission.pk).update(status="returned")
    draft = work.open_submission(
        sitting_id=sitting.pk, assignment_key="final_work", at=NOW, actor=sitting.enrolment.user
    )
    assert draft.nameless_at is None


def test_other_works_are_not_looked_through(sitting):
    from assessments.models import Assignment

    submission = open_plan(sitting, strengths=strengths(IIN))
    Assignment.objects.update(kind="essay")
    submit(submission, nameless=False)
