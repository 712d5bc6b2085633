"""Demonstration of marking: two markers who disagree, defences, groups, more time, an appeal."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from courses.models import Cohort
from people.models import User

from ..models import Appeal, Assignment, DefenceSession, Result, Sitting, Submission
from ..services.decisions import appeals
from ..services.defence import defence
from ..services.defence import running as defence_running
from ..services.groups import proposals as group_proposals
from ..services.marking import allocation, marking, notes
from ..services.work import extensions, plans, work

PLAN = {
    "child": {"code": "Оқушы А", "age": "7-8", "stage": "primary"},
    "strengths": {
        "strengths": "Көрнекі үлгі бойынша тапсырманы өзі аяқтайды. Сандарды жылдам есептейді.",
        "interests": "Құрастырғыш, пойыздар, су.",
    },
    "observations": {
        "seen": [
            {"when": when, "where": where, "seen": seen, "often": often}
            for when, where, seen, often in (
                ("Дүйсенбі, 2-сабақ", "Сынып", "Топқа бөлінгенде орнынан тұрып кетті.", "2 рет"),
                ("Сейсенбі, 1-сабақ", "Сынып", "Суретті нұсқаумен тапсырманы аяқтады.", "1 рет"),
                ("Сәрсенбі, үзіліс", "Дәліз", "Шу көбейгенде құлағын жапты.", "3 рет"),
                ("Бейсенбі, 3-сабақ", "Музыка", "Таңдау картасымен аспап таңдады.", "2 рет"),
                ("Жұма, 2-сабақ", "Сынып", "Үзіліс картасын көрсетіп, бұрышқа барды.", "1 рет"),
            )
        ],
        "abc": [
            {
                "before": "Мұғалім топтық жұмысты ауызша хабарлады.",
                "behaviour": "Орнынан тұрып, есікке қарай жүрді.",
                "after": "Тапсырмадан босатылды.",
                "function": "Түсініксіз тапсырмадан кету.",
            }
        ],
    },
    "needs": {
        "pairs": [
            {"need": "Не болатынын алдын ала білу.", "barrier": "Ауысу тек ауызша хабарланады."},
            {"need": "Шудан демалатын орын.", "barrier": "Сыныпта тыныш бұрыш жоқ."},
        ]
    },
    "advice": {
        "pmpc": "Нұсқауды көрнекі түрде беру, жұмысты бөліктерге бөлу.",
        "pps": "Үзіліс картасын енгізу, аптасына бір рет талқылау.",
    },
    "goals": {
        "goals": [
            {
                "who": "Оқушы А",
                "condition": "Көрнекі кесте мен үзіліс картасы болғанда",
                "action": "топтық жұмыста отырып, өз бөлігін орындайды",
                "criterion": "бес сабақтың төртеуінде он минут",
                "until": "алты аптада",
                "measured": "динамика парағы",
            }
        ]
    },
    "tools": {
        "tools": [
            {
                "tool": "Көрнекі кесте",
                "need": "Алдын ала білу",
                "why": "Келесі қадам көз алдында тұрады.",
                "fading": "Екінші аптадан бастап ассистент көрсетпейді, бала өзі қарайды.",
            },
            {
                "tool": "Үзіліс картасы",
                "need": "Демалу",
                "why": "Кетудің орнына сұрауға үйретеді.",
                "fading": "Күніне бес картадан екіге дейін азаяды.",
            },
        ]
    },
    "roles": {
        "roles": [
            {"who": "Педагог-ассистент", "what": "Кестені дайындайды, белгі қояды.", "when": "күн сайын"},
            {"who": "Мұғалім", "what": "Тапсырманы бөліктерге бөледі.", "when": "әр сабақта"},
        ]
    },
    "monitoring": {
        "recorded": "Топта отырған минут саны.",
        "sheet": "Динамика парағы",
        "reviewed": "екі аптада бір рет",
        "points": [
            {"when": "Басында", "measure": "2 минут"},
            {"when": "Үшінші аптада", "measure": "6 минут"},
        ],
    },
    "reflection": {
        "changed": "Үзіліс картасы кетіп қалуды азайтты.",
        "next": "Кестені музыка сабағында да қолдану.",
    },
    "literature": {"sources": "Курстың 2-модулінің материалдары."},
}


def _points(submission: Submission, values: tuple[int, ...]) -> dict[str, dict[str, str]]:
    criteria = marking.rubric_for(submission).content["criteria"]
    return {
        row["key"]: {"value": str(value), "comment": ""} for row, value in zip(criteria, values, strict=False)
    }


def _finish(
    submission: Submission, trainer: User, values: tuple[int, ...], comment: str, at: datetime
) -> None:
    standing = submission.assessments.filter(marker=trainer).first()
    marking.finalise(
        submission_id=submission.pk,
        points=_points(submission, values),
        comment=comment,
        revision=standing.revision if standing else 0,
        at=at,
        actor=trainer,
    )


def two_markers(cohort: Cohort, projects: list[Submission], *, at: datetime, actor: User) -> None:
    """Projects with two markers: the first agreed upon and released, the second waits for a third marker, the third has
    a first marker alone with a note in its text; self-study works are spread over the trainers.
    """
    assignment = Assignment.objects.get(edition_id=cohort.edition_id, key="project")
    allocation.set_rule(
        cohort_id=cohort.pk,
        assignment_id=assignment.pk,
        markers=2,
        tolerance=Decimal(2),
        is_blind=False,
        actor=actor,
    )
    one, two = allocation.trainers_of(cohort.pk)[:2]
    for submission in projects:
        for place, trainer in (("first", one), ("second", two)):
            allocation.allocate(
                submission_id=submission.pk, marker_id=trainer.pk, place=place, at=at, actor=actor
            )
    agreed, disputed, *others = projects
    _finish(agreed, one, (2, 2, 2, 1, 2, 1), "Мақсат нақты, кезеңдер анық. Таралымды толықтырыңыз.", at)
    _finish(agreed, two, (2, 1, 2, 1, 2, 1), "Мәселе деректермен жақсы көрсетілген.", at + timedelta(hours=1))
    marking.release(submission_ids=[agreed.pk], at=at + timedelta(hours=2), actor=actor)
    _finish(disputed, one, (2, 2, 2, 1, 2, 2), "Ойластырылған жоба.", at)
    _finish(disputed, two, (1, 1, 1, 0, 1, 1), "Нәтижені өлшеу жолы көрсетілмеген.", at + timedelta(hours=1))
    for submission in others[:1]:
        notes.add_text_note(
            submission_id=submission.pk,
            body="Қай аптада, қанша бақылау жасалды? Санын жазыңыз.",
            quote="бақылау парағын толтыру",
            at=at,
            actor=one,
        )
    allocation.allocate_evenly(
        cohort_id=cohort.pk, assignment_key="self_study", place="first", at=at, actor=actor, by="group"
    )
    session = _session(cohort, at=at, starts_at=at + timedelta(days=2), actor=actor)
    defence.announce(session_id=session.pk, at=at, actor=actor)


def _session(cohort: Cohort, *, at: datetime, starts_at: datetime, actor: User) -> DefenceSession:
    session = defence.plan_session(
        cohort_id=cohort.pk,
        assignment_key="project",
        starts_at=timezone.localtime(starts_at).replace(hour=10, minute=0, second=0, microsecond=0),
        minutes=15,
        place="Онлайн, 2-зал",
        chair="Г. Т. Оразбаева",
        members=["Е. Қ. Жұмабеков", "С. В. Ким"],
        secretary="Д. М. Сейітова",
        at=at,
        actor=actor,
    )
    defence.add_everybody(session_id=session.pk, at=at, actor=actor)
    return session


def defended(cohort: Cohort, projects: list[Submission], *, at: datetime, actor: User) -> None:
    """A defence that was held, with a question for each project and its protocol."""
    session = _session(cohort, at=at - timedelta(days=1), starts_at=at, actor=actor)
    for place, slot in enumerate(session.slots.all()):
        begins = at + timedelta(minutes=15 * place)
        defence_running.begin_slot(slot_id=slot.pk, at=begins, actor=actor)
        defence_running.ask(
            slot_id=slot.pk,
            asked_by="С. В. Ким",
            text="Өзгерісті немен өлшедіңіз?",
            answer="Бақылау парағымен, күн сайын бір рет.",
            at=begins + timedelta(minutes=8),
            actor=actor,
        )
        defence_running.end_slot(slot_id=slot.pk, at=begins + timedelta(minutes=13), actor=actor)
    defence.hold(session_id=session.pk, protocol_number="№ 1", at=at + timedelta(hours=2), actor=actor)


def own_groups(cohort: Cohort, rows: list[tuple[Sitting, User]], *, at: datetime) -> None:
    """Learners form groups themselves here: one of those without a group has asked another."""
    coordinator = cohort.staff.filter(duty="coordinator").select_related("user").get().user
    group_proposals.let_learners_form(
        cohort_id=cohort.pk, assignment_key="project", allowed=True, at=at, actor=coordinator
    )
    if len(rows) > 1:
        group_proposals.propose_group(
            cohort_id=cohort.pk,
            assignment_key="project",
            enrolment_ids=[sitting.enrolment_id for sitting, _user in rows],
            at=at,
            actor=rows[0][1],
        )


def more_time(sitting: Sitting, *, at: datetime, actor: User) -> None:
    """Somebody was away for their school and has five more days for the self-study work."""
    due = extensions.usual_due(sitting.cohort_id, "self_study")
    if due is not None:
        extensions.grant(
            sitting_id=sitting.pk,
            assignment_key="self_study",
            due_at=due + timedelta(days=5),
            reason="Мектептегі іссапарға байланысты",
            at=at,
            actor=actor,
        )


def hand_in_plan(sitting: Sitting, user: User, *, title: str, at: datetime) -> Submission:
    """A support plan in its form, checked and handed in."""
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key="final_work", at=at, actor=user)
    submission = work.save_draft(
        submission_id=submission.pk, title=title, text="", revision=submission.revision, at=at, actor=user
    )
    plans.save_plan(submission_id=submission.pk, plan=PLAN, revision=submission.revision, at=at, actor=user)
    return work.submit_work(
        submission_id=submission.pk, at=at + timedelta(minutes=5), actor=user, nameless=True
    )


def appealed(cohort: Cohort) -> Appeal | None:
    """Somebody who did not pass has appealed; the coordinators have passed it on to the commission."""
    result = (
        Result.objects.current()
        .filter(sitting__cohort=cohort, decision="not_passed")
        .select_related("sitting__enrolment__user")
        .order_by("pk")
        .first()
    )
    coordinator = cohort.staff.filter(duty="coordinator").select_related("user").first()
    if result is None or coordinator is None:
        return None
    filed = result.decided_at + timedelta(days=2)
    appeal = appeals.file_appeal(
        result_id=result.pk,
        component="test",
        reason="Екі сұрақтың қазақша мәтіні екі түрлі түсініледі. Жауабымды қайта қарауды сұраймын.",
        at=filed,
        actor=result.sitting.enrolment.user,
    )
    return appeals.pass_on(
        appeal_id=appeal.pk,
        reason="Тест бөлігі бойынша апелляцияны комиссия қарайды.",
        at=filed + timedelta(days=1),
        actor=coordinator.user,
    )
