"""Allowed moves of attempts and submissions."""

ATTEMPT = {
    "in_progress": frozenset({"submitted", "expired", "voided"}),
    "submitted": frozenset({"graded", "voided"}),
    "expired": frozenset({"graded", "voided"}),
    "graded": frozenset({"voided"}),
    "voided": frozenset(),
}
SUBMISSION = {
    "draft": frozenset({"submitted"}),
    "submitted": frozenset({"marked", "returned"}),
    "returned": frozenset(),
    "marked": frozenset({"released", "submitted"}),
    "released": frozenset(),
}
