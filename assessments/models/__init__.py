"""Question bank, scheme, sittings, attempts, work, marks and results, one file each."""

from .attempts import AnswerStep, Attempt, AttemptItem, AttemptTransition
from .bank import Question, QuestionVersion
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
    "AnswerStep",
    "Assessment",
    "Assignment",
    "Attempt",
    "AttemptItem",
    "AttemptTransition",
    "CohortScheme",
    "DateRule",
    "GroupMembership",
    "Mark",
    "ProjectGroup",
    "Question",
    "QuestionVersion",
    "Quiz",
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
