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
from .commission import Appeal, AppealTransition, CommissionProtocol, ProtocolRow, ProtocolTransition
from .defence import DefenceQuestion, DefenceSession, DefenceSlot, DefenceTransition
from .groups import GroupMembership, GroupTransition, ProjectGroup
from .marking import (
    Allocation,
    Annotation,
    Assessment,
    BankComment,
    MarkingRule,
    Moderation,
    Place,
)
from .scheme import Assignment, CohortScheme, DateRule, Quiz, Rubric, RubricVersion, Scheme
from .sittings import Mark, Result, Sitting, SittingWindow
from .work import (
    DraftVersion,
    Extension,
    Submission,
    SubmissionFile,
    SubmissionMember,
    SubmissionTransition,
)

__all__ = [
    "Accommodation",
    "Allocation",
    "Annotation",
    "AnswerStep",
    "Appeal",
    "AppealTransition",
    "Assessment",
    "Assignment",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "AttemptTransition",
    "BankComment",
    "CohortScheme",
    "CommissionProtocol",
    "DateRule",
    "DefenceQuestion",
    "DefenceSession",
    "DefenceSlot",
    "DefenceTransition",
    "DraftVersion",
    "Extension",
    "GroupMembership",
    "GroupTransition",
    "ItemDecision",
    "ItemMark",
    "Mark",
    "MarkingRule",
    "Moderation",
    "Place",
    "ProjectGroup",
    "ProtocolRow",
    "ProtocolTransition",
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
    "SittingWindow",
    "Submission",
    "SubmissionFile",
    "SubmissionMember",
    "SubmissionTransition",
]
