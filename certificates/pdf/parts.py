"""Blocks that every paper shares: issuer, signature, place for the seal, verification."""

from people.papers.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD

from ..rules.code import pretty
from . import words
from .facts import PrintedFacts
from .layout import fit, fit_alike, tied
from .qr import draw_qr, quiet_zone
from .sheet import HAIR, INK, LAKE, MM, SOFT, Sheet

QR_SIDE = 34.5 * MM  # with the quiet zone; 27 mm of modules in version 3


def issuer(
    sheet: Sheet, facts: PrintedFacts, *, centres: tuple[float, float], top: float, width: float
) -> float:
    """The issuer's name, town and BIN, Kazakh left and Russian right; returns the bottom edge."""
    names = fit_alike(
        [tied(facts.issuer_name_kk), tied(facts.issuer_name_ru)], SERIF_BOLD, size=10.5, width=width, lines=2
    )
    towns = (
        f"{facts.city_kk} · БСН\u00a0{facts.issuer_bin}",
        f"{facts.city_ru} · БИН\u00a0{facts.issuer_bin}",
    )
    reserved = max(name.height for name in names)
    bottom = top
    for centre, name, town in zip(centres, names, towns, strict=True):
        sheet.setting(name, x=centre, top=top + (reserved - name.height) / 2, align=0.5)
        below = fit(town, SANS, size=7.6, width=width)
        bottom = sheet.setting(below, x=centre, top=top + reserved + 2, colour=SOFT, align=0.5)
    return bottom


def labelled(
    sheet: Sheet, labels: tuple[str, str], value: str, *, x: float, top: float, width: float
) -> None:
    """A value under its Kazakh and Russian label."""
    for index, label in enumerate(labels):
        small = fit(label, SANS, size=6.9, width=width)
        sheet.text(label, SANS, small.size, x=x, baseline=top + 7 + 8.6 * index, colour=SOFT)
    setting = fit(value, SANS_BOLD, size=10.5, width=width)
    sheet.text(value, SANS_BOLD, setting.size, x=x, baseline=top + 30, colour=INK)


def signature(sheet: Sheet, facts: PrintedFacts, *, left: float, top: float, width: float) -> float:
    """Position in both languages, a line to sign on, the name; returns the line's height on the page."""
    half = (width - 14) / 2
    bottoms = []
    for x, position in zip((left, left + half + 14), words.positions(facts), strict=True):
        setting = fit(
            tied(words.kk_initial(position)), SERIF, size=9.5, width=half, lines=2, leading=1.25, even=False
        )
        bottoms.append(sheet.setting(setting, x=x, top=top))
    name = fit(facts.signatory_name, SERIF_BOLD, size=10.5, width=half, lines=2, leading=1.2, even=False)
    line = max(bottoms) + max(27, name.height + 8)
    sheet.line(left, line, left + half, line, width=0.6, colour=SOFT)
    sheet.text("қолы / подпись", SANS, 6.5, x=left + half / 2, baseline=line + 9, colour=SOFT, align=0.5)
    sheet.setting(name, x=left + half + 14, top=line + 2 - name.height)
    return line


def seal(sheet: Sheet, *, x: float, y: float, radius: float) -> None:
    """Where the stamp goes: seals of the country are 38 to 40 mm across."""
    sheet.circle(x, y, radius, colour=HAIR, dash=([1.2, 3], 0))
    sheet.text("М.О.", SANS, 7.5, x=x, baseline=y - 1, colour=HAIR, align=0.5)
    sheet.text("М.П.", SANS, 7.5, x=x, baseline=y + 9, colour=HAIR, align=0.5)


def verification(sheet: Sheet, facts: PrintedFacts, *, right: float, top: float, text_width: float) -> None:
    """QR-1 at the right of its words: the code, the host, how to check, in Kazakh and Russian.

    The dark modules end at `right`, so that the code stands in line with the text above.
    """
    quiet = quiet_zone(facts.qr_text, QR_SIDE)
    corner = right + quiet - QR_SIDE
    left = corner - text_width - 2
    kk, ru = words.how_to_check(facts)
    code = pretty(facts.code)
    face = fit(code, SANS_BOLD, size=12, width=text_width)
    hints = [fit(tied(hint), SANS, size=7, width=text_width, lines=4, leading=1.32) for hint in (kk, ru)]
    height = 15 + 12 + sum(hint.height for hint in hints) + 6
    y = top + (QR_SIDE - height) / 2
    sheet.text(code, SANS_BOLD, face.size, x=left, baseline=y + 11, colour=LAKE)
    sheet.text(facts.verify_address, SANS_BOLD, 8, x=left, baseline=y + 23, colour=INK)
    y += 29
    for hint in hints:
        y = sheet.setting(hint, x=left, top=y, colour=SOFT) + 4
    draw_qr(sheet, facts.qr_text, left=corner, top=top, size=QR_SIDE)
