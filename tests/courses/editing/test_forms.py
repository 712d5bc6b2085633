"""The editor's fields: lists of lines, names to choose, and the place a new page stands for."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.editing.fields import LinesField, NamesField
from courses.models import Reference
from courses.pages import ModulePage, TopicPage, page_key
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def posted(
    page: TopicPage | None = None, body: list | None = None, terms: list | None = None, **values
) -> dict:
    """What the editor's form sends for a topic page."""
    return {"terms": terms or []} | nested_form_data(
        {
            "title": page.title if page else "Жаңа",
            "slug": page.slug if page else "new",
            "aim": "Мақсат.",
            "outcomes": "жоспарлайды\nбағалайды",
            "body": streamfield(body or []),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
        }
        | values
    )


def form_of(page, data: dict, *, parent=None, user=None):
    form_class = type(page).get_edit_handler().get_form_class()
    user = user or make_user(Role.ADMINISTRATOR, is_superuser=True)
    return form_class(data, instance=page, parent_page=parent or page.get_parent().specific, for_user=user)


def test_lines_are_a_list_without_empty_ones():
    field = LinesField()
    assert field.clean(" бір  екі \n\n  үш\r\n") == ["бір екі", "үш"]
    assert field.prepare_value(["бір", "екі"]) == "бір\nекі"
    assert not field.has_changed(["бір", "екі"], "бір\r\nекі\n")
    assert field.has_changed(["бір", "екі"], "екі\nбір")


def test_names_keep_the_order_they_had_and_what_is_gone_is_said():
    field = NamesField(required=False, gone="%(key)s (gone)")
    field.offer([("a", "А"), ("b", "Б"), ("c", "В")], standing=["c", "lost", "a"])
    assert dict(field.choices)["lost"] == "lost (gone)"
    assert field.clean(["a", "b", "c", "lost"]) == ["c", "lost", "a", "b"]
    assert field.clean(["b", "a"]) == ["a", "b"]
    assert not field.has_changed(["c", "a"], ["a", "c"])


def test_the_editor_shows_no_list_as_code(client_for, administrator, pages, term):
    term()
    Reference.objects.create(programme_code="A", key="work", kind="main", order=1, kk="Кітап.", ru="Книга.")
    page = pages["kk"]
    page.outcomes, page.terms = ["жоспарлайды", "бағалайды"], ["barrier"]
    page.save_revision()
    client = client_for(administrator)
    for one in (page, page.get_parent(), page.get_parent().get_parent()):
        said = client.get(reverse("wagtailadmin_pages:edit", args=[one.pk])).content.decode()
        assert not re.search(r"<textarea[^>]*>\s*\[", said), one
        assert "data-lines=" in said
    said = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert ">\nжоспарлайды\nбағалайды</textarea>" in said
    assert "Кедергі · Барьер" in said
    assert "Кітап." in said
    assert "Place in the programme" not in said


def test_an_edit_changes_lists_and_names_a_page_that_is_saved_untouched_keeps_them(pages, term):
    for key in ("barrier", "support", "plan"):
        term(key, kk=key)
    page = pages["kk"]
    page.terms = ["support", "barrier"]
    form = form_of(page, posted(page, terms=["barrier", "support"]))
    assert form.is_valid(), form.errors
    assert page.terms == ["support", "barrier"]
    form = form_of(page, posted(page, terms=["plan", "barrier"], outcomes="бір\n\nекі"))
    assert form.is_valid(), form.errors
    assert page.terms == ["barrier", "plan"]
    assert page.outcomes == ["бір", "екі"]


def test_a_lesson_defines_terms_of_its_own_programme_only(pages, term):
    term("barrier", code="B")
    data = posted(pages["kk"], body=[("text", rich_text("<p>а</p>")), ("key_term", {"key": "barrier"})])
    form = form_of(pages["kk"], data)
    assert not form.is_valid()
    wrong = form.errors.as_data()["body"][0].block_errors
    assert list(wrong) == [1]
    term("barrier")
    assert form_of(pages["kk"], data).is_valid()


def test_a_new_page_takes_a_free_place_of_the_table_and_pairs_with_the_other_language(pages):
    module = pages["kk"].get_parent().specific
    locale = Locale.objects.get(language_code="kk")
    new = TopicPage(locale=locale)
    form = form_of(new, posted(place="A.1.2"), parent=module)
    assert [key for key, _name in form.fields["place"].choices] == ["A.1.2"]
    assert form.is_valid(), form.errors
    assert (new.key, new.translation_key) == ("A.1.2", page_key("A.1.2"))


def test_without_a_free_place_no_page_is_made_and_the_editor_is_told_what_to_do(pages):
    make_topic_page("A.1.2")
    module = pages["kk"].get_parent().specific
    form = form_of(TopicPage(locale=module.locale), posted(place="A.1.7"), parent=module)
    form.defer_required_fields()
    assert not form.is_valid()
    form = form_of(TopicPage(locale=module.locale), posted(), parent=module)
    form.defer_required_fields()
    assert form.errors["place"] == [
        "Every topic of this module in the programme's table has its page in this language. "
        "Add the topic to the next edition of the table first, then make its page."
    ]


def test_a_new_module_page_takes_a_module_of_the_table(pages):
    programme = pages["ru"].get_parent().get_parent().specific
    new = ModulePage(locale=programme.locale)
    data = nested_form_data(
        {
            "title": "Модуль",
            "slug": "m2",
            "place": "A.2",
            "outcomes": "понимать",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
        }
    )
    form = form_of(new, data, parent=programme)
    assert form.is_valid(), form.errors
    assert new.key == "A.2"


def test_a_term_is_edited_in_real_fields_and_keeps_its_key(client_for, administrator, edition, term):
    stored = term()
    client = client_for(administrator)
    address = reverse("wagtailsnippets_courses_glossaryterm:edit", args=[stored.pk])
    said = client.get(address).content.decode()
    assert 'name="sources"' in said
    assert "[]" not in said.split('name="sources"')[1].split("</textarea>")[0]
    values = {
        "kk": "Кедергі",
        "ru": "Барьер",
        "en": "Barrier",
        "definition_kk": "Бір.",
        "definition_ru": "Один.",
        "sources": "Заң\nБұйрық",
        "key": "other",
    }
    assert client.post(address, values).status_code == 302
    stored.refresh_from_db()
    assert (stored.key, stored.en, stored.sources) == ("barrier", "Barrier", ["Заң", "Бұйрық"])
