"""The letter that answers an appeal: what was asked, what the commission decided and why, what it changed."""

from decimal import Decimal

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.papers import Block, Facts, Heading, Paper, Paragraph, Signatures, Table

from .. import appeal_cases as shown
from ..models import Appeal
from ..services.scheme import frozen


def _number(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.normalize():f}".replace(".", ",")


def _day(at) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")


def _result(outcome: shown.Outcome) -> str:
    return _("%(decision)s; %(score)s of 100, %(band)s") % {
        "decision": outcome.decision,
        "score": _number(outcome.score.quantize(Decimal("0.01"))),
        "band": outcome.band,
    }


def letter(appeal: Appeal, *, language: str) -> Paper:
    """The letter of a decided appeal in "kk" or "ru"."""
    with translation.override(language):
        return Paper(
            title=_("Decision on an appeal"),
            subtitle=_("No. %(number)s of %(day)s") % {"number": appeal.pk, "day": _day(appeal.decided_at)},
            language=language,
            blocks=_blocks(appeal, language),
        )


def _blocks(appeal: Appeal, language: str) -> list[Block]:
    content = frozen.content_for(appeal.sitting.cohort_id)
    cohort = appeal.sitting.cohort
    upheld = appeal.amendment is not None
    facts = [
        (_("To"), appeal.sitting.enrolment.user.full_name),
        (_("Programme"), cohort.edition.title_in(language)),
        (_("Cohort"), cohort.code),
        (_("Appeal filed"), _day(appeal.filed_at)),
        (_("About"), shown.part_title(content, appeal.component)),
        (_("Result appealed against"), _result(shown.outcome_of(appeal.result, content))),
        (_("Commission"), appeal.commission),
    ]
    if appeal.protocol:
        facts.append((_("Protocol"), appeal.protocol))
    decided = _("The appeal is upheld.") if upheld else _("The appeal is rejected. The result stands.")
    blocks: list[Block] = [
        Facts(facts),
        Heading(_("What you wrote")),
        Paragraph(appeal.reason),
        Heading(_("Decision")),
        Paragraph(decided),
        Paragraph(appeal.decision_text),
    ]
    if appeal.amendment is not None:
        rows = [
            (row.title, _number(row.before), _number(row.after), row.maximum)
            for row in shown.changed_by(appeal, content)
        ]
        blocks += [
            Heading(_("What changes")),
            Table((_("Part"), _("Before"), _("Now"), _("At most")), rows, numeric=frozenset({1, 2, 3})),
            Facts([(_("Result now"), _result(shown.outcome_of(appeal.amendment, content)))]),
        ]
    blocks.append(Signatures([(_("Chair of the commission"), ""), (_("Secretary of the commission"), "")]))
    return blocks
