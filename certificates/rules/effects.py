"""What a decision does to documents (a pure table).

Passed: certificate. Not passed: attendance notice. Amended pass to pass: the document stands; fail to pass:
certificate issued and notice replaced; pass to fail: certificate revoked and notice issued. Passing a later sitting:
certificate issued, the earlier notice stays valid, for it was true.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """`issue`: certificate, notice or nothing; `replace_notice`, `revoke_certificate`: of the same sitting."""

    issue: str = ""
    replace_notice: bool = False
    revoke_certificate: bool = False


def effect_of(
    *, passed: bool, has_certificate: bool, has_notice_of_sitting: bool, certificate_of_sitting: bool
) -> Effect:
    """The effect of the result that stands.

    `has_certificate`: the enrolment has a standing certificate; `certificate_of_sitting`: it came from this sitting;
    `has_notice_of_sitting`: a standing notice came from an earlier decision on this sitting.
    """
    if passed:
        if has_certificate:
            return Effect()
        return Effect(issue="certificate", replace_notice=has_notice_of_sitting)
    if certificate_of_sitting:
        return Effect(issue="notice", revoke_certificate=True)
    if has_notice_of_sitting or has_certificate:
        return Effect()
    return Effect(issue="notice")
