"""What may be changed about an issued document, and what follows (a pure table; cases in docs/rules/changes.yaml).

Certificates and notices go by the same rules. Revoked and replaced are final. A suspended document is not corrected, so
that no correction ends a suspension by the way. Erasure touches the person's data, never the status.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SUSPEND, RESUME, REVOKE, CORRECT, ERASE = "suspend", "resume", "revoke", "correct", "erase"
NAME_PARTS = ("surname", "given_name", "patronymic")


@dataclass(frozen=True)
class Change:
    """`of`: statuses it may be done to; `to`: the status it leads to, empty where the status stays."""

    of: frozenset[str]
    to: str = ""
    needs_person: bool = False  # not once the person's data are erased
    issues_another: bool = False


CHANGES: Mapping[str, Change] = {
    SUSPEND: Change(frozenset({"valid"}), "suspended"),
    RESUME: Change(frozenset({"suspended"}), "valid"),
    REVOKE: Change(frozenset({"valid", "suspended"}), "revoked"),
    CORRECT: Change(frozenset({"valid"}), "replaced", needs_person=True, issues_another=True),
    ERASE: Change(frozenset({"valid", "suspended", "replaced", "revoked"}), needs_person=True),
}
FINAL = frozenset({"replaced", "revoked"})


def is_allowed(change: str, *, status: str, is_erased: bool) -> bool:
    """Whether the change can be made to a document of that status; an unknown change never can."""
    rule = CHANGES.get(change)
    return rule is not None and status in rule.of and not (rule.needs_person and is_erased)


def allowed(*, status: str, is_erased: bool) -> list[str]:
    """The changes a document of that status can have, in the order of the table."""
    return [change for change in CHANGES if is_allowed(change, status=status, is_erased=is_erased)]


def status_after(change: str, *, status: str) -> str:
    """The status of the document itself once the change is made."""
    return CHANGES[change].to or status


# A Kazakh name in a Russian sentence is often typed with the letters of a Russian keyboard.
_ALIKE = str.maketrans("әғқңөұүһі", "агкноуухи")


def _stem(part: str) -> str:
    """A name part without a last vowel or soft sign, which case endings replace."""
    folded = part.strip().casefold().translate(_ALIKE)
    return folded[:-1] if len(folded) > 4 and folded[-1] in "аяуюеёиоыьй" else folded


def holds_name(text: str, *, parts: Iterable[str]) -> bool:
    """Whether a text names the person: has one of the name parts in it, in any case of letters or grammatical case.

    Rather once too often than once too seldom: a short part may be found inside another word.
    """
    folded = text.casefold().translate(_ALIKE)
    return any(len(stem) > 1 and stem in folded for stem in map(_stem, parts))
