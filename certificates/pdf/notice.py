"""The attendance notice (A4, portrait): sober, one page, no ornament and no end date."""

from reportlab.lib.pagesizes import A4

from people.papers.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD

from . import parts, words
from .dates import short_day
from .facts import PrintedFacts
from .layout import Setting, fit, fit_name, quoted, tied
from .sheet import HAIR, INK, SOFT, Sheet

SIZE = A4
LEFT, RIGHT = 70.0, 56.0
GUTTER = 30.0
WIDTH = SIZE[0] - LEFT - RIGHT
COLUMN = (WIDTH - GUTTER) / 2
STARTS = (LEFT, LEFT + COLUMN + GUTTER)
CENTRES = (STARTS[0] + COLUMN / 2, STARTS[1] + COLUMN / 2)
MIDDLE = LEFT + WIDTH / 2
TEXT_HEIGHT, BETWEEN = 236.0, 8.0


def _paragraphs(facts: PrintedFacts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        (
            f"{words.kk_when(facts)} {quoted(facts.programme_title_kk)} бағдарламасы бойынша "
            f"{words.kk_hours(facts.hours)} көлемінде біліктілікті арттыру курсын тыңдағанын растайды.",
            "Қорытынды бағалаудан өтпегендіктен, сертификат берілген\u00a0жоқ.",
            "Анықтама талап етілген жерге ұсыну\u00a0үшін берілді.",
        ),
        (
            f"прослушал (прослушала) {words.ru_when(facts)} курс повышения квалификации "
            f"{quoted(facts.programme_title_ru)} в\u00a0объёме {words.ru_hours(facts.hours)}.",
            "Итоговое оценивание не пройдено, сертификат не выдавался.",
            "Справка дана для предъявления по месту требования.",
        ),
    )


def _columns(facts: PrintedFacts) -> list[list[Setting]]:
    """Both columns at the largest size, the same for both, at which they stand above the signature."""
    size = 11.0
    while True:
        columns = [
            [
                fit(tied(paragraph), SERIF, size=size, width=COLUMN, lines=99, leading=1.45, even=False)
                for paragraph in paragraphs
            ]
            for paragraphs in _paragraphs(facts)
        ]
        if all(sum(one.height + BETWEEN for one in column) <= TEXT_HEIGHT for column in columns):
            return columns
        size *= 0.97


def draw_notice(sheet: Sheet, facts: PrintedFacts) -> None:
    """The only page."""
    bottom = parts.issuer(sheet, facts, centres=CENTRES, top=62, width=COLUMN) + 12
    sheet.line(LEFT, bottom, SIZE[0] - RIGHT, bottom, width=1, colour=INK)
    sheet.line(LEFT, bottom + 2.4, SIZE[0] - RIGHT, bottom + 2.4, width=0.4, colour=INK)
    sheet.text(f"№\u00a0{facts.number}", SANS_BOLD, 10, x=LEFT, baseline=bottom + 24)
    sheet.text(short_day(facts.issued_on), SANS_BOLD, 10, x=SIZE[0] - RIGHT, baseline=bottom + 24, align=1)
    if facts.protocol:
        protocol = f"Хаттама / Протокол {facts.protocol}"
        sheet.text(protocol, SANS, 8.5, x=SIZE[0] - RIGHT, baseline=bottom + 38, colour=SOFT, align=1)
    top = 188.0
    for centre, title, about, opening in zip(
        CENTRES,
        ("АНЫҚТАМА", "СПРАВКА"),
        ("курсты тыңдау туралы", "о прослушивании курса"),
        ("Осы анықтама", "Настоящая справка подтверждает, что"),
        strict=True,
    ):
        sheet.text(title, SERIF_BOLD, 19, x=centre, baseline=top, align=0.5, spacing=1.5)
        sheet.text(about, SERIF, 12, x=centre, baseline=top + 19, align=0.5)
        sheet.text(opening, SERIF, 11, x=centre, baseline=top + 66, align=0.5)
    name = fit_name(
        (facts.surname, facts.given_name, facts.patronymic), SERIF_BOLD, size=19, least=14.5, width=WIDTH
    )
    sheet.setting(name, x=MIDDLE, top=top + 102 - name.height / 2, align=0.5)
    sheet.line(LEFT, top + 126, SIZE[0] - RIGHT, top + 126, width=0.5, colour=HAIR)
    columns = _columns(facts)
    bottoms = []
    for start, paragraphs in zip(STARTS, columns, strict=True):
        y = top + 138
        for paragraph in paragraphs:
            y = sheet.setting(paragraph, x=start, top=y) + BETWEEN
        bottoms.append(y)
    top = max(max(bottoms) + 28, 542)
    parts.signature(sheet, facts, left=LEFT, top=top, width=300)
    parts.seal(sheet, x=SIZE[0] - RIGHT - 60, y=top + 42, radius=54)
    line = SIZE[1] - 44 - parts.QR_SIDE - 10
    sheet.line(LEFT, line, SIZE[0] - RIGHT, line, width=0.5, colour=HAIR)
    parts.verification(
        sheet, facts, right=SIZE[0] - RIGHT, top=line + 8, text_width=WIDTH - parts.QR_SIDE + 8
    )
