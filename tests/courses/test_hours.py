"""Hours add up, or a cohort cannot open."""

import pytest

from courses.rules.hours import ModuleHours, TopicHours, by_kind, faults, split_conflict

SOUND = (
    ModuleHours(1, 4, (TopicHours("X.1.1", lecture=2, practice=2),)),
    ModuleHours(2, 6, (TopicHours("X.2.1", lecture=2), TopicHours("X.2.2", final=4))),
)


def test_a_sound_table_has_no_faults():
    assert faults(SOUND, total=10) == []
    assert by_kind(SOUND) == {"lecture": 4, "practice": 2, "self_study": 0, "final": 4}


@pytest.mark.parametrize(
    ("table", "total", "code"),
    [
        ((), 80, "empty"),
        ((ModuleHours(1, 2, ()),), 2, "module_empty"),
        ((ModuleHours(1, 0, (TopicHours("X.1.1"),)),), 0, "topic_without_hours"),
        ((ModuleHours(1, 4, (TopicHours("X.1.1", lecture=2),)),), 2, "module_sum"),
        (SOUND, 80, "total_sum"),
        ((ModuleHours(1, 2, (TopicHours("X.1.1", lecture=-2, practice=4),)),), 2, "topic_without_hours"),
    ],
)
def test_each_fault_is_named(table, total, code):
    assert code in [fault.code for fault in faults(table, total=total)]


def test_self_study_has_no_contact_hours():
    topic = TopicHours("X.1.1", lecture=2, self_study=6)
    assert topic.total == 2


def test_a_declared_split_that_differs_is_a_conflict_with_both_figures():
    conflict = split_conflict(SOUND, declared={"lecture": 2, "practice": 4, "final": 4})
    assert conflict == {"lecture": (2, 4), "practice": (4, 2)}
    assert split_conflict(SOUND, declared={"lecture": 4, "practice": 2, "final": 4}) == {}
    assert split_conflict(SOUND, declared=None) == {}
