"""Question bank, scheme, sittings, attempts, work, marks and results, one file each."""

from .accommodations import Accommodation
from .attempts import (
    AnswerStep,
    Attempt,
    AttemptEvent,
    AttemptItem,
    AttemptTransition,
    ItemMark,
    RegradeEffect,
)
from .bank import ItemDecision, Question, QuestionReview, QuestionVersion
from .scheme import Assignment, CohortScheme, DateRule, Quiz, Rubric, RubricVersion, Scheme
from .sittings import Mark, Result, Sitting
from .work import (
    Assessment,
    GroupMembership,
    ProjectGroup,
    Submission,
    SubmissionFile,
    SubmissionMember,
    SubmissionTransition,
)

__all__ = [
    "Accommodation",
    "AnswerStep",
    "Assessment",
    "Assignment",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "AttemptTransition",
    "CohortScheme",
    "DateRule",
    "GroupMembership",
    "ItemDecision",
    "ItemMark",
    "Mark",
    "ProjectGroup",
    "Question",
    "QuestionReview",
    "QuestionVersion",
    "Quiz",
    "RegradeEffect",
    "Result",
    "Rubric",
    "RubricVersion",
    "Scheme",
    "Sitting",
    "Submission",
    "SubmissionFile",
    "SubmissionMember",
    "SubmissionTransition",
]
