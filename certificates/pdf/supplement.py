"""The supplement: modules and hours as completed, without marks. Part of the certificate, under the same code."""

from reportlab.lib.pagesizes import A4, landscape

from people.papers.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD

from . import parts
from .certificate import draw_name
from .dates import short_day
from .facts import Module
from .layout import Setting, fit, tied
from .ornament import plain_frame
from .qr import QR_SIDE, SIGNED_SIDE
from .sheet import HAIR, LAKE, SOFT, Sheet
from .words import LABELS, Words

SIZE = landscape(A4)
EDGE = 64.0
MIDDLE = SIZE[0] / 2
TABLE_WIDTH = SIZE[0] - 2 * EDGE
NUMBER_WIDTH, HOURS_WIDTH = 34.0, 62.0
TITLE_WIDTH = (TABLE_WIDTH - NUMBER_WIDTH - HOURS_WIDTH) / 2
STARTS = (EDGE + NUMBER_WIDTH, EDGE + NUMBER_WIDTH + TITLE_WIDTH)
TABLE_TOP, TABLE_BOTTOM = 202.0, 408.0  # of the rows, the total included
TOTAL = 21.0
MOST_EXTRA = 8.0  # a short list breathes, but does not stretch to the foot
FOOT = 434.0
COLUMN_SCOPE = "/A << /O /Table /Scope /Column >>"

Row = tuple[Module, list[Setting], float]


def _rows(words: Words) -> tuple[list[Row], float]:
    """Module, both titles set, row height; at the largest size at which all rows stand on the page."""
    modules = words.facts.modules
    room = TABLE_BOTTOM - TABLE_TOP - TOTAL
    size = 10.5
    while True:
        rows = []
        for module in modules:
            titles = {"kk": module.title_kk, "ru": module.title_ru}
            settings = [
                fit(tied(titles[language]), SERIF, size=size, width=TITLE_WIDTH - 18, lines=3, leading=1.25)
                for language in words.pair
            ]
            rows.append((module, settings, max(one.height for one in settings) + size * 0.9))
        free = room - sum(row[2] for row in rows)
        if free >= 0:
            extra = min(free / max(1, len(rows)), MOST_EXTRA)
            return [(module, settings, height + extra) for module, settings, height in rows], size
        size *= 0.96


def draw_supplement(sheet: Sheet, words: Words, cose: str) -> None:
    """The second page, with QR-2 where there is a signed text."""
    sheet.drawing("plain", plain_frame(*SIZE))
    _head(sheet, words)
    _table(sheet, words)
    _parts_of(sheet, words)
    right = SIZE[0] - EDGE
    signed_top = FOOT + 7
    width = 224.0 if cose else 330.0
    parts.signature(sheet, words, left=EDGE, top=FOOT + 8, width=width, lines=3 if cose else 2)
    left = parts.verification(
        sheet, words, right=right, top=signed_top + (SIGNED_SIDE - QR_SIDE) / 2, text_width=142
    )
    if cose:
        parts.signed_code(sheet, words, cose, left=EDGE + 244, right=left - 22, top=signed_top)


def _head(sheet: Sheet, words: Words) -> None:
    facts = words.facts
    half = TABLE_WIDTH / 2 - 22
    with sheet.part("H2"):
        for language, x, align in zip(words.pair, (MIDDLE - 22, MIDDLE + 22), (1.0, 0.0), strict=True):
            heading = words.say("supplement_heading", language)
            size = fit(heading, SERIF_BOLD, size=19, width=half).size
            sheet.text(
                heading,
                SERIF_BOLD,
                size,
                x=x,
                baseline=80,
                colour=LAKE,
                align=align,
                kind="Span",
                lang=language,
            )
    sheet.line(MIDDLE, 64, MIDDLE, 84)
    stamp = [("", f"№\u00a0{facts.number}"), ("", short_day(facts.issued_on))]
    if words.english:
        stamp.insert(0, ("en", words.say("supplement_heading", "en")))
    parts.mixed(sheet, stamp, SANS_BOLD, 9.5, x=MIDDLE, baseline=100, between=" · ", align=0.5)
    draw_name(sheet, words, middle=MIDDLE, size=18, least=13, width=TABLE_WIDTH, y=124)
    for language, x in zip(words.pair, STARTS, strict=True):
        setting = fit(
            tied(words.quoted_title(language)),
            SERIF,
            size=10.5,
            width=TITLE_WIDTH - 18,
            lines=2,
            leading=1.25,
        )
        sheet.setting(setting, x=x, top=158 - setting.height / 2, kind="P", lang=language)
    if words.english:
        english = fit(words.quoted_title("en"), SERIF, size=8.5, width=TABLE_WIDTH - NUMBER_WIDTH)
        sheet.setting(english, x=STARTS[0], top=173, colour=SOFT, kind="P", lang="en")


def _table(sheet: Sheet, words: Words) -> None:
    rows, size = _rows(words)
    left, right = EDGE, SIZE[0] - EDGE
    with sheet.part("Table"):
        _table_head(sheet, words)
        sheet.line(left, TABLE_TOP, right, TABLE_TOP, width=1, colour=LAKE)
        y = TABLE_TOP
        for module, settings, height in rows:
            baseline = y + height / 2 + size * 0.35
            with sheet.part("TR"):
                sheet.text(
                    str(module.number),
                    SANS,
                    size,
                    x=left + 12,
                    baseline=baseline,
                    colour=SOFT,
                    align=0.5,
                    kind="TD",
                )
                for language, x, setting in zip(words.pair, STARTS, settings, strict=True):
                    sheet.setting(
                        setting, x=x, top=y + (height - setting.height) / 2, kind="TD", lang=language
                    )
                sheet.text(str(module.hours), SANS, size, x=right - 4, baseline=baseline, align=1, kind="TD")
            y += height
            sheet.line(left, y, right, y, width=0.5, colour=HAIR)
        baseline = y + TOTAL / 2 + 3.7
        sheet.line(left, y, right, y, width=1, colour=LAKE)
        with sheet.part("TR"):
            with sheet.part("TD"):
                pass
            for language, x in zip(words.pair, STARTS, strict=True):
                total = LABELS["total"][language]
                sheet.text(total, SANS_BOLD, 10, x=x, baseline=baseline, kind="TD", lang=language)
            sheet.text(
                str(words.facts.hours), SANS_BOLD, 10.5, x=right - 4, baseline=baseline, align=1, kind="TD"
            )


def _table_head(sheet: Sheet, words: Words) -> None:
    baseline = TABLE_TOP - 7
    columns = [[(language, LABELS["modules"][language])] for language in words.pair]
    if words.english:
        columns[1].append(("en", LABELS["modules"]["en"]))
    hours = [(language, LABELS["hours"][language]) for language in words.languages]
    with sheet.part("TR"):
        for texts, x, align in (
            ([("", "№")], EDGE + 12, 0.5),
            (columns[0], STARTS[0], 0.0),
            (columns[1], STARTS[1], 0.0),
            (hours, SIZE[0] - EDGE - 4, 1.0),
        ):
            parts.mixed(
                sheet,
                texts,
                SANS,
                7.6,
                x=x,
                baseline=baseline,
                kind="TH",
                align=align,
                colour=SOFT,
                attributes=COLUMN_SCOPE,
            )


def _parts_of(sheet: Sheet, words: Words) -> None:
    """That the supplement is part of the certificate, under the table."""
    top = TABLE_BOTTOM + 4
    for language, x, width in zip(
        words.pair,
        (EDGE, STARTS[1]),
        (NUMBER_WIDTH + TITLE_WIDTH - 18, TITLE_WIDTH + HOURS_WIDTH),
        strict=True,
    ):
        small = fit(words.say("supplement_part", language), SANS, size=7.4, width=width, leading=1.2)
        sheet.setting(small, x=x, top=top, colour=SOFT, kind="P", lang=language)
    if words.english:
        small = fit(words.say("supplement_part", "en"), SANS, size=7.4, width=TABLE_WIDTH, leading=1.2)
        sheet.setting(small, x=EDGE, top=top + 10, colour=SOFT, kind="P", lang="en")
