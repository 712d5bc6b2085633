"""Allowed moves of documents. Expired is computed, never stored."""

DOCUMENT = {
    "valid": frozenset({"suspended", "replaced", "revoked"}),
    "suspended": frozenset({"valid", "replaced", "revoked"}),
    "replaced": frozenset(),
    "revoked": frozenset(),
}
