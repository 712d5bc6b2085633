"""The certificate (A4, landscape): two languages side by side, the name across both, English below where it is asked."""

from reportlab.lib.pagesizes import A4, landscape

from people.papers.fonts import SANS_BOLD, SERIF, SERIF_BOLD

from . import parts
from .dates import short_day
from .images import veiled
from .layout import Setting, fit, fit_alike, fit_name, stack, tied
from .ornament import certificate_frame
from .sheet import HAIR, LAKE, SOFT, Sheet
from .words import Words

SIZE = landscape(A4)
EDGE = 84.0  # of the text from the paper's edge
GUTTER = 44.0
COLUMN = (SIZE[0] - 2 * EDGE - GUTTER) / 2
CENTRES = (EDGE + COLUMN / 2, SIZE[0] - EDGE - COLUMN / 2)
MIDDLE = SIZE[0] / 2
STATEMENT = (270.0, 394.0)  # what was completed: from below the name to above the dates
WITH_ENGLISH = (270.0, 362.0)
ENGLISH = (367.0, 400.0)
GAP = 5.0
TITLE_HEIGHT = 66.0
WRAP_BELOW = 9.6  # a line of a statement is rather broken than set smaller
SEAL = (425.0, 468.0)
FOOT = 410.0


def draw_certificate(sheet: Sheet, words: Words, *, on_stock: bool = False, with_code: bool = True) -> None:
    """The first page. `on_stock`: frame, emblem, heading and the place of the seal are already on the paper."""
    if not on_stock:
        _ground(sheet, words)
    parts.issuer(sheet, words, centres=CENTRES, top=70, width=COLUMN - 60)
    if not on_stock:
        _heading(sheet, words)
    baseline = 184.0 if words.english else 176.0
    sheet.text(
        f"№\u00a0{words.facts.number}", SANS_BOLD, 10.5, x=MIDDLE, baseline=baseline, align=0.5, kind="P"
    )
    _statement(sheet, words, on_stock=on_stock)
    _foot(sheet, words)
    if not on_stock:
        parts.seal(sheet, words, x=SEAL[0], y=SEAL[1])
    if with_code:
        width = 178 if words.english else 152
        parts.verification(sheet, words, right=SIZE[0] - EDGE, top=419, text_width=width)


def _ground(sheet: Sheet, words: Words) -> None:
    if words.look.background:
        sheet.picture(
            "ground",
            veiled(words.look.background, *SIZE),
            x=MIDDLE,
            y=SIZE[1] / 2,
            width=SIZE[0],
            height=SIZE[1],
        )
    has_logo = bool(words.look.logo)
    sheet.drawing("frame", certificate_frame(*SIZE, with_crest=not has_logo))
    parts.logo(sheet, words, x=MIDDLE, y=88, width=88, height=58)


def _heading(sheet: Sheet, words: Words) -> None:
    headings = words.headings()
    size, baseline = (36.0, 154.0) if words.english else (40.0, 157.0)
    spacing = 5.0
    whole = "\u00a0·\u00a0".join(heading for _language, heading in headings)
    size = min(size, fit(whole, SERIF_BOLD, size=size, width=SIZE[0] - 2 * EDGE - spacing * len(whole)).size)
    with sheet.part("H1", headings[0][0]):
        if len(headings) == 1:
            sheet.text(
                whole, SERIF_BOLD, size, x=MIDDLE, baseline=baseline, colour=LAKE, align=0.5, spacing=spacing
            )
        else:
            parts.mixed(
                sheet,
                headings,
                SERIF_BOLD,
                size,
                x=MIDDLE,
                baseline=baseline,
                kind="Span",
                between="\u00a0·\u00a0",
                align=0.5,
                colour=LAKE,
            )
    if words.english:
        text = words.say("heading", "en")
        sheet.text(
            text,
            SERIF,
            fit(text, SERIF, size=11, width=300).size,
            x=MIDDLE,
            baseline=170,
            colour=LAKE,
            align=0.5,
            spacing=4,
            kind="P",
            lang="en",
        )


def draw_name(
    sheet: Sheet, words: Words, *, middle: float, size: float, least: float, width: float, y: float
) -> None:
    """The name in the nominative, centred on (middle, y)."""
    facts = words.facts
    name = fit_name(
        (facts.surname, facts.given_name, facts.patronymic), SERIF_BOLD, size=size, least=least, width=width
    )
    sheet.setting(name, x=middle, top=y - name.height / 2, align=0.5, kind="P")


def _statement(sheet: Sheet, words: Words, *, on_stock: bool) -> None:
    openings = fit_alike(
        tuple(words.say("opening", language) for language in words.pair), SERIF, size=11.5, width=COLUMN
    )
    for language, centre, opening in zip(words.pair, CENTRES, openings, strict=True):
        sheet.setting(opening, x=centre, top=191.5, align=0.5, kind="P", lang=language)
    draw_name(sheet, words, middle=MIDDLE, size=30, least=20, width=SIZE[0] - 2 * EDGE, y=232)
    low, high = WITH_ENGLISH if words.english else STATEMENT
    columns, reserved = _columns(words, high - low)
    whole = max(_height(column, reserved) for column in columns)
    top = low + (high - low - whole) / 2
    for language, centre, (lead, title, tail) in zip(words.pair, CENTRES, columns, strict=True):
        y = top
        for line in lead:
            y = sheet.setting(line, x=centre, top=y, align=0.5, kind="P", lang=language)
        y += GAP
        sheet.setting(
            title,
            x=centre,
            top=y + (reserved - title.height) / 2,
            align=0.5,
            colour=LAKE,
            kind="P",
            lang=language,
        )
        y += reserved + GAP
        for line in tail:
            y = sheet.setting(line, x=centre, top=y, align=0.5, kind="P", lang=language)
    if not on_stock:
        sheet.line(MIDDLE, top + 4, MIDDLE, top + whole - 2, width=0.5, colour=HAIR)
    if words.english:
        sentence = f"{words.say('opening', 'en')} {words.say('statement', 'en')}"
        (english,) = stack(
            (sentence,),
            SERIF,
            size=9.6,
            width=SIZE[0] - 2 * EDGE - 20,
            height=ENGLISH[1] - ENGLISH[0],
            leading=1.34,
            even=True,
        )
        y = ENGLISH[0] + (ENGLISH[1] - ENGLISH[0] - english.height) / 2
        sheet.setting(english, x=MIDDLE, top=y, align=0.5, colour=SOFT, kind="P", lang="en")


Column = tuple[list[Setting], Setting, list[Setting]]


def _height(column: Column, reserved: float) -> float:
    lead, _title, tail = column
    return reserved + 2 * GAP + sum(line.height for line in (*lead, *tail))


def _columns(words: Words, height: float) -> tuple[list[Column], float]:
    """What stands before the title, the title, what stands after it, for both languages in letters of one size."""
    around = [words.around_title(language) for language in words.pair]
    lines = tuple(line for lead, tail in around for line in (*lead, *tail))
    quotes = tuple(tied(words.quoted_title(language)) for language in words.pair)
    share = 1.0
    while True:
        titles = fit_alike(
            quotes, SERIF_BOLD, size=14.5 * share, width=COLUMN, lines=3, height=TITLE_HEIGHT, leading=1.24
        )
        body = fit_alike(lines, SERIF, size=11.5 * share, width=COLUMN, leading=1.36)
        if body and body[0].size < WRAP_BELOW * share:
            body = fit_alike(lines, SERIF, size=11.5 * share, width=COLUMN, lines=9, leading=1.36)
        settings = iter(body)
        columns: list[Column] = [
            ([next(settings) for _line in lead], title, [next(settings) for _line in tail])
            for (lead, tail), title in zip(around, titles, strict=True)
        ]
        reserved = max(title.height for title in titles)
        if all(_height(column, reserved) <= height for column in columns):
            return columns, reserved
        share *= 0.97


def _foot(sheet: Sheet, words: Words) -> None:
    facts = words.facts
    cells = [("issued", short_day(facts.issued_on))]
    if facts.valid_until:
        cells.append(("valid", short_day(facts.valid_until)))
    if facts.protocol:
        cells.append(("protocol", facts.protocol))
    for index, (label, value) in enumerate(cells):
        parts.labelled(sheet, words, label, value, x=EDGE + 96 * index, top=FOOT, width=90)
    parts.signature(sheet, words, left=EDGE, top=FOOT + (56 if words.english else 50), width=286)
