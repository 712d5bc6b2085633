"""A programme in one picture, read with the same number of queries for any size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from assessments.models import QuestionVersion
from cms.review.reading import roles_of_steps
from courses.agreeing import LANGUAGES, fields_of
from courses.models import EditionModule, EditionTopic, ProgrammeEdition
from courses.pages import TopicPage
from courses.translating.reading import overview
from courses.translating.rules.alignment import BOTH, CHANGED

from . import rules, words


@dataclass
class Questions:
    """Questions of a topic or an outcome: with a version that may be drawn, and those that are only written."""

    ready: int = 0
    draft: int = 0

    @property
    def total(self) -> int:
        return self.ready + self.draft


@dataclass(frozen=True)
class LessonCell:
    """A lesson in one language. `state`: a key of words.STATES; `editor`, `preview`: addresses, empty without a page."""

    language: str
    state: str
    completeness: rules.Completeness
    title: str = ""
    editor: str = ""
    address: str = ""

    @property
    def percent(self) -> int:
        return self.completeness.percent

    @property
    def tone(self) -> str:
        return words.TONES[self.state]


@dataclass(frozen=True)
class TopicRow:
    topic: EditionTopic
    cells: tuple[LessonCell, ...]
    questions: Questions

    @property
    def is_ready(self) -> bool:
        return all(
            cell.completeness.is_whole and cell.state in {"published", "agreed"} for cell in self.cells
        )


@dataclass(frozen=True)
class Outcome:
    """A result of learning that the programme names, with its questions; `text_kk`, `text_ru` as in the edition."""

    key: str
    text_kk: str
    text_ru: str
    questions: Questions


@dataclass(frozen=True)
class ModuleRow:
    module: EditionModule
    topics: tuple[TopicRow, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class Board:
    """`without_outcome`: questions that name no outcome of the edition."""

    edition: ProgrammeEdition
    modules: tuple[ModuleRow, ...]
    without_outcome: Questions
    agreed: int | None = None
    states: Mapping[str, int] = field(default_factory=dict)

    @property
    def topics(self) -> list[TopicRow]:
        return [topic for module in self.modules for topic in module.topics]

    @property
    def ready(self) -> int:
        return sum(topic.is_ready for topic in self.topics)

    @property
    def questions(self) -> Questions:
        found = Questions(self.without_outcome.ready, self.without_outcome.draft)
        for module in self.modules:
            for outcome in module.outcomes:
                found.ready += outcome.questions.ready
                found.draft += outcome.questions.draft
        return found

    @property
    def next(self) -> tuple[TopicRow, LessonCell] | None:
        """The lesson to go on with: the first in the programme's order that lacks something."""
        for topic in self.topics:
            for cell in topic.cells:
                if not cell.completeness.is_whole:
                    return topic, cell
        return None


def board(edition: ProgrammeEdition) -> Board:
    """Everything the board shows of an edition."""
    modules = list(edition.modules.prefetch_related("topics"))
    keys = [topic.key for module in modules for topic in module.topics.all()]
    pages = {
        (page.key, page.locale.language_code): page
        for page in TopicPage.objects.filter(key__in=keys).select_related("locale")
    }
    fields = {place: fields_of(page) for place, page in pages.items()}
    reviews = _reviews(pages.values())
    agreed = edition.agreed_versions.order_by("-number").first()
    by_topic, by_outcome = _questions(edition.code)
    known = {result.get("id") for module in modules for result in module.results}
    changed = _changed_since(edition.code)
    loose = Questions()
    for key, found in by_outcome.items():
        if key not in known:
            loose.ready, loose.draft = loose.ready + found.ready, loose.draft + found.draft

    def cell(topic: EditionTopic, language: str) -> LessonCell:
        page = pages.get((topic.key, language))
        if page is None:
            return LessonCell(language, "none", rules.Completeness(0, 1, ("page",)))
        own = fields[topic.key, language]
        other = fields.get((topic.key, "ru" if language == "kk" else "kk"))
        facts = rules.facts_of(
            own,
            is_translated=other is not None
            and rules.same_structure(own, other)
            and (topic.key, language) not in changed,
        )
        stands = agreed.content["pages"].get(language, {}).get(topic.key) if agreed else None
        return LessonCell(
            language=language,
            state=rules.state(
                is_live=page.live,
                has_draft=page.has_unpublished_changes,
                review=reviews.get(page.pk, ""),
                is_agreed=stands == own,
            ),
            completeness=rules.completeness(
                facts, lecture=topic.lecture, practice=topic.practice, final=topic.final
            ),
            title=page.title,
            editor=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )

    rows = tuple(
        ModuleRow(
            module=module,
            topics=tuple(
                TopicRow(
                    topic=topic,
                    cells=tuple(cell(topic, language) for language in LANGUAGES),
                    questions=by_topic[topic.key],
                )
                for topic in module.topics.all()
            ),
            outcomes=tuple(
                Outcome(
                    result.get("id", ""),
                    result.get("kk", ""),
                    result.get("ru", ""),
                    by_outcome[result.get("id", "")],
                )
                for result in module.results
            ),
        )
        for module in modules
    )
    return Board(
        edition=edition,
        modules=rows,
        without_outcome=loose,
        agreed=agreed.number if agreed else None,
        states=_counted(rows),
    )


def _changed_since(code: str) -> set[tuple[str, str]]:
    """Pages (key, language) whose original was changed after they had been translated."""
    return {
        (page.key, language)
        for language in LANGUAGES
        for page in overview(code, to=language)
        if page.states.get(CHANGED) or page.states.get(BOTH)
    }


def _counted(modules: Iterable[ModuleRow]) -> dict[str, int]:
    """How many lessons stand where, in the order of words.STATES; what none is in is left out."""
    found = dict.fromkeys(words.STATES, 0)
    for module in modules:
        for topic in module.topics:
            for cell in topic.cells:
                found[cell.state] += 1
    return {state: count for state, count in found.items() if count}


def _reviews(pages: Iterable[TopicPage]) -> dict[int, str]:
    """Of each page under review the role that reads now, or "given_back"; two queries."""
    flows = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
        current_task_state__isnull=False,
    )
    roles = roles_of_steps()
    return {
        int(object_id): "given_back"
        if status == WorkflowState.STATUS_NEEDS_CHANGES
        else roles.get(task_id, "")
        for object_id, status, task_id in flows.values_list(
            "object_id", "status", "current_task_state__task_id"
        )
    }


def _questions(code: str) -> tuple[defaultdict[str, Questions], defaultdict[str, Questions]]:
    """Questions by topic and by outcome; each counts once: as ready where a version is, else by its draft. One query."""
    versions: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows = QuestionVersion.objects.filter(question__programme_code=code).exclude(status="retired")
    for question_id, topic_key, outcome, status in rows.order_by("question_id", "-number").values_list(
        "question_id", "question__topic_key", "outcome", "status"
    ):
        versions[question_id].append((status, topic_key, outcome))
    by_topic: defaultdict[str, Questions] = defaultdict(Questions)
    by_outcome: defaultdict[str, Questions] = defaultdict(Questions)
    for found in versions.values():
        ready = next((row for row in found if row[0] == "ready"), None)
        _status, topic_key, outcome = ready or found[0]
        for counted in (by_topic[topic_key], by_outcome[outcome]):
            if ready:
                counted.ready += 1
            else:
                counted.draft += 1
    return by_topic, by_outcome


# The picture

WIDTH, LABEL, TILE, GAP = 960, 30, 62, 14


@dataclass(frozen=True)
class Tile:
    """A topic in the drawing: as wide as its hours; two bars, Kazakh above Russian."""

    x: float
    y: float
    width: float
    row: TopicRow
    bars: tuple[tuple[float, float, LessonCell], ...]

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Band:
    """A module in the drawing."""

    y: float
    row: ModuleRow
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    bands: tuple[Band, ...]


def picture(modules: Iterable[ModuleRow]) -> Picture:
    """Modules one under the other, on one scale of hours; a tile's bars are as long as its lesson is complete."""
    modules = tuple(modules)
    longest = max((sum(row.topic.hours for row in module.topics) for module in modules), default=0) or 1
    most = max((len(module.topics) for module in modules), default=0)
    scale = (WIDTH - GAP * most) / longest
    bands = []
    for place, module in enumerate(modules):
        y = place * (LABEL + TILE + GAP)
        x, tiles = 0.0, []
        for row in module.topics:
            width = round(max(row.topic.hours, 1) * scale, 1)
            inner = width - 34  # what the drawing leaves for the mark at the end
            bars = tuple(
                (round(inner * cell.percent / 100, 1), y + LABEL + 26 + 16 * line, cell)
                for line, cell in enumerate(row.cells)
            )
            tiles.append(Tile(round(x, 1), y + LABEL, width, row, bars))
            x += width + 6
        bands.append(Band(y, module, tuple(tiles)))
    return Picture(WIDTH, max(1, len(modules) * (LABEL + TILE + GAP)), tuple(bands))
