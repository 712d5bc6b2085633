"""What was earned and its proof."""

from .batches import BatchItem, CodeCheck, IssueBatch
from .blanks import Blank, BlankTransition, StockLayout
from .changes import ChangeProposal, ExpiryReminder
from .documents import Document, DocumentTransition, NumberSeries
from .issuer import Issuer, Signatory
from .log import LogEntry, LogHead, LogRoot
from .proof import PublishedStatusList, SigningKey, StatusList
from .storage import private_storage
from .templates import DocumentTemplate, TemplateAsset, TemplateRevision

__all__ = [
    "BatchItem",
    "Blank",
    "BlankTransition",
    "ChangeProposal",
    "CodeCheck",
    "Document",
    "DocumentTemplate",
    "DocumentTransition",
    "ExpiryReminder",
    "IssueBatch",
    "Issuer",
    "LogEntry",
    "LogHead",
    "LogRoot",
    "NumberSeries",
    "PublishedStatusList",
    "Signatory",
    "SigningKey",
    "StatusList",
    "StockLayout",
    "TemplateAsset",
    "TemplateRevision",
    "private_storage",
]
