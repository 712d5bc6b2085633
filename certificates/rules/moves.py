"""Allowed moves of documents and of blanks. Expired is computed, never stored; what is done to a blank is never undone."""

DOCUMENT = {
    "valid": frozenset({"suspended", "replaced", "revoked"}),
    "suspended": frozenset({"valid", "replaced", "revoked"}),
    "replaced": frozenset(),
    "revoked": frozenset(),
}
BLANK = {
    "stock": frozenset({"issued", "spoiled", "lost"}),
    "issued": frozenset({"spoiled", "lost"}),
    "spoiled": frozenset(),
    "lost": frozenset(),
}
