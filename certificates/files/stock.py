"""What protected stock prints: pages set onto blanks, and the act that writes spoiled and lost ones off."""

import io
from collections.abc import Sequence
from datetime import date

import pikepdf
from django.db.models import QuerySet
from django.utils import timezone

from people.papers import Block, Facts, Paper, Paragraph, Signatures, Table

from ..models import Blank, BlankTransition, Issuer, StockLayout
from ..pdf import PrintedFacts, draw_on_stock
from ..rules import stock
from ..services import templates

OFFSET = (0.0, 0.0)


def offset_of(layout: StockLayout | None) -> tuple[float, float]:
    """Millimetres to the right and down; nothing where no printer is chosen."""
    return (float(layout.offset_x), float(layout.offset_y)) if layout else OFFSET


def pages(blanks: Sequence[Blank], *, layout: StockLayout | None) -> bytes:
    """One PDF with a page for each blank, in this order: only what the stock itself does not bear.

    Each blank comes with its document and the document's template revision.
    """
    drawn = [
        draw_on_stock(
            PrintedFacts.from_json(blank.document.facts),
            look=templates.look_of(blank.document.template_revision),
            offset_mm=offset_of(layout),
        )
        for blank in blanks
    ]
    if len(drawn) == 1:
        return drawn[0]
    target = io.BytesIO()
    with pikepdf.new() as joined:
        for content in drawn:
            with pikepdf.open(io.BytesIO(content)) as one:
                joined.pages.extend(one.pages)
        joined.save(target, deterministic_id=True)
    return target.getvalue()


# The act

WORDS = {
    "kk": {
        "title": "Қатаң есептегі бланкілерді есептен шығару актісі",
        "period": "{first} – {last} аралығы",
        "issuer": "Ұйым",
        "drawn_up": "Жасалған күні",
        "counted": "Барлығы: {all}. Бүлінгені: {spoiled}, жоғалғаны: {lost}.",
        "numbers": "Нөмірлері",
        "decided": (
            "Комиссия бүлінген бланкілерді санап шығып, жарамсыз деп таныды: олар есептен шығарылып, жойылуға тиіс. "
            "Жоғалған бланкілер де есептен шығарылады, олардың нөмірлері жарамсыз."
        ),
        "none": "Осы аралықта бүлінген немесе жоғалған бланк жоқ.",
        "head": ("№", "Бланкінің нөмірі", "Түрі", "Жағдайы", "Күні", "Себебі", "Құжаттың №", "Белгілеген"),
        "spoiled": "бүлінген",
        "lost": "жоғалған",
        "certificate": "сертификат",
        "notice": "анықтама",
        "support": "қолдау туралы анықтама",
        "chair": "Комиссия төрағасы",
        "member": "Комиссия мүшесі",
    },
    "ru": {
        "title": "Акт на списание бланков строгой отчётности",
        "period": "за период с {first} по {last}",
        "issuer": "Организация",
        "drawn_up": "Дата составления",
        "counted": "Всего: {all}. Испорчено: {spoiled}, утеряно: {lost}.",
        "numbers": "Номера",
        "decided": (
            "Комиссия пересчитала испорченные бланки и признала их непригодными: они подлежат списанию и уничтожению. "
            "Утерянные бланки также списываются, их номера недействительны."
        ),
        "none": "За этот период испорченных и утерянных бланков нет.",
        "head": ("№", "Номер бланка", "Вид", "Состояние", "Дата", "Причина", "№ документа", "Отметил(а)"),
        "spoiled": "испорчен",
        "lost": "утерян",
        "certificate": "сертификат",
        "notice": "справка",
        "support": "справка о сопровождении",
        "chair": "Председатель комиссии",
        "member": "Член комиссии",
    },
}


def written_off(*, first: date, last: date) -> QuerySet[BlankTransition]:
    """The moves by which blanks were spoiled or lost between two days, both included, in the order of numbers."""
    return (
        BlankTransition.objects.filter(
            to_status__in=[Blank.Status.SPOILED, Blank.Status.LOST], at__date__range=(first, last)
        )
        .select_related("blank__document", "actor")
        .defer("blank__document__credential", "blank__document__cose")
        .order_by("blank__series", "blank__number")
    )


def act_paper(*, first: date, last: date, today: date, language: str) -> Paper:
    """The write-off act of a period in Kazakh or Russian, with lines for the commission to sign on."""
    words = WORDS[language]
    moves = list(written_off(first=first, last=last))
    issuer = Issuer.objects.filter(valid_from__lte=today).first()
    head = [(words["drawn_up"], f"{today:%d.%m.%Y}")]
    if issuer is not None:
        head.insert(0, (words["issuer"], issuer.name_ru if language == "ru" else issuer.name_kk))
    blocks: list[Block] = [Facts(head)]
    if moves:
        blocks += [_table(moves, words), Paragraph(_counted(moves, words)), Paragraph(words["decided"])]
    else:
        blocks.append(Paragraph(words["none"]))
    blocks.append(Signatures([(words["chair"], ""), (words["member"], ""), (words["member"], "")]))
    return Paper(
        title=words["title"],
        subtitle=words["period"].format(first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}"),
        language=language,
        blocks=blocks,
        landscape=True,
    )


def _table(moves: Sequence[BlankTransition], words: dict) -> Table:
    rows = [
        [
            str(place),
            str(move.blank),
            words[move.blank.kind],
            words[move.to_status],
            f"{timezone.localtime(move.at):%d.%m.%Y}",
            move.reason,
            move.blank.document.number if move.blank.document else "–",
            move.actor.initials_name if move.actor else "–",
        ]
        for place, move in enumerate(moves, 1)
    ]
    return Table(words["head"], rows, numeric=frozenset({0}))


def _counted(moves: Sequence[BlankTransition], words: dict) -> str:
    lost = sum(move.to_status == Blank.Status.LOST for move in moves)
    text = words["counted"].format(all=len(moves), spoiled=len(moves) - lost, lost=lost)
    series: dict[str, list[int]] = {}
    for move in moves:
        series.setdefault(move.blank.series, []).append(move.blank.number)
    numbers = [
        f"{name} {low:07d}" if low == high else f"{name} {low:07d}–{high:07d}"
        for name, own in series.items()
        for low, high in stock.runs(own)
    ]
    return f"{text} {words['numbers']}: {'; '.join(numbers)}."
