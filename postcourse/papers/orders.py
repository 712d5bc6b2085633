"""Papers of an order about an enrolment: the extract, the letter to the learner, the list of carried results, the notice
to the employer.

They print what the order froze (EnrolmentOrder.content) and nothing else. The employer reads no mark and no reason.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from people.papers import Block, Facts, Heading, Paper, Paragraph, Signatures, Table

from ..models import EnrolmentOrder
from ..models.orders import Move
from .order_words import CAUSES, ORDERED, TOLD, WORDS

EXTRACT, LETTER, RESULTS, NOTICE = "order", "letter", "results", "employer"


def papers_of(order: EnrolmentOrder) -> list[str]:
    """Which papers the order has, in the order they are shown."""
    found = [EXTRACT, LETTER]
    if order.kind == Move.TRANSFER:
        found.append(RESULTS)
    if order.kind == Move.EXPEL and order.employer_id is not None:
        found.append(NOTICE)
    return found


def may_be_had_by_learner(name: str) -> bool:
    """The notice is the employer's; every other paper is the learner's too."""
    return name != NOTICE


def paper(order: EnrolmentOrder, name: str, *, language: str) -> Paper:
    """A paper of the order in "kk" or "ru". KeyError for one it does not have."""
    if name not in papers_of(order):
        raise KeyError(name)
    return MAKERS[name](order, WORDS[language], language)


# What papers share


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d.%m.%Y}"


def _person(order: EnrolmentOrder) -> str:
    person = order.content["person"]
    return " ".join(part for part in (person["surname"], person["given_name"], person["patronymic"]) if part)


def _number(order: EnrolmentOrder, words: Mapping[str, str]) -> str:
    return words["number"].format(number=order.number, day=f"{order.dated_on:%d.%m.%Y}")


def _title(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("kk") or ""


def _figure(text: str) -> str:
    return text.replace(".", ",")


def _institute(order: EnrolmentOrder, language: str) -> str:
    return _title(order.content["institute"]["name"], language)


def _heads(order: EnrolmentOrder, words: Mapping[str, str], language: str) -> Signatures:
    """Who signs: the head on the day of the order, or the person acting for the head."""
    head = order.content["institute"]["head"]
    position = _title(head["position"], language) or words["head"]
    if head["is_acting"]:
        position += f" ({words['acting']})"
    return Signatures([(position[:1].upper() + position[1:], head["name"])])


def _course(order: EnrolmentOrder, words: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    left, joined = order.content["from"], order.content["to"]
    rows = [
        (words["person"], _person(order)),
        (words["programme"], f"«{_title(left['programme'], language)}»"),
        (words["volume"], words["hours"].format(hours=left["hours"])),
    ]
    if joined is None:
        return [*rows, (words["cohort"], _cohort(left))]
    return [*rows, (words["from"], _cohort(left)), (words["to"], _cohort(joined))]


def _cohort(cohort: Mapping[str, Any]) -> str:
    return f"{cohort['code']} ({_day(cohort['starts_on'])} – {_day(cohort['ends_on'])})"


def _basis(order: EnrolmentOrder, words: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    rows = []
    if order.cause:
        rows.append((words["cause"], CAUSES[language][order.cause]))
    rows.append((words["reason"], order.reason))
    if order.commission:
        rows.append((words["commission"], order.commission))
    if papers := order.content["papers"]:
        rows.append((words["papers"], "\n".join(papers)))
    return rows


# The papers


def _extract(order: EnrolmentOrder, words: Mapping[str, str], language: str) -> Paper:
    """What was ordered, as the head signs it."""
    ordered = ORDERED[language][order.kind].format(**_names(order, language))
    blocks: list[Block] = [
        Paragraph(_institute(order, language)),
        Facts(_course(order, words, language)),
        Heading(words["basis"]),
        Facts(_basis(order, words, language)),
        Heading(words["i_order"]),
        Paragraph(ordered),
    ]
    if order.kind == Move.TRANSFER:
        blocks.append(Paragraph(words["carried_with_order"]))
    blocks.append(_heads(order, words, language))
    return Paper(
        title=words["extract"], subtitle=_number(order, words), language=language, blocks=_printed(blocks)
    )


def _names(order: EnrolmentOrder, language: str) -> dict[str, str]:
    joined = order.content["to"]
    return {
        "person": _person(order),
        "programme": _title(order.content["from"]["programme"], language),
        "cohort": order.content["from"]["code"],
        "to": joined["code"] if joined else "",
        "starts": _day(joined["starts_on"]) if joined else "",
        "commission": order.commission,
        "number": order.number,
        "day": f"{order.dated_on:%d.%m.%Y}",
    }


def _letter(order: EnrolmentOrder, words: Mapping[str, str], language: str) -> Paper:
    """What the order means for the learner: what was decided, what they keep, what is next."""
    names = _names(order, language)
    blocks: list[Block] = [
        Facts(_course(order, words, language)),
        Paragraph(TOLD[language][order.kind].format(**names)),
        *_earned(order, words, language, with_marker=False),
    ]
    if order.kind in {Move.TRANSFER, Move.INTERRUPT, Move.RESUME} and order.content["due"]:
        due = "\n".join(f"– {_title(row['title'], language)}" for row in order.content["due"])
        blocks += [Heading(words["due"]), Paragraph(due)]
    blocks += [Paragraph(words["questions"]), _heads(order, words, language)]
    return Paper(
        title=words["letter"], subtitle=_number(order, words), language=language, blocks=_printed(blocks)
    )


def _earned(
    order: EnrolmentOrder, words: Mapping[str, str], language: str, *, with_marker: bool
) -> list[Block]:
    """Marks and topics as the order froze them, each with its own day."""
    content = order.content
    blocks: list[Block] = []
    if content["carried"]:
        head = [words["component"], words["points"], words["maximum"], words["released"]]
        rows = [
            [
                _title(row["title"], language),
                _figure(row["value"]),
                _figure(row["maximum"]),
                _day(row["released_on"]),
                *([row["marker"] or words["test"]] if with_marker else []),
            ]
            for row in content["carried"]
        ]
        title = words["carried"] if order.kind == Move.TRANSFER else words["kept"]
        columns = [*head, words["marker"]] if with_marker else head
        blocks += [Heading(title), Table(columns, rows, numeric=frozenset({1, 2}))]
    hours = words["topics"].format(count=len(content["studied"]), hours=content["hours"])
    return [*blocks, Paragraph(hours)]


def _results(order: EnrolmentOrder, words: Mapping[str, str], language: str) -> Paper:
    """What the other cohort counts: every carried mark with its date and marker, the topics studied, what is due."""
    content = order.content
    blocks: list[Block] = [
        Paragraph(_institute(order, language)),
        Facts([*_course(order, words, language), (words["by_order"], _number(order, words))]),
        *_earned(order, words, language, with_marker=True),
    ]
    if content["studied"]:
        rows = [
            [row["number"], _title(row["title"], language), str(row["hours"]), _day(row["on"])]
            for row in content["studied"]
        ]
        head = [words["topic_number"], words["topic"], words["topic_hours"], words["studied_on"]]
        blocks += [Heading(words["studied"]), Table(head, rows, numeric=frozenset({2}))]
    due = "\n".join(f"– {_title(row['title'], language)}" for row in content["due"]) or words["nothing_due"]
    blocks += [Heading(words["due"]), Paragraph(due), _heads(order, words, language)]
    return Paper(
        title=words["results"], subtitle=_number(order, words), language=language, blocks=_printed(blocks)
    )


def _notice(order: EnrolmentOrder, words: Mapping[str, str], language: str) -> Paper:
    """To the employer: who, from what, by which order and decision. No mark, no reason."""
    employer = order.content["employer"]
    told = words["to_employer"].format(**_names(order, language), position=employer["position"])
    blocks: list[Block] = [
        Facts(
            [
                (words["addressee"], _title(employer["name"], language)),
                (words["bin"], employer["bin"]),
            ]
        ),
        Paragraph(told),
        Facts(
            [
                (words["by_order"], _number(order, words)),
                (words["commission"], order.commission),
            ]
        ),
        Paragraph(words["again"]),
        _heads(order, words, language),
    ]
    return Paper(
        title=words["notice"],
        subtitle=_institute(order, language),
        language=language,
        blocks=_printed(blocks),
    )


def _printed(blocks: list[Block]) -> list[Block]:
    """Without what is empty: an institute that is not entered prints no line."""
    return [block for block in blocks if not (isinstance(block, Paragraph) and not block.text)]


MAKERS: Mapping[str, Callable[[EnrolmentOrder, Mapping[str, str], str], Paper]] = {
    EXTRACT: _extract,
    LETTER: _letter,
    RESULTS: _results,
    NOTICE: _notice,
}
