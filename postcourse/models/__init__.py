"""What follows the course: rights and orders, a year of mentoring, events, practice shared."""

from .centres import CentreActivity, CentreReport, ResourceCentre
from .communities import Community, CommunityMember, Post, PostReport, Thread
from .events import (
    AttendanceInterval,
    Event,
    EventFeedback,
    EventFile,
    EventRegistration,
    EventReminder,
    EventTransition,
)
from .growth import (
    ChildIndicator,
    ChildReading,
    DiaryEntry,
    EntryFeedback,
    EntryFile,
    SelfAssessment,
)
from .meetings import Meeting, MeetingReminder, MeetingSlot, MeetingTransition
from .mentoring import (
    ClosingReport,
    MentorAssignment,
    MentoringPlan,
    MentoringPlanTransition,
    MentorProfile,
    PlanVersion,
)
from .orders import EnrolmentOrder, RightRequest, RightRequestFile, RightRequestTransition
from .practices import Practice, PracticeFile, PracticeReview, PracticeThanks, PracticeTransition, PracticeUse
from .reassessment import Reassessment, ReassessmentTransition, RightOverride
from .storage import private_storage

__all__ = [
    "AttendanceInterval",
    "CentreActivity",
    "CentreReport",
    "ChildIndicator",
    "ChildReading",
    "ClosingReport",
    "Community",
    "CommunityMember",
    "DiaryEntry",
    "EnrolmentOrder",
    "EntryFeedback",
    "EntryFile",
    "Event",
    "EventFeedback",
    "EventFile",
    "EventRegistration",
    "EventReminder",
    "EventTransition",
    "Meeting",
    "MeetingReminder",
    "MeetingSlot",
    "MeetingTransition",
    "MentorAssignment",
    "MentorProfile",
    "MentoringPlan",
    "MentoringPlanTransition",
    "PlanVersion",
    "Post",
    "PostReport",
    "Practice",
    "PracticeFile",
    "PracticeReview",
    "PracticeThanks",
    "PracticeTransition",
    "PracticeUse",
    "Reassessment",
    "ReassessmentTransition",
    "ResourceCentre",
    "RightOverride",
    "RightRequest",
    "RightRequestFile",
    "RightRequestTransition",
    "SelfAssessment",
    "Thread",
    "private_storage",
]
