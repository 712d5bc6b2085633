"""The certificate (A4, landscape): Kazakh left, Russian right, the name across both."""

from reportlab.lib.pagesizes import A4, landscape

from people.papers.fonts import SANS_BOLD, SERIF, SERIF_BOLD

from . import parts, words
from .dates import short_day
from .facts import PrintedFacts
from .layout import fit_alike, fit_name, quoted, tied
from .ornament import certificate_frame
from .sheet import HAIR, LAKE, Sheet

SIZE = landscape(A4)
EDGE = 84.0  # of the text from the paper's edge
GUTTER = 44.0
COLUMN = (SIZE[0] - 2 * EDGE - GUTTER) / 2
CENTRES = (EDGE + COLUMN / 2, SIZE[0] - EDGE - COLUMN / 2)
MIDDLE = SIZE[0] / 2
STATEMENT = (268.0, 394.0)  # what was completed: from below the name to above the dates
GAP = 5.0
TITLE_HEIGHT = 66.0


def draw_certificate(sheet: Sheet, facts: PrintedFacts) -> None:
    """The first page."""
    sheet.drawing("certificate-frame", certificate_frame(*SIZE))
    parts.issuer(sheet, facts, centres=CENTRES, top=70, width=COLUMN - 60)
    sheet.text("СЕРТИФИКАТ", SERIF_BOLD, 40, x=MIDDLE, baseline=157, colour=LAKE, align=0.5, spacing=5)
    sheet.text(f"№\u00a0{facts.number}", SANS_BOLD, 10.5, x=MIDDLE, baseline=176, align=0.5)
    _statement(sheet, facts)
    _foot(sheet, facts)


def _statement(sheet: Sheet, facts: PrintedFacts) -> None:
    for centre, opening in zip(
        CENTRES, ("Осы сертификат", "Настоящий сертификат подтверждает, что"), strict=True
    ):
        sheet.text(opening, SERIF, 11.5, x=centre, baseline=203, align=0.5)
    name = fit_name(
        (facts.surname, facts.given_name, facts.patronymic),
        SERIF_BOLD,
        size=30,
        least=21,
        width=SIZE[0] - 2 * EDGE,
    )
    sheet.setting(name, x=MIDDLE, top=231 - name.height / 2, align=0.5)
    titles = fit_alike(
        [tied(quoted(title)) for title in (facts.programme_title_kk, facts.programme_title_ru)],
        SERIF_BOLD,
        size=14.5,
        width=COLUMN,
        lines=3,
        height=TITLE_HEIGHT,
        leading=1.24,
    )
    body = fit_alike(
        (
            words.kk_when(facts),
            f"бағдарламасы бойынша {words.kk_hours(facts.hours)} көлемінде",
            "біліктілікті арттыру курсынан өткенін растайды",
            "прошёл (прошла) курс повышения квалификации",
            f"в\u00a0объёме {words.ru_hours(facts.hours)}",
            words.ru_when(facts),
        ),
        SERIF,
        size=11.5,
        width=COLUMN,
        leading=1.36,
    )
    reserved = max(title.height for title in titles)
    whole = reserved + 3 * body[0].height + 2 * GAP
    top = STATEMENT[0] + (STATEMENT[1] - STATEMENT[0] - whole) / 2
    for centre, title, (lead, *tail) in zip(CENTRES, titles, (body[:3], body[3:]), strict=True):
        y = sheet.setting(lead, x=centre, top=top, align=0.5) + GAP
        sheet.setting(title, x=centre, top=y + (reserved - title.height) / 2, align=0.5, colour=LAKE)
        y += reserved + GAP
        for line in tail:
            y = sheet.setting(line, x=centre, top=y, align=0.5)
    sheet.line(MIDDLE, top + 4, MIDDLE, top + whole - 2, width=0.5, colour=HAIR)


def _foot(sheet: Sheet, facts: PrintedFacts) -> None:
    top = 410.0
    cells = [(("Берілген күні", "Дата выдачи"), short_day(facts.issued_on))]
    if facts.valid_until:
        cells.append((("Жарамдылық мерзімі", "Действителен по"), short_day(facts.valid_until)))
    if facts.protocol:
        cells.append((("Хаттама", "Протокол"), facts.protocol))
    for index, (labels, value) in enumerate(cells):
        parts.labelled(sheet, labels, value, x=EDGE + 96 * index, top=top, width=90)
    parts.signature(sheet, facts, left=EDGE, top=top + 50, width=286)
    parts.seal(sheet, x=425, y=468, radius=52)
    parts.verification(sheet, facts, right=SIZE[0] - EDGE, top=419, text_width=152)
