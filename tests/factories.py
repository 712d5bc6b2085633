"""Small worlds for tests, made through the real services: people, an edition of two modules, cohorts in each state."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone

from assessments.models import (
    Appeal,
    Assignment,
    BankComment,
    CommissionProtocol,
    DefenceSession,
    Question,
    QuestionVersion,
    Quiz,
    Result,
    Rubric,
    RubricVersion,
    Scheme,
    Sitting,
    SubmissionFile,
)
from assessments.rules.scheme import content_hash
from assessments.services import (
    appeals,
    attempts,
    commission,
    defence,
    defence_running,
    groups,
    marks,
    plans,
    regrade,
    results,
    scheme,
    sittings,
    work,
)
from certificates import services as certificates
from certificates.models import Blank, CodeCheck, Document, Issuer, Signatory, StockLayout
from certificates.rules.code import pretty
from certificates.services import blanks, checks, proposals, status_lists
from courses import services as courses
from courses.models import Cohort, CohortStaff, EditionModule, EditionTopic, Enrolment, ProgrammeEdition
from people.models import User
from people.roles import Role
from people.rules.identifiers import with_check_digit

NOW = timezone.now()
_number = count(1)


def make_user(*roles: str, surname: str = "Үмбетжанова", given_name: str = "Ақмарал", **fields) -> User:
    """A person with roles; every call is another person."""
    user = User.objects.create(
        email=fields.pop("email", f"person{next(_number)}@example.org"),
        surname=surname,
        given_name=given_name,
        patronymic=fields.pop("patronymic", "Ілиясқызы"),
        **fields,
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_issuer() -> Issuer:
    issuer, _created = Issuer.objects.get_or_create(
        valid_from=date(2015, 1, 1),
        defaults={
            "name_kk": "«Тірек» институты",
            "name_ru": "Институт «Тірек»",
            "name_en": "Tirek Institute",
            "bin": with_check_digit("19014000012"),
            "city_kk": "Алматы",
            "city_ru": "Алматы",
        },
    )
    Signatory.objects.get_or_create(
        valid_from=date(2015, 1, 1),
        is_acting=False,
        defaults={"name": "Қ. Серікбаева", "position_kk": "директор", "position_ru": "директор"},
    )
    return issuer


def three(text: str) -> dict[str, str]:
    return {"kk": text, "ru": text, "en": text}


BANDS = {
    "A": [("excellent", "85"), ("good", "75"), ("satisfactory", "50"), ("not_passed", "0")],
    "B": [("excellent", "85"), ("good", "70"), ("satisfactory", "50"), ("not_passed", "0")],
}
COMPONENTS_A = [
    {"key": "test", "source": "quiz", "quiz": "final", "maximum": "100", "scored": True},
    {"key": "project", "source": "assignment", "assignment": "project", "maximum": "12", "scored": False},
    {
        "key": "self_study",
        "source": "assignment",
        "assignment": "self_study",
        "maximum": "10",
        "scored": False,
    },
]
MAXIMA_B = {"theory": "20", "practice": "30", "plan": "30", "defence": "10", "participation": "10"}


def make_edition(code: str = "A", *, questions: int = 3, draw: int = 2) -> ProgrammeEdition:
    """An edition of two modules and 80 hours, assessed as programme A or B is; A has a bank to draw from."""
    edition = ProgrammeEdition.objects.create(
        code=code,
        number=1,
        slug=code.lower(),
        title_kk="«Инклюзия» бағдарламасы",
        title_ru="Программа «Инклюзия»",
        title_en="Inclusion",
        total_hours=80,
        parameters={"certificate_years": 3, "reassessments_per_year": 1, "group_min": 4, "group_max": 5},
    )
    for number, order in ((1, 0), (2, 2)):
        module = EditionModule.objects.create(
            edition=edition, number=number, title_kk=f"Модуль {number}", title_ru=f"Модуль {number}", hours=40
        )
        for place in (1, 2):
            EditionTopic.objects.create(
                module=module,
                key=f"{code}.{number}.{place}",
                number=f"{number}.{place}",
                order=order + place,
                title_kk=f"Тақырып {number}.{place}",
                title_ru=f"Тема {number}.{place}",
                lecture=10,
                practice=10,
            )
    components = (
        COMPONENTS_A
        if code == "A"
        else [
            {
                "key": key,
                "source": "assignment",
                "assignment": "final_work",
                "criterion": key,
                "maximum": maximum,
                "scored": True,
            }
            for key, maximum in MAXIMA_B.items()
        ]
    )
    Scheme.objects.create(
        edition=edition,
        content={
            "formula": "test_percent" if code == "A" else "sum",
            "pass_mark": "50",
            "components": [{"required": True, "title": three(row["key"]), **row} for row in components],
            "bands": [
                {"key": key, "floor": floor, "passed": Decimal(floor) >= 50, "title": three(key)}
                for key, floor in BANDS[code]
            ],
        },
    )
    if code == "A":
        Quiz.objects.create(
            edition=edition,
            key="final",
            minutes=60,
            attempts=1,
            blueprint={"1": draw, "2": draw},
            title_texts=three("Қорытынды тест"),
        )
        make_questions(code, modules=(1, 2), each=questions)
        _work(edition, "project", Assignment.Kind.PROJECT, _levels(6, 2), is_group=True)
        _work(edition, "self_study", Assignment.Kind.SELF_STUDY, [_criterion("mark", "10")])
    else:
        criteria = [_criterion(key, maximum) for key, maximum in MAXIMA_B.items()]
        _work(edition, "final_work", Assignment.Kind.SUPPORT_PLAN, criteria)
    return edition


def _criterion(key: str, maximum: str) -> dict:
    return {"key": key, "maximum": maximum, "title": three(key), "guide": {"kk": "Нұсқау", "ru": "Указание"}}


def _levels(number: int, maximum: int) -> list[dict]:
    return [
        {
            "key": f"c{place}",
            "maximum": str(maximum),
            "title": three(f"Критерий {place}"),
            "levels": [
                {
                    "value": str(value),
                    "title": three(f"деңгей {value}"),
                    "descriptor": three(f"сипаттама {value}"),
                }
                for value in range(maximum + 1)
            ],
        }
        for place in range(1, number + 1)
    ]


def _work(
    edition: ProgrammeEdition, key: str, kind: str, criteria: list[dict], *, is_group: bool = False
) -> None:
    rubric = Rubric.objects.create(edition=edition, key=key, title_texts=three(f"Рубрика {key}"))
    content = {"criteria": criteria}
    RubricVersion.objects.create(rubric=rubric, number=1, content=content, content_hash=content_hash(content))
    Assignment.objects.create(
        edition=edition,
        key=key,
        kind=kind,
        is_group=is_group,
        rubric=rubric,
        title_texts=three(f"Жұмыс {key}"),
        goal={"kk": "Мақсат", "ru": "Цель"},
        instructions={"kk": "Нұсқаулық **қадам**", "ru": "Инструкция"},
    )


def make_questions(code: str, *, modules, each: int) -> None:
    """Ready single-choice questions; `a` is right."""
    for module in modules:
        for place in range(1, each + 1):
            question = Question.objects.create(
                key=f"{code}.{module}.q{place:02d}",
                programme_code=code,
                module=module,
                topic_key=f"{code}.{module}.1",
            )
            texts = {
                "stem": f"Сұрақ {module}.{place}?",
                "options": {"a": "дұрыс", "b": "бұрыс", "c": "басқа", "d": "ештеңе"},
                "explanation": "Себебі осы.",
            }
            body = {"shuffle": True, "correct": ["a"], "kk": texts, "ru": texts}
            QuestionVersion.objects.create(
                question=question,
                number=1,
                status="ready",
                kind="single",
                body=body,
                content_hash=content_hash(body),
            )


def make_cohort(
    edition: ProgrammeEdition,
    *,
    number: int = 1,
    upto: str = "running",
    coordinator: User | None = None,
    **fields,
) -> Cohort:
    """A cohort brought as far as `upto` by the services; its study is going on today."""
    today = timezone.localdate(NOW)
    cohort = Cohort.objects.create(
        edition=edition,
        number=number,
        language=fields.pop("language", "kk"),
        format="online",
        starts_on=fields.pop("starts_on", today - timedelta(days=10)),
        ends_on=fields.pop("ends_on", today + timedelta(days=1)),
        **fields,
    )
    actor = coordinator or make_user(Role.COORDINATOR)
    CohortStaff.objects.create(cohort=cohort, user=actor, duty="coordinator")
    for status in ("open", "running", "assessing"):
        if cohort.status == upto:
            break
        if status == "open":
            scheme.open_cohort(cohort_id=cohort.pk, at=NOW - timedelta(days=20), actor=actor)
        else:
            courses.move_cohort(cohort_id=cohort.pk, to=status, at=NOW - timedelta(days=10), actor=actor)
        cohort.refresh_from_db()
    return cohort


def coordinator_of(cohort: Cohort) -> User:
    return User.objects.filter(cohort_duties__cohort=cohort, cohort_duties__duty="coordinator").first()


def make_trainer(cohort: Cohort) -> User:
    """A trainer assigned to the cohort."""
    trainer = make_user(Role.TRAINER)
    CohortStaff.objects.create(cohort=cohort, user=trainer, duty="trainer")
    return trainer


def enrol(user: User | None, cohort: Cohort, *, at: datetime = NOW) -> Enrolment:
    """A person in the cohort, studying where it runs."""
    user = user or make_user(Role.LEARNER)
    row = Enrolment.objects.create(user=user, cohort=cohort, applied_at=at)
    return courses.move_enrolment(enrolment_id=row.pk, to="admitted", at=at, actor=coordinator_of(cohort))


def sitting_of(enrolment: Enrolment) -> Sitting:
    sitting = sittings.open_sitting(enrolment_id=enrolment.pk, at=NOW)
    assert sitting is not None
    return sitting


def take_test(sitting: Sitting, *, right: int, at: datetime = NOW):
    """A whole final test with so many right answers, graded."""
    user = sitting.enrolment.user
    attempt = attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=at, actor=user)
    for item in attempt.items.all():
        answer = ["a"] if item.position <= right else ["b"]
        attempts.save_answer(
            attempt_id=attempt.pk,
            position=item.position,
            response=answer,
            at=at + timedelta(minutes=1),
            actor=user,
        )
    attempts.submit_attempt(attempt_id=attempt.pk, at=at + timedelta(minutes=2), actor=user)
    return attempts.grade_attempt(attempt_id=attempt.pk, at=at + timedelta(minutes=2))


def give_mark(
    sitting: Sitting, component: str, value: str | int, *, maximum: str, at: datetime = NOW
) -> None:
    """A released mark, as from a rubric."""
    marks.append_mark(
        sitting=sitting,
        component=component,
        value=Decimal(value),
        maximum=Decimal(maximum),
        source="assessment",
        at=at,
    )


def decide(enrolment: Enrolment, *, score: str = "76", at: datetime = NOW):
    """A decided first sitting of programme A with that percent."""
    sitting = sitting_of(enrolment)
    give_mark(sitting, "test", score, maximum="100", at=at)
    give_mark(sitting, "project", "9", maximum="12", at=at)
    give_mark(sitting, "self_study", "8", maximum="10", at=at)
    return results.decide_result(sitting_id=sitting.pk, at=at)


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


def make_world() -> tuple[dict, dict]:
    """One learner's records of every kind and someone in every role: people by name, values for each address."""
    make_issuer()
    edition = make_edition()
    _work(edition, "support_plan", Assignment.Kind.SUPPORT_PLAN, [_criterion("plan", "30")])
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
        "study_course": [own.pk],
        "study_topic": [own.pk, "A.1.1"],
        "study_mark": [own.pk, "A.1.1"],
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
    }
    from tests.postcourse.builders import events, growth, meetings, mentoring, orders, rights, sharing

    values |= orders.world(own, old)
    values |= rights.world(own.user)
    values |= mentoring.world(old, people["mentor"], people["coordinator"])
    values |= meetings.world(old, people["mentor"], people["coordinator"])
    values |= events.world(people)
    values |= sharing.world(people)
    # Last of the rooms after the course: it uses the plan another one has made.
    values |= growth.world(old, people["mentor"], people["coordinator"])
    return people, values
