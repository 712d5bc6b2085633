"""Glossary and library: looked up in every language, in the order of its alphabet; narrowed, lent, kept by editors."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.library import loading
from cms.library_models import LibraryItem
from cms.programmes import homes
from courses.kit.reader import kit, mixed_words
from courses.loader.files import LoadErrors
from courses.models import GlossaryTerm, Reference
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.factories import make_edition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages() -> None:
    """The two pages alone, without the first items."""
    for language, home in homes().items():
        for slug in loading.PAGES:
            loading._page(home, slug, language)


def make_term(key: str, kk: str, ru: str, en: str = "", code: str = "A", **words) -> GlossaryTerm:
    words = {"definition_kk": f"{kk} деген.", "definition_ru": f"Это {ru}."} | words
    return GlossaryTerm.objects.create(programme_code=code, key=key, kk=kk, ru=ru, en=en, **words)


def make_item(key: str, kind: str = "law", **values) -> LibraryItem:
    words = {
        "title_kk": f"Бұйрық {key}",
        "title_ru": f"Приказ {key}",
        "about_kk": "Не үшін.",
        "about_ru": "Зачем.",
    }
    return LibraryItem.objects.create(key=key, kind=kind, **words | values)


def terms_of(answer) -> list[str]:
    return [entry.word.text for letter in answer.context["letters"] for entry in letter.entries]


# The glossary


def test_terms_stand_in_the_order_of_the_kazakh_alphabet_under_their_letters(client, pages):
    for key, word in enumerate(("Іс", "Ынта", "Бала", "Үлгі", "Әдіс", "Ұжым")):
        make_term(f"t{key}", word, f"слово {key}")
    answer = client.get("/kk/glossary/")
    assert terms_of(answer) == ["Әдіс", "Бала", "Ұжым", "Үлгі", "Ынта", "Іс"]
    assert [one.letter for one in answer.context["letters"]] == ["Ә", "Б", "Ұ", "Ү", "Ы", "І"]
    assert 'href="#letter-1"' in answer.content.decode()
    assert 'id="term-t4"' in answer.content.decode()


def test_a_term_is_looked_up_from_each_language_on_the_page_of_either(client, pages):
    make_term("t1", "Бейімдеу", "адаптация", "adaptation")
    make_term("t2", "Кедергі", "барьер", "barrier")
    make_term("t3", "Әдіс", "метод")
    assert terms_of(client.get("/kk/glossary/")) == ["Әдіс", "Бейімдеу", "Кедергі"]
    assert terms_of(client.get("/ru/glossary/")) == ["адаптация", "барьер", "метод"]
    # What has no English word stands at the end under its Kazakh one.
    assert terms_of(client.get("/kk/glossary/?by=en")) == ["adaptation", "barrier", "Әдіс"]
    shown = client.get("/kk/glossary/?by=ru").context["letters"][0].entries[0]
    assert [(one.language, one.text) for one in shown.translations] == [
        ("kk", "Бейімдеу"),
        ("en", "adaptation"),
    ]
    assert shown.meanings[0].text == "Это адаптация."
    assert shown.others[0].text == "Бейімдеу деген."
    assert client.get("/kk/glossary/?by=xx").status_code == 200


@pytest.mark.parametrize("typed", ["кедерг", "КEДЕРГИ", "barr", "барьер"])
def test_the_filter_finds_by_beginnings_in_any_language_and_without_kazakh_letters(client, pages, typed):
    make_term("t1", "Бейімдеу", "адаптация", "adaptation")
    make_term("t2", "Кедергі", "барьер", "barrier")
    assert terms_of(client.get("/kk/glossary/", {"q": typed})) == ["Кедергі"]
    nothing = client.get("/kk/glossary/", {"q": "<b>жоқ"})
    assert terms_of(nothing) == []
    assert "<b>жоқ" not in nothing.content.decode()


def test_a_term_of_two_programmes_is_one_entry_with_both_meanings_and_its_sources(client, pages):
    make_term("t", "Инклюзия", "инклюзия", sources=["work"])
    make_term("t", "Инклюзия", "инклюзия", code="B", definition_kk="Барлығы бірге.")
    Reference.objects.create(programme_code="A", key="work", kind="main", order=1, kk="Заң", ru="Закон")
    (letter,) = client.get("/kk/glossary/").context["letters"]
    (entry,) = letter.entries
    assert [one.text for one in entry.meanings] == ["Инклюзия деген.", "Барлығы бірге."]
    assert entry.sources == ["Заң"]


def test_a_term_names_the_published_lessons_that_use_it(client, pages):
    make_term("t1", "Бейімдеу", "адаптация")
    make_term("t2", "Кедергі", "барьер")
    make_topic_page("A.1.1", terms=["t1"], body=[("key_term", {"key": "t2"})])
    make_topic_page("A.1.2", terms=["t1"], is_live=False)
    letters = client.get("/kk/glossary/").context["letters"]
    used = {entry.key: [one.url for one in entry.lessons] for letter in letters for entry in letter.entries}
    assert used == {"t1": ["/kk/programmes/a/m1/t1/"], "t2": ["/kk/programmes/a/m1/t1/"]}


def test_a_lesson_published_later_is_named_at_once(client, pages, django_capture_on_commit_callbacks):
    make_term("t1", "Бейімдеу", "адаптация")
    assert "Бейімдеу" in client.get("/kk/glossary/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        make_topic_page("A.1.1", terms=["t1"])
    assert "/kk/programmes/a/m1/t1/" in client.get("/kk/glossary/").content.decode()


# The library


def shelves_of(answer) -> dict[str, list[str]]:
    return {shelf.key: [one.item.key for one in shelf.items] for shelf in answer.context["shelves"]}


def test_items_stand_by_kind_or_by_theme_and_are_narrowed(client, pages):
    make_edition("A")
    make_item("one", topics=["A.1.1", "A.2.1"])
    make_item("two", topics=["A.2.2"], about_kk="Бақылау әдісі.")
    make_item("form", "template", kit_key="abc-sheet")
    make_item("hidden", is_shown=False)
    assert shelves_of(client.get("/kk/library/")) == {"law": ["one", "two"], "template": ["form"]}
    by_theme = client.get("/kk/library/?by=theme")
    assert shelves_of(by_theme) == {"A-1": ["one"], "A-2": ["one", "two"], "rest": ["form"]}
    assert len(re.findall(r'id="item-one"', by_theme.content.decode())) == 1
    assert shelves_of(client.get("/kk/library/?kind=template")) == {"template": ["form"]}
    assert shelves_of(client.get("/kk/library/?topic=A.2")) == {"law": ["one", "two"]}
    assert shelves_of(client.get("/kk/library/?topic=A.2.2")) == {"law": ["two"]}
    assert shelves_of(client.get("/kk/library/?q=адис+бакы")) == {"law": ["two"]}
    assert "Show everything" in client.get("/en/library/?q=zzz&kind=x&topic=%27").content.decode()


def test_a_template_is_lent_as_the_forms_of_the_kit_in_the_language_of_the_page(client, pages):
    make_item("form", "template", kit_key="abc-sheet")
    page = client.get("/ru/library/").content.decode()
    for kind in ("pdf", "docx"):
        address = reverse("kit_file", args=["abc-sheet", "ru", kind])
        assert address in page


def test_literature_stands_as_printed_with_live_addresses(client, pages):
    make_edition("A")
    text = "Закон <2007>. https://adilet.zan.kz/rus/docs/Z070000319_"
    Reference.objects.create(programme_code="A", key="law", kind="main", order=1, kk="Заң", ru=text)
    page = client.get("/ru/library/").content.decode()
    assert "Закон &lt;2007&gt;." in page
    assert 'href="https://adilet.zan.kz/rus/docs/Z070000319_"' in page
    assert client.get("/ru/library/?kind=law").context["literature"] == []


def test_pages_cost_the_same_for_two_and_twenty(client, pages):
    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    def add(start: int, stop: int) -> None:
        for number in range(start, stop):
            make_term(f"t{number}", f"Термин {number}", f"термин {number}", sources=["work"])
            make_item(f"i{number}", topics=["A.1.1"])

    add(0, 2)
    few = cost("/kk/glossary/"), cost("/kk/library/")
    add(2, 22)
    assert (cost("/kk/glossary/"), cost("/kk/library/")) == few
    assert max(few) <= 14


# What is there from the beginning


def test_the_first_items_are_whole_in_both_languages_without_mixed_letters():
    rows = loading.read()
    assert len({row["key"] for row in rows}) == len(rows) > 40
    for row in rows:
        item = LibraryItem(**row)
        item.full_clean()
        for name in ("title", "about", "source"):
            for language in ("kk", "ru"):
                assert not mixed_words(getattr(item, f"{name}_{language}")), (item.key, name)
    assert {row.get("kit_key") for row in rows} - {None} == {form.key for form in kit().forms}


def test_loading_makes_pages_and_items_once_and_leaves_what_editors_wrote():
    made = loading.load_library(homes())
    assert made == LibraryItem.objects.count() + 4
    LibraryItem.objects.filter(key="constitution").update(title_kk="Өзгертілген")
    assert loading.load_library(homes()) == 0
    assert LibraryItem.objects.get(key="constitution").title_kk == "Өзгертілген"


def test_a_faulty_file_is_refused_by_line_and_nothing_is_made(tmp_path):
    path = tmp_path / "items.yaml"
    path.write_text("- key: a\n  kind: song\n- key: b\n  kind: template\n  kit: nothing\n")
    with pytest.raises(LoadErrors) as refused:
        loading.read(path)
    assert "“kind” must be one of" in str(refused.value)
    assert "no form “nothing”" in str(refused.value)


# The editor


def test_a_methodologist_keeps_items_by_name_and_is_told_what_a_kind_lacks(client_for, in_english):
    make_edition("A")
    client = client_for(make_user(Role.METHODOLOGIST, language="en"))
    address = reverse("wagtailsnippets_cms_libraryitem:add")
    assert "A.1.1" in client.get(address).content.decode()
    words = {
        "key": "form",
        "kind": "template",
        "title_kk": "Үлгі",
        "title_ru": "Форма",
        "about_kk": "Не үшін.",
        "about_ru": "Зачем.",
        "is_shown": "on",
        "topics": ["A.1.1", "A.2.1"],
    }
    refused = client.post(address, words)
    assert "choose a document or a form of the kit" in refused.content.decode()
    assert client.post(address, words | {"kit_key": "abc-sheet"}).status_code == 302
    assert LibraryItem.objects.get().topics == ["A.1.1", "A.2.1"]
    assert client_for(make_user(Role.TRAINER)).get(address).status_code in (302, 403)
