"""Blocks that every paper shares: issuer, signature, place for the seal, both codes."""

from collections.abc import Sequence

from people.papers.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD, width_of

from ..rules.code import pretty
from .images import prepared
from .layout import fit, fit_alike, stack, tied
from .qr import QR_SIDE, SIGNED_SIDE, draw_qr, draw_signed, quiet_zone
from .sheet import HAIR, INK, LAKE, SOFT, Colour, Sheet
from .words import LABELS, Words

SEAL_RADIUS = 52.0


def mixed(
    sheet: Sheet,
    texts: Sequence[tuple[str, str]],
    face: str,
    size: float,
    *,
    x: float,
    baseline: float,
    kind: str = "P",
    between: str = " / ",
    align: float = 0.0,
    colour: Colour = INK,
    attributes: str = "",
) -> None:
    """(language, text) beside each other on one line, one part with the language of each said."""
    x -= align * width_of(between.join(text for _language, text in texts), face, size)
    with sheet.part(kind, attributes=attributes):
        for index, (language, text) in enumerate(texts):
            said = text if index == len(texts) - 1 else f"{text}{between}"
            sheet.text(said, face, size, x=x, baseline=baseline, colour=colour, kind="Span", lang=language)
            x += width_of(said, face, size)


def issuer(sheet: Sheet, words: Words, *, centres: tuple[float, float], top: float, width: float) -> float:
    """The issuer's name, town and BIN in the columns' languages; returns the bottom edge."""
    facts = words.facts
    names = fit_alike(
        tuple(tied(words.issuer(language)) for language in words.pair),
        SERIF_BOLD,
        size=10.5,
        width=width,
        lines=2,
    )
    reserved = max(name.height for name in names)
    bottom = top
    for language, centre, name in zip(words.pair, centres, names, strict=True):
        city = facts.city_kk if language == "kk" else facts.city_ru
        town = f"{city} · {LABELS['bin'][language]}\u00a0{facts.issuer_bin}"
        sheet.setting(
            name, x=centre, top=top + (reserved - name.height) / 2, align=0.5, kind="P", lang=language
        )
        below = fit(town, SANS, size=7.6, width=width)
        bottom = sheet.setting(
            below, x=centre, top=top + reserved + 2, colour=SOFT, align=0.5, kind="P", lang=language
        )
    return bottom


def logo(sheet: Sheet, words: Words, *, x: float, y: float, width: float, height: float) -> None:
    """The template's logo in a box about (x, y), where it has one."""
    if words.look.logo:
        language = words.pair[0]
        sheet.picture(
            "logo",
            prepared(words.look.logo, width, height),
            x=x,
            y=y,
            width=width,
            height=height,
            lang=language,
            alt=f"{LABELS['logo'][language]}: {words.issuer(language)}",
        )


def labelled(
    sheet: Sheet, words: Words, label: str, value: str, *, x: float, top: float, width: float
) -> float:
    """A value under its label in every language; returns the bottom edge."""
    baseline = top + 7
    with sheet.part("P"):
        for language in words.languages:
            text = LABELS[label][language]
            small = fit(text, SANS, size=6.9, width=width)
            sheet.text(
                text, SANS, small.size, x=x, baseline=baseline, colour=SOFT, kind="Span", lang=language
            )
            baseline += 8.6
        setting = fit(value, SANS_BOLD, size=10.5, width=width)
        sheet.text(value, SANS_BOLD, setting.size, x=x, baseline=baseline + 5.8, kind="Span")
    return baseline + 10


def signature(sheet: Sheet, words: Words, *, left: float, top: float, width: float, lines: int = 2) -> float:
    """Position in every language, a line to sign on, the name; returns the line's height on the page."""
    half = (width - 14) / 2
    bottoms = []
    settings = fit_alike(
        tuple(tied(words.position(language)) for language in words.pair),
        SERIF,
        size=9.5,
        width=half,
        lines=lines,
        leading=1.25,
    )
    for x, language, setting in zip((left, left + half + 14), words.pair, settings, strict=True):
        bottoms.append(sheet.setting(setting, x=x, top=top, kind="P", lang=language))
    bottom, room = max(bottoms), 27.0
    if words.english and words.position("en"):
        english = fit(words.position("en"), SERIF, size=8.5, width=width)
        bottom = sheet.setting(english, x=left, top=bottom + 2, kind="P", lang="en", colour=SOFT)
        room = 22.0
    name = fit(
        words.facts.signatory_name, SERIF_BOLD, size=10.5, width=half, lines=2, leading=1.2, even=False
    )
    line = bottom + max(room, name.height + 6)
    sheet.line(left, line, left + half, line, width=0.6, colour=SOFT)
    mixed(
        sheet,
        [(language, LABELS["signature"][language]) for language in words.languages],
        SANS,
        6.5,
        x=left + half / 2,
        baseline=line + 9,
        colour=SOFT,
        align=0.5,
    )
    sheet.setting(name, x=left + half + 14, top=line + 2 - name.height, kind="P")
    return line


def seal(sheet: Sheet, words: Words, *, x: float, y: float) -> None:
    """Where the stamp goes (seals of the country are 38 to 40 mm across), or the template's picture of it."""
    if words.look.seal:
        language, side = words.pair[0], 2 * SEAL_RADIUS
        sheet.picture(
            "seal",
            prepared(words.look.seal, side, side),
            x=x,
            y=y,
            width=side,
            height=side,
            lang=language,
            alt=f"{LABELS['seal'][language]}: {words.issuer(language)}",
        )
        return
    sheet.circle(x, y, SEAL_RADIUS, colour=HAIR, dash="[1.2 3] 0 d")
    marks = {"kk": "М.О.", "ru": "М.П."}
    for index, language in enumerate(words.pair):
        sheet.text(
            marks[language],
            SANS,
            7.5,
            x=x,
            baseline=y - 1 + 10 * index,
            colour=HAIR,
            align=0.5,
            kind="P",
            lang=language,
        )


def verification(sheet: Sheet, words: Words, *, right: float, top: float, text_width: float) -> float:
    """QR-1 at the right of its words: the code, the host, how to check; returns the words' left edge.

    The dark modules end at `right`, so that the code stands in line with the text above.
    """
    facts, language = words.facts, words.pair[0]
    left = right + quiet_zone(facts.qr_text) - QR_SIDE - text_width - 2
    code = pretty(facts.code)
    size = fit(code, SANS_BOLD, size=12, width=text_width).size
    hints = stack(
        tuple(tied(words.say("how_to_check", one)) for one in words.languages),
        SANS,
        size=7,
        width=text_width,
        height=84 if words.english else 75,
    )
    height = 27 + sum(hint.height for hint in hints) + 4 * len(hints)
    y = top + (QR_SIDE - height) / 2
    address = fit(facts.verify_address, SANS_BOLD, size=8, width=text_width)
    sheet.text(code, SANS_BOLD, size, x=left, baseline=y + 11, colour=LAKE, kind="P")
    sheet.text(facts.verify_address, SANS_BOLD, address.size, x=left, baseline=y + 23, kind="P")
    y += 29
    for one, hint in zip(words.languages, hints, strict=True):
        y = sheet.setting(hint, x=left, top=y, colour=SOFT, kind="P", lang=one) + 4
    draw_qr(
        sheet,
        facts.qr_text,
        right=right,
        top=top,
        lang=language,
        alt=f"{LABELS['code'][language]}: {facts.verify_base}{facts.code}",
    )
    return left


def signed_code(sheet: Sheet, words: Words, cose: str, *, left: float, right: float, top: float) -> None:
    """Words from `left`, QR-2 at their right. Its dark modules end at `right` and start at `top`."""
    language = words.pair[0]
    hints = stack(
        tuple(tied(words.say("offline", one)) for one in words.languages),
        SANS,
        size=7,
        width=right - SIGNED_SIDE - 11 - left,
        height=SIGNED_SIDE,
    )
    y = top + (SIGNED_SIDE - sum(hint.height for hint in hints) - 4 * (len(hints) - 1)) / 2
    for one, hint in zip(words.languages, hints, strict=True):
        y = sheet.setting(hint, x=left, top=y, colour=SOFT, kind="P", lang=one) + 4
    draw_signed(
        sheet,
        words.facts.qr_text,
        cose,
        right=right,
        top=top,
        lang=language,
        alt=f"{LABELS['signed'][language]}: {words.facts.verify_base}{words.facts.code}",
    )
