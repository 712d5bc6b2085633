"""Which questions a list shows: the newest wording of each, narrowed by what was asked for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.models import User

from ... import items
from ...models import AttemptItem, QuestionReview, QuestionVersion
from . import places

LANGUAGES = ("kk", "ru")
# How often a question was shown, as lists group it: from, up to.
SHOWN = {"never": (0, 0), "some": (1, 20), "often": (21, 100), "very": (101, None)}


class AllTexts(Func):
    """Every text inside a JSON column in one, as it is read: SQLite keeps other letters than Latin ones as numbers."""

    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "(SELECT group_concat(atom, char(10)) FROM json_tree(%(expressions)s) WHERE type = 'text')"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = (
            "(SELECT string_agg(found.one #>> '{}', chr(10)) FROM"
            " jsonb_path_query(%(expressions)s, 'strict $.**') AS found(one)"
            " WHERE jsonb_typeof(found.one) = 'string')"
        )
        return self.as_sql(compiler, connection, template=template, **extra)


def newest() -> QuerySet[QuestionVersion]:
    """The newest version of each question, with `shown`: how often learners got the question in any wording."""
    later = QuestionVersion.objects.filter(question=OuterRef("question"), number__gt=OuterRef("number"))
    shown = (
        AttemptItem.objects.filter(version__question=OuterRef("question"))
        .order_by()
        .values("version__question")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return QuestionVersion.objects.filter(~Exists(later)).annotate(
        shown=Coalesce(Subquery(shown, output_field=IntegerField()), 0)
    )


def _last_verdict() -> Subquery:
    reviews = QuestionReview.objects.filter(version=OuterRef("pk")).order_by("-at", "-pk")
    return Subquery(reviews.values("verdict")[:1])


ANY = ("", _("Any"))


class FilterForm(forms.Form):
    """What the list is narrowed by. An unknown value narrows nothing."""

    q = forms.CharField(label=_("Search in Kazakh and Russian"), required=False, max_length=200)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    module = forms.ChoiceField(label=_("Module"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ANY,
            ("ready", _("Ready for papers")),
            ("draft", _("Draft is the newest")),
            ("retired", _("Retired")),
        ],
    )
    difficulty = forms.ChoiceField(
        label=_("Difficulty"),
        required=False,
        choices=[ANY, ("1", _("1, easy")), ("2", _("2, medium")), ("3", _("3, hard"))],
    )
    use = forms.ChoiceField(
        label=_("Used in"),
        required=False,
        choices=[ANY, ("0", _("Tests that count")), ("1", _("Practice only"))],
    )
    review = forms.ChoiceField(
        label=_("Review"),
        required=False,
        choices=[
            ANY,
            ("mine", _("Waits for me")),
            ("none", _("Draft that nobody has read")),
            ("rework", _("Needs another look")),
            ("approve", _("Can be used")),
        ],
    )
    language = forms.ChoiceField(
        label=_("Languages"),
        required=False,
        choices=[
            ANY,
            ("both", _("Complete in both")),
            ("kk", _("Kazakh is not complete")),
            ("ru", _("Russian is not complete")),
        ],
    )
    shown = forms.ChoiceField(
        label=_("Shown to learners"),
        required=False,
        choices=[
            ANY,
            ("never", _("Never")),
            ("some", _("From 1 to 20 times")),
            ("often", _("From 21 to 100 times")),
            ("very", _("More than 100 times")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("By key")),
            ("changed", _("Changed last first")),
            ("shown", _("Shown most first")),
            ("rest", _("Shown least first")),
        ],
    )

    def __init__(self, data: Mapping[str, Any], topics: list[places.Topic]) -> None:
        super().__init__(data, auto_id="filter-%s")
        programme = str(data.get("programme", ""))
        here = [topic for topic in topics if not programme or topic.programme_code == programme]
        codes = sorted({topic.programme_code for topic in topics})
        self._choose("programme", [(code, code) for code in codes])
        self._choose("module", [(str(one), str(one)) for one in sorted({topic.module for topic in here})])
        self._choose("topic", places.grouped(here, by_key=True))
        self._choose("kind", [(name, str(kind.title)) for name, kind in items.KINDS.items()])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrows(self) -> int:
        return len(self.asked.keys() - {"order"})


ORDERS = {
    "": ("question__key",),
    "changed": ("-question__changed_at", "question__key"),
    "shown": ("-shown", "question__key"),
    "rest": ("shown", "question__key"),
}
EXACT = {
    "programme": "question__programme_code",
    "module": "question__module",
    "topic": "question__topic_key",
    "kind": "kind",
    "difficulty": "difficulty",
    "use": "question__is_practice",
}


def narrowed(form: FilterForm, user: User) -> QuerySet[QuestionVersion]:
    """The newest versions that were asked for, in the order that was asked for."""
    asked = form.asked
    rows = newest().filter(**{EXACT[name]: value for name, value in asked.items() if name in EXACT})
    rows = _by_status(rows, asked.get("status", ""))
    rows = _by_review(rows, asked.get("review", ""), user)
    if "shown" in asked:
        least, most = SHOWN[asked["shown"]]
        rows = rows.filter(shown__gte=least)
        rows = rows if most is None else rows.filter(shown__lte=most)
    if words := asked.get("q", "").split():
        rows = rows.alias(texts=AllTexts(F("body")))
        for word in words:
            rows = rows.filter(Q(texts__icontains=word) | Q(question__key__icontains=word))
    if "language" in asked:
        rows = _by_language(rows, asked["language"])
    return rows.order_by(*ORDERS[asked.get("order", "")])


def _by_status(rows: QuerySet[QuestionVersion], status: str) -> QuerySet[QuestionVersion]:
    ready = Exists(QuestionVersion.objects.filter(question=OuterRef("question"), status="ready"))
    if status == "ready":
        return rows.filter(ready)
    if status == "draft":
        return rows.filter(status="draft")
    if status == "retired":
        return rows.filter(~ready, status="retired")
    return rows


def _by_review(rows: QuerySet[QuestionVersion], review: str, user: User) -> QuerySet[QuestionVersion]:
    if not review:
        return rows
    rows = rows.alias(verdict=_last_verdict())
    if review in ("approve", "rework"):
        return rows.filter(verdict=review)
    unread = rows.filter(verdict__isnull=True, status="draft")
    return unread.exclude(created_by=user) if review == "mine" else unread


def _by_language(rows: QuerySet[QuestionVersion], language: str) -> QuerySet[QuestionVersion]:
    """Looks into the texts themselves, because each kind keeps others."""
    wanted = []
    for pk, body in rows.order_by().values_list("pk", "body"):
        missing = incomplete(body)
        if (language == "both" and not missing) or language in missing:
            wanted.append(pk)
    return rows.filter(pk__in=wanted)


def incomplete(body: Mapping) -> set[str]:
    """The languages in which a text of the question is missing."""
    missing = {language for language in LANGUAGES if _has_gap(body.get(language) or {})}
    for part in body.get("parts") or []:
        missing |= incomplete(part.get("body") or {})
    return missing


def _has_gap(texts: Mapping) -> bool:
    return not texts.get("stem") or any(_is_empty(value) for value in texts.values())


def _is_empty(value: object) -> bool:
    if isinstance(value, Mapping):
        return not value or any(_is_empty(one) for one in value.values())
    if isinstance(value, list):
        return not value
    return not str(value).strip()
