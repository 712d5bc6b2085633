"""The supplement: modules and hours as completed, without marks. Part of the certificate, under the same code."""

from reportlab.lib.pagesizes import A4, landscape

from people.papers.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD

from . import parts
from .dates import short_day
from .facts import Module, PrintedFacts
from .layout import Setting, fit, fit_name, quoted, tied
from .ornament import plain_frame
from .sheet import HAIR, LAKE, SOFT, Sheet

SIZE = landscape(A4)
EDGE = 64.0
MIDDLE = SIZE[0] / 2
TABLE_WIDTH = SIZE[0] - 2 * EDGE
NUMBER_WIDTH, HOURS_WIDTH = 34.0, 62.0
TITLE_WIDTH = (TABLE_WIDTH - NUMBER_WIDTH - HOURS_WIDTH) / 2
TABLE_TOP, TABLE_BOTTOM = 206.0, 426.0  # of the rows, the total included
TOTAL = 22.0
MOST_EXTRA = 8.0  # a short list breathes, but does not stretch to the foot


Row = tuple[Module, Setting, Setting, float]


def _rows(modules: tuple[Module, ...]) -> tuple[list[Row], float]:
    """Module, both titles set, row height; at the largest size at which all rows stand on the page."""
    room = TABLE_BOTTOM - TABLE_TOP - TOTAL
    size = 10.5
    while True:
        rows = []
        for module in modules:
            kk, ru = (
                fit(tied(title), SERIF, size=size, width=TITLE_WIDTH - 18, lines=3, leading=1.25)
                for title in (module.title_kk, module.title_ru)
            )
            rows.append((module, kk, ru, max(kk.height, ru.height) + size * 0.95))
        free = room - sum(row[3] for row in rows)
        if free >= 0:
            extra = min(free / max(1, len(rows)), MOST_EXTRA)
            return [(module, kk, ru, height + extra) for module, kk, ru, height in rows], size
        size *= 0.96


def draw_supplement(sheet: Sheet, facts: PrintedFacts) -> None:
    """The second page."""
    rows, size = _rows(facts.modules)
    sheet.drawing("plain-frame", plain_frame(*SIZE))
    sheet.text("Сертификатқа қосымша", SERIF_BOLD, 19, x=MIDDLE - 22, baseline=82, colour=LAKE, align=1)
    sheet.text("Приложение к сертификату", SERIF_BOLD, 19, x=MIDDLE + 22, baseline=82, colour=LAKE)
    sheet.line(MIDDLE, 66, MIDDLE, 86)
    stamp = f"№\u00a0{facts.number} · {short_day(facts.issued_on)}"
    sheet.text(stamp, SANS_BOLD, 9.5, x=MIDDLE, baseline=102, align=0.5)
    name = fit_name(
        (facts.surname, facts.given_name, facts.patronymic), SERIF_BOLD, size=18, least=13, width=TABLE_WIDTH
    )
    sheet.setting(name, x=MIDDLE, top=126 - name.height / 2, align=0.5)
    for x, title in (
        (EDGE + NUMBER_WIDTH, facts.programme_title_kk),
        (EDGE + NUMBER_WIDTH + TITLE_WIDTH, facts.programme_title_ru),
    ):
        setting = fit(tied(quoted(title)), SERIF, size=10.5, width=TITLE_WIDTH - 18, lines=2)
        sheet.setting(setting, x=x, top=163 - setting.height / 2)
    _table(sheet, facts, rows, size)
    top = 440.0
    part = (
        f"Осы қосымша №\u00a0{facts.number} сертификаттың ажырамас бөлігі болып табылады.",
        f"Настоящее приложение является неотъемлемой частью сертификата №\u00a0{facts.number}.",
    )
    for index, sentence in enumerate(part):
        small = fit(sentence, SANS, size=7.6, width=420)
        sheet.text(sentence, SANS, small.size, x=EDGE, baseline=top + 9 + 11 * index, colour=SOFT)
    parts.signature(sheet, facts, left=EDGE, top=top + 32, width=330)
    parts.verification(sheet, facts, right=SIZE[0] - EDGE, top=top - 2, text_width=184)


def _table(sheet: Sheet, facts: PrintedFacts, rows: list[Row], size: float) -> None:
    left, right = EDGE, SIZE[0] - EDGE
    kk_x, ru_x = left + NUMBER_WIDTH, left + NUMBER_WIDTH + TITLE_WIDTH
    head = TABLE_TOP - 8
    for x, label, align in (
        (left + 12, "№", 0.5),
        (kk_x, "Меңгерілген модульдер", 0.0),
        (ru_x, "Освоенные модули", 0.0),
        (right - 4, "Сағат / Часы", 1.0),
    ):
        sheet.text(label, SANS, 7.6, x=x, baseline=head, colour=SOFT, align=align)
    sheet.line(left, TABLE_TOP, right, TABLE_TOP, width=1, colour=LAKE)
    y = TABLE_TOP
    for module, kk, ru, height in rows:
        sheet.setting(kk, x=kk_x, top=y + (height - kk.height) / 2)
        sheet.setting(ru, x=ru_x, top=y + (height - ru.height) / 2)
        baseline = y + height / 2 + size * 0.35
        sheet.text(str(module.number), SANS, size, x=left + 12, baseline=baseline, colour=SOFT, align=0.5)
        sheet.text(str(module.hours), SANS, size, x=right - 4, baseline=baseline, align=1)
        y += height
        sheet.line(left, y, right, y, width=0.5, colour=HAIR)
    baseline = y + TOTAL / 2 + 3.7
    sheet.line(left, y, right, y, width=1, colour=LAKE)
    sheet.text("Барлығы", SANS_BOLD, 10, x=kk_x, baseline=baseline)
    sheet.text("Итого", SANS_BOLD, 10, x=ru_x, baseline=baseline)
    sheet.text(str(facts.hours), SANS_BOLD, 10.5, x=right - 4, baseline=baseline, align=1)
