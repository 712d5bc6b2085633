"""A sheet to adjust a printer by: crosses and rulers at known places, and where the text of a kind would stand."""

from datetime import date

from people.papers.fonts import SANS, SANS_BOLD

from . import certificate, notice
from .layout import fit
from .qr import QR_SIDE
from .sheet import HAIR, INK, LAKE, MM, SOFT, Sheet

INSET = 20 * MM  # of the crosses from the edges of the paper
ARM = 5 * MM
RULER = 60  # millimetres
DAY = date(2026, 1, 1)  # of the file, so that it is always the same

Box = tuple[str, str, float, float, float, float]

# Kazakh and Russian name, left, top, width, height: where the text of each paper stands at no offset.
PLACES: dict[str, tuple[Box, ...]] = {
    "certificate": (
        ("нөмір", "номер", certificate.MIDDLE - 100, 165, 200, 16),
        ("аты-жөні", "имя", certificate.EDGE, 206, certificate.SIZE[0] - 2 * certificate.EDGE, 52),
        ("бағдарлама", "программа", certificate.EDGE, 270, certificate.COLUMN, 124),
        (
            "бағдарлама",
            "программа",
            certificate.EDGE + certificate.COLUMN + certificate.GUTTER,
            270,
            certificate.COLUMN,
            124,
        ),
        ("күндер мен қол", "даты и подпись", certificate.EDGE, certificate.FOOT, 286, 138),
        ("QR-код", "QR-код", certificate.SIZE[0] - certificate.EDGE - QR_SIDE + 10, 419, QR_SIDE, QR_SIDE),
    ),
    "notice": (
        ("аты-жөні", "имя", notice.LEFT, 264, notice.WIDTH, 52),
        ("мәтін", "текст", notice.LEFT, 326, notice.WIDTH, notice.TEXT_HEIGHT),
        ("қол", "подпись", notice.LEFT, 560, 300, 90),
        (
            "QR-код",
            "QR-код",
            notice.SIZE[0] - notice.RIGHT - QR_SIDE + 10,
            notice.FOOT + 15,
            QR_SIDE,
            QR_SIDE,
        ),
    ),
}
PLACES["support"] = PLACES["notice"]


def draw_test(sheet: Sheet, kind: str, offset_mm: tuple[float, float]) -> None:
    """The only page. At no offset each cross stands 20 mm from two edges of the paper."""
    right, bottom = sheet.width - INSET, sheet.height - INSET
    for x, y in ((INSET, INSET), (right, INSET), (INSET, bottom), (right, bottom)):
        _cross(sheet, x, y)
    _cross(sheet, sheet.width / 2, sheet.height / 2)
    _rulers(sheet)
    for kk, ru, left, top, width, height in PLACES[kind]:
        sheet.rectangle(left, top, width, height, colour=HAIR, dash="[2 2] 0 d")
        label = f"{kk} / {ru}" if kk != ru else kk
        small = fit(label, SANS, size=6.5, width=width - 8)
        sheet.text(label, SANS, small.size, x=left + 4, baseline=top + 9, colour=SOFT)
    across, down = (f"{value:+.1f}".replace(".", ",").replace("-", "–") for value in offset_mm)
    lines = (
        ("kk", "Принтерді реттеу парағы", SANS_BOLD, 12.0),
        ("ru", "Лист для настройки принтера", SANS_BOLD, 12.0),
        (
            "kk",
            "Әр крест парақтың екі шетінен дәл 20 мм қашықтықта тұруы тиіс. Айырмасын өлшеп, ығысу ретінде енгізіңіз.",
            SANS,
            8.0,
        ),
        (
            "ru",
            "Каждый крест должен стоять ровно в 20 мм от двух краёв листа. Измерьте разницу и введите её как смещение.",
            SANS,
            8.0,
        ),
        ("kk", f"Ығысу: оңға {across} мм, төмен {down} мм.", SANS, 8.0),
        ("ru", f"Смещение: вправо {across} мм, вниз {down} мм.", SANS, 8.0),
    )
    y = INSET + 24
    for language, text, face, size in lines:
        size = fit(text, face, size=size, width=sheet.width - 2 * INSET - 60).size
        sheet.text(
            text, face, size, x=sheet.width / 2, baseline=y, align=0.5, colour=INK, kind="P", lang=language
        )
        y += size * 1.5


def _cross(sheet: Sheet, x: float, y: float) -> None:
    sheet.line(x - ARM, y, x + ARM, y, width=0.4, colour=LAKE)
    sheet.line(x, y - ARM, x, y + ARM, width=0.4, colour=LAKE)


def _rulers(sheet: Sheet) -> None:
    """Millimetres to the right of and below the first cross; every tenth is named."""
    for millimetre in range(RULER + 1):
        place = INSET + millimetre * MM
        length = 8.0 if millimetre % 10 == 0 else 5.5 if millimetre % 5 == 0 else 3.0
        sheet.line(place, INSET - length, place, INSET, width=0.3, colour=INK)
        sheet.line(INSET - length, place, INSET, place, width=0.3, colour=INK)
        if millimetre % 10 == 0 and millimetre:
            label = str(millimetre)
            sheet.text(label, SANS, 6, x=place, baseline=INSET - 10, align=0.5, colour=SOFT)
            sheet.text(label, SANS, 6, x=INSET - 10, baseline=place + 2, align=1, colour=SOFT)
