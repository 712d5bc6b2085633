"""A typed word or a few."""

from copy import deepcopy

import pytest

from assessments.items import kind

from .examples import SHORT_TEXT

KIND = kind("short_text")
EXACT = {**SHORT_TEXT, "fold": False}


@pytest.mark.parametrize(
    ("typed", "folded", "exact"),
    [
        ("кедергі", 1, 1),
        ("  кедергі ", 1, 1),
        ("барьер", 1, 1),  # accepted in the other language
        ("тосқауыл", 1, 1),
        ("КЕДЕРГІ", 1, 0),
        ("кедерги", 1, 0),
        ("кeдepгi.", 1, 0),
        ("«кедергі»", 1, 0),
        ("тоскауыл", 1, 0),
        ("кедергі бар", 0, 0),
        ("кедерг", 0, 0),
        ("", 0, 0),
        ("?", 0, 0),
    ],
)
def test_an_accepted_answer_scores_and_spelling_counts_where_it_must(typed, folded, exact):
    assert KIND.score(SHORT_TEXT, [typed]) == folded
    assert KIND.score(EXACT, [typed]) == exact
    assert KIND.score({**SHORT_TEXT, "fold": "false"}, [typed]) == exact  # as content files hold it
    unsaid = {name: value for name, value in SHORT_TEXT.items() if name != "fold"}
    assert KIND.score(unsaid, [typed]) == KIND.score({**SHORT_TEXT, "fold": "true"}, [typed]) == folded


@pytest.mark.parametrize(
    ("response", "kept"),
    [
        (["  Кедергі.  "], ["Кедергі."]),
        (["", " ", "бір", "екі"], ["бір"]),
        ([" \n\t "], []),
        ([], []),
        (["бір\r\nекі"], ["бір екі"]),
        (["кед\x00ергі\x1f"], ["кедергі"]),
        (["\ud800қ"], ["қ"]),
        (["ә" * 200], ["ә" * 200]),
        (["ә" * 201], ["ә" * 200]),
        (["ә" * 199 + " ә"], ["ә" * 199]),
    ],
)
def test_what_is_kept_of_a_response(response, kept):
    assert KIND.parse(SHORT_TEXT, response) == kept


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body["kk"].pop("accepted"),
        lambda body: body["kk"].update(accepted=[]),
        lambda body: body["kk"].update(accepted="кедергі"),
        lambda body: body["ru"].update(accepted=["барьер", " "]),
        lambda body: body["ru"].update(accepted=["?!"]),
        lambda body: body["ru"].update(accepted=[7]),
        lambda body: body["ru"].update(accepted=["а" * 201]),
        lambda body: body["ru"].update(stem=""),
    ],
)
def test_incomplete_content_is_told(change):
    body = deepcopy(SHORT_TEXT)
    change(body)
    assert KIND.faults(body)


@pytest.mark.parametrize(
    ("response", "keys"),
    [
        (["КЕДЕРГИ!"], ["кедергі"]),
        (["Барьеры"], ["барьеры"]),
        ([" Басқа  жауап. "], ["басқа жауап"]),
        (["?"], ["?"]),
        ([], []),
    ],
)
def test_answers_are_counted_by_what_they_mean(response, keys):
    assert KIND.tally(SHORT_TEXT, response) == keys


def test_marks_and_another_window():
    def field(**given):
        return KIND.context(SHORT_TEXT, language="kk", order=[], **given)["field"]

    right, wrong, none = (field(response=typed, reveal=True) for typed in (["барьер"], ["тас"], []))
    assert [one["mark"] for one in (right, wrong, none)] == ["right", "wrong", "missed"]
    assert [one["answer"] for one in (right, wrong)] == ["", "кедергі; кедергілер; тосқауыл"]
    assert field(response=["тас"], other=["тас"])["other"] is None
    assert field(response=["тас"], other=["құм"])["other"] == "құм"
    assert field(response=["тас"], other=[])["other"] == ""
    assert field(response=["тас"])["mark"] == ""
