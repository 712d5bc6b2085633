"""A practice's way from a draft into the library and out of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.errors import NotAllowed, Refusal
from people.models import Notification
from people.roles import Role
from people.rules.identifiers import with_check_digit
from people.transitions import IllegalMove
from postcourse.audit import sharing as audit_sharing
from postcourse.models import Practice, PracticeThanks, PracticeUse
from postcourse.rules import moves
from postcourse.services.practices import check as practice_check
from postcourse.services.practices import practices
from postcourse.services.practices import review as practice_review
from postcourse.services.practices import use as practice_use
from tests.factories import NOW, make_user
from tests.postcourse.builders.sharing import (
    employ,
    hand_in,
    make_draft,
    make_host,
    make_published,
    text_file,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
IIN = with_check_digit("14051250012")


def refused(call, **values) -> str:
    with pytest.raises(Refusal) as caught:
        call(**values)
    return caught.value.code


def save(draft, *, revision=None, actor=None, **words):
    return practices.save_draft(
        practice_id=draft.pk,
        words=words,
        revision=draft.revision if revision is None else revision,
        at=LATER,
        actor=actor or draft.author,
    )


def submit(draft, *, nameless=True, accepted=(), actor=None):
    return practices.submit(
        practice_id=draft.pk, nameless=nameless, accepted=accepted, at=LATER, actor=actor or draft.author
    )


def decide(practice, reviewer, verdict, text="", *, revision=None):
    return practice_review.review(
        practice_id=practice.pk,
        verdict=verdict,
        text=text,
        revision=practice.revision if revision is None else revision,
        at=LATER,
        actor=reviewer,
    )


@pytest.fixture
def methodologist():
    return make_user(Role.METHODOLOGIST)


# Drafts


def test_a_draft_begins_in_the_region_where_its_author_works():
    author = make_user(Role.LEARNER)
    employ(author, make_host(region="63"))
    assert practices.start(kind="practice", at=NOW, actor=author).region.code == "63"


def test_a_save_without_change_changes_nothing_even_with_an_old_revision():
    draft = make_draft()
    before = draft.revision
    assert save(draft, revision=0, title_kk=draft.title_kk).revision == before


def test_a_stale_save_is_refused_and_both_texts_are_there():
    draft = make_draft()
    save(draft, title_kk="Бір терезеде")
    with pytest.raises(practices.StaleDraft) as caught:
        save(draft, revision=draft.revision, title_kk="Екінші терезеде")
    assert caught.value.practice.title_kk == "Бір терезеде"
    draft.refresh_from_db()
    assert draft.title_kk == "Бір терезеде"


def test_a_draft_is_its_authors_alone(methodologist):
    draft = make_draft()
    assert refused(save, draft=draft, actor=methodologist, title_kk="Басқа") == "not_allowed"
    assert not Practice.objects.visible_to(methodologist).filter(pk=draft.pk).exists()
    assert refused(submit, draft=draft, actor=make_user(Role.LEARNER)) == "not_allowed"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"tags": ["abc", "udl", "visual", "needs", "play", "parents", "progress"]}, "too_many_tags"),
        ({"licence": "all rights"}, "licence"),
        ({"topic_key": "A.9.9"}, "topic"),
        ({"kind": "poem"}, "kind"),
        ({"region_id": 10**6}, "region"),
        ({"summary_kk": "а" * 1001}, "too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(words, code):
    draft = make_draft()
    assert refused(save, draft=draft, **(words | {"title_kk": "Жаңа"})) == code
    draft.refresh_from_db()
    assert draft.title_kk != "Жаңа"


def test_the_same_file_is_one_file_and_goes_only_while_it_is_a_draft():
    draft = make_draft()
    one = practices.add_file(practice_id=draft.pk, checked=text_file(), at=NOW, actor=draft.author)
    again = practices.add_file(practice_id=draft.pk, checked=text_file(), at=NOW, actor=draft.author)
    assert one == again
    submit(draft)
    assert refused(practices.remove_file, file_id=one.pk, actor=draft.author) == "not_open"
    practices.take_back(practice_id=draft.pk, at=LATER, actor=draft.author)
    practices.remove_file(file_id=one.pk, actor=draft.author)
    assert not draft.files.exists()


# Children's data


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"text_kk": f"Баланың нөмірі {IIN}."}, "identifies"),
        ({"text_ru": f"Номер ребёнка {IIN}."}, "identifies"),
        ({"summary_ru": "В школе № 15, 3 «Б» класс, у мальчика ДЦП."}, "identifies"),
        ({"text_ru": "Айгерим Серикова любит рисовать."}, "names"),
        ({"text_kk": "Айгерім Серікова сурет салғанды ұнатады."}, "names"),
    ],
)
def test_what_tells_who_a_child_is_keeps_a_draft_from_the_review(words, code):
    draft = make_draft(**words)
    assert refused(submit, draft=draft) == code
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert not Notification.objects.exists()


def test_a_file_is_read_too():
    draft = make_draft()
    practices.add_file(practice_id=draft.pk, checked=text_file(f"Оқушы {IIN}"), at=NOW, actor=draft.author)
    assert refused(submit, draft=draft) == "identifies"


def test_a_name_that_is_looked_at_and_accepted_passes_and_an_iin_never():
    draft = make_draft(text_kk="Айгерім Серікова – әріптесім.")
    report = practice_check.look_through(draft)
    accepted = [group[0].finding.key for group in report.names]
    assert submit(draft, accepted=accepted).status == "submitted"
    other = make_draft(text_kk=f"Нөмірі {IIN}")
    every = [one.finding.key for one in practice_check.look_through(other).found]
    assert refused(submit, draft=other, accepted=every) == "identifies"


def test_the_author_may_be_named():
    author = make_user(Role.LEARNER, surname="Серікова", given_name="Айгерім")
    draft = make_draft(author, text_kk="Мен, Айгерім Серікова, осылай бастадым.")
    assert submit(draft).status == "submitted"


def test_the_confirmation_is_needed_each_time(methodologist):
    draft = make_draft()
    assert refused(submit, draft=draft, nameless=False) == "not_nameless"
    submit(draft)
    decide(draft, methodologist, "return", "Қадамдарды толықтырыңыз.")
    draft.refresh_from_db()
    assert (draft.status, draft.nameless_at) == ("draft", None)
    assert refused(submit, draft=draft, nameless=False) == "not_nameless"


def test_the_database_holds_no_review_without_the_confirmation():
    draft = make_draft()
    with pytest.raises(IntegrityError, match="practice_under_review_names_no_child"), transaction.atomic():
        Practice.objects.filter(pk=draft.pk).update(status="submitted", submitted_at=NOW)


# Review


def test_a_practice_in_one_language_is_published_once_a_reviewer_has_filled_the_other(methodologist):
    author = make_user(Role.LEARNER)
    practice = hand_in(make_draft(author, title_ru="", summary_ru="", text_ru=""))
    assert refused(decide, practice=practice, reviewer=methodologist, verdict="publish") == "one_language"
    practice = save(practice, actor=methodologist, title_ru="Тихий уголок", summary_ru="Спокойное место.")
    decide(practice, methodologist, "publish")
    practice.refresh_from_db()
    assert (practice.status, practice.published_at) == ("published", LATER)
    told = Notification.objects.get(user=author, kind="practice_decided")
    assert told.context["outcome"] == "publish"
    assert list(audit_sharing.breaches()) == []


def test_nobody_reviews_their_own(methodologist):
    practice = hand_in(make_draft(methodologist))
    assert refused(decide, practice=practice, reviewer=methodologist, verdict="publish") == "not_allowed"
    assert not Practice.objects.to_review_by(methodologist).exists()
    assert refused(save, draft=practice, actor=methodologist, title_kk="Өзім") == "not_open"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.COORDINATOR, Role.MENTOR])
def test_only_those_who_review_review(role):
    practice = hand_in(make_draft())
    with pytest.raises(NotAllowed):
        decide(practice, make_user(role), "publish")


@pytest.mark.parametrize("verdict", ["return", "decline"])
def test_no_without_a_word_why(methodologist, verdict):
    practice = hand_in(make_draft())
    assert refused(decide, practice=practice, reviewer=methodologist, verdict=verdict, text=" ") == (
        "reason_missing"
    )
    decide(practice, methodologist, verdict, "Мәтін тым қысқа.")
    practice.refresh_from_db()
    assert practice.status == {"return": "draft", "decline": "declined"}[verdict]
    assert practice.transitions.last().reason == "Мәтін тым қысқа."


def test_words_changed_since_they_were_read_are_not_published_unread(methodologist):
    practice = hand_in(make_draft())
    read = practice.revision
    save(practice, actor=make_user(Role.METHODOLOGIST), title_kk="Өзгерген")
    with pytest.raises(practices.StaleDraft):
        decide(practice, methodologist, "publish", revision=read)


def test_a_number_that_came_in_during_the_review_is_not_published(methodologist):
    practice = hand_in(make_draft())
    practice = save(practice, actor=methodologist, text_ru=f"Ребёнок {IIN}")
    assert refused(decide, practice=practice, reviewer=methodologist, verdict="publish") == "identifies"


def test_reviewers_are_told_once_and_the_author_never(methodologist):
    author = make_user(Role.METHODOLOGIST)
    hand_in(make_draft(author))
    told = Notification.objects.filter(kind="practice_arrived").values_list("user", flat=True)
    assert list(told) == [methodologist.pk]


def test_a_second_verdict_is_refused(methodologist):
    practice = make_published(reviewer=methodologist)
    assert (
        refused(decide, practice=practice, reviewer=methodologist, verdict="decline", text="Жоқ")
        == "not_open"
    )


# Out of the library and back


def test_the_author_withdraws_and_may_begin_again(methodologist):
    practice = make_published()
    practices.withdraw(practice_id=practice.pk, reason="", at=LATER, actor=practice.author)
    assert not Practice.objects.visible_to(methodologist).published().exists()
    draft = practices.take_back(practice_id=practice.pk, at=LATER, actor=practice.author)
    assert submit(draft).status == "submitted"


def test_a_reviewer_withdraws_with_a_reason_and_the_author_is_told(methodologist):
    practice = make_published()
    values = {"practice_id": practice.pk, "at": LATER, "actor": methodologist}
    assert refused(practices.withdraw, reason="", **values) == "reason_missing"
    practices.withdraw(reason="Суретте бала танылады.", **values)
    told = Notification.objects.filter(user=practice.author, kind="practice_decided").first()
    assert told.context["outcome"] == "withdrawn"


def test_a_stranger_withdraws_nothing():
    practice = make_published()
    with pytest.raises(NotAllowed):
        practices.withdraw(practice_id=practice.pk, reason="x", at=LATER, actor=make_user(Role.COORDINATOR))


def test_moves_are_those_of_the_table(methodologist):
    assert moves.PRACTICE.keys() == set(Practice.Status.values)
    practice = hand_in(make_draft())
    decide(practice, methodologist, "decline", "Тақырыпқа сай емес.")
    with pytest.raises(IllegalMove):
        practices.take_back(practice_id=practice.pk, at=LATER, actor=practice.author)


# Built on another's


def test_an_adaptation_begins_with_the_words_and_names_its_origin():
    first = make_published(licence="CC-BY-SA-4.0")
    second = practices.start(kind="practice", based_on_id=first.pk, at=NOW, actor=make_user(Role.LEARNER))
    assert (second.title_kk, second.based_on, second.licence) == (first.title_kk, first, "CC-BY-SA-4.0")
    assert refused(save, draft=second, licence="CC-BY-4.0") == "licence"


def test_only_what_is_published_is_adapted():
    draft = make_draft()
    values = {"kind": "practice", "based_on_id": draft.pk, "at": NOW, "actor": make_user(Role.LEARNER)}
    assert refused(practices.start, **values) == "not_published"


# Thanks and uses


def test_thanks_count_once_and_can_be_taken_back():
    practice, reader = make_published(), make_user(Role.LEARNER)
    for _turn in range(2):
        practice_use.thank(practice_id=practice.pk, at=NOW, actor=reader)
    assert PracticeThanks.objects.count() == 1
    practice_use.take_thanks_back(practice_id=practice.pk, actor=reader)
    assert PracticeThanks.objects.count() == 0


def test_nobody_thanks_or_uses_their_own():
    practice = make_published()
    assert (
        refused(practice_use.thank, practice_id=practice.pk, at=NOW, actor=practice.author) == "not_allowed"
    )
    values = {"practice_id": practice.pk, "on": timezone.localdate(NOW), "note": "", "at": NOW}
    assert refused(practice_use.record_use, actor=practice.author, **values) == "not_allowed"


def test_a_use_is_of_a_day_and_the_note_can_be_mended():
    practice, reader = make_published(), make_user(Role.LEARNER)
    today = timezone.localdate(NOW)
    for note in ("Жақсы.", "Өте жақсы."):
        practice_use.record_use(practice_id=practice.pk, on=today, note=note, at=NOW, actor=reader)
    assert PracticeUse.objects.get().note == "Өте жақсы."
    values = {"practice_id": practice.pk, "at": NOW, "actor": reader}
    assert refused(practice_use.record_use, on=today + timedelta(days=1), note="", **values) == "day"
    assert refused(practice_use.record_use, on=today, note=f"Оқушы {IIN}", **values) == "identifies"


def test_figures_say_how_many_somebody_shared_and_used():
    author, reader = make_user(Role.LEARNER), make_user(Role.LEARNER)
    employ(author, make_host(region="63"))
    practice = make_published(author)
    make_draft(author)
    practice_use.record_use(
        practice_id=practice.pk, on=timezone.localdate(NOW), note="", at=NOW, actor=reader
    )
    assert practices.used_by([author.pk, reader.pk]) == {author.pk: (1, 0), reader.pk: (0, 1)}
    assert practices.by_region() == {practice.region_id: (1, 1)}
