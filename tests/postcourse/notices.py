"""An example or more of what every kind of news is told with after the course."""

from itertools import product

TITLE = {"kk": "Жоба", "ru": "Проект", "en": "Project"}
PROGRAMME = {"kk": "«Инклюзия» бағдарламасы", "ru": "Программа «Инклюзия»", "en": "Inclusion"}
PERSON, MENTOR = "Үмбетжанова Ақмарал", "Тәлімбаева Гүлнәр"
BOTH = (True, False)
FAILURES = ("below_pass_mark", "missing_component", "minimum_not_met")
RIGHT = {"right": 1, "programme": PROGRAMME, "year": "2026", "until_on": "2026-12-31"}
ON_A_DAY = RIGHT | {"day_on": "2026-12-31"}
MEETING = {
    "who": PERSON,
    "with_whom": MENTOR,
    "what": {"kk": "Коучинг", "ru": "Коучинг", "en": "Coaching"},
    "how": {"kk": "Онлайн", "ru": "Онлайн", "en": "Online"},
    "starts_at": "2026-12-01T10:00:00+05:00",
    "ends_at": "2026-12-01T11:00:00+05:00",
    "place": "",
    "reason": "",
    "is_missed": False,
    "is_mentor": False,
}
VISIT = MEETING | {
    "what": {"kk": "Сабаққа қатысу", "ru": "Посещение урока", "en": "Classroom visit"},
    "how": {"kk": "Бетпе-бет", "ru": "Очно", "en": "In person"},
    "place": "4-мектеп",
    "reason": "Сабақ ауысты.",
    "is_mentor": True,
}
MEETINGS = [MEETING, VISIT]
EVENT = {"title": TITLE, "starts_at": "2026-12-01T10:00:00+05:00", "is_online": True, "place": ""}
EVENTS = [EVENT, EVENT | {"is_online": False, "place": "Алматы, № 15 мектеп"}]
ORDER = {"number": "12-к", "dated_on": "2026-12-31", "cohort": "A-1", "to_cohort": ""}
MOVES = ("interrupt", "resume", "transfer", "withdraw", "expel")
ENTRIES = [
    {"name": PERSON, "entry_kind": kind} for kind in ("reflection", "case", "lesson_plan", "support_plan")
]


def _ordered(**more) -> list[dict]:
    return [ORDER | {"move": move, "to_cohort": "A-2" if move == "transfer" else ""} | more for move in MOVES]


AFTER_THE_COURSE = {
    "right_opened": [RIGHT | {"reason": reason} for reason in FAILURES],
    "right_renewed": [RIGHT | {"reason": reason} for reason in FAILURES],
    "right_ends": [ON_A_DAY | {"days": days} for days in (30, 7)],
    "right_lapsed": [
        RIGHT | {"why": why, "day_on": day}
        for why, day in (("year_ended", ""), ("no_show", "2026-12-31"), ("ended", ""), ("not_needed", ""))
    ],
    "reassessment_booked": [ON_A_DAY | {"cohort": cohort} for cohort in ("", "A-2")],
    "reassessment_set_free": [RIGHT],
    "reassessment_tomorrow": [ON_A_DAY],
    "meeting_booked": MEETINGS,
    "meeting_moved": MEETINGS,
    "meeting_cancelled": MEETINGS,
    "meeting_soon": MEETINGS,
    "meeting_logged": [one | {"is_missed": missed} for one, missed in product(MEETINGS, BOTH)],
    "meeting_to_log": MEETINGS,
    "event_near": [one | {"is_soon": soon} for one, soon in product(EVENTS, BOTH)],
    "event_place": EVENTS,
    "event_moved": [one | {"is_moved": moved} for one, moved in product(EVENTS, BOTH)],
    "event_cancelled": [one | {"reason": "Электр жоқ."} for one in EVENTS],
    "event_feedback_asked": EVENTS,
    "request_filed": [{"name": PERSON, "cohort": "A-1", "move": move} for move in MOVES],
    "request_refused": [{"cohort": "A-1", "move": move} for move in MOVES],
    "order_made": _ordered(programme=PROGRAMME),
    "order_for_staff": _ordered(name=PERSON),
    "learner_expelled": [ORDER | {"name": PERSON, "programme": PROGRAMME}],
    "mentor_assigned": [{"graduate": PERSON, "mentor": MENTOR, "is_graduate": own} for own in BOTH],
    "mentor_changed": [
        {"graduate": PERSON, "mentor": MENTOR, "before": "Серікбаева Қарлығаш", "is_graduate": own} | more
        for own, more in ((True, {}), (False, {}), (False, {"is_before": True}))
    ],
    "mentoring_plan_moved": [
        {"graduate": PERSON, "who": MENTOR, "is_graduate": own, "is_agreed": agreed}
        for own, agreed in product(BOTH, BOTH)
    ],
    "closing_report_moved": [
        {"graduate": PERSON, "who": MENTOR, "is_graduate": own, "step": step, "note": "Екінші мақсат."}
        for own, step in product(BOTH, ("signed", "waiting", "changed", "given_back"))
    ],
    "support_over": [
        {"graduate": PERSON, "is_graduate": own, "is_closed": closed} for own, closed in product(BOTH, BOTH)
    ],
    "entry_shared": ENTRIES,
    "entry_feedback": ENTRIES,
    "practice_arrived": [{"title": TITLE}],
    "practice_decided": [
        {"title": TITLE, "outcome": outcome, "words": words}
        for outcome, words in (("publish", ""), ("return", "Қадамдарды толықтырыңыз."), ("decline", "Қысқа."))
    ],
    "post_answered": [{"thread": "Кесте", "who": PERSON}],
    "post_hidden": [{"thread": "Кесте", "why": "Жарнама."}],
    "post_reported": [
        {"thread": "Кесте", "community": {"kk": "Көрнекі қолдау", "ru": "Визуальная поддержка", "en": ""}}
    ],
}
