"""From facts to the bytes of a PDF. The same facts, look and proof give the same bytes; the caller keeps them for good."""

from dataclasses import fields

from people.papers.fonts import require_printable

from . import certificate, notice, stock, supplement
from .facts import PrintedFacts
from .file import About, assemble
from .look import USUAL, Look
from .sheet import MM, Sheet
from .structure import Element
from .words import LABELS, Words


def draw_document(
    facts: PrintedFacts, *, look: Look = USUAL, cose: str = "", credential: bytes = b""
) -> bytes:
    """A certificate with its supplement, or a notice; `cose` in a second code, `credential` attached.

    Raises UnprintableName, before anything is drawn, where a text holds letters that the fonts lack.
    """
    words = Words(facts, look)
    _require_printable(words)
    document = Element("Document", words.pair[0])
    if facts.kind == "certificate":
        sheets = [Sheet(document, 0, *certificate.SIZE), Sheet(document, 1, *supplement.SIZE)]
        certificate.draw_certificate(sheets[0], words)
        supplement.draw_supplement(sheets[1], words, cose)
    else:
        sheets = [Sheet(document, 0, *notice.SIZE)]
        notice.draw_notice(sheets[0], words, cose)
    return assemble(sheets, document, _about(words), credential=credential)


def draw_on_stock(
    facts: PrintedFacts,
    *,
    look: Look = USUAL,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    with_code: bool = True,
) -> bytes:
    """The text of the first page alone, for protected stock that brings its frame, emblem and heading.

    `offset_mm`: by how much everything moves to the right and down. Raises UnprintableName as `draw_document` does.
    """
    words = Words(facts, look)
    _require_printable(words)
    document = Element("Document", words.pair[0])
    shift = (offset_mm[0] * MM, offset_mm[1] * MM)
    if facts.kind == "certificate":
        sheet = Sheet(document, 0, *certificate.SIZE, shift=shift)
        certificate.draw_certificate(sheet, words, on_stock=True, with_code=with_code)
    else:
        sheet = Sheet(document, 0, *notice.SIZE, shift=shift)
        notice.draw_notice(sheet, words, on_stock=True, with_code=with_code)
    return assemble([sheet], document, _about(words))


def draw_test_sheet(kind: str, *, offset_mm: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """A page to print on plain paper, to see by how much a printer misses; `offset_mm` as it will be for the stock."""
    if kind not in stock.PLACES:
        raise ValueError(f"A document is a certificate or a notice, not {kind!r}.")
    document = Element("Document", "kk")
    size = certificate.SIZE if kind == "certificate" else notice.SIZE
    sheet = Sheet(document, 0, *size, shift=(offset_mm[0] * MM, offset_mm[1] * MM))
    stock.draw_test(sheet, kind, offset_mm)
    titles = {"kk": "Принтерді реттеу парағы", "ru": "Лист для настройки принтера"}
    return assemble(
        [sheet],
        document,
        About(" / ".join(titles.values()), titles, author="Tirek", subject="", day=stock.DAY),
    )


def require_drawable(facts: PrintedFacts, *, look: Look = USUAL) -> None:
    """Raise UnprintableName where a letter cannot be printed: asked before anything is signed."""
    _require_printable(Words(facts, look))


def _require_printable(words: Words) -> None:
    facts = words.facts
    require_printable(facts.full_name)
    texts = [getattr(facts, field.name) for field in fields(facts)]
    require_printable(*(text for text in texts if isinstance(text, str)))
    require_printable(*(title for module in facts.modules for title in (module.title_kk, module.title_ru)))
    require_printable(*words.everything())


def _about(words: Words) -> About:
    facts = words.facts
    kinds = {language: LABELS[facts.kind][language] for language in words.languages}
    numbers = {"en": f"No. {facts.number}"}
    return About(
        title=f"{' / '.join(dict.fromkeys(kinds[one] for one in words.pair))} № {facts.number}, {facts.full_name}",
        titles={
            language: f"{kind} {numbers.get(language, f'№ {facts.number}')}, {facts.full_name}"
            for language, kind in kinds.items()
        },
        author=" / ".join(words.issuer(language) for language in words.languages),
        subject=" / ".join(words.title(language) for language in words.languages),
        day=facts.issued_on,
    )
