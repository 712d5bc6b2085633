"""An example or more of what every kind of news is told with while the course goes on."""

from tests.postcourse.notices import AFTER_THE_COURSE, TITLE

WORK = {"title": TITLE, "cohort": "A-1"}
APPEAL = {"component": TITLE, "cohort": "A-1", "until_on": "2026-12-01"}
RESULT = {"programme": TITLE, "cohort": "A-1", "until_on": "2026-12-01"}
REVIEW = {"page": "Инклюзия принциптері", "key": "A.1.2", "language": "kk"}
CONTEXTS = {
    "work_arrived": [
        WORK | {"number": 1, "is_late": False},
        WORK | {"number": 2, "is_late": True},
    ],
    "work_returned": [WORK | {"reason": "Мақсатын нақтылаңыз."}, WORK],
    "marks_released": [WORK],
    "second_marker_needed": [WORK],
    "third_marker_needed": [WORK],
    "extension_granted": [WORK | {"due_at": "2026-12-01T18:00:00+05:00"}],
    "group_invited": [WORK | {"group": 3}],
    "defence_announced": [
        WORK | {"starts_at": "2026-12-01T10:00:00+05:00", "place": "204 <б>", "minutes": 15, "order": 2}
    ],
    "no_examiner": [WORK],
    "defence_cancelled": [
        WORK | {"starts_at": "2026-12-01T10:00:00+05:00", "reason": reason}
        for reason in ("", "Төраға келе алмайды.")
    ],
    "result_decided": [
        RESULT | {"passed": passed, "amended": amended}
        for passed in (True, False)
        for amended in (True, False)
    ],
    "appeal_moved": [
        APPEAL | {"status": status, "component": component}
        for status in ("filed", "in_review", "upheld", "rejected", "withdrawn")
        for component in (TITLE, {})
    ],
    "appeal_to_answer": [
        APPEAL | {"status": status, "is_marker": is_marker, "has_marker": True}
        for status in ("filed", "in_review", "upheld", "rejected", "withdrawn")
        for is_marker in (True, False)
    ],
    "certificate_expires": [
        {
            "programme": {"kk": "Инклюзия", "ru": "Инклюзия", "en": "Inclusion"},
            "number": "2026-A-000001",
            "last_on": "2029-11-20",
            "is_over": is_over,
            "is_today": is_today,
            "has_applied": has_applied,
            "cohorts": cohorts,
        }
        for is_over, is_today in ((False, False), (False, True), (True, False))
        for has_applied, cohorts in (
            (True, {"kk": "", "ru": "", "en": ""}),
            (False, {"kk": "", "ru": "", "en": ""}),
            (False, {"kk": "A-15, 2029 жылғы 3 желтоқсан", "ru": "A-15, 3 декабря 2029 г.", "en": "A-15"}),
        )
    ],
    "document_changed": [
        {
            "change": change,
            "document": "certificate",
            "number": "2026-A-000001",
            "new_number": "2026-A-000002",
        }
        for change in ("suspend", "resume", "revoke", "correct", "erase")
    ],
    "review_waits": [
        REVIEW | {"who": who, "step": step}
        for who in ("Оразбаева Гүлнар", "")
        for step in ("methodologist", "expert")
    ],
    "review_given_back": [
        REVIEW | {"who": "Сарапшы Әсел", "words": words} for words in ("Мысал қосыңыз <b>.", "")
    ],
    "review_published": [REVIEW],
    "regraded": [
        {
            "action": "void",
            "tests": [
                {"title": "Тест", "before": "50.00", "after": "75.00", "flip": "", "amended": False},
            ],
        }
    ],
} | AFTER_THE_COURSE
