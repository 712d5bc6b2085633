"""What the Ministry agreed is kept whole and unchanged; today's text is compared with it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import agreeing, audit
from courses.models import AgreedVersion, EditionTopic, GlossaryTerm
from courses.pages import TopicPage
from courses.rules.comparing import compare_hours, compare_pages
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.cms.board.worlds import make_programme
from tests.courses.pages import stream
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture
def methodologist():
    return make_user(Role.METHODOLOGIST)


@pytest.fixture
def edition():
    GlossaryTerm.objects.create(
        programme_code="C", key="x", kk="термин", ru="термин", definition_kk="не", definition_ru="что"
    )
    return make_programme()


def record(edition, actor, **values) -> AgreedVersion:
    words = {"agreed_on": TODAY, "document": "ҚР ОАМ хаты, № 12", "at": NOW, "actor": actor}
    return agreeing.record_agreement(edition_id=edition.pk, **words | values)


def refused(edition, actor, **values) -> str:
    with pytest.raises(Refusal) as refusal:
        record(edition, actor, **values)
    assert edition.agreed_versions.count() <= 1
    return refusal.value.code


def changed(before: dict, edition) -> list[tuple[str, str]]:
    after = agreeing.content_of(edition)
    return [(page.key, page.language) for page in compare_pages(before, after) if page.changed]


def test_the_whole_published_text_is_kept(edition, methodologist):
    version = record(edition, methodologist, note=" Ескертпе ")
    edition.refresh_from_db()
    assert edition.is_agreed
    assert (version.number, version.note, version.recorded_by) == (1, "Ескертпе", methodologist)
    assert sorted(version.content["pages"]["ru"]) == ["C", "C.1", "C.1.1", "C.1.2"]
    lesson = version.content["pages"]["kk"]["C.1.1"]
    assert lesson["body"][0]["value"].startswith("<h2>Неден бастаймыз")
    assert [topic["key"] for topic in version.content["edition"]["modules"][0]["topics"]] == [
        "C.1.1",
        "C.1.2",
    ]
    assert version.content["terms"][0]["kk"] == "термин"
    version.refresh_from_db()
    assert agreeing.digest_of(version.content) == version.digest


def test_drafts_do_not_count_and_published_changes_do(edition, methodologist):
    before = record(edition, methodologist).content
    page = TopicPage.objects.get(key="C.1.2", locale__language_code="ru")
    page.body = stream([("text", "<p>Другой текст.</p>")], name="other")
    revision = page.save_revision()
    assert changed(before, edition) == []
    revision.publish()
    assert changed(before, edition) == [("C.1.2", "ru")]
    EditionTopic.objects.filter(key="C.1.1").update(lecture=4)
    table = compare_hours(before["edition"], agreeing.content_of(edition)["edition"])
    assert [(row.key, row.state) for row in table] == [("C.1.1", "changed"), ("C.1.2", "same")]


def test_what_cannot_be_recorded(edition, methodologist):
    assert refused(edition, methodologist, document="  ") == "document_missing"
    assert refused(edition, methodologist, agreed_on=TODAY + timedelta(days=1)) == "future"
    edition.refresh_from_db()
    assert not edition.is_agreed


def test_every_lesson_has_to_be_published_in_both_languages(edition, methodologist):
    TopicPage.objects.get(key="C.1.1", locale__language_code="ru").unpublish()
    with pytest.raises(Refusal) as refusal:
        record(edition, methodologist)
    assert refusal.value.code == "unpublished"
    assert "C.1.1 (ru)" in str(refusal.value)


def test_only_methodologists_and_administrators_record(edition):
    for role in (Role.EXPERT, Role.COORDINATOR, Role.TRAINER):
        with pytest.raises(NotAllowed):
            record(edition, make_user(role))


def test_the_same_text_is_recorded_once_and_a_changed_one_is_the_next_version(edition, methodologist):
    record(edition, methodologist)
    assert refused(edition, methodologist) == "same"
    page = TopicPage.objects.get(key="C.1.1", locale__language_code="kk")
    page.title = "Жаңа атау"
    page.save_revision().publish()
    assert record(edition, methodologist).number == 2


def test_a_stored_text_that_was_changed_by_hand_is_found(edition, methodologist):
    version = record(edition, methodologist)
    assert not [one for one in audit.breaches() if "agreed" in str(one)]
    AgreedVersion.objects.filter(pk=version.pk).update(content=version.content | {"works": [{"key": "y"}]})
    assert [one for one in audit.breaches() if "agreed version 1 of C" in str(one)]


def test_the_text_costs_the_same_for_one_topic_and_three():
    costs = []
    for edition in (make_programme(code="D", topics=1), make_programme(code="E", topics=3)):
        with CaptureQueriesContext(connection) as queries:
            agreeing.content_of(edition)
        costs.append(len(queries))
    assert costs[0] == costs[1]
