"""Ready comments: shared and own, who writes which, how the desk offers them, how files bring them."""

import pytest
from django.urls import reverse

from assessments.models import Assessment, BankComment, Rubric
from assessments.services.marking import comments as bank_comments
from people.errors import Refusal
from people.roles import Role
from tests.factories import NOW, make_cohort, make_trainer, make_user

from .conftest import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubric(cohort):
    return Rubric.objects.get(edition=cohort.edition, key="self_study")


def add(
    rubric, actor, kk: str = "Дәлел қосыңыз.", ru: str = "Добавьте обоснование.", **values
) -> BankComment:
    values = {"criterion": "mark", **values}
    return bank_comments.add_comment(
        rubric_id=rubric.pk, text_kk=kk, text_ru=ru, at=NOW, actor=actor, **values
    )


def test_markers_keep_their_own_and_methodologists_the_shared(rubric, trainers):
    methodologist = make_user(Role.METHODOLOGIST)
    own, shared = add(rubric, trainers[0]), add(rubric, methodologist, is_shared=True)
    assert set(bank_comments.usable_by(trainers[0])) == {own, shared}
    assert set(bank_comments.usable_by(trainers[1])) == {shared}
    assert set(bank_comments.usable_by(make_user(Role.LEARNER))) == set()
    for actor, comment in ((trainers[0], shared), (trainers[1], own), (methodologist, own)):
        with pytest.raises(Refusal):
            bank_comments.change_comment(
                comment_id=comment.pk, criterion="mark", text_kk="x", text_ru="", actor=actor
            )
        with pytest.raises(Refusal):
            bank_comments.remove_comment(comment_id=comment.pk, actor=actor)
    with pytest.raises(Refusal):
        add(rubric, trainers[0], is_shared=True)
    with pytest.raises(Refusal):
        add(rubric, methodologist)


@pytest.mark.parametrize(
    ("values", "code"),
    [({"criterion": "nothing"}, "no_criterion"), ({"kk": " ", "ru": ""}, "comment_empty")],
)
def test_a_comment_needs_words_and_a_criterion_of_the_rubric(rubric, trainers, values, code):
    with pytest.raises(Refusal) as refused:
        add(rubric, trainers[0], **values)
    assert refused.value.code == code


def test_the_same_words_stand_once(rubric, trainers):
    assert add(rubric, trainers[0]) == add(rubric, trainers[0])


@pytest.mark.parametrize(
    ("language", "shown", "hidden"),
    [("kk", "Дәлел қосыңыз.", "Добавьте"), ("ru", "Добавьте", "Дәлел қосыңыз.")],
)
def test_the_desk_offers_them_in_the_cohorts_language(client_for, cohort, rubric, language, shown, hidden):
    cohort = make_cohort(cohort.edition, number=2, language=language)
    trainer = make_trainer(cohort)
    add(rubric, make_user(Role.METHODOLOGIST), is_shared=True)
    page = client_for(trainer).get(reverse("marking_desk", args=[hand_in(cohort).pk])).content.decode()
    assert shown in page
    assert hidden not in page


def test_without_scripts_a_button_inserts_and_keeps_what_was_typed(client_for, cohort, rubric, trainers):
    comment = add(rubric, trainers[0])
    work = hand_in(cohort)
    client = client_for(trainers[0])
    address = reverse("marking_desk", args=[work.pk])
    client.post(
        address,
        {"revision": "0", "c-mark": "6", "t-mark": "Жақсы.", "insert": f"mark:{comment.pk}"},
    )
    assert Assessment.objects.get().points["mark"] == {"value": "6", "comment": "Жақсы.\nДәлел қосыңыз."}
    client.post(address, {"revision": "1", "c-mark": "6", "comment": "Жалпы пікір.", "keep": ""})
    kept = BankComment.objects.get(criterion="")
    assert (kept.text_kk, kept.text_ru, kept.owner) == ("Жалпы пікір.", "", trainers[0])


def test_the_bank_is_kept_on_a_screen_of_its_own(client_for, rubric, trainers):
    client, address = client_for(trainers[0]), reverse("bank_comment_list")
    client.post(address, {"place": f"{rubric.pk}:mark", "text_kk": "Мысал келтіріңіз.", "text_ru": ""})
    comment = BankComment.objects.get()
    assert "Мысал келтіріңіз." in client.get(address).content.decode()
    wrong = client.post(address, {"place": "x", "text_kk": "Сақталатын мәтін", "text_ru": ""})
    assert (wrong.status_code, "Сақталатын мәтін" in wrong.content.decode()) == (422, True)
    own = reverse("bank_comment", args=[comment.pk])
    assert client_for(trainers[1]).get(own).status_code == 404
    assert client_for(make_user(Role.METHODOLOGIST)).get(own).status_code == 404
    client.post(own, {"criterion": "", "text_kk": "Мысал керек.", "text_ru": "Нужен пример."})
    comment.refresh_from_db()
    assert (comment.criterion, comment.text_ru) == ("", "Нужен пример.")
    client.post(own, {"action": "remove"})
    assert not BankComment.objects.exists()
    assert client_for(make_user(Role.LEARNER)).get(address).status_code == 403


def test_a_methodologist_shares_from_the_same_screen(client_for, rubric):
    client = client_for(make_user(Role.METHODOLOGIST))
    client.post(
        reverse("bank_comment_list"),
        {"place": f"{rubric.pk}:", "text_kk": "Дұрыс.", "text_ru": "Верно.", "is_shared": "1"},
    )
    assert BankComment.objects.get().owner is None
