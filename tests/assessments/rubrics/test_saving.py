"""Saving a rubric: versions are made, never changed; refusals write nothing; files keep an editor's version."""

from copy import deepcopy
from pathlib import Path

import pytest

from assessments import loader
from assessments.loader import rubrics as loader_rubrics
from assessments.models import Rubric, RubricVersion
from assessments.rules.scheme import content_hash
from assessments.services.marking import rubrics
from courses.loader.files import Reader, Row
from courses.models import Cohort
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.factories import NOW, make_cohort, make_edition, make_user, three

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def newest(rubric: Rubric) -> RubricVersion:
    return rubric.versions.first()


def worded(rubric: Rubric, words: str) -> dict:
    """The newest content with another name of its first criterion."""
    content = deepcopy(newest(rubric).content)
    content["criteria"][0]["title"] = three(words)
    return content


def save(rubric: Rubric, content: dict, author, **more) -> RubricVersion:
    values = {"titles": rubric.title_texts, "seen": newest(rubric).content_hash}
    return rubrics.save_version(rubric_id=rubric.pk, content=content, at=NOW, actor=author, **values | more)


def test_an_edit_makes_the_next_version_and_leaves_the_first_alone(rubric, author):
    before = newest(rubric)
    kept = deepcopy(before.content)
    version = save(rubric, worded(rubric, "Жаңа атау"), author)
    before.refresh_from_db()
    assert (version.number, before.number, before.content) == (2, 1, kept)
    assert version.content_hash == content_hash(version.content)
    assert rubrics.written_by(rubric) == {2: author.pk}


def test_saving_what_stands_makes_no_version(rubric, author):
    content = deepcopy(newest(rubric).content)
    content["criteria"][0]["title"]["kk"] += "  \r\n"
    assert save(rubric, content, author).number == 1
    assert RubricVersion.objects.filter(rubric=rubric).count() == 1
    assert rubrics.written_by(rubric) == {}


def test_a_title_changes_at_once_and_makes_no_version(rubric, author):
    save(rubric, newest(rubric).content, author, titles={"kk": " Жаңа ", "ru": "Новая", "en": ""})
    rubric.refresh_from_db()
    assert rubric.title_texts == {"kk": "Жаңа", "ru": "Новая"}
    assert rubric.versions.count() == 1
    with pytest.raises(Refusal) as refused:
        save(rubric, newest(rubric).content, author, titles={"kk": "Жаңа"})
    assert refused.value.code == "title"


def test_the_second_of_two_editors_is_told(rubric, author):
    seen = newest(rubric).content_hash
    first, second = worded(rubric, "Бірінші"), worded(rubric, "Екінші")
    save(rubric, first, author)
    with pytest.raises(rubrics.Stale) as refused:
        save(rubric, second, author, seen=seen)
    assert refused.value.version.number == 2
    assert rubric.versions.count() == 2


def test_an_older_wording_is_refused_by_name_and_can_stand_again(rubric, author):
    first = newest(rubric)
    save(rubric, worded(rubric, "Басқаша"), author)
    with pytest.raises(rubrics.SaidBefore) as refused:
        save(rubric, first.content, author, titles=three("Мүлде басқа атау"))
    assert str(refused.value) == (
        "This is version 1 word for word, and a rubric keeps each wording once. "
        "Take up version 1 again instead of saving it anew."
    )
    rubric.refresh_from_db()
    assert (rubric.versions.count(), rubric.title_texts["kk"]) == (2, "Рубрика project")
    third = rubrics.take_up(version_id=first.pk, at=NOW, actor=author)
    assert (third.number, third.content["again"]) == (3, {"number": 1, "as": 3})
    assert third.content["criteria"] == first.content["criteria"]
    save(rubric, worded(rubric, "Тағы басқаша"), author)
    fifth = rubrics.take_up(version_id=first.pk, at=NOW, actor=author)
    assert (fifth.number, fifth.content["criteria"]) == (5, first.content["criteria"])
    for version in (third, first):
        with pytest.raises(Refusal) as stands:
            rubrics.take_up(version_id=version.pk, at=NOW, actor=author)
        assert stands.value.code == "stands"


def test_an_edit_from_a_version_that_stands_again_does_not_carry_its_mark(rubric, author):
    first = newest(rubric)
    save(rubric, worded(rubric, "Басқаша"), author)
    rubrics.take_up(version_id=first.pk, at=NOW, actor=author)
    assert "again" not in save(rubric, worded(rubric, "Үшінші"), author).content


@pytest.mark.parametrize(
    ("maximum", "code", "words"),
    [
        ("x", "content", "Criterion 1: Write a number, such as 2 or 2.5."),
        (
            "11",
            "scheme",
            "The assessment scheme gives “self_study” up to 10 points, all criteria here together 11. "
            "Make the sum equal.",
        ),
    ],
)
def test_what_cannot_stand_writes_nothing(points_rubric, author, maximum, code, words):
    content = worded(points_rubric, "Басқа")
    content["criteria"][0]["maximum"] = maximum
    with pytest.raises(Refusal) as refused:
        save(points_rubric, content, author, titles=three("Басқа атау"))
    assert (refused.value.code, str(refused.value)) == (code, words)
    points_rubric.refresh_from_db()
    assert (points_rubric.versions.count(), points_rubric.title_texts["kk"]) == (1, "Рубрика self_study")


def test_criteria_the_scheme_of_programme_b_counts_must_stay(author):
    rubric = Rubric.objects.get(edition=make_edition("B"))
    content = deepcopy(newest(rubric).content)
    content["criteria"][0]["key"] = ""
    with pytest.raises(Refusal, match="with the key “theory”, which is not here"):
        save(rubric, content, author)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.COORDINATOR])
def test_nobody_else_writes(rubric, role):
    with pytest.raises(NotAllowed):
        save(rubric, worded(rubric, "Басқа"), make_user(role))
    with pytest.raises(NotAllowed):
        rubrics.take_up(version_id=newest(rubric).pk, at=NOW, actor=make_user(role))


def test_the_effect_names_who_gets_it_and_who_keeps_theirs(rubric, edition, author):
    running = make_cohort(edition)
    draft = make_cohort(edition, number=2, upto="draft")
    cancelled = make_cohort(edition, number=3, upto="draft")
    Cohort.objects.filter(pk=cancelled.pk).update(status="cancelled")
    effect = rubrics.effect(rubric, worded(rubric, "Басқа"), rubric.title_texts)
    assert (effect.number, effect.freezing, effect.breaks) == (2, [draft], [])
    assert [(use.cohort, number, use.marked) for use, number in effect.keeping] == [(running, 1, 0)]
    assert rubrics.effect(rubric, newest(rubric).content, rubric.title_texts).number is None


# From files


@pytest.fixture
def load(edition):
    """load(words, title=…, overwrite=…): a file with the rubric `project` so worded; the report and what was said."""

    def run(words: str, *, title: str = "Рубрика project", overwrite: bool = False):
        content = deepcopy(RubricVersion.objects.get(rubric__key="project", number=1).content)
        content["criteria"][0]["title"] = three(words)
        row = Row({"key": "project", "title": three(title)} | content)
        parsed = loader.ParsedAssessment(folder=Path(), scheme=Row(edition.scheme.content), rubrics=[row])
        said: list[str] = []
        report = loader.apply(parsed, edition=edition, overwrite=overwrite, say=said.append)
        return report, said

    return run


NAME = "rubric A/project"


def test_a_changed_file_makes_the_next_version_and_a_repeat_none(rubric, load):
    assert load("Файлдан")[0].updated == [NAME]
    assert NAME in load("Файлдан")[0].unchanged
    assert (newest(rubric).number, rubrics.written_by(rubric)) == (2, {})


def test_an_editors_version_and_title_are_kept_and_named(rubric, load, author):
    load("Файлдан")
    save(rubric, worded(rubric, "Редактордан"), author, titles=three("Редактор атауы"))
    report, said = load("Тағы файлдан")
    assert report.kept == [NAME]
    assert said == [
        f"{NAME}: an editor's title is kept; the file differs",
        f"{NAME}: an editor's version 3 is kept; the file differs",
    ]
    rubric.refresh_from_db()
    assert (rubric.title_texts["kk"], newest(rubric).number) == ("Редактор атауы", 3)
    load("Тағы файлдан", overwrite=True)
    rubric.refresh_from_db()
    assert (rubric.title_texts["kk"], newest(rubric).number) == ("Рубрика project", 4)


def test_a_file_whose_rubric_cannot_stand_is_refused_by_line():
    level = {"value": "1", "descriptor": three("Иә")}
    criterion = {"key": "a", "maximum": "2", "title": three("А"), "levels": [level | {"value": "0"}, level]}
    row = Row({"key": "r", "title": three("Р"), "criteria": [Row(criterion)]})
    row.line = 7
    reader = Reader(Path("/a"))
    loader_rubrics.check(reader, Path("/a/assessment.yaml"), row)
    assert [(one.line, one.reason) for one in reader.faults] == [
        (7, "rubric r, criteria-0-levels-1-value: not at maximum")
    ]


def test_a_file_that_goes_back_lets_its_older_version_stand_again(rubric, load):
    load("Бір")
    load("Екі")
    assert load("Бір")[0].updated == [NAME]
    assert newest(rubric).content["again"] == {"number": 2, "as": 4}
    assert NAME in load("Бір")[0].unchanged
