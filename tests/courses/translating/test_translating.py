"""Translating through the services and the screen: drafts, marks, what is given back, who may, what it costs."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from courses.loader.apply import _digest
from courses.models import GlossaryTerm, TranslatedPart
from courses.pages import TopicPage
from courses.translating import services
from courses.translating.drafting import Typed
from courses.translating.reading import comparison_of, overview, pair_of
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
KAZAKH = [
    ("text", "<p>Бірінші сөйлем. Екінші сөйлем.</p>"),
    ("case", {"title": "Жағдай", "text": "<p>Мәтін.</p>"}),
]
RUSSIAN = [
    ("text", "<p>Первое предложение. Второе.</p>"),
    ("case", {"title": "Случай", "text": "<p>Текст.</p>"}),
]


@pytest.fixture
def methodologist():
    return make_user(Role.METHODOLOGIST)


@pytest.fixture
def pages():
    return make_topic_page("A.1.1", body={"kk": KAZAKH, "ru": RUSSIAN}, outcomes=["нәтиже"])


def fresh(page: TopicPage) -> TopicPage:
    return TopicPage.objects.get(pk=page.pk)


def draft_of(page: TopicPage) -> TopicPage:
    return fresh(page).get_latest_revision_as_object()


def rows_of(page: TopicPage) -> dict[str, str]:
    """The states of a page's rows as a translation, by the words of the original."""
    return {
        row.original.text if row.original else "–": row.state for row in comparison_of(pair_of(page.pk)).rows
    }


def translate(page: TopicPage, actor, typed: Typed, **seen) -> services.Saved:
    pair = pair_of(page.pk)
    return services.save_translation(
        page_id=page.pk,
        typed=typed,
        revision=seen.get("revision", pair.translation.latest_revision_id),
        original_revision=seen.get("original_revision", pair.original.latest_revision_id),
        at=NOW,
        actor=actor,
    )


def edit(page: TopicPage, **values) -> None:
    draft = draft_of(page)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def block_ids(page: TopicPage) -> list[str]:
    return [block.id for block in fresh(page).body]


EVERYTHING = Typed(everything=True)


# Services


def test_what_is_saved_is_a_draft_and_never_published(pages, methodologist):
    saved = translate(pages["ru"], methodologist, Typed(words={"aim": {"text": "Новая цель."}}))
    page = fresh(pages["ru"])
    assert (page.aim, page.live, page.has_unpublished_changes) == ("Цель темы.", True, True)
    assert draft_of(page).aim == "Новая цель."
    assert (saved.revision.user, page.latest_revision_id) == (methodologist, saved.revision.pk)
    assert fresh(pages["kk"]).latest_revision_id == pages["kk"].latest_revision_id


def test_marking_alone_makes_no_draft_and_stands_on_both_pages(pages, methodologist):
    saved = translate(pages["ru"], methodologist, Typed(confirmed=frozenset({"aim"})))
    assert (saved.revision, saved.marked) == (None, 1)
    marks = TranslatedPart.objects.order_by("page__locale__language_code")
    assert [(one.page_id, one.part, one.source_part, one.source, one.by) for one in marks] == [
        (pages["kk"].pk, "aim", "aim", "Цель темы.", methodologist),
        (pages["ru"].pk, "aim", "aim", "Тақырыптың мақсаты.", methodologist),
    ]
    assert rows_of(pages["ru"])["Тақырыптың мақсаты."] == "current"
    assert rows_of(pages["kk"])["Цель темы."] == "current"


def test_a_change_of_one_page_is_seen_from_both_sides(pages, methodologist):
    translate(pages["ru"], methodologist, EVERYTHING)
    edit(pages["kk"], aim="Жаңа мақсат.")
    assert rows_of(pages["ru"])["Жаңа мақсат."] == "changed"
    assert rows_of(pages["kk"])["Цель темы."] == "touched"
    translate(
        pages["ru"],
        methodologist,
        Typed(words={"aim": {"text": "Новая цель."}}, confirmed=frozenset({"aim"})),
    )
    assert rows_of(pages["ru"])["Жаңа мақсат."] == "current"


def test_a_mark_keeps_the_original_that_the_translator_saw(pages, methodologist):
    seen = pages["kk"].latest_revision_id
    edit(pages["kk"], aim="Жаңа мақсат.")
    translate(pages["ru"], methodologist, Typed(confirmed=frozenset({"aim"})), original_revision=seen)
    assert TranslatedPart.objects.get(page=pages["ru"]).source == "Тақырыптың мақсаты."
    assert rows_of(pages["ru"])["Жаңа мақсат."] == "changed"


def test_a_new_block_is_added_at_its_place_as_the_editor_keeps_blocks(pages, methodologist):
    body = json.loads(json.dumps(list(fresh(pages["kk"]).body.get_prep_value())))
    body.insert(
        1,
        {"type": "control_question", "value": {"question": "Неге?", "answer": "<p>Себебі.</p>"}, "id": "q1"},
    )
    edit(pages["kk"], body=json.dumps(body))
    words = {"new-q1": {"question": "Почему?", "answer": "<p>Потому что.</p>"}}
    translate(pages["ru"], methodologist, Typed(words=words, confirmed=frozenset({"new-q1"})))
    draft = draft_of(pages["ru"])
    assert [block.block_type for block in draft.body] == ["text", "control_question", "case"]
    assert draft.body[1].value["question"] == "Почему?"
    assert rows_of(pages["ru"])["Неге?\nСебебі."] == "current"


def test_lines_keep_their_marks_when_one_is_put_before_them(pages, methodologist):
    edit(pages["kk"], outcomes=["екінші", "үшінші"])
    edit(pages["ru"], outcomes=["второй", "третий"])
    translate(pages["ru"], methodologist, EVERYTHING)
    edit(pages["kk"], outcomes=["бірінші", "екінші", "үшінші"])
    assert [rows_of(pages["ru"])[one] for one in ("бірінші", "екінші", "үшінші")] == [
        "missing",
        "current",
        "current",
    ]
    translate(pages["ru"], methodologist, Typed(words={"new-outcomes.0": {"text": "первый"}}))
    assert draft_of(pages["ru"]).outcomes == ["первый", "второй", "третий"]
    assert [rows_of(pages["ru"])[one] for one in ("екінші", "үшінші")] == ["current", "current"]
    assert rows_of(pages["kk"])["третий"] == "current"


def test_a_stale_save_changes_nothing(pages, methodologist, in_english):
    seen = pages["ru"].latest_revision_id
    edit(pages["ru"], aim="Чужая цель.")
    with pytest.raises(services.StaleTranslation, match="saved elsewhere in the meantime"):
        translate(pages["ru"], methodologist, Typed(words={"aim": {"text": "Моя цель."}}), revision=seen)
    assert draft_of(pages["ru"]).aim == "Чужая цель."


def test_a_part_without_its_words_is_not_marked(pages, methodologist, in_english):
    edit(
        pages["kk"],
        body=json.dumps(
            [*fresh(pages["kk"]).body.get_prep_value(), {"type": "text", "value": "<p>Тағы.</p>", "id": "t9"}]
        ),
    )
    with pytest.raises(services.PartsRefused) as refused:
        translate(
            pages["ru"],
            methodologist,
            Typed(words={"aim": {"text": "Цель 2."}}, confirmed=frozenset({"new-t9"})),
        )
    assert refused.value.rows["new-t9"].startswith("This part is not translated yet")
    assert draft_of(pages["ru"]).aim == "Цель темы."
    assert translate(pages["ru"], methodologist, EVERYTHING).marked == len(rows_of(pages["ru"])) - 1


def test_words_that_do_not_fit_are_refused(pages, methodologist, in_english):
    with pytest.raises(services.PartsRefused) as refused:
        translate(pages["ru"], methodologist, Typed(words={"title": {"text": "я" * 256}}))
    assert "at most 255 characters" in refused.value.rows["title"]
    with pytest.raises(Refusal, match=r"\w"):
        translate(pages["ru"], methodologist, Typed(words={"title": {"text": ""}}))


def test_only_who_may_edit_the_page_translates_it_and_not_while_it_is_locked(
    pages, methodologist, in_english
):
    for role in (Role.LEARNER, Role.TRAINER, Role.EXPERT):
        with pytest.raises(NotAllowed, match="may edit this page"):
            translate(pages["ru"], make_user(role), EVERYTHING)
    TopicPage.objects.filter(pk=pages["ru"].pk).update(locked=True, locked_by=make_user(Role.ADMINISTRATOR))
    with pytest.raises(Refusal, match="locked"):
        translate(pages["ru"], methodologist, EVERYTHING)
    assert not TranslatedPart.objects.exists()


def loaded(pages: dict[str, TopicPage]) -> None:
    """As if files had just filled these pages."""
    for page in pages.values():
        TopicPage.objects.filter(pk=page.pk).update(loaded_digest=_digest(fresh(page)))


def test_pages_that_files_filled_are_translations_of_each_other_as_they_stand(pages):
    assert services.remember_as_translated("A", at=NOW) == 0
    loaded(pages)
    marked = services.remember_as_translated("A", at=NOW)
    assert marked == len(rows_of(pages["ru"])) == 5
    assert set(rows_of(pages["ru"]).values()) == set(rows_of(pages["kk"]).values()) == {"current"}
    assert services.remember_as_translated("A", at=NOW) == 0


def test_files_that_changed_one_language_leave_its_translation_waiting_and_both_make_it_whole_again(pages):
    loaded(pages)
    services.remember_as_translated("A", at=NOW)
    edit(pages["kk"], aim="Жаңа мақсат.")
    loaded(pages)
    services.remember_as_translated("A", at=NOW)
    assert rows_of(pages["ru"])["Жаңа мақсат."] == "changed"
    edit(pages["ru"], aim="Новая цель.")
    loaded(pages)
    services.remember_as_translated("A", at=NOW)
    assert rows_of(pages["ru"])["Жаңа мақсат."] == "current"


def test_what_an_editor_changed_since_the_files_is_not_taken_for_a_translation(pages):
    loaded(pages)
    edit(pages["ru"], aim="Своё.")
    assert services.remember_as_translated("A", at=NOW) == 0


def test_fields_of_another_structure_are_left_to_people():
    pages = make_topic_page("A.1.2", body={"kk": KAZAKH, "ru": RUSSIAN[:1]}, outcomes=["нәтиже"])
    loaded(pages)
    assert services.remember_as_translated("A", at=NOW) == 3  # title, aim and outcome
    assert rows_of(pages["ru"])["Бірінші сөйлем. Екінші сөйлем."] == "unmarked"


def test_the_overview_counts_what_waits_in_both_directions(pages, methodologist):
    translate(pages["ru"], methodologist, EVERYTHING)
    edit(pages["kk"], aim="Жаңа мақсат.")

    def waiting(to: str) -> dict[str, int]:
        return {page.key: page.waiting for page in overview("A", to=to)}

    assert (waiting("ru")["A.1.1"], waiting("kk")["A.1.1"]) == (1, 0)
    pages["ru"].delete()
    row = next(page for page in overview("A", to="ru") if page.key == "A.1.1")
    assert (row.page_id, row.waiting, row.is_whole) == (None, row.total, False)


# The screen


def posted(page: TopicPage, **values) -> dict:
    pair = pair_of(page.pk)
    return {
        "revision": pair.translation.latest_revision_id,
        "original_revision": pair.original.latest_revision_id,
    } | values


def address(page: TopicPage) -> str:
    return reverse("translating:page", args=[page.pk])


@pytest.fixture
def editor(client_for, methodologist):
    methodologist.language = "en"
    methodologist.save()
    return client_for(methodologist)


def test_a_methodologist_translates_on_the_screen(pages, editor):
    text, case = block_ids(pages["ru"])
    page = editor.get(address(pages["ru"])).content.decode()
    assert "Original: Kazakh. Translation: Russian." in page
    assert "Бірінші сөйлем." in page
    given = posted(
        pages["ru"],
        **{
            f"f-{text}-text": rich_text(
                "<p>Первое предложение. <b>Второе</b> предложение.</p>", features=["bold"]
            ),
            f"f-{case}-title": "Случай из школы",
            "confirm": [text],
        },
    )
    answer = editor.post(address(pages["ru"]), given, follow=True)
    assert "1 part is marked as translated. Nothing is published yet." in answer.content.decode()
    draft = draft_of(pages["ru"])
    assert "<b>Второе</b> предложение." in draft.body[0].value.source
    assert draft.body[1].value["title"] == "Случай из школы"
    assert rows_of(pages["ru"])["Бірінші сөйлем. Екінші сөйлем."] == "current"


def test_sending_the_screen_as_it_is_changes_nothing(pages, editor):
    text, case = block_ids(pages["ru"])
    features = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "hr"]
    given = posted(
        pages["ru"],
        **{
            "f-aim-text": "Цель темы.",
            f"f-{text}-text": rich_text(RUSSIAN[0][1], features=features),
            f"f-{case}-title": "Случай",
            f"f-{case}-text": rich_text("<p>Текст.</p>", features=features),
        },
    )
    answer = editor.post(address(pages["ru"]), given, follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert fresh(pages["ru"]).latest_revision_id == pages["ru"].latest_revision_id


def test_a_stale_save_gives_the_text_back_beside_what_stands_now(pages, editor):
    given = posted(
        pages["ru"], **{"f-aim-text": "Моя цель.", "f-new-gone-text": rich_text("<p>Исчезнувшее.</p>")}
    )
    edit(pages["ru"], aim="Чужая цель.")
    answer = editor.post(address(pages["ru"]), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "saved elsewhere in the meantime" in page
    assert all(words in page for words in ("Моя цель.", "Чужая цель.", "Исчезнувшее."))
    again = posted(pages["ru"], **{"f-aim-text": "Моя цель."})
    assert editor.post(address(pages["ru"]), again).status_code == 302
    assert draft_of(pages["ru"]).aim == "Моя цель."


def test_the_screen_shows_what_changed_by_more_than_colour(pages, methodologist, editor):
    translate(pages["ru"], methodologist, EVERYTHING)
    edit(pages["kk"], aim="Тақырыптың жаңа мақсаты.")
    page = editor.get(address(pages["ru"])).content.decode()
    assert "Original changed since: 1" in page
    assert re.search(r'<ins><span class="w-sr-only">\[put in:] </span>\s*жаңа', page)


def test_the_screen_offers_terms_and_sentences_translated_before(pages, methodologist, editor):
    GlossaryTerm.objects.create(
        programme_code="A", key="class", kk="Сынып", ru="класс", definition_kk="…", definition_ru="…"
    )
    translate(pages["ru"], methodologist, EVERYTHING)
    others = make_topic_page(
        "A.1.2", body={"kk": [("text", "<p>Сыныпта екеуі. Екінші  сөйлем.</p>")], "ru": []}
    )
    page = editor.get(address(others["ru"])).content.decode()
    assert "The same sentence was translated before" in page
    assert "Второе." in page
    assert "Сынып" in page
    assert "not found in the translation" in page


def test_the_programmes_list_leads_to_the_pages_that_wait(pages, editor):
    page = editor.get(reverse("translating:programme"), {"programme": "A"}).content.decode()
    assert address(pages["ru"]) in page
    other_way = editor.get(reverse("translating:programme"), {"programme": "A", "to": "kk"}).content.decode()
    assert address(pages["kk"]) in other_way
    assert editor.get(reverse("translating:programme"), {"programme": "Z"}).status_code == 404


def test_a_pages_buttons_lead_to_its_translation(pages, editor):
    button = reverse("translating:open", args=[pages["kk"].pk])
    assert button in editor.get(reverse("wagtailadmin_pages:edit", args=[pages["kk"].pk])).content.decode()
    listing = reverse("wagtailadmin_explore", args=[pages["kk"].get_parent().pk])
    assert button in editor.get(listing).content.decode()
    assert editor.get(button).headers["Location"] == address(pages["ru"])
    pages["ru"].delete()
    assert "has no counterpart" in editor.get(button, follow=True).content.decode()


def test_nobody_else_reads_or_writes_a_translation(pages, client_for):
    for role in (Role.LEARNER, Role.TRAINER, Role.COORDINATOR, Role.EXPERT):
        _finds_nothing(client_for(make_user(role)), pages)


def _finds_nothing(client, pages) -> None:
    for url in (
        address(pages["ru"]),
        reverse("translating:programme"),
        reverse("translating:open", args=[pages["ru"].pk]),
    ):
        assert client.get(url).status_code in {302, 404}
    assert client.post(address(pages["ru"]), posted(pages["ru"], everything="1")).status_code in {302, 404}
    assert not TranslatedPart.objects.exists()


def cost(client, url: str) -> int:
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_the_list_costs_the_same_for_one_lesson_and_four(pages, editor):
    url = reverse("translating:programme") + "?programme=A"
    before = cost(editor, url)
    for number in (2, 3, 4):
        make_topic_page(f"A.1.{number}", body={"kk": KAZAKH, "ru": RUSSIAN})
    assert cost(editor, url) == before


def test_the_screen_costs_the_same_for_two_parts_and_twenty(pages, editor):
    long = make_topic_page("A.1.2", body={"kk": KAZAKH * 10, "ru": RUSSIAN * 10}, outcomes=["нәтиже"])
    assert cost(editor, address(long["ru"])) == cost(editor, address(pages["ru"]))
