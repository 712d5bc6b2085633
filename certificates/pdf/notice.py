"""The notices, of attendance and of completed support (A4, portrait): sober, one page, no ornament and no end date."""

from reportlab.lib.pagesizes import A4

from people.papers.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD

from . import parts
from .certificate import draw_name
from .dates import short_day
from .images import veiled
from .layout import Setting, fit, fit_alike, stack, tied
from .qr import QR_SIDE, SIGNED_SIDE
from .sheet import HAIR, INK, SOFT, Sheet
from .words import LABELS, Words

SIZE = A4
LEFT, RIGHT = 70.0, 56.0
GUTTER = 30.0
WIDTH = SIZE[0] - LEFT - RIGHT
COLUMN = (WIDTH - GUTTER) / 2
STARTS = (LEFT, LEFT + COLUMN + GUTTER)
CENTRES = (STARTS[0] + COLUMN / 2, STARTS[1] + COLUMN / 2)
MIDDLE = LEFT + WIDTH / 2
TEXT_HEIGHT, ENGLISH_HEIGHT, BETWEEN = 228.0, 58.0, 8.0
# What stands under the name; the first follows from the opening words.
PARAGRAPHS = {
    "notice": ("statement", "outcome", "purpose"),
    "support": ("support", "meetings", "mentor", "purpose"),
}
FOOT = SIZE[1] - 44 - SIGNED_SIDE - 20


def _columns(words: Words, height: float) -> list[list[Setting]]:
    """Both columns at the largest size, the same for both, at which they stand above the signature."""
    size = 11.0
    while True:
        columns = [
            [
                fit(
                    tied(words.say(key, language)),
                    SERIF,
                    size=size,
                    width=COLUMN,
                    lines=99,
                    leading=1.45,
                    even=False,
                )
                for key in PARAGRAPHS[words.facts.kind]
            ]
            for language in words.pair
        ]
        if all(sum(one.height + BETWEEN for one in column) <= height for column in columns):
            return columns
        size *= 0.97


def draw_notice(
    sheet: Sheet, words: Words, cose: str = "", *, on_stock: bool = False, with_code: bool = True
) -> None:
    """The only page. `on_stock`: heading, rules and the place of the seal are already on the paper."""
    if words.look.background and not on_stock:
        ground = veiled(words.look.background, *SIZE)
        sheet.picture("ground", ground, x=SIZE[0] / 2, y=SIZE[1] / 2, width=SIZE[0], height=SIZE[1])
    _letterhead(sheet, words, on_stock=on_stock)
    bottom = _statement(sheet, words, top=200 if words.look.logo else 188, on_stock=on_stock)
    top = max(bottom + 20, 550)
    parts.signature(sheet, words, left=LEFT, top=top, width=300)
    if not on_stock:
        parts.seal(sheet, words, x=SIZE[0] - RIGHT - 60, y=top + 40)
        sheet.line(LEFT, FOOT, SIZE[0] - RIGHT, FOOT, width=0.5, colour=HAIR)
    if not with_code:
        return
    text_width = 138 if cose else WIDTH - QR_SIDE + 8
    left = parts.verification(
        sheet,
        words,
        right=SIZE[0] - RIGHT,
        top=FOOT + 14 + (SIGNED_SIDE - QR_SIDE) / 2,
        text_width=text_width,
    )
    if cose:
        parts.signed_code(sheet, words, cose, left=LEFT, right=left - 20, top=FOOT + 14)


def _letterhead(sheet: Sheet, words: Words, *, on_stock: bool) -> None:
    facts = words.facts
    top = 62.0
    if words.look.logo and not on_stock:
        parts.logo(sheet, words, x=MIDDLE, y=50, width=150, height=34)
        top = 74.0
    bottom = parts.issuer(sheet, words, centres=CENTRES, top=top, width=COLUMN) + 12
    if not on_stock:
        sheet.line(LEFT, bottom, SIZE[0] - RIGHT, bottom, width=1, colour=INK)
        sheet.line(LEFT, bottom + 2.4, SIZE[0] - RIGHT, bottom + 2.4, width=0.4, colour=INK)
    sheet.text(f"№\u00a0{facts.number}", SANS_BOLD, 10, x=LEFT, baseline=bottom + 24, kind="P")
    day = short_day(facts.issued_on)
    sheet.text(day, SANS_BOLD, 10, x=SIZE[0] - RIGHT, baseline=bottom + 24, align=1, kind="P")
    if facts.protocol:
        labels = [(language, LABELS["protocol"][language]) for language in words.languages]
        labels[-1] = (labels[-1][0], f"{labels[-1][1]} {facts.protocol}")
        parts.mixed(sheet, labels, SANS, 8.5, x=SIZE[0] - RIGHT, baseline=bottom + 38, colour=SOFT, align=1)


def _statement(sheet: Sheet, words: Words, *, top: float, on_stock: bool) -> float:
    """Headings, name, what was attended; returns the bottom edge."""
    if not on_stock:
        _headings(sheet, words, top=top)
    openings = fit_alike(
        tuple(words.say("opening", language) for language in words.pair), SERIF, size=11, width=COLUMN
    )
    for language, centre, opening in zip(words.pair, CENTRES, openings, strict=True):
        sheet.setting(opening, x=centre, top=top + 55, align=0.5, kind="P", lang=language)
    draw_name(sheet, words, middle=MIDDLE, size=19, least=14.5, width=WIDTH, y=top + 102)
    if not on_stock:
        sheet.line(LEFT, top + 126, SIZE[0] - RIGHT, top + 126, width=0.5, colour=HAIR)
    height = TEXT_HEIGHT - (188 - top if top < 188 else top - 188)
    columns = _columns(words, height - ENGLISH_HEIGHT if words.english else height)
    bottoms = []
    for language, start, paragraphs in zip(words.pair, STARTS, columns, strict=True):
        y = top + 138
        for paragraph in paragraphs:
            y = sheet.setting(paragraph, x=start, top=y, kind="P", lang=language) + BETWEEN
        bottoms.append(y)
    bottom = max(bottoms) - BETWEEN
    return _english(sheet, words, top=bottom + 12) if words.english else bottom


def _headings(sheet: Sheet, words: Words, *, top: float) -> None:
    titles = fit_alike(
        tuple(words.say("heading", language) for language in words.pair),
        SERIF_BOLD,
        size=19,
        width=COLUMN - 14,
    )
    with sheet.part("H1"):
        for language, centre, title in zip(words.pair, CENTRES, titles, strict=True):
            sheet.text(
                title.lines[0],
                SERIF_BOLD,
                title.size,
                x=centre,
                baseline=top,
                align=0.5,
                spacing=1.5,
                kind="Span",
                lang=language,
            )
    abouts = fit_alike(
        tuple(words.say("about", language) for language in words.pair), SERIF, size=12, width=COLUMN
    )
    for language, centre, about in zip(words.pair, CENTRES, abouts, strict=True):
        sheet.text(
            about.lines[0], SERIF, about.size, x=centre, baseline=top + 19, align=0.5, kind="P", lang=language
        )
    if words.english:
        text = f"{words.say('heading', 'en')} {words.say('about', 'en')}"
        size = fit(text, SERIF, size=9, width=WIDTH).size
        sheet.text(
            text, SERIF, size, x=MIDDLE, baseline=top + 41, align=0.5, colour=SOFT, kind="P", lang="en"
        )


def _english(sheet: Sheet, words: Words, *, top: float) -> float:
    first, *others = PARAGRAPHS[words.facts.kind]
    sentences = [f"{words.say('opening', 'en')} {words.say(first, 'en')}"]
    sentences += [words.say(key, "en") for key in others]
    (english,) = stack(
        (" ".join(sentences),), SERIF, size=9.4, width=WIDTH, height=ENGLISH_HEIGHT - 10, leading=1.4
    )
    return sheet.setting(english, x=LEFT, top=top, colour=SOFT, kind="P", lang="en")
