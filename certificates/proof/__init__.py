"""The proof of a document, in forms that other programs verify. Knows no Django, no clock and no settings."""
