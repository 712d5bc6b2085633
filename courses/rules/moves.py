"""Allowed moves of cohorts and enrolments. Source: both programmes, sections on transfer, interruption, expulsion."""

COHORT = {
    "draft": frozenset({"open", "cancelled"}),
    "open": frozenset({"running", "cancelled"}),
    "running": frozenset({"assessing", "cancelled"}),
    "assessing": frozenset({"concluded"}),
    "concluded": frozenset(),
    "cancelled": frozenset(),
}
ENROLMENT = {
    "applied": frozenset({"admitted", "rejected"}),
    "admitted": frozenset({"studying", "withdrawn"}),
    "rejected": frozenset(),
    "studying": frozenset({"completed", "interrupted", "transferred", "withdrawn", "expelled"}),
    "interrupted": frozenset({"studying", "transferred"}),
    "completed": frozenset(),
    "transferred": frozenset(),
    "withdrawn": frozenset(),
    "expelled": frozenset(),
}
