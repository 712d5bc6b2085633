"""The protocol of a defence session as a paper: commission, order, topics, questions, notes, signatures.

Its words stand here in both languages, for it is printed in the cohort's language whatever the reader's.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone, translation

from people.models import User
from people.papers import Facts, Heading, Paper, Paragraph, Signatures, Table
from people.papers.paper import Block

from ..models import DefenceSession, DefenceSlot
from ..services.defence.slots import Turn, turns_of

WORDS: Mapping[str, Mapping[str, str]] = {
    "kk": {
        "title": "Қорғау отырысының хаттамасы",
        "number": "№ {number}",
        "draft": "Жоба: отырыс әлі жабылған жоқ",
        "cancelled": "Отырыс өткізілген жоқ",
        "programme": "Бағдарлама",
        "cohort": "Ағым",
        "work": "Қорғалатын жұмыс",
        "held": "Күні мен уақыты",
        "place": "Өткізілген орны",
        "chair": "Төраға",
        "members": "Комиссия мүшелері",
        "member": "Комиссия мүшесі",
        "secretary": "Хатшы",
        "order": "Қорғау тәртібі",
        "place_in_order": "Р/с",
        "time": "Уақыты",
        "who": "Қорғаушы",
        "topic": "Тақырыбы",
        "people": "Қатысушылар",
        "plan": "Жеке қолдау жоспары",
        "asked_by": "Кім сұрады",
        "question": "Сұрақ",
        "answer": "Жауап",
        "no_questions": "Сұрақ қойылған жоқ.",
        "not_given": "Сұрақтар мен жауаптарды жоспардың емтихан алушылары мен үйлестіруші ғана оқиды.",
        "note": "Ескерту",
        "absent": "Қорғауға келмеді.",
        "not_begun": "Қорғау әлі басталған жоқ.",
        "group": "{number}-топ",
        "signatures": "Қолдары",
    },
    "ru": {
        "title": "Протокол заседания по защите",
        "number": "№ {number}",
        "draft": "Проект: заседание ещё не закрыто",
        "cancelled": "Заседание не состоялось",
        "programme": "Программа",
        "cohort": "Поток",
        "work": "Защищаемая работа",
        "held": "Дата и время",
        "place": "Место проведения",
        "chair": "Председатель",
        "members": "Члены комиссии",
        "member": "Член комиссии",
        "secretary": "Секретарь",
        "order": "Порядок защиты",
        "place_in_order": "№",
        "time": "Время",
        "who": "Кто защищает",
        "topic": "Тема",
        "people": "Участники",
        "plan": "Индивидуальный план поддержки",
        "asked_by": "Кто спросил",
        "question": "Вопрос",
        "answer": "Ответ",
        "no_questions": "Вопросов не было.",
        "not_given": "Вопросы и ответы читают только экзаменаторы этого плана и координатор.",
        "note": "Примечание",
        "absent": "На защиту не явились.",
        "not_begun": "Защита ещё не началась.",
        "group": "Группа {number}",
        "signatures": "Подписи",
    },
}


def protocol(session: DefenceSession, *, language: str, reader: User | None = None) -> Paper:
    """The session's paper in "kk" or "ru"; before it is closed the subtitle says that it is a draft.

    Of a support plan it names the author alone, never what the plan is called; what was said of a plan that the reader
    may not read is left out, and the paper says so.
    """
    words = WORDS[language]
    with translation.override(language):
        turns = turns_of(session, reader=reader)
        work = session.assignment.title
        programme = session.cohort.edition.title_in(language)
    facts = [
        (words["programme"], programme),
        (words["cohort"], session.cohort.code),
        (words["work"], work),
        (words["held"], _moment(session.starts_at)),
        (words["place"], session.place),
        (words["chair"], session.chair),
        (words["members"], ", ".join(session.members)),
        (words["secretary"], session.secretary),
    ]
    blocks: list[Block] = [Facts([row for row in facts if row[1]])]
    if turns:
        head = [words["place_in_order"], words["time"], words["who"], words["topic"]]
        blocks.append(Heading(words["order"]))
        blocks.append(Table(head=head, rows=[_line(turn, session, words) for turn in turns]))
    for turn in turns:
        blocks += _told(turn, session, words)
    blocks.append(Heading(words["signatures"]))
    signed = [(words["chair"], session.chair), *((words["member"], name) for name in session.members)]
    blocks.append(Signatures([*signed, (words["secretary"], session.secretary)]))
    return Paper(title=words["title"], language=language, blocks=blocks, subtitle=_subtitle(session, words))


def _subtitle(session: DefenceSession, words: Mapping[str, str]) -> str:
    if session.status == DefenceSession.Status.HELD:
        return words["number"].format(number=session.protocol_number)
    return words["cancelled"] if session.status == DefenceSession.Status.CANCELLED else words["draft"]


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M}"


def _who(slot: DefenceSlot, people: tuple[str, ...], words: Mapping[str, str]) -> str:
    return words["group"].format(number=slot.group.number) if slot.group is not None else "".join(people)


def _topic(turn: Turn, session: DefenceSession, words: Mapping[str, str]) -> str:
    return words["plan"] if session.assignment.is_support_plan else turn.topic


def _line(turn: Turn, session: DefenceSession, words: Mapping[str, str]) -> list[str]:
    begins = turn.slot.began_at or turn.begins
    return [
        str(turn.slot.order),
        f"{timezone.localtime(begins):%H:%M}",
        _who(turn.slot, turn.people, words),
        _topic(turn, session, words),
    ]


def _told(turn: Turn, session: DefenceSession, words: Mapping[str, str]) -> list[Block]:
    """What happened in one turn."""
    slot = turn.slot
    blocks: list[Block] = [Heading(f"{slot.order}. {_who(slot, turn.people, words)}")]
    if slot.group is not None and turn.people:
        blocks.append(Facts([(words["people"], ", ".join(turn.people))]))
    if slot.is_absent:
        blocks.append(Paragraph(words["absent"]))
    elif slot.began_at is None:
        blocks.append(Paragraph(words["not_begun"]))
    elif not turn.is_readable:
        blocks.append(Paragraph(words["not_given"]))
    elif questions := list(slot.questions.all()):
        rows = [[one.asked_by, one.text, one.answer] for one in questions]
        blocks.append(Table(head=[words["asked_by"], words["question"], words["answer"]], rows=rows))
    else:
        blocks.append(Paragraph(words["no_questions"]))
    if slot.note and turn.is_readable:
        blocks.append(Facts([(words["note"], slot.note)]))
    return blocks
