"""The commission's protocol as a paper, in Kazakh or Russian whatever the page's language is."""

from decimal import Decimal

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Organisation
from people.numbers import points
from people.papers import Block, Facts, Heading, Paper, Paragraph, Signatures, Table

from ..commission_cases import Case, Cases, cases_of
from ..models import CommissionProtocol


def protocol_paper(protocol: CommissionProtocol, *, language: str) -> Paper:
    """Head, agenda, commission, who is decided upon with marks, score and decision, order, signatures.

    `language`: "kk" or "ru". A draft says that it is one.
    """
    with translation.override(language):
        cases = cases_of(protocol)
        blocks: list[Block] = [
            Facts(_head(protocol)),
            Heading(_("Agenda")),
            Paragraph(protocol.agenda),
            Heading(_("Commission")),
            Facts(
                [
                    (_("Chair"), protocol.chair),
                    (_("Members"), "\n".join(protocol.members)),
                    (_("Secretary"), protocol.secretary),
                ]
            ),
            Heading(_("Decided") if protocol.is_approved else _("Proposed")),
            _table(cases),
            Paragraph(
                _("On the list: %(all)s. Passed: %(passed)s. Not passed: %(not_passed)s.")
                % {"all": len(cases.rows), "passed": cases.passed, "not_passed": cases.not_passed}
            ),
            Signatures(
                [
                    (_("Chair"), protocol.chair),
                    *((_("Member of the commission"), name) for name in protocol.members),
                    (_("Secretary"), protocol.secretary),
                ]
            ),
        ]
        return Paper(
            title=_("Protocol of the attestation commission № %(number)s")
            % {"number": bare(protocol.number)},
            subtitle="" if protocol.is_approved else _("Draft: nothing is decided by it yet."),
            language=language,
            blocks=blocks,
            landscape=True,
        )


def bare(number: str) -> str:
    """A number without the sign typed before it."""
    return number.removeprefix("№").strip()


def _head(protocol: CommissionProtocol) -> list[tuple[str, str]]:
    cohort = protocol.cohort
    rows = []
    providers = list(Organisation.objects.filter(kind=Organisation.Kind.PROVIDER)[:2])
    if len(providers) == 1:  # of several, which one teaches here is not known
        rows.append((_("Provider"), providers[0].name))
    rows += [
        (_("Programme"), cohort.edition.title),
        (_("Cohort"), cohort.code),
        (_("Held on"), date_format(protocol.held_on, "DATE_FORMAT")),
    ]
    if protocol.order_number:
        day = date_format(protocol.order_date, "DATE_FORMAT") if protocol.order_date else ""
        rows.append((_("Order, number and date"), f"№ {bare(protocol.order_number)}, {day}"))
    return rows


def _points(value: Decimal | None) -> str:
    return "–" if value is None else points(value)


def _decision(case: Case) -> str:
    reason = case.reason
    return f"{case.decision_words}. {reason}" if reason else case.decision_words


def _table(cases: Cases) -> Table:
    head = [
        "№",
        _("Surname, given name, patronymic"),
        *(f"{part.title}, {_('of %(maximum)s') % {'maximum': part.maximum}}" for part in cases.parts),
        _("Score"),
        _("Band"),
        _("Decision"),
    ]
    rows = [
        [
            str(number),
            case.person.full_name,
            *(_points(value) for value in case.cells),
            _points(case.outcome.score),
            case.band,
            _decision(case),
        ]
        for number, case in enumerate(cases.rows, 1)
    ]
    return Table(head, rows, numeric=frozenset({0, *range(2, len(cases.parts) + 3)}))
