"""Allowed moves of everything on this floor that has a status; each table is the truth of its record."""

# A draft that is put away is withdrawn; what was returned for changes is a draft again.
PRACTICE = {
    "draft": frozenset({"submitted", "withdrawn"}),
    "submitted": frozenset({"published", "draft", "declined"}),
    "published": frozenset({"withdrawn"}),
    "declined": frozenset(),
    "withdrawn": frozenset({"draft"}),
}
EVENT = {
    "draft": frozenset({"announced"}),  # a draft that is not wanted is thrown away
    "announced": frozenset({"held", "cancelled"}),
    "held": frozenset(),
    "cancelled": frozenset(),
}
# What a learner asks for: answered once, or taken back before.
REQUEST = {
    "filed": frozenset({"granted", "refused", "withdrawn"}),
    "granted": frozenset(),
    "refused": frozenset(),
    "withdrawn": frozenset(),
}
# Taken for missed and held after all is mended; what was held stays held.
MEETING = {
    "booked": frozenset({"held", "cancelled", "missed"}),
    "held": frozenset(),
    "cancelled": frozenset(),
    "missed": frozenset({"held"}),
}
# A booking can be given up and made anew. What was not needed stands again when it is; an absence that lapsed is settled
# by a further row that says whether it is excused.
REASSESSMENT = {
    "open": frozenset({"booked", "lapsed"}),
    "booked": frozenset({"taken", "open", "lapsed"}),
    "taken": frozenset({"decided", "open"}),
    "decided": frozenset(),
    "lapsed": frozenset({"open", "lapsed"}),
}
# The year of support: agreed once both have agreed; what is over is not opened again.
MENTORING_PLAN = {
    "draft": frozenset({"agreed", "ended"}),
    "agreed": frozenset({"closed", "ended"}),
    "closed": frozenset(),
    "ended": frozenset(),
}
