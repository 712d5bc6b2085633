"""What is published is found, by those who may read it; the page helps where nothing is found and costs the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.library_models import GlossaryPage, LibraryItem, LibraryPage
from cms.programmes import homes
from cms.search import reading, services
from cms.search_models import SearchEntry
from courses.models import GlossaryTerm
from courses.pages import TopicPage
from people.roles import Role
from postcourse.services.practices import practices
from tests.courses.pages import make_topic_page
from tests.factories import NOW, enrol, make_cohort, make_edition, make_user
from tests.postcourse.builders.sharing import make_draft, make_published

pytestmark = pytest.mark.django_db
BODY = {
    "kk": [
        (
            "text",
            "<h2>Көрнекі кесте</h2><p>Бала күн тәртібін көреді.</p><ul><li>әдіс</li><li>тәсіл</li></ul>",
        ),
        ("control_question", {"question": "Кесте неге керек?", "answer": "<p>Жасырын жауап.</p>"}),
    ],
    "ru": [("text", "<h2>Наглядное расписание</h2><p>Ребёнок видит порядок дня.</p>")],
}


@pytest.fixture
def lesson() -> dict[str, TopicPage]:
    pages = make_topic_page("A.1.1", body=BODY)
    services.rebuild()
    return pages


@pytest.fixture
def glossary() -> None:
    for language, home in homes().items():
        for model, slug in ((GlossaryPage, "glossary"), (LibraryPage, "library")):
            page = model(title=f"{slug} {language}", slug=slug, locale=home.locale)
            home.add_child(instance=page)


def make_term(key: str = "inclusion", code: str = "A", **words) -> GlossaryTerm:
    return GlossaryTerm.objects.create(
        programme_code=code,
        key=key,
        **{
            "kk": "Инклюзия",
            "ru": "инклюзия",
            "en": "inclusion",
            "definition_kk": "Бірге оқу.",
            "definition_ru": "Совместное обучение.",
        }
        | words,
    )


def make_item(key: str = "order", **values) -> LibraryItem:
    return LibraryItem.objects.create(
        key=key,
        kind="law",
        **{
            "title_kk": "Бағалау бұйрығы",
            "title_ru": "Приказ об оценке",
            "about_kk": "Не үшін.",
            "about_ru": "Зачем.",
        }
        | values,
    )


def found(client, query: str, **more: str) -> list[tuple[str, str]]:
    """(key, address) of the results on the page."""
    answer = client.get(reverse("search"), {"q": query, **more})
    assert answer.status_code == 200
    return [(one.entry.key, one.url) for one in answer.context["results"]]


# What is stored


def test_a_lesson_is_found_part_by_part_with_the_anchor_of_the_part(client_for, lesson):
    block = lesson["kk"].body[0].id
    results = found(client_for(make_user(Role.TRAINER)), "тәртібін")
    assert results == [("A.1.1#001", f"/kk/programmes/a/m1/t1/#p-{block}")]
    part = SearchEntry.objects.get(key="A.1.1#001", language="kk")
    assert part.title == "Тақырып 1.1 · Көрнекі кесте"
    assert "әдіс тәсіл" in part.text  # items of a list do not run into each other


def test_an_explained_answer_is_not_found(client_for, lesson):
    trainer = client_for(make_user(Role.TRAINER))
    assert found(trainer, "неге керек")
    assert not found(trainer, "жасырын")


def test_publishing_and_taking_back_are_followed_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = make_topic_page("A.1.1", body=BODY)["kk"]
    rows = SearchEntry.objects.filter(kind="lesson", language="kk")
    assert rows.count() == 3
    page.title = "Жаңа атау"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert rows.filter(title__startswith="Жаңа атау").count() == 3
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert not rows.exists()
    assert SearchEntry.objects.filter(kind="lesson", language="ru").exists()


def test_a_moved_module_and_a_deleted_lesson_are_followed(lesson, django_capture_on_commit_callbacks):
    module = lesson["kk"].get_parent().specific
    module.slug = "birinshi"
    with django_capture_on_commit_callbacks(execute=True):
        module.save_revision().publish()
    assert "/birinshi/" in SearchEntry.objects.get(key="A.1.1", language="kk").url
    with django_capture_on_commit_callbacks(execute=True):
        TopicPage.objects.get(pk=lesson["kk"].pk).delete()
    assert not SearchEntry.objects.filter(language="kk", kind="lesson").exists()


def test_terms_items_and_practices_follow_what_is_saved(
    glossary, client_for, django_capture_on_commit_callbacks
):
    reader = client_for(make_user(Role.LEARNER))
    with django_capture_on_commit_callbacks(execute=True):
        term, item = make_term(), make_item()
        practice = make_published()
        make_draft(title_kk="Инклюзия туралы жоба")
    assert found(reader, "инклюзия") == [
        ("inclusion", "/kk/glossary/#term-inclusion"),
        ("inclusion", "/ru/glossary/#term-inclusion"),
    ]
    assert found(reader, "приказ оценке") == [("order", "/ru/library/#item-order")]
    assert found(reader, "тихий") == [(str(practice.pk), reverse("shared_practice", args=[practice.pk]))]
    with django_capture_on_commit_callbacks(execute=True):
        term.delete()
        item.is_shown = False
        item.save()
        practices.withdraw(practice_id=practice.pk, reason="", at=NOW, actor=practice.author)
    assert not SearchEntry.objects.exists()


def test_rebuilding_mends_what_a_signal_missed_and_a_repeat_changes_nothing(lesson, glossary):
    make_term()
    SearchEntry.objects.filter(key="A.1.1#001").update(text="…", digest="")
    SearchEntry.objects.create(
        kind="lesson", key="Z.1.1", language="kk", title="…", folded=" …", url="/", digest=""
    )
    assert services.rebuild() == {"lesson": 3, "term": 2, "library": 0, "practice": 0}
    assert set(services.rebuild().values()) == {0}


def test_a_term_of_two_programmes_is_one_entry(glossary):
    make_term()
    make_term(code="B", definition_kk="Барлығы бірге.")
    services.index_terms()
    row = SearchEntry.objects.get(language="kk")
    assert row.text == "Бірге оқу. Барлығы бірге."
    assert row.programme_code == ""


# Finding


def test_kazakh_letters_and_their_neighbours_find_the_same(client_for, lesson):
    expert = client_for(make_user(Role.EXPERT))
    for query in ("әдіс", "адис", "AДИС", "aдиc", "ӘДІС"):
        assert [key for key, _url in found(expert, query)] == ["A.1.1#001"], query


def test_every_word_must_be_there_as_a_beginning_and_a_title_comes_first(client_for, glossary):
    make_item("text", about_kk="Бағалау туралы.", title_kk="Ереже")
    make_item("title", title_kk="Бағалау тәртібі")
    make_item("exact", title_kk="Бағалау")
    services.index_items()
    client = client_for(None)
    assert [key for key, _url in found(client, "бағалау")] == ["exact", "title", "text"]
    assert [key for key, _url in found(client, "баға тәрт")] == ["title"]
    assert found(client, "ғалау") == []


def test_a_word_with_another_ending_is_found_and_said_so(client, glossary):
    make_item(title_ru="Наблюдение за ребёнком")
    services.index_items()
    answer = client.get(reverse("search"), {"q": "наблюдениями"})
    assert [one.entry.key for one in answer.context["results"]] == ["order"]
    assert answer.context["found"].is_loosened


def test_found_words_are_marked_and_what_was_typed_is_only_text(client, glossary):
    make_item(about_kk="Екі <b>әдіс</b> бар.")
    services.index_items()
    page = client.get(reverse("search"), {"q": "адис"}).content.decode()
    assert "Екі &lt;b&gt;<mark>әдіс</mark>&lt;/b&gt; бар." in page
    for nasty in (
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "a' & !b:* | (",
        "%_\\",
        "\x00",
        "а" * 5000,
        "&#!:*",
    ):
        answer = client.get(reverse("search"), {"q": nasty, "page": "-1", "kind": "x", "programme": "'"})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_nothing_found_offers_the_nearest_title_and_doors(client, glossary):
    make_term()
    services.index_terms()
    page = client.get(reverse("search"), {"q": "инкюлзия"})
    assert [one["title"] for one in page.context["meant"]] == ["Инклюзия", "инклюзия"]
    assert 'href="/kk/glossary/"' in page.content.decode()
    assert client.get(reverse("search")).status_code == 200


def test_a_sign_the_database_refuses_is_not_looked_for():
    assert reading.Filters.read({"q": "а", "programme": "A\0"}).programme == "A"


def test_filters_narrow_by_kind_language_and_programme(client_for, glossary, lesson):
    make_term(definition_kk="Кесте деген не.", definition_ru="Расписание.")
    make_term("other", code="B", kk="Басқа", definition_kk="Кесте.")
    services.index_terms()
    trainer = client_for(make_user(Role.TRAINER))
    everything = {key for key, _url in found(trainer, "кесте")}
    assert everything == {"inclusion", "other", "A.1.1#001", "A.1.1#002"}
    assert {key for key, _url in found(trainer, "кесте", kind="term")} == {"inclusion", "other"}
    assert {key for key, _url in found(trainer, "кесте", programme="B")} == {"other"}
    assert found(trainer, "кесте", language="ru") == []


# Who finds what


def test_a_lessons_text_is_found_by_its_learners_and_staff_alone(client_for, lesson):
    own = enrol(None, make_cohort(make_edition("A")))
    other = enrol(None, make_cohort(make_edition("B")))
    assert found(client_for(None), "тәртібін") == []
    assert found(client_for(other.user), "тәртібін") == []
    assert found(client_for(make_user(Role.SCHOOL_HEAD)), "тәртібін") == []
    address = reverse("study_topic", args=[own.pk, "A.1.1"])
    block = lesson["kk"].body[0].id
    assert found(client_for(own.user), "тәртібін") == [("A.1.1#001", f"{address}#p-{block}")]
    # Their course is in Kazakh; what the lesson is about is public in both languages.
    assert found(client_for(own.user), "порядок дня") == []
    assert found(client_for(None), "тақырыптың мақсаты") == [("A.1.1", "/kk/programmes/a/m1/t1/")]
    for role in (Role.TRAINER, Role.COORDINATOR, Role.METHODOLOGIST, Role.EXPERT, Role.ADMINISTRATOR):
        assert found(client_for(make_user(role)), "порядок дня")


def test_an_open_lesson_is_found_whole_by_everyone_and_practices_by_the_signed_in(client_for):
    make_topic_page("A.1.1", body=BODY, is_open=True)
    make_published()
    services.rebuild()
    assert [key for key, _url in found(client_for(None), "порядок")] == ["A.1.1#001"]
    assert found(client_for(None), "тихий") == []
    assert len(found(client_for(make_user(Role.SCHOOL_HEAD)), "тихий")) == 1


def test_nobody_is_offered_a_title_they_may_not_find(client_for, lesson):
    make_published()
    services.rebuild()
    assert not reading.meant(reading.Filters(q="тихйи уголок"), client_for(None).get("/").wsgi_request.user)
    assert reading.meant(reading.Filters(q="тихйи уголок"), make_user(Role.LEARNER)) == ["Тихий уголок"]


def test_english_readers_stay_in_the_english_interface(client, glossary):
    make_term()
    services.index_terms()
    client.cookies["django_language"] = "en"
    assert found(client, "inclusion", lang="en")[0][1] == "/en/glossary/#term-inclusion"


# Cost


def test_a_search_costs_the_same_for_two_and_for_many_results(client_for, lesson):
    learner = enrol(None, make_cohort(make_edition("A")))
    client = client_for(learner.user)

    def cost() -> int:
        client.get(reverse("search"), {"q": "кесте"})
        with CaptureQueriesContext(connection) as queries:
            assert found(client, "кесте")
        return len(queries)

    few = cost()
    make_topic_page("A.1.2", body=[("text", f"<p>Кесте {number}.</p>") for number in range(30)])
    services.rebuild()
    assert len(found(client, "кесте")) == 12  # a page of them
    assert cost() == few <= 10


def test_an_index_of_one_lesson_costs_the_same_for_a_short_and_a_long_one():
    short = [("text", "<p>Бір.</p>")]
    make_topic_page("A.1.1", body={"kk": short, "ru": [*short] * 30})

    def cost(language: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            services.index_lesson(key="A.1.1", language=language)
        return len(queries)

    services.index_lesson(key="A.1.1", language="kk")  # where the site stands is known from then on
    SearchEntry.objects.all().delete()
    assert cost("kk") == cost("ru") <= 6
