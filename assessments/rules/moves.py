"""Allowed moves of attempts, submissions, groups, defences, protocols and appeals."""

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
GROUP = {
    "proposed": frozenset({"standing", "dissolved"}),
    "standing": frozenset({"dissolved"}),
    "dissolved": frozenset(),
}
DEFENCE = {
    "planned": frozenset({"held", "cancelled"}),
    "held": frozenset(),
    "cancelled": frozenset(),
}
PROTOCOL = {"draft": frozenset({"approved"}), "approved": frozenset()}
APPEAL = {
    "filed": frozenset({"in_review", "withdrawn"}),
    "in_review": frozenset({"upheld", "rejected", "withdrawn"}),
    "upheld": frozenset(),
    "rejected": frozenset(),
    "withdrawn": frozenset(),
}
