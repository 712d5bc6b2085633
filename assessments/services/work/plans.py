"""Individual support plans: saving the form, and what has to hold before one is handed in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from ...models import Submission
from ...rules import support_plan
from . import privacy, versions
from .own_work import check_open, locked


class StalePlan(Refusal):
    """A section was changed elsewhere since this reader's revision; `submission` is what stands now."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(
            _(
                "This section was saved elsewhere in the meantime. Compare it with what stands now, "
                "put the two together and save once more."
            ),
            code="stale",
        )
        self.submission = submission


class TellsTheChild(Refusal):
    """The work could tell who the child is; `report` says where."""

    def __init__(self, sentence: Any, *, code: str, report: privacy.Report) -> None:
        super().__init__(sentence, code=code)
        self.report = report


@transaction.atomic
def save_plan(
    *, submission_id: int, plan: Mapping[str, Any], revision: int, at: datetime, actor: User
) -> Submission:
    """Keep the given sections of the form; the others stay as they are. A save without change changes nothing.

    `plan`: {section: values} of one or more sections. Two people in different sections never meet; in the same section
    the later one gets StalePlan, and nothing changes.
    """
    submission = locked(submission_id)
    check_open(submission, actor)
    if not submission.assignment.is_support_plan:
        raise Refusal(_("This work has no form of a support plan."), code="no_plan")
    standing: dict[str, Any] = submission.plan or {}
    sent = {
        section.key: support_plan.clean(section, plan[section.key])
        for section in support_plan.SECTIONS
        if isinstance(plan.get(section.key), Mapping)
    }
    if submission.revision != revision:
        _check_not_stale(submission, sent, revision=revision)
    merged = {key: values for key, values in (standing | sent).items() if any(values.values())}
    if merged == standing:
        return submission
    submission.plan, submission.saved_at = merged or None, at
    submission.revision += 1
    submission.save(update_fields=["plan", "saved_at", "revision"])
    versions.keep(submission, at=at, actor=actor)
    return submission


def _check_not_stale(submission: Submission, sent: Mapping[str, Any], *, revision: int) -> None:
    """Refuse a section that somebody else changed since the revision, unless both wrote the same."""
    base = _plan_at(submission, revision)
    standing = submission.plan or {}
    for key, values in sent.items():
        same = _without_empty(values) == _without_empty(standing.get(key))
        untouched = base is not None and _without_empty(base.get(key)) == _without_empty(standing.get(key))
        if not same and not untouched:
            raise StalePlan(submission)


def _plan_at(submission: Submission, revision: int) -> dict[str, Any] | None:
    """The form at a revision, where it is still known."""
    version = submission.draft_versions.filter(revision=revision).first()
    if version is not None:
        return version.plan or {}
    return {} if revision == 0 and submission.number == 1 else None


def _without_empty(values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (values or {}).items() if value}


def check_before_submit(
    *, submission: Submission, nameless: bool, accepted: frozenset[str], actor: User
) -> None:
    """Refuse a plan that could tell who the child is, or whose author has not confirmed that it cannot.

    `accepted`: keys of findings that look like names and of which the author said that they are not the child or the
    family. Numbers, and a school, a class and a diagnosis together, are refused whatever was accepted. Where
    `submission.nameless_at` is set the confirmation stands already. What is unfinished in the form is not refused.
    """
    code = ((submission.plan or {}).get("child") or {}).get("code", "")
    if code and not support_plan.is_code(code):
        raise Refusal(
            _(
                "The code of the child must be a word and one letter or number, such as “Оқушы А”. "
                "Correct it in the form of the plan, then hand in."
            ),
            code="child_code",
        )
    report = privacy.look_through(submission)
    if report.refused_files:
        raise TellsTheChild(
            _("An attached file cannot be opened safely. Remove it or save it anew, then hand in."),
            code="unsafe_file",
            report=report,
        )
    if report.certain:
        raise TellsTheChild(
            _(
                "The work still tells who the child is (%(places)s). Nothing you wrote is lost. "
                "The check of the plan shows each place: change it there, then hand in."
            )
            % {"places": _places(report)},
            code="identifies",
            report=report,
        )
    if report.unaccepted(accepted):
        raise TellsTheChild(
            _(
                "Some words look like names. The check of the plan lists them: replace the names, "
                "or tick those that are not the child's or the family's, then hand in."
            ),
            code="names",
            report=report,
        )
    if not nameless and submission.nameless_at is None:
        raise Refusal(
            _("Confirm that the child cannot be recognised from this work, then hand it in."),
            code="not_nameless",
        )


def _places(report: privacy.Report) -> str:
    """Kinds and sections alone: a sentence may be kept by others, so nothing of the text stands in it."""
    words: list[str] = []
    for one in report.certain:
        where = str(_("in an attached file")) if one.place.file_id else f"«{one.place.label}»"
        line = f"{privacy.KINDS[one.finding.kind.value][0]}: {where}"
        if line not in words:
            words.append(line)
    return "; ".join(words[:5])
