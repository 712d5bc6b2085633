"""A programme as the paper that is agreed: ten sections in the order of the rules, from what stands in the site now.

Source of the order: the rules of developing programmes of teachers' courses (orders No. 175 of 2020 and No. 384 of 2022).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import translation

from people.papers import Block, Facts, Heading, Paper, Paragraph, Table

from ..kit.reader import kit
from ..models import EditionModule, GlossaryTerm, ProgrammeEdition, Reference
from ..pages import ProgrammePage, TopicPage
from ..rules import hours
from . import parts
from .words import WORDS

KINDS = ("lecture", "practice", "self_study", "final")
MATERIALS = {
    "figures": {"figure"},
    "cases": {"case"},
    "tasks_count": {"task", "self_study", "reflection"},
    "questions": {"control_question", "bank_question"},
    "media": {"video", "audio", "download", "embedded"},
}


@dataclass
class Programme:
    """All that the paper is made of, in one language (seven queries whatever the programme's size)."""

    edition: ProgrammeEdition
    language: str
    modules: Sequence[EditionModule]
    page: ProgrammePage | None
    topics: Mapping[str, TopicPage]
    terms: Sequence[GlossaryTerm]
    works: Sequence[Reference]
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The kinds of hours that the table shows: those any topic has, lecture and practice always."""
        topics = [topic for module in self.modules for topic in module.topics.all()]
        return [kind for kind in KINDS if kind in KINDS[:2] or any(getattr(topic, kind) for topic in topics)]


def programme_paper(edition: ProgrammeEdition, *, language: str) -> Paper:
    """The programme in "kk" or "ru", as its published pages, glossary, literature and scheme stand now."""
    with translation.override(language):  # numbers are written as the language writes them
        return _paper(_read(edition, language))


def _paper(it: Programme) -> Paper:
    words, edition, language = it.words, it.edition, it.language
    sections = (
        _provisions,
        _glossary,
        _subjects,
        _aims,
        _structure,
        _organisation,
        _materials,
        _assessment,
        _support,
        _literature,
    )
    blocks: list[Block] = []
    for number, (title, section) in enumerate(zip(words["sections"].split("|"), sections, strict=True), 1):
        blocks += [Heading(f"{number}. {title}"), *section(it)]
    title = edition.title_in(language)
    return Paper(
        title=words["name"].format(title=title.strip('«»"')),
        subtitle=words["kind"].format(hours=edition.total_hours, code=edition.code, number=edition.number),
        language=language,
        blocks=blocks,
    )


def _read(edition: ProgrammeEdition, language: str) -> Programme:
    code = edition.code
    live = {"live": True, "locale__language_code": language}
    return Programme(
        edition=edition,
        language=language,
        modules=list(edition.modules.prefetch_related("topics")),
        page=ProgrammePage.objects.filter(key=code, **live).first(),
        topics={page.key: page for page in TopicPage.objects.filter(key__startswith=f"{code}.", **live)},
        terms=sorted(
            GlossaryTerm.objects.filter(programme_code=code),
            key=lambda term: getattr(term, language).casefold(),
        ),
        works=list(Reference.objects.filter(programme_code=code)),
        words=WORDS[language],
    )


def _lines(rows: Sequence[str], *, before: str = "") -> list[Block]:
    """A list, a line each, under the words that introduce it; nothing where it is empty."""
    listed = [f"– {row}" for row in rows if row]
    return [Paragraph("\n".join([before, *listed] if before else listed))] if listed else []


def _facts(rows: Sequence[tuple[str, str]]) -> list[Block]:
    filled = [(label, value) for label, value in rows if value]
    return [Facts(filled)] if filled else []


def _provisions(it: Programme) -> list[Block]:
    words, edition = it.words, it.edition
    return _facts(
        [
            (words["basis"], edition.legal_basis_ru if it.language == "ru" else edition.legal_basis_kk),
            (words["audience"], it.page.audience if it.page else ""),
            (words["volume"], words["hours"].format(hours=edition.total_hours)),
            (words["form"], ", ".join(words.get(one, one) for one in edition.formats)),
            (words["languages"], words["both"]),
            (words["agreed"], words["is_agreed" if edition.is_agreed else "not_agreed"]),
        ]
    )


def _glossary(it: Programme) -> list[Block]:
    if not it.terms:
        return [Paragraph(it.words["empty"])]
    rows = [[getattr(term, it.language), getattr(term, f"definition_{it.language}")] for term in it.terms]
    return [Table([it.words["term"], it.words["definition"]], rows)]


def _subjects(it: Programme) -> list[Block]:
    blocks: list[Block] = []
    for module in it.modules:
        rows = [f"{topic.number} {topic.title_in(it.language)}" for topic in module.topics.all()]
        blocks.append(Paragraph("\n".join([f"{module.number}. {module.title_in(it.language)}", *rows])))
    return blocks


def _aims(it: Programme) -> list[Block]:
    words = it.words
    blocks: list[Block] = []
    if it.page:
        blocks += _facts([(words["aim"], it.page.summary)])
    tasks = [
        f"{module.number}. {module.title_in(it.language)}: {'; '.join(results)}."
        for module in it.modules
        if (results := [one[it.language] for one in module.results if one.get(it.language)])
    ]
    if tasks:
        blocks.append(Paragraph("\n".join([f"{words['tasks']}:", *tasks])))
    if it.page:
        blocks += _lines(it.page.you_will_be_able, before=words["results"])
    return blocks


def _structure(it: Programme) -> list[Block]:
    words = it.words
    blocks: list[Block] = [Paragraph(words["plan"]), _plan(it), Paragraph(words["content"])]
    for module in it.modules:
        for topic in module.topics.all():
            title = f"{topic.number} {topic.title_in(it.language)}"
            page = it.topics.get(topic.key)
            if page is None:
                blocks.append(Paragraph(f"{title}\n{words['no_page']}"))
                continue
            blocks.append(Paragraph(f"{title}\n{words['topic_aim'].format(aim=page.aim)}"))
            blocks += _lines(page.outcomes, before=words["topic_results"])
    return blocks


def _hour(value: int) -> str:
    return str(value) if value else "–"


def _plan(it: Programme) -> Table:
    words, columns = it.words, it.columns
    rows = []
    totals: Counter[str] = Counter()
    for module in it.modules:
        topics = list(module.topics.all())
        of_module = {kind: sum(getattr(topic, kind) for topic in topics) for kind in columns}
        totals.update(of_module)
        rows.append(
            [
                str(module.number),
                module.title_in(it.language),
                *(_hour(of_module[kind]) for kind in columns),
                str(module.hours),
            ]
        )
        rows += [
            [
                topic.number,
                topic.title_in(it.language),
                *(_hour(getattr(topic, kind)) for kind in columns),
                str(topic.hours),
            ]
            for topic in topics
        ]
    rows.append(["", words["total"], *(_hour(totals[kind]) for kind in columns), str(it.edition.total_hours)])
    head = [words["no"], words["topic"], *(words[kind] for kind in columns), words["all"]]
    return Table(head, rows, numeric=frozenset(range(2, len(head))))


def _split(figures: Mapping[str, int], words: Mapping[str, str]) -> str:
    return ", ".join(f"{words[kind].lower()} – {figures[kind]}" for kind in KINDS if figures.get(kind))


def _organisation(it: Programme) -> list[Block]:
    words, edition = it.words, it.edition
    parameters = edition.parameters
    totals: Counter[str] = Counter()
    for module in it.modules:
        for topic in module.topics.all():
            totals.update({kind: getattr(topic, kind) for kind in KINDS})
    least, most = parameters.get("group_min"), parameters.get("group_max")
    group = words["between"].format(least=least, most=most) if least and most and most > 1 else ""
    blocks: list[Block] = [Paragraph(words["how"])]
    blocks += _facts([(words["by_kind"], _split(totals, words)), (words["groups"], group)])
    if hours.split_conflict(_table(it), declared=edition.declared_split):
        blocks.append(Paragraph(words["declared"].format(split=_split(edition.declared_split, words))))
    return blocks


def _table(it: Programme) -> tuple[hours.ModuleHours, ...]:
    return tuple(
        hours.ModuleHours(
            module.number,
            module.hours,
            tuple(
                hours.TopicHours(topic.key, topic.lecture, topic.practice, topic.self_study, topic.final)
                for topic in module.topics.all()
            ),
        )
        for module in it.modules
    )


def _materials(it: Programme) -> list[Block]:
    words = it.words
    rows = []
    for module in it.modules:
        for topic in module.topics.all():
            page = it.topics.get(topic.key)
            kinds = Counter(one["type"] for one in page.body.raw_data) if page else Counter()
            counts = [str(sum(kinds[kind] for kind in of) or "–") for of in MATERIALS.values()]
            rows.append([topic.number, topic.title_in(it.language), *counts])
    head = [words["no"], words["topic"], *(words[name] for name in MATERIALS)]
    forms = dict.fromkeys(
        form.wordings[it.language].title
        for module in it.modules
        for topic in module.topics.all()
        for form in kit().for_topic(topic.key)
    )
    return [
        Paragraph(words["materials"]),
        Table(head, rows, numeric=frozenset(range(2, len(head)))),
        *_lines(list(forms), before=f"{words['forms']}:"),
    ]


def _assessment(it: Programme) -> list[Block]:
    blocks = _lines(it.page.how_assessed if it.page else [], before=it.words["how_assessed"])
    return [*blocks, *(parts.assessment(it.edition, it.language) or [Paragraph(it.words["no_scheme"])])]


def _support(it: Programme) -> list[Block]:
    words, parameters = it.words, it.edition.parameters
    return [
        *_lines(it.page.you_receive if it.page else [], before=words["you_receive"]),
        Paragraph(words["support"]),
        *_facts(
            [
                (words["valid"], str(parameters.get("certificate_years") or "")),
                (words["mentoring"], str(parameters.get("mentoring_months") or "")),
                (words["again"], str(parameters.get("reassessments_per_year") or "")),
            ]
        ),
    ]


def _literature(it: Programme) -> list[Block]:
    """As printed, numbered within its kind."""
    blocks: list[Block] = []
    for kind in ("main", "additional"):
        works = [work for work in it.works if work.kind == kind]
        lines = [f"{number}. {getattr(work, it.language)}" for number, work in enumerate(works, 1)]
        if lines:
            blocks.append(Paragraph("\n".join([f"{it.words[kind]}:", *lines])))
    return blocks or [Paragraph(it.words["empty"])]
