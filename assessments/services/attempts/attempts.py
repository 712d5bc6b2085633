"""Taking a quiz, in one place to read: begin, answer, end, grade. Each part has its own module."""

from .answers import (
    Answer,
    AttemptClosed,
    OnBreak,
    Saved,
    StaleAnswer,
    reveal_answer,
    save_answer,
    save_answers,
)
from .closing import (
    close_if_overdue,
    close_overdue,
    end_break,
    extend_attempt,
    hand_in_for,
    start_break,
    submit_attempt,
    void_attempt,
)
from .grading import grade_attempt, mark_open_answer
from .journal import attest, log_focus, note_origin
from .starting import Standing, attempts_left, bank_for, log_event, standing_of, start_attempt

__all__ = [
    "Answer",
    "AttemptClosed",
    "OnBreak",
    "Saved",
    "StaleAnswer",
    "Standing",
    "attempts_left",
    "attest",
    "bank_for",
    "close_if_overdue",
    "close_overdue",
    "end_break",
    "extend_attempt",
    "grade_attempt",
    "hand_in_for",
    "log_event",
    "log_focus",
    "mark_open_answer",
    "note_origin",
    "reveal_answer",
    "save_answer",
    "save_answers",
    "standing_of",
    "start_attempt",
    "start_break",
    "submit_attempt",
    "void_attempt",
]
