"""Looking a practice through for what could tell who a child is: its words in both languages, its files."""

from django.utils.translation import gettext_lazy as _

from assessments.services.work.privacy import Place, Report, look_into
from people.errors import Refusal

from ...models import Practice

# Fields in the order of the form, with the words by which a person knows them.
FIELDS = {
    "title_kk": _("Title in Kazakh"),
    "summary_kk": _("In short, in Kazakh"),
    "text_kk": _("How to do it, in Kazakh"),
    "title_ru": _("Title in Russian"),
    "summary_ru": _("In short, in Russian"),
    "text_ru": _("How to do it, in Russian"),
}


class TellsAChild(Refusal):
    """The practice could tell who a child is; `report` says where."""

    def __init__(self, sentence: object, *, code: str, report: Report) -> None:
        super().__init__(sentence, code=code)
        self.report = report


def look_through(practice: Practice) -> Report:
    """Everything found in the words and files of a practice; its author may be named. Nothing of it is stored."""
    texts = [(Place(str(label), section=name), getattr(practice, name)) for name, label in FIELDS.items()]
    return look_into(texts=texts, files=practice.files.all(), own_names=[practice.author.full_name])


def check(practice: Practice, *, accepted: frozenset[str] | None) -> None:
    """Refuse what could tell who a child is.

    `accepted`: keys of findings that look like names and of which the author said that they are no child's and no
    family's; None where somebody has looked at the names already.
    """
    report = look_through(practice)
    if report.refused_files:
        raise TellsAChild(
            _("An attached file cannot be opened safely. Remove it or save it anew, then go on."),
            code="unsafe_file",
            report=report,
        )
    if report.certain:
        raise TellsAChild(
            _(
                "The practice still tells who a child is. Nothing you wrote is lost: "
                "each place is shown below, change it there, then go on."
            ),
            code="identifies",
            report=report,
        )
    if accepted is not None and report.unaccepted(accepted):
        raise TellsAChild(
            _(
                "Some words look like names. Replace the names of children and families, "
                "or tick those that are nobody of them, then go on."
            ),
            code="names",
            report=report,
        )
