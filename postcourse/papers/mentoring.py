"""The mentoring plan on paper, in Kazakh or Russian, with a line for each of the two to sign on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from people.models import User
from people.papers import Block, Facts, Heading, Paper, Paragraph, Signatures, Table

from ..models import MentoringPlan, PlanVersion

WORDS: Mapping[str, Mapping[str, str]] = {
    "kk": {
        "title": "Курстан кейінгі қолдау жоспары",
        "version": "{number}-редакция",
        "draft": "{number}-редакция, әлі келісілмеген",
        "graduate": "Түлек",
        "mentor": "Тәлімгер",
        "no_mentor": "әлі тағайындалмаған",
        "programme": "Бағдарлама",
        "cohort": "Ағым",
        "period": "Қолдау мерзімі",
        "meetings": "Жоспарланған кездесулер саны",
        "agreed": "Келісілген күні",
        "goal": "{number}-мақсат",
        "outcome": "Бағдарламаның нәтижесі",
        "text": "Мақсат",
        "indicators": "Жету көрсеткіштері",
        "activities": "Іс-әрекеттер",
        "evidence": "Дәлелдер",
        "checkpoints": "Аралық талдау күндері",
        "day": "Күні",
        "what": "Не қаралады",
        "note": "Ескертпе",
        "nameless": "Жоспарда баланың аты-жөні мен оны танытатын деректер жазылмайды.",
    },
    "ru": {
        "title": "План посткурсового сопровождения",
        "version": "Редакция {number}",
        "draft": "Редакция {number}, ещё не согласована",
        "graduate": "Выпускник курса",
        "mentor": "Наставник",
        "no_mentor": "ещё не назначен",
        "programme": "Программа",
        "cohort": "Поток",
        "period": "Срок сопровождения",
        "meetings": "Запланировано встреч",
        "agreed": "Согласован",
        "goal": "Цель {number}",
        "outcome": "Результат программы",
        "text": "Цель",
        "indicators": "Показатели достижения",
        "activities": "Действия",
        "evidence": "Подтверждения",
        "checkpoints": "Дни промежуточного разбора",
        "day": "Дата",
        "what": "Что рассматривается",
        "note": "Примечание",
        "nameless": "В плане не указываются имя ребёнка и данные, по которым его можно узнать.",
    },
}


def plan_paper(plan: MentoringPlan, version: PlanVersion, *, mentor: User | None, language: str) -> Paper:
    """One wording of a plan in "kk" or "ru"; what the two wrote stands in the language they wrote it in."""
    words = WORDS[language]
    number = "version" if version.is_agreed else "draft"
    signatures = [(words["graduate"], plan.graduate.full_name)]
    signatures.append((words["mentor"], mentor.full_name if mentor else ""))
    return Paper(
        title=words["title"],
        subtitle=words[number].format(number=version.number),
        language=language,
        blocks=[
            Facts(_head(plan, version, mentor, words, language)),
            *_content(version.content, words),
            Paragraph(words["nameless"]),
            Signatures(signatures),
        ],
    )


def _head(
    plan: MentoringPlan, version: PlanVersion, mentor: User | None, words: Mapping[str, str], language: str
) -> list[tuple[str, str]]:
    cohort = plan.enrolment.cohort
    found = [
        (words["graduate"], plan.graduate.full_name),
        (words["mentor"], mentor.full_name if mentor else words["no_mentor"]),
        (words["programme"], cohort.edition.title_in(language)),
        (words["cohort"], cohort.code),
        (words["period"], f"{_day(plan.starts_on)} – {_day(plan.ends_on)}"),
        (words["meetings"], str(plan.planned_meetings)),
    ]
    given = [at for at in (version.graduate_agreed_at, version.mentor_agreed_at) if at is not None]
    if version.is_agreed:
        found.append((words["agreed"], _day(timezone.localdate(max(given)))))
    return found


def _content(content: Mapping[str, Any], words: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    for number, goal in enumerate(content["goals"], 1):
        blocks.append(Heading(words["goal"].format(number=number)))
        rows = [(words["text"], goal["goal"])]
        rows += [(words[name], goal[name]) for name in ("outcome", "indicators", "activities", "evidence")]
        blocks.append(Facts([row for row in rows if row[1]]))
    if content["checkpoints"]:
        rows_of_days = [[_iso(point["on"]), point["what"]] for point in content["checkpoints"]]
        blocks += [Heading(words["checkpoints"]), Table([words["day"], words["what"]], rows_of_days)]
    if content["note"]:
        blocks += [Heading(words["note"]), Paragraph(content["note"])]
    return blocks


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _iso(text: str) -> str:
    try:
        return _day(date.fromisoformat(text))
    except ValueError:
        return text
