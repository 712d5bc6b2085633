"""Children's data in what a graduate writes for a mentor: entries of the diary with their files, and short words.

Findings are made anew whenever they are asked for and shown to their author alone; nothing of them is kept or logged.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from assessments.rules.privacy import findings
from assessments.services.work.plans import TellsTheChild
from assessments.services.work.privacy import KINDS, Place, Report, look_into
from people.errors import Refusal

from ...models import DiaryEntry, MentoringPlan
from ..mentoring.plan_people import mentor_of


def own_names(plan: MentoringPlan) -> list[str]:
    """Names that may stand in an entry: the graduate's and the present mentor's."""
    mentor = mentor_of(plan)
    return [plan.graduate.full_name, *([mentor.full_name] if mentor else [])]


def look_through(entry: DiaryEntry) -> Report:
    """Everything found in an entry and its files. Title and text are read as one, so that a school in the one and a
    diagnosis in the other are seen together."""
    return look_into(
        texts=[(Place(str(_("Title"))), entry.title), (Place(str(_("Text"))), entry.text)],
        files=entry.files.all(),
        own_names=own_names(entry.plan),
    )


def check_entry(entry: DiaryEntry, *, accepted: frozenset[str], looked: bool) -> None:
    """Refuse an entry that could tell who a child is: TellsTheChild with the report of where.

    Numbers, and a school, a class and a diagnosis together, are refused whatever was accepted; of words that look like
    names each must be accepted by its key; of what no program can read (`looked`) the author says to have looked at it.
    """
    report = look_through(entry)
    if report.refused_files:
        raise TellsTheChild(
            _("An attached file cannot be opened safely. Remove it or save it anew, then share."),
            code="unsafe_file",
            report=report,
        )
    if report.certain:
        raise TellsTheChild(
            _(
                "The entry still tells who the child is. Nothing you wrote is lost: "
                "change the places listed below, then share."
            ),
            code="identifies",
            report=report,
        )
    if report.unaccepted(accepted):
        raise TellsTheChild(
            _(
                "Some words look like names. Replace the names, "
                "or tick those that are not the child's or the family's, then share."
            ),
            code="names",
            report=report,
        )
    if report.unread and not looked:
        raise TellsTheChild(
            _("Look through what a program cannot read, tick that you did, then share."),
            code="not_looked",
            report=report,
        )


def check_words(text: str) -> None:
    """Refuse words in which a number, or a school, a class and a diagnosis together, tell who a child is."""
    for one in findings(text):
        if one.is_certain:
            what, advice = KINDS[one.kind.value]
            raise Refusal(
                _("%(what)s stands in the text. %(advice)s") % {"what": what, "advice": advice},
                code="identifies",
            )


def check_nameless(texts: Iterable[str]) -> None:
    """Refuse short words of an indicator or a note in which anything at all looks like a name or a number of a person."""
    for text in texts:
        check_words(text)
        for one in findings(text):
            raise Refusal(
                _("“%(words)s” looks like a name. Write the code of the child or a role instead.")
                % {"words": one.excerpt},
                code="names",
            )
