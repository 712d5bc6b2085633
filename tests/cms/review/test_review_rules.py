"""Who may decide about a text under review: the whole table; who wrote last, comments aside."""

import pytest

from cms.review import rules

MAY = {
    "approves": True,
    "is_reader": True,
    "is_waiting": True,
    "is_writer": False,
    "is_read": True,
    "word": "",
}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"is_waiting": False}, "decided"),
        ({"is_reader": False}, "not_reader"),
        ({"is_writer": True}, "own_text"),
        ({"is_read": False}, "changed_since"),
        ({"approves": False}, "word_missing"),
        ({"approves": False, "word": " \n"}, "word_missing"),
        ({"approves": False, "word": "Мысал қосыңыз."}, None),
        ({"approves": False, "word": "Мысал.", "is_writer": True, "is_read": False}, None),
        ({"approves": False, "word": "Мысал.", "is_reader": False}, "not_reader"),
        ({"is_waiting": False, "is_reader": False, "is_writer": True}, "decided"),
    ],
)
def test_who_may_decide(change, code):
    assert rules.refusal_to_decide(**MAY | change) == code


def test_a_revision_of_comments_alone_has_no_writer():
    text = {"title": "Сабақ", "body": "1", "wagtail_admin_comments": []}
    commented = text | {"wagtail_admin_comments": [{"text": "Неге?"}], "latest_revision_created_at": "2026"}
    assert rules.last_writer([(3, commented), (2, text), (1, text | {"body": "0"})]) == 2
    assert rules.last_writer([(3, commented | {"body": "2"}), (2, text)]) == 3
    assert rules.last_writer([(3, commented), (1, text)]) == 1
    assert rules.last_writer([]) is None
