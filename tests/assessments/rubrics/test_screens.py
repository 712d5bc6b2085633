"""The rubrics' screens: who sees them, the form without scripts, what an edit will do, versions, preview."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Rubric, RubricVersion
from people.roles import Role
from tests.factories import make_cohort, make_edition, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def screens(rubric: Rubric) -> list[str]:
    version = rubric.versions.first().pk
    return [
        reverse("rubrics:list"),
        reverse("rubrics:edit", args=[rubric.pk]),
        reverse("rubrics:versions", args=[rubric.pk]),
        reverse("rubrics:preview", args=[version]),
        reverse("rubrics:shown", args=[version]),
    ]


@pytest.fixture
def english(author):
    author.language = "en"
    author.save()
    return author


# Who


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_screen_opens_for_a_methodologist(client_for, author, rubric, language):
    client = client_for(author)
    for address in screens(rubric):
        answer = client.get(address, {"lang": language, "language": language})
        assert answer.status_code == 200, address
        assert f'<html lang="{language}"' in text_of(answer), address
        assert " style=" not in re.sub(r"<(script|svg).*?</\1>", "", answer.content.decode(), flags=re.S)
    assert reverse("rubrics:list") in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.TRAINER, Role.COORDINATOR, Role.AUTHORITY])
def test_nobody_else_sees_or_does_anything(client_for, rubric, role):
    client = client_for(make_user(role) if role else None)
    version = rubric.versions.first().pk
    posts = [
        reverse("rubrics:take_up", args=[version]),
        reverse("rubrics:as_typed", args=[rubric.pk]),
        reverse("rubrics:edit", args=[rubric.pk]),
    ]
    answers = [client.get(one) for one in screens(rubric)] + [client.post(one, {}) for one in posts]
    for answer in answers:
        assert (answer.status_code, answer.headers["Location"][:16]) == (302, "/accounts/login/")


def test_an_editor_without_the_permission_is_turned_away(client_for, rubric):
    from django.contrib.auth.models import Permission

    person = make_user()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = client_for(person)
    for address in screens(rubric):
        assert client.get(address).headers["Location"] == "/admin/", address
    assert "/admin/rubrics/" not in client.get("/admin/").content.decode()


# The form


@pytest.fixture
def sheet(client_for, english, rubric, fields_of):
    """sheet(do=…): the form as it stands, posted with a button; keeps what came back for the next press."""
    client, address = client_for(english), reverse("rubrics:edit", args=[rubric.pk])
    state = {"fields": fields_of(client.get(address))}

    def press(name: str, value: str, **typed: str):
        state["fields"] |= {key: [one] for key, one in typed.items()}
        answer = client.post(address, state["fields"] | {name: value}, headers=ENGLISH)
        if answer.status_code != 302 and (found := fields_of(answer)):
            state["fields"] = found
        return answer

    press.fields = lambda: state["fields"]
    return press


def test_the_form_as_it_stands_changes_nothing(sheet, rubric):
    assert "Nothing is changed" in text_of(sheet("go", "check"))
    sheet("go", "save")
    assert RubricVersion.objects.filter(rubric=rubric).count() == 1


def test_lines_are_added_moved_and_removed_without_scripts(sheet):
    assert 'id="criteria-6-title-kk"' in text_of(sheet("do", "add:criteria"))
    assert sheet.fields()["criteria-count"] == ["7"]
    sheet("do", "add:criteria-6-levels", **{"criteria-6-title-kk": "Жаңа", "criteria-6-maximum": "3"})
    sheet("do", "add:criteria-6-levels")
    assert [sheet.fields()[f"criteria-6-levels-{place}-value"] for place in (0, 1)] == [["0"], ["1"]]
    moved = sheet("do", "up:criteria-6")
    assert sheet.fields()["criteria-5-title-kk"] == ["Жаңа"]
    assert sheet.fields()["criteria-5-levels-count"] == ["2"]
    assert sheet.fields()["criteria-6-key"] == ["c6"]
    assert re.search(r'id="up-criteria-5"\s+autofocus', text_of(moved))
    sheet("do", "drop:criteria-5-levels-0")
    assert sheet.fields()["criteria-5-levels-0-value"] == ["1"]
    sheet("do", "drop:criteria-5")
    assert sheet.fields()["criteria-count"] == ["6"]
    for name in ("checklist", "bands"):
        sheet("do", f"add:{name}")
        assert sheet.fields()[f"{name}-count"] == ["1"]
    assert not RubricVersion.objects.filter(number=2).exists()


@pytest.mark.parametrize(
    "what",
    [
        "",
        "add",
        "add:",
        "add:nothing",
        "drop:criteria-99",
        "up:criteria-0",
        "up:criteria",
        "x:criteria-1",
        "add:criteria-99-levels",
    ],
)
def test_a_button_that_is_not_ours_does_nothing(sheet, what):
    before = dict(sheet.fields())
    assert sheet("do", what or "?").status_code == 200
    assert sheet.fields() == before


def test_faults_are_told_beside_the_fields_and_what_was_typed_is_kept(sheet, rubric):
    answer = sheet(
        "go",
        "check",
        **{
            "criteria-0-maximum": "екі",
            "criteria-1-title-ru": "",
            "title-kk": "",
            "criteria-0-title-kk": "Ұзақ мәтін",
        },
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="criteria-0-maximum-error"' in page
    assert re.search(r'id="criteria-1-title-ru-error">\s*Write this in Russian\.', page)
    assert 'id="title-kk-error"' in page
    assert sheet.fields()["criteria-0-maximum"] == ["екі"]
    assert sheet.fields()["criteria-0-title-kk"] == ["Ұзақ мәтін"]
    assert rubric.versions.count() == 1


# What the edit will do


def test_the_edit_is_told_before_it_is_saved(client_for, sheet, english, rubric, edition, fields_of):
    make_cohort(edition)
    make_cohort(edition, number=2, upto="draft")
    answer = sheet("go", "check", **{"criteria-0-levels-2-descriptor-kk": "Басқаша"})
    page = text_of(answer)
    assert answer.status_code == 200
    assert "level 2 is worded differently (Қазақша)" in page
    assert "A-2 is a draft that starts on" in page
    assert "it freezes version 2 when it opens." in page
    assert "A-1 (Running) stays with version 1: 0 works are marked by it." in page
    assert rubric.versions.count() == 1
    carried = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    address = reverse("rubrics:edit", args=[rubric.pk])
    client = client_for(english)
    back = client.post(address, dict(carried) | {"go": "edit"})
    assert fields_of(back)["criteria-0-levels-2-descriptor-kk"] == ["Басқаша"]
    saved = client.post(address, dict(carried) | {"go": "save"}, follow=True, headers=ENGLISH)
    assert "Version 2 is saved." in text_of(saved)
    version = rubric.versions.first()
    assert (version.number, version.content["criteria"][0]["levels"][2]["descriptor"]["kk"]) == (2, "Басқаша")
    # Nothing else moved on its way through two forms.
    first = rubric.versions.get(number=1).content
    first["criteria"][0]["levels"][2]["descriptor"]["kk"] = "Басқаша"
    assert version.content == first


def test_a_sum_the_scheme_does_not_count_cannot_be_saved(sheet, rubric):
    answer = sheet("go", "check", **{"criteria-0-maximum": "3", "criteria-0-levels-2-value": "3"})
    assert answer.status_code == 422
    assert "It cannot be saved so" in text_of(answer)
    assert "all criteria here together 13" in text_of(answer)
    assert 'value="save"' not in text_of(answer)
    assert sheet("go", "save").status_code == 422
    assert rubric.versions.count() == 1


def test_somebody_elses_version_is_shown_and_nothing_typed_is_lost(sheet, rubric, client_for, english):
    sheet("do", "add:criteria")
    sheet("do", "drop:criteria-6")
    stale = dict(sheet.fields())
    sheet("go", "save", **{"criteria-0-title-kk": "Біреудің атауы"})
    assert rubric.versions.count() == 2
    address = reverse("rubrics:edit", args=[rubric.pk])
    mine = stale | {"criteria-0-title-kk": ["Менің атауым"]}
    answer = client_for(english).post(address, mine | {"go": "save"}, headers=ENGLISH)
    assert answer.status_code == 409
    assert "Version 2 stands now." in text_of(answer)
    assert "Менің атауым" in text_of(answer)
    assert rubric.versions.count() == 2
    assert f'name="seen" value="{rubric.versions.first().content_hash}"' in text_of(answer)


def test_an_older_wording_is_offered_to_be_taken_up_again(sheet, rubric, client_for, english):
    old = dict(sheet.fields())
    sheet("go", "save", **{"criteria-0-title-kk": "Екінші"})
    seen = {"seen": [rubric.versions.first().content_hash]}
    address = reverse("rubrics:edit", args=[rubric.pk])
    client = client_for(english)
    answer = client.post(address, old | seen | {"go": "check"}, headers=ENGLISH)
    assert "This is version 1 word for word" in text_of(answer)
    assert 'value="again"' in text_of(answer)
    client.post(address, old | seen | {"go": "again"})
    assert rubric.versions.first().content["again"] == {"number": 1, "as": 3}


# Versions and preview


def test_versions_are_compared_and_taken_up(sheet, rubric, client_for, english):
    sheet("go", "save", **{"criteria-0-title-kk": "Екінші атау"})
    client, address = client_for(english), reverse("rubrics:versions", args=[rubric.pk])
    page = text_of(client.get(address, headers=ENGLISH))
    assert "<ins>Екінші</ins>" in page
    assert english.short_name in page
    assert "From a programme&#x27;s files" in page or "From a programme's files" in page
    first = rubric.versions.get(number=1)
    done = client.post(reverse("rubrics:take_up", args=[first.pk]), follow=True, headers=ENGLISH)
    assert "Version 1 stands again, as version 3." in text_of(done)
    assert "Version 1 again" in text_of(done)
    same = client.get(address, {"left": "1", "right": "3"}, headers=ENGLISH)
    assert "Both say the same." in text_of(same)
    again = client.post(reverse("rubrics:take_up", args=[first.pk]), follow=True, headers=ENGLISH)
    assert "This version stands already" in text_of(again)
    begun = client.get(reverse("rubrics:edit", args=[rubric.pk]), {"from": "2"})
    assert "Екінші атау" in text_of(begun)


def test_the_preview_is_what_the_desk_shows(client_for, author, rubric, points_rubric):
    client = client_for(author)
    address = reverse("rubrics:shown", args=[rubric.versions.first().pk])
    for language in ("kk", "ru"):
        answer = client.get(address, {"language": language})
        page = text_of(answer)
        assert f'<html lang="{language}"' in page
        assert page.count('name="c-c1"') == 3
        assert "сипаттама 2" in page
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    points = text_of(client.get(reverse("rubrics:shown", args=[points_rubric.versions.first().pk])))
    assert 'name="c-mark"' in points
    assert "Нұсқау" in points


def test_what_is_typed_can_be_looked_at_unsaved(client_for, author, rubric, fields_of):
    client = client_for(author)
    fields = fields_of(client.get(reverse("rubrics:edit", args=[rubric.pk])))
    fields |= {
        "criteria-0-title-ru": ["Ещё не сохранено"],
        "criteria-0-maximum": ["не число"],
        "show": ["ru"],
    }
    answer = client.post(reverse("rubrics:as_typed", args=[rubric.pk]), fields)
    assert answer.status_code == 200
    assert "Ещё не сохранено" in text_of(answer)
    assert '<html lang="ru"' in text_of(answer)
    assert rubric.versions.count() == 1


# Queries


def test_the_list_costs_the_same_for_many_cohorts_and_versions(client_for, author, edition, rubric):
    client, address = client_for(author), reverse("rubrics:list")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    make_cohort(edition)
    cost()
    one = cost()
    make_edition("B")
    for number in range(2, 6):
        make_cohort(edition, number=number, upto="draft" if number % 2 else "running")
    assert cost() == one
