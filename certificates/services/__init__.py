"""Every write of this floor. What other floors and the demonstration call stands here by name."""

from .drawing import render_document
from .issuing import issue_document, issue_missing, missing_results
from .life import correct_document, resume_document, revoke_document, suspend_document
from .support import SupportFacts, issue_support_notice

__all__ = [
    "SupportFacts",
    "correct_document",
    "issue_document",
    "issue_missing",
    "issue_support_notice",
    "missing_results",
    "render_document",
    "resume_document",
    "revoke_document",
    "suspend_document",
]
