"""The register as a spreadsheet and as a paper: what the filters show, column for column. No file holds a code."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from people.errors import Refusal
from people.papers import Block, Facts, Heading, Paper, Paragraph, Signatures, Table, pdf
from people.papers.sheets import sheet

from ..models import Document, Issuer, Signatory
from ..querysets import DocumentQuerySet
from ..rules import signing
from ..rules.validity import shown_state
from ..services.register import rows_of
from ..shown.dossier import printed_name

MOST_ROWS = 2_000  # of a paper

Value = str | int | date | None


def state_words(state: str) -> str:
    """A state as a word of a list."""
    return {
        "valid": _("valid"),
        "notice": _("genuine"),
        "support": _("genuine"),
        "expired": _("expired"),
        "suspended": _("suspended"),
        "replaced": _("replaced"),
        "revoked": _("revoked"),
        "erased": _("personal data erased"),
    }[state]


def state_of(document: Document, *, today: date) -> str:
    """The state a document is shown in, as everywhere."""
    return shown_state(
        kind=document.kind, status=document.status, valid_until=document.valid_until, today=today
    )


def columns() -> list[str]:
    """Head of each column of the sheet."""
    return [
        _("Number"),
        _("Surname, given name, patronymic"),
        _("Programme"),
        _("Title of the programme"),
        _("Kind"),
        _("Hours"),
        _("Studied from"),
        _("Studied until"),
        _("Issued"),
        _("Valid until"),
        _("State"),
        _("Cohort"),
        _("Protocol"),
        _("Blank"),
    ]


def values(document: Document, *, today: date) -> list[Value]:
    """A document's cells in the order of the columns."""
    facts, cohort = document.facts, document.enrolment.cohort
    return [
        document.number,
        printed_name(facts),
        cohort.edition.code,
        _title(facts),
        document.get_kind_display(),
        facts["hours"],
        date.fromisoformat(facts["started_on"]),
        date.fromisoformat(facts["ended_on"]),
        document.issued_on,
        document.valid_until,
        state_words(state_of(document, today=today)),
        cohort.code,
        facts.get("protocol") or "",
        ", ".join(str(blank) for blank in document.issued_blanks),
    ]


def _title(facts: Mapping) -> str:
    return facts["programme_title_ru" if translation.get_language() == "ru" else "programme_title_kk"]


def register_xlsx(documents: DocumentQuerySet, *, title: str, today: date) -> bytes:
    """A sheet with the numbers kept in view; days are days."""
    return sheet(
        title=title,
        name=_("Register"),
        head=columns(),
        rows=(values(one, today=today) for one in rows_of(documents).iterator(chunk_size=500)),
        frozen="B2",
    )


# The paper. Its words stand here in both languages, for it is printed in Kazakh or Russian whatever the page is in.

WORDS: Mapping[str, Mapping[str, str]] = {
    "kk": {
        "title": "Берілген құжаттарды тіркеу журналы",
        "year": "{year} жыл",
        "all_years": "Барлық жылдар",
        "narrowed": "Үзінді: {filters}",
        "organisation": "Ұйым",
        "bin": "БСН",
        "printed": "Журнал басып шығарылған күн",
        "documents": "Құжаттар саны",
        "certificate": "Біліктілікті арттыру туралы сертификаттар",
        "notice": "Курсты тыңдағаны туралы анықтамалар",
        "support": "Курстан кейінгі қолдаудың аяқталғаны туралы анықтамалар",
        "order": "Р/с",
        "number": "Тіркеу нөмірі",
        "name": "Тегі, аты, әкесінің аты",
        "period": "Оқу мерзімі",
        "hours": "Сағат",
        "protocol": "Комиссия хаттамасы",
        "blank": "Бланк нөмірі",
        "issued": "Берілген күні",
        "until": "Жарамды мерзімі",
        "state": "Күйі",
        "received": "Алғаны туралы қолы",
        "page": "Осы бетте: {rows}. Басынан бері: {so_far}.",
        "series": "Осы бөлімде барлығы: {count}.",
        "none": "Бұл шарттарға сай құжат жоқ.",
        "head": "Басшы",
        "keeper": "Журналды жүргізуге жауапты тұлға",
        "acting": "м.а.",
    },
    "ru": {
        "title": "Журнал регистрации выданных документов",
        "year": "{year} год",
        "all_years": "За все годы",
        "narrowed": "Выписка: {filters}",
        "organisation": "Организация",
        "bin": "БИН",
        "printed": "Дата печати журнала",
        "documents": "Количество документов",
        "certificate": "Сертификаты о повышении квалификации",
        "notice": "Справки о прослушивании курса",
        "support": "Справки о завершении посткурсового сопровождения",
        "order": "№ п/п",
        "number": "Регистрационный номер",
        "name": "Фамилия, имя, отчество",
        "period": "Срок обучения",
        "hours": "Часы",
        "protocol": "Протокол комиссии",
        "blank": "Номер бланка",
        "issued": "Дата выдачи",
        "until": "Действителен до",
        "state": "Состояние",
        "received": "Подпись о получении",
        "page": "На этой странице: {rows}. С начала: {so_far}.",
        "series": "Всего в этом разделе: {count}.",
        "none": "Документов с такими условиями нет.",
        "head": "Руководитель",
        "keeper": "Ответственный за ведение журнала",
        "acting": "и.о.",
    },
}


def register_pdf(
    documents: DocumentQuerySet, *, year: int | None, language: str, at: datetime, narrowed_by: str = ""
) -> bytes:
    """The register as a paper lying on its side: a section for each series, a total under each page, signatures.

    `language`: "kk" or "ru". Refuses more rows than a paper is made for; raises UnprintableName as every paper.
    """
    if documents.count() > MOST_ROWS:
        raise Refusal(
            _(
                "More than %(count)s documents do not go on one paper. Narrow the register, or take the spreadsheet."
            )
            % {"count": MOST_ROWS},
            code="too_many",
        )
    with translation.override(language):
        return pdf(_paper(documents, year=year, language=language, at=at, narrowed_by=narrowed_by))


def _paper(
    documents: DocumentQuerySet, *, year: int | None, language: str, at: datetime, narrowed_by: str
) -> Paper:
    words, today = WORDS[language], timezone.localdate(at)
    ordered = rows_of(documents.order_by("enrolment__cohort__edition__code", "kind", "number"))
    total, blocks = 0, []
    for (_code, kind), group in groupby(
        ordered, key=lambda one: (one.enrolment.cohort.edition.code, one.kind)
    ):
        rows = list(group)
        total += len(rows)
        blocks += _section(rows, kind=kind, words=words, language=language, today=today)
    signs, head = _organisation(words, language=language, today=today)
    facts = [*head, (words["printed"], _day(today)), (words["documents"], str(total))]
    subtitle = words["year"].format(year=year) if year else words["all_years"]
    if narrowed_by:
        subtitle += "\n" + words["narrowed"].format(filters=narrowed_by)
    middle: list[Block] = blocks or [Paragraph(words["none"])]
    return Paper(
        title=words["title"],
        subtitle=subtitle,
        language=language,
        landscape=True,
        blocks=[Facts(facts), *middle, Signatures(signs)],
    )


def _organisation(
    words: Mapping[str, str], *, language: str, today: date
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Who signs, and the head of the paper; with what is entered for the day."""
    issuer = Issuer.objects.filter(valid_from__lte=today).first()
    signatory = signing.signatory_on(Signatory.objects.filter(valid_from__lte=today), day=today)
    head = []
    if issuer is not None:
        head = [(words["organisation"], getattr(issuer, f"name_{language}")), (words["bin"], issuer.bin)]
    boss, position = "", words["head"]
    if signatory is not None:
        position = getattr(signatory, f"position_{language}")
        position += f" ({words['acting']})" if signatory.is_acting else ""
        boss = signatory.name
    position = position[:1].upper() + position[1:]
    return [(position, boss), (words["keeper"], "")], head


def _section(
    rows: list[Document], *, kind: str, words: Mapping[str, str], language: str, today: date
) -> list[Block]:
    title = rows[0].facts[f"programme_title_{language}"]
    names = ["order", "number", "name", "period", "hours", "protocol", "blank", "issued"]
    names += (["until"] if kind == Document.Kind.CERTIFICATE else []) + ["state", "received"]
    lines = [_line(document, number, kind=kind, today=today) for number, document in enumerate(rows, start=1)]
    return [
        Heading(f"{words[kind]}. «{title}»"),
        Table(
            head=[words[name] for name in names],
            rows=lines,
            numeric=frozenset({0, names.index("hours")}),
            page_total=words["page"],
        ),
        Paragraph(words["series"].format(count=len(rows))),
    ]


def _line(document: Document, number: int, *, kind: str, today: date) -> list[str]:
    facts = document.facts
    started, ended = (date.fromisoformat(facts[name]) for name in ("started_on", "ended_on"))
    cells = [
        str(number),
        document.number,
        printed_name(facts),
        f"{_day(started)} – {_day(ended)}",
        str(facts["hours"]),
        facts.get("protocol") or "–",
        ", ".join(str(blank) for blank in document.issued_blanks) or "–",
        _day(document.issued_on),
    ]
    if kind == Document.Kind.CERTIFICATE:
        cells.append(_day(document.valid_until) if document.valid_until else "–")
    return [*cells, state_words(state_of(document, today=today)), ""]


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def in_words(pairs: Iterable[tuple[str, str]]) -> str:
    """Filters in force as one line: "Kind: Certificate · Cohort: A-12"; empty where none is."""
    return " · ".join(f"{label}: {value}" for label, value in pairs if value)
