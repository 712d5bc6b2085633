"""The library, the page of a practice, writing and reviewing through the site; the starter set; costs."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from people.roles import Role
from people.rules.identifiers import with_check_digit
from postcourse import starter
from postcourse.audit import sharing as audit_sharing
from postcourse.models import Practice, PracticeUse
from postcourse.services.practices import library, practices
from postcourse.services.practices import use as practice_use
from tests.factories import NOW, make_edition, make_user
from tests.postcourse.builders.sharing import (
    WORDS,
    employ,
    hand_in,
    make_draft,
    make_host,
    make_published,
    text_file,
)

pytestmark = pytest.mark.django_db
FORM = WORDS | {"kind": "practice", "licence": "CC-BY-4.0", "topic_key": "", "region_id": ""}


def cost(client, address: str) -> int:
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.fixture
def reader():
    return make_user(Role.LEARNER)


@pytest.fixture
def methodologist():
    return make_user(Role.METHODOLOGIST)


def titles(query: dict) -> list[str]:
    return [one.title_kk for one in library.library(library.Filters.read(query))]


def test_search_and_filters_find_what_they_name():
    east, west = make_user(Role.LEARNER), make_user(Role.LEARNER)
    employ(east, make_host(1, region="63"))
    employ(west, make_host(2, region="27"))
    make_published(east, title_kk="Көрнекі кесте", tags=["visual"], kind="timetable")
    make_published(west, title_kk="Тыныш бұрыш әдісі", text_ru="", at=NOW + timedelta(hours=1))
    make_draft(east, title_kk="Көрнекі жоба")
    assert titles({}) == ["Тыныш бұрыш әдісі", "Көрнекі кесте"]
    assert titles({"q": "адис"}) == ["Тыныш бұрыш әдісі"]
    assert titles({"q": "корнеки"}) == ["Көрнекі кесте"]
    assert titles({"tag": "visual"}) == titles({"kind": "timetable"}) == ["Көрнекі кесте"]
    assert titles({"region": "27"}) == ["Тыныш бұрыш әдісі"]
    assert titles({"language": "ru"}) == ["Көрнекі кесте"]
    assert titles({"tag": "%", "kind": "x", "region": "x", "language": "x"}) == titles({})
    assert titles({"q": "100%"}) == []


def test_a_topic_and_its_programme_narrow_the_library():
    make_edition("A")
    make_published(title_kk="Сабақ", topic_key="A.1.2")
    make_published(title_kk="Басқа", at=NOW + timedelta(hours=1))
    assert titles({"topic": "A.1.2"}) == titles({"topic": "A"}) == ["Сабақ"]
    assert titles({"topic": "A.1.1"}) == []


def test_the_most_used_stands_first_where_that_is_asked(reader):
    old = make_published(title_kk="Ескі")
    make_published(title_kk="Жаңа", at=NOW + timedelta(hours=1))
    practice_use.record_use(practice_id=old.pk, on=timezone.localdate(NOW), note="", at=NOW, actor=reader)
    assert titles({}) == ["Жаңа", "Ескі"]
    assert titles({"sort": "used"}) == ["Ескі", "Жаңа"]


def test_the_library_costs_the_same_for_two_and_for_twelve(client_for, reader, methodologist):
    client = client_for(reader)

    def add(count: int) -> None:
        for _turn in range(count):
            practice = make_published(reviewer=methodologist)
            practice_use.thank(practice_id=practice.pk, at=NOW, actor=reader)

    add(2)
    few = cost(client, reverse("practice_library"))
    add(10)
    assert cost(client, reverse("practice_library")) == few <= 12


def test_a_practices_page_costs_the_same_for_two_uses_and_many(client_for, reader, methodologist):
    practice = make_published(reviewer=methodologist)
    client, address = client_for(reader), reverse("shared_practice", args=[practice.pk])

    def use(count: int) -> None:
        for _turn in range(count):
            PracticeUse.objects.create(
                practice=practice,
                user=make_user(Role.LEARNER),
                on=timezone.localdate(NOW),
                note="Жақсы.",
                at=NOW,
            )

    use(2)
    few = cost(client, address)
    use(12)
    assert cost(client, address) == few <= 14


def test_a_stranger_finds_no_draft_and_none_of_its_files(client_for, reader):
    draft = make_draft()
    row = practices.add_file(practice_id=draft.pk, checked=text_file(), at=NOW, actor=draft.author)
    client = client_for(reader)
    for name, value in (
        ("shared_practice", draft.pk),
        ("practice_edit", draft.pk),
        ("practice_check", draft.pk),
        ("practice_file", row.pk),
    ):
        assert client.get(reverse(name, args=[value])).status_code == 404
    assert client_for(draft.author).get(reverse("practice_file", args=[row.pk])).status_code == 200


def test_from_an_empty_form_to_the_library(client_for, reader, methodologist, in_english):
    client = client_for(reader)
    assert client.post(reverse("practice_new"), {}).status_code == 422
    begun = client.post(reverse("practice_new"), {"kind": "practice"})
    draft = Practice.objects.get()
    assert begun.url == reverse("practice_edit", args=[draft.pk])
    upload = SimpleUploadedFile("ереже.txt", "Ереже".encode())
    saved = client.post(begun.url, FORM | {"revision": "0", "action": "check", "files": upload})
    assert saved.url == reverse("practice_check", args=[draft.pk])
    assert "ереже" in client.get(saved.url).content.decode()
    assert client.post(saved.url, {"nameless": "yes"}).status_code == 302
    judge = client_for(methodologist)
    assert WORDS["title_kk"] in judge.get(reverse("practice_reviews")).content.decode()
    page = reverse("practice_review", args=[draft.pk])
    draft.refresh_from_db()
    wrong = judge.post(page, {"verdict": "decline", "text": "", "revision": draft.revision})
    assert wrong.status_code == 422
    assert judge.post(page, {"verdict": "publish", "revision": draft.revision}).status_code == 302
    other = client_for(make_user(Role.MENTOR))
    shown = other.get(reverse("shared_practice", args=[draft.pk])).content.decode()
    assert WORDS["title_kk"] in shown


def test_what_was_refused_comes_back_as_it_was_typed(client_for, reader):
    draft = make_draft(reader)
    address = reverse("practice_edit", args=[draft.pk])
    answer = client_for(reader).post(address, FORM | {"summary_kk": "ұ" * 1001, "revision": draft.revision})
    assert answer.status_code == 422
    assert "ұ" * 1001 in answer.content.decode()


def test_a_stale_save_shows_both_texts(client_for, reader):
    draft = make_draft(reader, text_kk="Қазір тұрған мәтін")
    answer = client_for(reader).post(
        reverse("practice_edit", args=[draft.pk]), FORM | {"text_kk": "Жазғаным", "revision": "0"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Қазір тұрған мәтін" in page
    assert "Жазғаным" in page


def test_the_check_masks_a_number_and_lets_names_be_ticked(client_for, reader):
    iin = with_check_digit("14051250012")
    draft = make_draft(reader, text_kk=f"Айгерім Серікова, {iin}")
    answer = client_for(reader).post(reverse("practice_check", args=[draft.pk]), {"nameless": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert iin not in page
    assert 'name="accepted"' in page


def test_words_of_people_are_never_markup(client_for, reader):
    practice = make_published(text_kk="<script>alert(1)</script> https://example.org/a?b=1")
    with translation.override("kk"):
        page = client_for(reader).get(reverse("shared_practice", args=[practice.pk])).content.decode()
    assert "<script>alert" not in page
    assert 'href="https://example.org/a?b=1" rel="nofollow"' in page


def test_a_note_with_a_number_comes_back_with_a_sentence(client_for, reader):
    practice = make_published()
    typed = {"on": timezone.localdate().isoformat(), "note": f"Оқушы {with_check_digit('14051250012')}"}
    answer = client_for(reader).post(reverse("practice_used", args=[practice.pk]), typed)
    assert answer.status_code == 422
    assert not PracticeUse.objects.exists()


def test_thanks_by_the_page(client_for, reader):
    practice = make_published()
    client, address = client_for(reader), reverse("practice_thanks", args=[practice.pk])
    client.post(address, {"action": "thank"})
    assert practice.thanks.count() == 1
    client.post(address, {"action": "take_back"})
    assert practice.thanks.count() == 0


def test_a_review_page_of_ones_own_is_not_found(client_for, methodologist):
    practice = hand_in(make_draft(methodologist))
    assert client_for(methodologist).get(reverse("practice_review", args=[practice.pk])).status_code == 404


def test_the_starter_set_loads_once_and_is_whole(client_for, reader, methodologist):
    author = make_user(Role.METHODOLOGIST)
    report = starter.load(author=author, reviewer=methodologist, at=NOW)
    assert len(report.created) == 8
    again = starter.load(author=author, reviewer=methodologist, at=NOW + timedelta(days=1))
    assert (again.created, len(again.unchanged)) == ([], 8)
    assert {one.kind for one in Practice.objects.published()} == set(Practice.Kind.values)
    for one in Practice.objects.published():
        assert all((one.text_kk, one.text_ru, one.tags))
        assert one.text_kk != one.text_ru
    assert list(audit_sharing.breaches()) == []
    sheet = Practice.objects.get(kind="abc_sheet")
    page = client_for(reader).get(reverse("shared_practice", args=[sheet.pk])).content.decode()
    assert f"{reverse('kit_list')}#abc-sheet" in page


def test_the_audit_names_a_practice_that_nobody_published():
    practice = make_published()
    practice.reviews.all().delete()
    assert any("nobody published it" in str(one) for one in audit_sharing.breaches())
