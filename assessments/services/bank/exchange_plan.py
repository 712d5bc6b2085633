"""What each row of a file would do to a programme's bank: which question it is, what the two wordings make together."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model

from courses.models import EditionModule, EditionTopic

from ... import items
from ...exchange import LANGUAGES, Row, checks, joining
from ...exchange.rows import SHAPES, Body, is_blank, plain, same
from ...models import Question, QuestionVersion
from . import bank

NEW, CHANGED, COMPLETES, SAME, STOPPED = "new", "changed", "completes", "same", "stopped"
STATES = {
    NEW: gettext_lazy("New question"),
    CHANGED: gettext_lazy("Next version"),
    COMPLETES: gettext_lazy("Completes the other language"),
    SAME: gettext_lazy("Unchanged"),
    STOPPED: gettext_lazy("Cannot be taken in"),
}
USUAL_DIFFICULTY = 2
OUTCOME = QuestionVersion._meta.get_field("outcome").max_length or 0


@dataclass
class PreviewRow:
    """What a row of the file would do. `number`: counted from 1 in the order of the file.

    `stops`: why it cannot be taken in; `faults`: what the draft will still lack; `notes`: what is taken otherwise than
    it stands in the file; `trial`: whether the right answer scores, None where that cannot be tried; `practice`: None
    where the use stays as it is.
    """

    number: int
    place: str
    key: str
    kind: str
    stem: str
    state: str
    languages: list[str]
    question_id: int | None = None
    topic: str = ""
    module: int | None = None
    difficulty: int = USUAL_DIFFICULTY
    outcome: str = ""
    practice: bool | None = None
    body: Body = field(default_factory=dict, repr=False)
    stops: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    trial: bool | None = None
    seen: str = ""

    @property
    def state_words(self) -> str:
        return str(STATES[self.state])

    @property
    def kind_words(self) -> str:
        return str(items.kind(self.kind).title) if self.kind in items.KINDS else self.kind

    @property
    def is_taken(self) -> bool:
        """Importing the file writes something for this row."""
        return self.state in (NEW, CHANGED, COMPLETES)


def modules_by_topic(programme_code: str) -> dict[str, int]:
    """Topic → module, by the newest edition that has the topic, in the programme's order."""
    rows = EditionTopic.objects.filter(module__edition__code=programme_code)
    ordered = rows.order_by("module__edition__number", "module__number", "order")
    return dict(ordered.values_list("key", "module__number"))


def outcomes_of(programme_code: str) -> list[str]:
    """Ids of the modules' learning results."""
    modules = EditionModule.objects.filter(edition__code=programme_code).order_by("edition__number", "number")
    results = modules.values_list("results", flat=True)
    return list(dict.fromkeys(one["id"] for own in results for one in own or [] if one.get("id")))


class Planner:
    """Rows of a file against a programme's bank (a handful of queries however many rows)."""

    def __init__(self, programme_code: str, topic_key: str, rows: list[Row]) -> None:
        self.code, self.topic_key, self.rows = programme_code, topic_key, rows
        self.modules, self.outcomes = modules_by_topic(programme_code), outcomes_of(programme_code)
        self.standing = self._standing()
        self.elsewhere = dict(
            Question.objects.exclude(programme_code=programme_code)
            .filter(key__in=[row.key for row in rows if row.key])
            .values_list("key", "programme_code")
        )
        self.pictures = self._pictures()
        self.shown = self._shown()
        self.prints: dict[tuple[str, str], str] = {}
        self.stems: dict[tuple[str, str], str] = {}
        for key, version in sorted(self.standing.items(), reverse=True):
            self._remember(key, version.kind, version.body)

    def _standing(self) -> dict[str, QuestionVersion]:
        """Key → newest version of every question of the programme."""
        later = QuestionVersion.objects.filter(question=OuterRef("question"), number__gt=OuterRef("number"))
        rows = QuestionVersion.objects.filter(~Exists(later), question__programme_code=self.code)
        return {version.question.key: version for version in rows.select_related("question")}

    def _pictures(self) -> set[int]:
        wanted = {
            row.body[language]["image"]["id"]
            for row in self.rows
            for language in row.languages
            if row.body[language].get("image")
        }
        return (
            set(get_image_model().objects.filter(pk__in=wanted).values_list("pk", flat=True))
            if wanted
            else set()
        )

    def _shown(self) -> set[int]:
        """Practice questions that a row would hand to the tests although their answer has been shown."""
        if all(row.practice is not False for row in self.rows):
            return set()
        practice = [one.question for one in self.standing.values() if one.question.is_practice]
        return bank.shown_in_practice([question.pk for question in practice])

    def _remember(self, key: str, kind: str, body: Body) -> None:
        if kind not in SHAPES:
            return
        for language in LANGUAGES:
            if not is_blank(kind, body, language):
                self.prints[language, joining.fingerprint(kind, body, language)] = key
                self.stems[language, plain(kind, body)[language]["stem"]] = key

    def plan(self) -> list[PreviewRow]:
        seen: dict[str, str] = {}
        found = []
        for number, row in enumerate(self.rows, 1):
            planned = self._plan(row, number)
            name = planned.key or (planned.state == NEW and self._print(row)) or ""
            if name and name in seen and planned.state != STOPPED:
                planned.state = STOPPED
                planned.stops.append(
                    _("The same question stands at “%(place)s” already.") % {"place": seen[name]}
                )
            elif name:
                seen.setdefault(name, row.place)
            found.append(planned)
        return found

    def _print(self, row: Row) -> str:
        language = row.languages[0] if row.languages else ""
        return f"{language}:{joining.fingerprint(row.kind, row.body, language)}" if language else ""

    def _plan(self, row: Row, number: int) -> PreviewRow:
        planned = PreviewRow(
            number=number,
            place=row.place,
            key=row.key,
            kind=row.kind,
            stem=row.stem,
            state=STOPPED,
            languages=row.languages,
            stops=list(row.faults),
            notes=list(row.notes),
        )
        if row.kind in SHAPES and row.kind not in items.KINDS:
            planned.stops.append(_("There is no kind of question called “%(kind)s”.") % {"kind": row.kind})
        if row.key in self.elsewhere:
            planned.stops.append(
                _("The key %(key)s belongs to a question of programme %(programme)s.")
                % {"key": row.key, "programme": self.elsewhere[row.key]}
            )
        if not row.kind or not row.languages or planned.stops:
            return planned
        self._drop_pictures(row, planned)
        version = self._match(row, planned)
        if version is not None and version.kind not in SHAPES:
            planned.stops.append(
                _("There is no kind of question called “%(kind)s”.") % {"kind": version.kind}
            )
            return planned
        self._settle_place(row, version, planned)
        self._settle_use(row, version, planned)
        if not planned.stops:
            self._settle_body(row, version, planned)
        if planned.stops:
            planned.state = STOPPED
        return planned

    def _drop_pictures(self, row: Row, planned: PreviewRow) -> None:
        for language in row.languages:
            image = row.body[language].get("image")
            if image and image["id"] not in self.pictures:
                del row.body[language]["image"]
                planned.notes.append(
                    _("There is no picture %(number)s here, so it is left out.") % {"number": image["id"]}
                )

    def _match(self, row: Row, planned: PreviewRow) -> QuestionVersion | None:
        """The newest version of the row's question, by its key or because it asks just the same."""
        if row.key:
            return self.standing.get(row.key)
        for language in row.languages:
            if key := self.prints.get((language, joining.fingerprint(row.kind, row.body, language))):
                planned.key = key
                return self.standing[key]
        for language in row.languages:
            if key := self.stems.get((language, row.body[language].get("stem", ""))):
                planned.notes.append(
                    _("The question %(key)s has the same text but other answers. Write its key to change it.")
                    % {"key": key}
                )
                break
        return None

    def _settle_place(self, row: Row, version: QuestionVersion | None, planned: PreviewRow) -> None:
        """Topic, module, difficulty and outcome: what the row says, else what stands, else what was chosen."""
        standing = version.question.topic_key if version else self.topic_key
        topic = row.topic or standing
        if row.topic and row.topic not in self.modules and standing:
            planned.notes.append(
                _("The programme has no topic %(topic)s; %(other)s is taken.")
                % {"topic": row.topic, "other": standing}
            )
            topic = standing
        planned.topic = topic
        planned.difficulty = row.difficulty or (version.difficulty if version else USUAL_DIFFICULTY)
        planned.outcome = row.outcome or (version.outcome if version else "")
        if row.outcome and row.outcome not in self.outcomes and (self.outcomes or len(row.outcome) > OUTCOME):
            planned.outcome = version.outcome if version else ""
            planned.notes.append(
                _("The programme has no learning result %(outcome)s, so it is left out.")
                % {"outcome": row.outcome}
            )
        if version and topic == version.question.topic_key:
            planned.module = version.question.module
        elif topic in self.modules:
            planned.module = self.modules[topic]
            if version:
                planned.notes.append(
                    _("The question moves from topic %(old)s to %(new)s.") % {"old": standing, "new": topic}
                )
        else:
            planned.stops.append(
                _("The programme has no topic %(topic)s.") % {"topic": topic}
                if topic
                else _("No topic is named. Write one into the file or choose one for all.")
            )

    def _settle_use(self, row: Row, version: QuestionVersion | None, planned: PreviewRow) -> None:
        """Practice or tests that count, where the row says another use than stands."""
        standing = version.question.is_practice if version else False
        if row.practice is None or row.practice == standing:
            return
        planned.practice = row.practice
        if row.practice:
            planned.notes.append(_("The question is for practice only."))
        elif version and version.question_id in self.shown:
            planned.stops.append(bank.no_way_back(version.question.key))
        else:
            planned.notes.append(_("The question moves from practice to the tests that count."))

    def _settle_body(self, row: Row, version: QuestionVersion | None, planned: PreviewRow) -> None:
        kind, body = row.kind, row.body
        if version is None:
            planned.state, planned.body = NEW, joining.joined(kind, body, None)
        else:
            old = joining.carried(kind, version.kind, version.body)
            planned.state = CHANGED
            if len(row.languages) == 1:
                body = self._one_language(row, version, old, planned)
            if planned.stops:
                return
            planned.body = joining.joined(kind, body, old)
            planned.question_id, planned.seen = version.question_id, version.content_hash
            if version.kind == kind and same(kind, planned.body, joining.joined(kind, version.body, None)):
                self._settle_unchanged(version, planned)
            elif version.kind != kind:
                planned.notes.append(
                    _("The kind changes from “%(old)s” to “%(new)s”.")
                    % {"old": items.kind(version.kind).title, "new": items.kind(kind).title}
                )
        planned.faults = checks.faults(kind, planned.body)
        planned.notes += checks.letters(planned.body)
        planned.trial = checks.trial(kind, planned.body)
        if planned.trial is False:
            planned.faults.append(_("The right answer does not score as right."))

    def _one_language(self, row: Row, version: QuestionVersion, old: Body, planned: PreviewRow) -> Body:
        """The row with the standing names; whether it fills the blank language or changes a written one."""
        (language,) = row.languages
        other = next(one for one in LANGUAGES if one != language)
        body = joining.aligned(row.kind, row.body, old, language)
        if is_blank(version.kind, version.body, other):
            return body
        if is_blank(version.kind, version.body, language):
            planned.state = COMPLETES
            if version.kind != row.kind or joining.disagrees(row.kind, body, old, language):
                planned.stops.append(
                    _(
                        "The text that stands in %(other)s has other answers, or another one is right. "
                        "Make both the same first."
                    )
                    % {"other": other}
                )
        elif not same(row.kind, joining.joined(row.kind, body, old), joining.joined(row.kind, old, None)):
            planned.notes.append(
                _("The %(other)s text stays as it is: see that both still say the same.") % {"other": other}
            )
        return body

    def _settle_unchanged(self, version: QuestionVersion, planned: PreviewRow) -> None:
        """The wording stands already: written as it stands, and nothing to do unless the tags differ."""
        planned.body = version.body
        place = (version.question.topic_key, version.question.module)
        tags = (version.difficulty, version.outcome)
        is_placed = (planned.topic, planned.module) == place and planned.practice is None
        if is_placed and (planned.difficulty, planned.outcome) == tags:
            planned.state = SAME
