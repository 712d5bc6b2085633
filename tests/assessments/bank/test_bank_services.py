"""The bank's writing: drafts, second readers, what is ready, and that nothing used is ever edited."""

from copy import deepcopy

import pytest

from assessments.models import Question, QuestionReview, QuestionVersion
from assessments.services.attempts import attempts
from assessments.services.bank import bank
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.factories import NOW, enrol, make_cohort, make_user, sitting_of

pytestmark = pytest.mark.django_db


def create(author, body, **more) -> QuestionVersion:
    values = {
        "programme_code": "A",
        "module": 1,
        "topic_key": "A.1.2",
        "kind": "single",
        "difficulty": 2,
        "outcome": "A.1.r1",
        **more,
    }
    return bank.create_question(body=body, at=NOW, actor=author, **values)


def save(version, actor, body, **more) -> QuestionVersion:
    values = {"kind": version.kind, "difficulty": version.difficulty, "outcome": version.outcome, **more}
    return bank.save_version(question_id=version.question_id, body=body, at=NOW, actor=actor, **values)


def approve(version, reader) -> QuestionReview:
    return bank.review(version_id=version.pk, verdict="approve", comment="", at=NOW, actor=reader)


def ready(version, actor) -> QuestionVersion:
    return bank.make_ready(version_id=version.pk, at=NOW, actor=actor)


def changed(body, stem="Басқа сұрақ?") -> dict:
    other = deepcopy(body)
    other["kk"]["stem"] = stem
    return other


def code_of(refused) -> str:
    assert str(refused.value).endswith((".", "?"))
    return refused.value.code


# Creating


def test_a_question_gets_the_next_free_key_of_its_module(edition, author, body):
    assert create(author, body).question.key == "A.1.q04"
    Question.objects.create(key="A.1.q31", programme_code="A", module=1, topic_key="A.1.1")
    Question.objects.create(key="A.1.quick", programme_code="A", module=1, topic_key="A.1.1")
    version = create(author, body)
    assert (version.question.key, version.number, version.status) == ("A.1.q32", 1, "draft")
    assert (version.question.module, version.question.topic_key) == (1, "A.1.2")
    assert version.content_hash == bank.hash_of("single", body)


def test_a_key_that_is_taken_and_a_strange_place_are_refused(edition, author, body):
    create(author, body, key="A.1.x")
    for code, more in (
        ("key_taken", {"key": "A.1.x"}),
        ("bad_key", {"key": "x" * 41}),
        ("no_topic", {"topic_key": "A.9.9"}),
        ("no_topic", {"module": 2}),
        ("bad_kind", {"kind": "riddle"}),
        ("bad_difficulty", {"difficulty": 4}),
    ):
        with pytest.raises(Refusal) as refused:
            create(author, body, **more)
        assert code_of(refused) == code
    with pytest.raises(Refusal) as refused:
        create(author, {"correct": []})
    assert code_of(refused) == "no_texts"
    assert QuestionVersion.objects.filter(created_by=author).count() == 1


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.COORDINATOR, Role.MENTOR])
def test_others_write_nothing(edition, author, body, role):
    version, other = create(author, body), make_user(role)
    before = QuestionVersion.objects.count()
    for attempt in (
        lambda: create(other, body),
        lambda: save(version, other, changed(body)),
        lambda: approve(version, other),
        lambda: ready(version, other),
        lambda: bank.retire(version_id=version.pk, reason="Ескірді", at=NOW, actor=other),
        lambda: bank.take_up(version_id=version.pk, at=NOW, actor=other),
        lambda: bank.copy_question(question_id=version.question_id, at=NOW, actor=other),
        lambda: bank.set_difficulty(question_id=version.question_id, difficulty=3, at=NOW, actor=other),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert QuestionVersion.objects.count() == before
    assert not QuestionReview.objects.exists()


# Saving


def test_ones_own_unread_draft_is_edited_in_place(edition, author, body):
    version = create(author, body)
    saved = save(version, author, changed(body), difficulty=3, note="Сұрағы анығырақ")
    assert (saved.pk, saved.number, saved.difficulty) == (version.pk, 1, 3)
    assert saved.body["kk"]["stem"] == "Басқа сұрақ?"
    assert saved.content_hash == bank.hash_of("single", saved.body)
    assert version.question.versions.count() == 1


def test_an_incomplete_draft_is_saved_as_it_is(edition, author, body):
    body["ru"] = {"stem": "", "options": {}, "explanation": ""}
    version = create(author, body)
    assert bank.faults_of(version)
    with pytest.raises(Refusal) as refused:
        ready(version, author)
    assert code_of(refused) == "faults"


@pytest.mark.parametrize("how", ["ready", "read", "somebody else's", "drawn", "retired"])
def test_anything_else_is_kept_and_edited_as_the_next_draft(edition, author, reader, body, how):
    version, editor = create(author, body), author
    if how == "somebody else's":
        editor = reader
    elif how == "drawn":
        QuestionVersion.objects.filter(status="ready").update(status="retired")
        QuestionVersion.objects.filter(question__module=2, number=1).update(status="ready")
        sitting = _sitting(edition, version)
        attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user)
        QuestionVersion.objects.filter(pk=version.pk).update(status="draft")
    else:
        approve(version, reader)
    if how in ("ready", "retired"):
        ready(version, author)
    if how == "retired":
        bank.retire(version_id=version.pk, reason="Ескірді", at=NOW, actor=author)
    saved = save(version, editor, changed(body))
    assert (saved.number, saved.status, saved.created_by) == (2, "draft", editor)
    version.refresh_from_db()
    assert version.body == body


def _sitting(edition, version):
    """A sitting whose test draws that version: the only ready one of module 1."""
    quiz = edition.quizzes.get(key="final")
    quiz.blueprint = {"1": 1, "2": 1}
    quiz.save()
    QuestionVersion.objects.filter(pk=version.pk).update(status="ready")
    return sitting_of(enrol(None, make_cohort(edition)))


def test_saving_the_same_again_writes_nothing(edition, author, reader, body):
    version = create(author, body)
    approve(version, reader)
    ready(version, author)
    same = save(version, reader, deepcopy(body), note="Ештеңе")
    assert (same.pk, version.question.versions.count()) == (version.pk, 1)


def test_two_editors_of_one_question_do_not_overwrite_each_other(edition, author, reader, body):
    version = create(author, body)
    seen = version.content_hash
    first = save(version, author, changed(body, "Бірінші"), seen=seen)
    with pytest.raises(bank.Stale) as refused:
        save(version, reader, changed(body, "Екінші"), seen=seen)
    assert refused.value.version.body["kk"]["stem"] == "Бірінші"
    assert code_of(refused) == "stale"
    second = save(version, reader, changed(body, "Екінші"), seen=first.content_hash)
    assert [one.body["kk"]["stem"] for one in version.question.versions.all()] == ["Екінші", "Бірінші"]
    assert second.number == 2


def test_another_topic_counts_at_once_and_is_checked(edition, author, body):
    version = create(author, body)
    save(version, author, body, module=2, topic_key="A.2.1")
    assert Question.objects.get(pk=version.question_id).topic_key == "A.2.1"
    with pytest.raises(Refusal) as refused:
        save(version, author, body, module=1, topic_key="A.2.1")
    assert code_of(refused) == "no_topic"


def test_a_copy_begins_with_the_newest_text_under_a_key_of_its_own(edition, author, reader, body):
    version = create(author, body)
    save(version, reader, changed(body))
    copy = bank.copy_question(question_id=version.question_id, at=NOW, actor=reader)
    assert copy.question_id != version.question_id
    assert (copy.body["kk"]["stem"], copy.status, copy.created_by) == ("Басқа сұрақ?", "draft", reader)
    assert version.question.key in copy.note


# A second reader


def test_nobody_reviews_their_own_text_in_any_version(edition, author, reader, body):
    version = create(author, body)
    with pytest.raises(Refusal) as refused:
        approve(version, author)
    assert code_of(refused) == "own_text"
    # The same words with another difficulty are still the author's.
    again = bank.set_difficulty(question_id=version.question_id, difficulty=3, at=NOW, actor=reader)
    with pytest.raises(Refusal) as refused:
        approve(again, author)
    assert (again.number, code_of(refused)) == (2, "own_text")
    approve(save(again, reader, changed(body)), author)


def test_a_review_needs_words_where_something_is_to_be_changed(edition, author, reader, body):
    version = create(author, body)
    for verdict, code in (("rework", "no_comment"), ("maybe", "no_verdict")):
        with pytest.raises(Refusal) as refused:
            bank.review(version_id=version.pk, verdict=verdict, comment=" ", at=NOW, actor=reader)
        assert code_of(refused) == code
    save(version, reader, changed(body))
    with pytest.raises(Refusal) as refused:
        approve(version, reader)
    assert code_of(refused) == "not_newest"


def test_a_retired_version_is_not_reviewed(edition, author, reader, body):
    version = create(author, body)
    bank.retire(version_id=version.pk, reason="Ескірді", at=NOW, actor=author)
    with pytest.raises(Refusal) as refused:
        approve(version, reader)
    assert code_of(refused) == "retired"


# Ready


def test_a_text_becomes_ready_when_somebody_else_approved_it(edition, author, reader, body):
    version = create(author, body)
    with pytest.raises(Refusal) as refused:
        ready(version, author)
    assert code_of(refused) == "not_reviewed"
    approve(version, reader)
    assert ready(version, author).is_ready
    with pytest.raises(Refusal) as refused:
        ready(version, author)
    assert code_of(refused) == "ready"


def test_the_last_word_counts(edition, author, reader, body):
    version = create(author, body)
    approve(version, reader)
    bank.review(version_id=version.pk, verdict="rework", comment="Екі жауап дұрыс.", at=NOW, actor=reader)
    with pytest.raises(Refusal) as refused:
        ready(version, author)
    assert code_of(refused) == "rework"
    assert "Екі жауап дұрыс." in str(refused.value)


def test_making_ready_retires_the_one_before_it_and_papers_follow(edition, author, reader, body):
    version = create(author, body)
    approve(version, reader)
    ready(version, author)
    draft = save(version, author, changed(body))
    assert {item.version_id for item in attempts.bank_for("A")} & {version.pk, draft.pk} == {version.pk}
    approve(draft, reader)
    ready(draft, author)
    version.refresh_from_db()
    assert version.status == "retired"
    assert {item.version_id for item in attempts.bank_for("A")} & {version.pk, draft.pk} == {draft.pk}


def test_an_edit_after_the_approval_has_to_be_approved_again(edition, author, reader, body):
    version = create(author, body)
    approve(version, reader)
    edited = save(version, author, changed(body))
    with pytest.raises(Refusal) as refused:
        ready(edited, author)
    assert code_of(refused) == "not_reviewed"


def test_other_tags_keep_the_approval_of_the_text(edition, author, reader, body):
    version = create(author, body)
    approve(version, reader)
    again = bank.set_difficulty(question_id=version.question_id, difficulty=1, at=NOW, actor=author)
    assert (again.number, ready(again, author).status) == (2, "ready")


def test_an_administrator_may_do_without_a_reader_and_the_note_says_so(edition, author, administrator, body):
    version = create(author, body, note="н" * 300)
    done = ready(version, administrator)
    assert administrator.full_name in done.note
    assert len(done.note) <= 300
    assert done.is_ready


def test_an_administrators_note_stays_empty_where_somebody_approved(
    edition, author, reader, administrator, body
):
    version = create(author, body)
    approve(version, reader)
    assert ready(version, administrator).note == ""


def test_only_the_newest_draft_becomes_ready(edition, author, reader, body):
    version = create(author, body)
    approve(version, reader)
    save(version, author, changed(body))
    with pytest.raises(Refusal) as refused:
        ready(version, author)
    assert code_of(refused) == "not_newest"


# Retired


def test_a_retired_question_leaves_the_papers_and_says_why(edition, author, reader, body):
    version = create(author, body)
    approve(version, reader)
    ready(version, author)
    with pytest.raises(Refusal) as refused:
        bank.retire(version_id=version.pk, reason="  ", at=NOW, actor=author)
    assert code_of(refused) == "no_reason"
    done = bank.retire(version_id=version.pk, reason="Заң өзгерді", at=NOW, actor=author)
    assert "Заң өзгерді" in done.note
    assert version.pk not in {item.version_id for item in attempts.bank_for("A")}
    with pytest.raises(Refusal) as refused:
        bank.retire(version_id=version.pk, reason="Тағы", at=NOW, actor=author)
    assert code_of(refused) == "retired"
    with pytest.raises(Refusal) as refused:
        ready(version, author)
    assert code_of(refused) == "retired"


def test_a_retired_text_comes_back_as_the_next_draft(edition, author, reader, body):
    version = create(author, body)
    approve(version, reader)
    ready(version, author)
    bank.retire(version_id=version.pk, reason="Заң өзгерді", at=NOW, actor=author)
    draft = bank.take_up(version_id=version.pk, at=NOW, actor=author)
    assert (draft.number, draft.status, draft.body) == (2, "draft", version.body)
    assert ready(draft, author).is_ready
    newest = save(draft, author, changed(body))
    with pytest.raises(Refusal) as refused:
        bank.take_up(version_id=newest.pk, at=NOW, actor=author)
    assert code_of(refused) == "unchanged"


def test_the_same_difficulty_is_refused(edition, author, body):
    version = create(author, body)
    with pytest.raises(Refusal) as refused:
        bank.set_difficulty(question_id=version.question_id, difficulty=2, at=NOW, actor=author)
    assert code_of(refused) == "unchanged"
    own = bank.set_difficulty(question_id=version.question_id, difficulty=3, at=NOW, actor=author)
    assert (own.pk, own.difficulty) == (version.pk, 3)
