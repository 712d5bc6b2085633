"""A support plan that is complete and tells nobody's name, and the work that carries it."""

from copy import deepcopy

from assessments.models import Submission
from assessments.services.work import plans, work
from tests.factories import NOW

SEEN = {
    "when": "Дүйсенбі, 2-сабақ",
    "where": "Сынып бөлмесі",
    "seen": "Үш рет орнынан тұрды",
    "often": "20 минутта 3 рет",
}
PLAN = {
    "child": {"code": "Оқушы А", "age": "7-8", "stage": "primary"},
    "strengths": {"strengths": "Қысқа сөйлемді дауыстап оқиды", "interests": "Пойыздар"},
    "observations": {
        "seen": [SEEN] * 5,
        "abc": [
            {
                "before": "Қоңырау соғылды",
                "behaviour": "Құлағын басты",
                "after": "Дәлізге шықты",
                "function": "Шудан қашу",
            }
        ],
    },
    "needs": {"pairs": [{"need": "Тыныш орын", "barrier": "Дәліздегі шу"}]},
    "advice": {"pmpc": "Көрнекі кесте", "pps": "Сенсорлық үзіліс"},
    "goals": {
        "goals": [
            {
                "who": "Оқушы А",
                "condition": "Қоңырау алдында",
                "action": "Құлаққап сұрайды",
                "criterion": "5 жағдайдың 4-еуінде",
                "until": "15.04.2026",
                "measured": "Бақылау парағы",
            }
        ]
    },
    "tools": {
        "tools": [
            {"tool": "Карточка", "need": "Тыныш орын", "why": "Сөзсіз сұрайды", "fading": "Ишара қалады"}
        ]
    },
    "roles": {"roles": [{"who": "Педагог-ассистент", "what": "Карточканы береді", "when": "Күн сайын"}]},
    "monitoring": {
        "recorded": "Сұрау саны",
        "sheet": "Динамика парағы",
        "reviewed": "Ай соңында",
        "points": [{"when": "1-апта", "measure": "0"}, {"when": "4-апта", "measure": "4"}],
    },
    "reflection": {"changed": "Дәлізге шығу азаяды", "next": "Ишараға көшу"},
    "literature": {"sources": "Петрова Н. А. Инклюзия. – Алматы, 2019."},
}


def plan(**sections) -> dict:
    """A copy of the sample with some sections in place of its own."""
    return deepcopy(PLAN) | sections


def open_plan(sitting, *, key: str = "final_work", **sections) -> Submission:
    """A draft with the sample plan, saved through the service."""
    actor = sitting.enrolment.user
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key=key, at=NOW, actor=actor)
    return plans.save_plan(
        submission_id=submission.pk, plan=plan(**sections), revision=submission.revision, at=NOW, actor=actor
    )


def hand_in_plan(sitting, **sections) -> Submission:
    submission = open_plan(sitting, **sections)
    return work.submit_work(submission_id=submission.pk, at=NOW, actor=sitting.enrolment.user, nameless=True)
