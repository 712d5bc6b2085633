"""One of everything, for the list of addresses and the screens: who asks, and the values each address needs."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from assessments.models import (
    Appeal,
    Assignment,
    BankComment,
    CommissionProtocol,
    DefenceSession,
    Result,
    Sitting,
    SubmissionFile,
)
from assessments.services.attempts import attempts
from assessments.services.decisions import appeals, commission, regrade
from assessments.services.defence import defence
from assessments.services.defence import running as defence_running
from assessments.services.groups import groups
from assessments.services.work import plans, work
from certificates import services as certificates
from certificates.models import Blank, CodeCheck, Document, StockLayout
from certificates.rules.code import pretty
from certificates.services import blanks, checks, proposals, status_lists
from courses.models import Cohort, Enrolment, ProgrammeEdition
from courses.reader import services as reader
from people.models import User
from people.roles import Role
from tests.courses.pages import make_asking_page
from tests.courses.recordings.samples import make_recording
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    make_cohort,
    make_criterion,
    make_edition,
    make_issuer,
    make_trainer,
    make_user,
    make_work,
    sitting_of,
)

# Who asks. "own" is the learner whose records the addresses name; "other" a learner of the same cohort.
WHO = [
    "nobody",
    "own",
    "other",
    "trainer",
    "other_trainer",
    "coordinator",
    "methodologist",
    "mentor",
    "school_head",
    "authority",
    "administrator",
]


def _appeals(result: Result, marker: User) -> tuple[Appeal, Appeal]:
    """A rejected appeal and one that waits for the marker's opinion."""
    found = []
    for component in ("self_study", "test"):
        appeal = appeals.file_appeal(
            result_id=result.pk,
            component=component,
            reason="Балл төмен деп ойлаймын.",
            at=NOW,
            actor=result.sitting.enrolment.user,
        )
        Appeal.objects.filter(pk=appeal.pk).update(marker=marker)
        found.append(appeal)
        if component == "self_study":
            appeals.give_opinion(appeal_id=appeal.pk, opinion="Балл дұрыс.", at=NOW, actor=marker)
            appeals.decide_appeal(
                appeal_id=appeal.pk,
                upheld=False,
                decision_text="Балл рубрикаға сай.",
                commission="Апелляциялық комиссия",
                protocol="№ 1",
                marks={},
                at=NOW,
                actor=coordinator_of(result.sitting.cohort),
            )
    return found[0], found[1]


def _defence(cohort: Cohort, members: list[Enrolment]) -> DefenceSession:
    """An announced session of a small group that defends just now, with a question that waits for its answer."""
    boss = coordinator_of(cohort)
    group = groups.form_group(
        cohort_id=cohort.pk,
        assignment_key="project",
        enrolment_ids=[one.pk for one in members],
        size_reason="Ағымда екеуі ғана қалды.",
        at=NOW,
        actor=boss,
    )
    session = defence.plan_session(
        cohort_id=cohort.pk,
        assignment_key="project",
        starts_at=NOW + timedelta(days=1),
        minutes=20,
        place="203-кабинет",
        chair="Серікбаева Қ. Т.",
        members=["Әбдірова А. С."],
        secretary="Ілиясова Г. Н.",
        at=NOW,
        actor=boss,
    )
    (slot,) = defence.add_slots(session_id=session.pk, group_ids=[group.pk], at=NOW, actor=boss)
    defence.announce(session_id=session.pk, at=NOW, actor=boss)
    defence_running.begin_slot(slot_id=slot.pk, at=NOW, actor=boss)
    defence_running.ask(slot_id=slot.pk, text="Неліктен осы әдіс?", at=NOW, actor=boss)
    return session


def _protocol(cohort: Cohort, sitting: Sitting) -> CommissionProtocol:
    """A draft of the commission's protocol with that person on it."""
    boss = coordinator_of(cohort)
    commission.choose_mode(cohort_id=cohort.pk, deciding="commission", at=NOW, actor=boss)
    return commission.draft_protocol(
        cohort_id=cohort.pk,
        number="7",
        held_on=timezone.localdate(NOW),
        agenda="Қорытынды аттестаттаудың нәтижелері.",
        chair="Серікбаева Қ. Т.",
        members=["Әбдірова А. С."],
        secretary="Ілиясова Г. Н.",
        sitting_ids=[sitting.pk],
        at=NOW,
        actor=boss,
    )


def _stock(document: Document, actor: User) -> tuple[Blank, StockLayout]:
    """Three blanks, the first with that document on it, and a printer."""
    blanks.receive_batch(
        kind=document.kind,
        series="АБ",
        first=1,
        last=3,
        received_on=timezone.localdate(NOW),
        received_from="Баспахана",
        at=NOW,
        actor=actor,
    )
    layout = blanks.save_layout(
        kind=document.kind, printer="204-кабинет", offset_x=Decimal(1), offset_y=Decimal(-2), actor=actor
    )
    return blanks.issue_blank(document_id=document.pk, at=NOW, actor=actor), layout


def _code_check(document: Document) -> CodeCheck:
    """A long list that was sent in and checked."""
    sheet = checks.Sheet(head=(), rows=((document.code,),), code_at=0)
    started = checks.start_check(sheet=sheet, language="kk", at=NOW)
    checks.run_check(check_id=started.pk, caller="", at=NOW)
    return started


def _note(own: Enrolment):
    """A learner's highlight with words."""
    return reader.add_note(
        key="A.1.1",
        language="kk",
        part="",
        quote="бірге оқиды",
        words="Өз сыныбымда көремін.",
        start=0,
        at=NOW,
        actor=own.user,
    )


def make_world() -> tuple[dict, dict]:
    """One learner's records of every kind and someone in every role: people by name, values for each address."""
    make_issuer()
    edition = make_edition()
    make_work(edition, "support_plan", Assignment.Kind.SUPPORT_PLAN, [make_criterion("plan", "30")])
    cohort = make_cohort(edition)
    trainer = make_trainer(cohort)
    other_cohort = make_cohort(ProgrammeEdition.objects.get(), number=2)
    own, other = enrol(None, cohort), enrol(None, cohort)
    sitting = sitting_of(own)
    sitting_of(other)
    attempt = attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=own.user)
    submission = work.open_submission(
        sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=own.user
    )
    work.save_draft(
        submission_id=submission.pk,
        title="Жұмыс",
        text="Мәтін",
        revision=submission.revision,
        at=NOW,
        actor=own.user,
    )
    plan = work.open_submission(sitting_id=sitting.pk, assignment_key="support_plan", at=NOW, actor=own.user)
    plans.save_plan(
        submission_id=plan.pk,
        plan={
            "child": {"code": "Оқушы А", "age": "7-8"},
            "strengths": {"strengths": "Айгерім Серікова сурет салғанды ұнатады. ЖСН 921029350851."},
            "observations": {
                "abc": [{"before": "Қоңырау", "behaviour": "Құлағын басты", "after": "", "function": ""}]
            },
        },
        revision=plan.revision,
        at=NOW,
        actor=own.user,
    )
    file = SubmissionFile.objects.create(
        submission=submission,
        name="a.txt",
        size=1,
        media_type="text/plain",
        sha256="0" * 64,
        uploaded_at=NOW,
        uploaded_by=own.user,
    )
    file.file.save("a.txt", ContentFile(b"a"))
    work.submit_work(submission_id=submission.pk, at=NOW + timedelta(minutes=1), actor=own.user)
    ready = BankComment.objects.create(
        rubric=submission.assignment.rubric, criterion="mark", text_kk="Дәлел қосыңыз.", created_at=NOW
    )
    version = attempt.items.first().version
    decision = regrade.decide(
        version_id=version.pk,
        action="void",
        detail={},
        reason="Сұрақ екіұшты.",
        at=NOW,
        actor=coordinator_of(cohort),
    )
    old = enrol(own.user, other_cohort)
    decided = decide(old)
    document = certificates.issue_document(result_id=decided.pk, at=NOW)
    proposal = proposals.propose(
        document_id=document.pk,
        change="suspend",
        reason="Құжат тексеріліп жатыр.",
        at=NOW,
        actor=coordinator_of(other_cohort),
    )
    blank, layout = _stock(document, coordinator_of(other_cohort))
    answered, appeal = _appeals(decided, trainer)
    session = _defence(cohort, [own, other])
    protocol = _protocol(cohort, sitting)
    recording = make_recording()
    people = {
        "nobody": None,
        "own": own.user,
        "other": other.user,
        "trainer": trainer,
        "other_trainer": make_user(Role.TRAINER),
        "coordinator": coordinator_of(cohort),
        **{
            role: make_user(role)
            for role in WHO
            if role in Role.values and role not in {"trainer", "coordinator"}
        },
    }
    values = {
        "appeal": [decided.sitting_id],
        "appeal_list": [cohort.pk],
        "appeal_desk": [appeal.pk],
        "appeal_letter": [answered.pk, "pdf"],
        "verify": [pretty(document.code)],
        "verify_json": ["nothing"],
        "check_result": [_code_check(document).token],
        "status_list": [status_lists.publish_all(at=NOW)[0].status_list.number, "revocation"],
        "verify_hash": ["unknown"],
        "media": ["nothing.png"],
        "kit_file": ["abc-sheet", "kk", "pdf"],
        "document_pdf": [document.pk],
        "document_detail": [document.pk],
        "document_qr": [document.pk],
        "blank_detail": [blank.pk],
        "blank_sheet": [blank.pk],
        "blank_print": [document.pk],
        "blank_run": [other_cohort.pk],
        "blank_run_sheets": [other_cohort.pk],
        "blank_test_sheet": [layout.pk],
        "blank_act_file": ["pdf"],
        "register_file": ["xlsx"],
        "register_document": [document.pk],
        "propose_change": [document.pk, "revoke"],
        "proposal": [proposal.pk],
        "recording_file": [recording.pk],
        "recording_captions": [recording.pk, "kk"],
        "study_course": [own.pk],
        "study_topic": [own.pk, "A.1.1"],
        "study_mark": [own.pk, "A.1.1"],
        "lesson_paper": ["A.1.1", "kk"],
        "lesson_marks": [own.pk, "A.1.1"],
        "study_notes": [own.pk],
        "study_notes_file": [own.pk, "docx"],
        "note_add": [own.pk, "A.1.1"],
        "note_change": [own.pk, _note(own).pk],
        "bookmark_set": [own.pk, "A.1.1"],
        "reading_seen": [own.pk, "A.1.1"],
        "reading_finish": [own.pk, "A.1.1"],
        "reading_question": [own.pk, "A.1.1", make_asking_page("A.1.1")],
        "apply": [cohort.pk],
        "attempt_intro": [sitting.pk, "final"],
        "attempt_resume": [attempt.pk],
        "attempt_question": [attempt.pk, 1],
        "attempt_submit": [attempt.pk],
        "attempt_result": [attempt.pk],
        "attempt_break": [attempt.pk],
        "practice_list": [sitting.pk],
        "attempt_focus": [attempt.pk],
        "attempt_review": [attempt.pk],
        "exam_board": [cohort.pk, "final"],
        "attempt_protocol": [attempt.pk],
        "conditions": [own.pk],
        "regrade_question": [version.pk],
        "regrade_decision": [decision.pk],
        "work": [sitting.pk, "self_study"],
        "plan": [sitting.pk, "support_plan"],
        "plan_check": [sitting.pk, "support_plan"],
        "work_versions": [sitting.pk, "self_study"],
        "work_version": [sitting.pk, "self_study", 1],
        "extension_list": [cohort.pk],
        "submission_file": [file.pk],
        "marking_desk": [submission.pk],
        "marking_queue": [submission.pk],
        "marking_next": [submission.pk],
        "marking_note_new": [submission.pk],
        "marking_note": [1],
        "marking_participation": [submission.pk],
        "bank_comment": [ready.pk],
        "file_view": [file.pk],
        "sitting_marks": [sitting.pk],
        "calibration": [cohort.pk],
        "group_list": [cohort.pk],
        "my_group": [sitting.pk, "project"],
        "defence_list": [cohort.pk],
        "defence_session": [session.pk],
        "defence_protocol": [session.pk, "pdf"],
        "allocation": [cohort.pk],
        "participation": [cohort.pk],
        "cohort_detail": [cohort.pk],
        "cohort_about": [cohort.pk],
        "gradebook_xlsx": [cohort.pk],
        "gradebook_pdf": [cohort.pk],
        "cohort_documents": [cohort.pk],
        "cohort_documents_progress": [cohort.pk],
        "cohort_documents_file": [cohort.pk, "xlsx"],
        "protocol_list": [cohort.pk],
        "protocol": [protocol.pk],
        "protocol_file": [protocol.pk, "pdf"],
        "result_amend": [decided.pk],
        "edition_detail": [cohort.edition_id],
        "programme_paper": [cohort.edition_id, "kk", "pdf"],
    }
    from tests.cms.review import builders as review
    from tests.postcourse.builders import events, growth, meetings, mentoring, orders, rights, sharing

    # By somebody who writes and is none of those who ask.
    values |= review.world(edition, make_user(Role.METHODOLOGIST))
    values |= orders.world(own, old)
    values |= rights.world(own.user)
    values |= mentoring.world(old, people["mentor"], people["coordinator"])
    values |= meetings.world(old, people["mentor"], people["coordinator"])
    values |= events.world(people)
    values |= sharing.world(people)
    # Last of the rooms after the course: it uses the plan another one has made.
    values |= growth.world(old, people["mentor"], people["coordinator"])
    return people, values
