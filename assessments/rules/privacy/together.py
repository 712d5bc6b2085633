"""A school, a class and a diagnosis close together: three facts that each many children share and hardly two together."""

import re
from bisect import bisect_right

from .finding import Finding, Kind

# Sentences in which the three have to stand to be taken as said of one child.
SENTENCES = 5

_KIND_OF_SCHOOL = (
    r"(?:мектеб|мектеп|школ(?!ь)|гимнази|лице|сош\b|ош\b|сш\b|жобб?м|оом\b|интернат|балабақша|детск\w+\sсад)"
)
_SCHOOL = re.compile(
    rf"""
    №\s?\d{{1,4}}[\s\-–]{{0,2}}(?:(?:жалпы|орта|білім|беретін|негізгі|бастауыш|қазақ|орыс|арнайы|общеобразовательн\w+
        |средн\w+|основн\w+|начальн\w+|казахск\w+|русск\w+|специальн\w+|инклюзив\w+)\s){{0,4}}{_KIND_OF_SCHOOL}\w*
    | (?<![\d.,])\d{{1,4}}(?:-?(?:ші|шы|нші|ншы|інші|ыншы|я|й)\s|\s?[\-–]\s?)(?:орта\s|жалпы\s)?{_KIND_OF_SCHOOL}\w*
    | (?<![\d.,\-–])\d{{2,4}}\s(?:орта\s)?(?:мектеп|мектебі|школ[аеуы])\b
    | (?<!\w){_KIND_OF_SCHOOL}[\w\-]*\s?(?:№|N|n|номер)\s?\d{{1,4}}
    | [«"“][^»"”\n]{{2,60}}[»"”]\s?(?:атындағы\s)?(?:орта\s|жалпы\sбілім\sберетін\s)?{_KIND_OF_SCHOOL}\w*
    | (?<!\w){_KIND_OF_SCHOOL}[\w\-]*\s?(?:[«"“][^»"”\n]{{2,60}}[»"”]|(?:имени|им\.)\s?\w[\w.\s]{{2,40}})
    | (?:\b\w[\w.\-]{{0,30}}\s){{1,2}}атындағы\s(?:№\s?\d{{1,4}}\s)?(?:\w{{1,30}}\s){{0,3}}{_KIND_OF_SCHOOL}\w*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLASS = re.compile(
    r"""
    (?<![\d.,–\-])(?:1[0-2]|[0-9])(?:-ші|-шы|-нші|-ншы|-інші|-ыншы|-й|-го|-м|-ом|-ый)?[\s\-–]{0,3}
        (?:[«"“]?\s?[А-ЯӘҒҚҢӨҰҮІ]\s?[»"”]?[\s\-–]{0,2})?(?:сынып|сыныб|класс|класт|класқ)\w*
    | (?<![\d.,–\-])(?:1[0-2]|[1-9])[\s\-–]{0,2}[«"“]\s?[А-ЯӘҒҚҢӨҰҮІ]\s?[»"”]
    | \b(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат)\w{1,5}
        (?:\s[«"“]?[А-Я][»"”]?)?\sкласс\w*
    | \b(?:бірінші|екінші|үшінші|төртінші|бесінші|алтыншы|жетінші|сегізінші|тоғызыншы|оныншы)
        (?:\s[«"“]?[А-ЯӘҒҚҢӨҰҮІ][»"”]?)?\sсын(?:ып|ыб)\w*
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Names of conditions in both languages, as stems; abbreviations stand in capitals as they are written.
_DIAGNOSES = re.compile(
    r"""
    \b(?:аутизм|аутист|аутисти|аспергер|даун(?:ның|а|\b)|эпилепси|церебрал|шизофрени|олигофрени|дебил|имбецил
        |алали|афази|дизартри|ринолали|заика|кекешт|кекеш\b|тұтықпа|дислекси|дисграфи|дискалькули|мутизм|тугоух
        |слабослышащ|слабовидящ|глух(?:ой|ая|ого|ому|им|ую|о[ей]|от\w+)\b|глухонем|слеп(?:ой|ая|ого|ому|от\w+)\b|гидроцефал|микроцефал
        |гиперактив|дефицит\w*\sвнимания|зейін\w*\s(?:тапшылы|жетіспеу)|инвалидност|мүгедек
        |умственн\w+\sотстал|отсталост|задержк\w+\s(?:психич|речев|развит)|нарушени\w+\s(?:интеллект|слуха|зрения|речи|опорно)
        |недоразвити|ақыл[\s\-]?ой\w*\s(?:кемісті|кемтар|бұзыл)|зият\w*\s(?:бұзыл|кемісті|зақым)
        |дамуы\w*\s(?:тежел|кешеуілде|артта)|сөйле\w*\s(?:бұзыл|кемісті|дамымау)|есту\w*\s(?:бұзыл|қабілет\w*\s(?:төмен|бұзыл|зақым))
        |көру\w*\s(?:бұзыл|қабілет\w*\s(?:төмен|бұзыл|зақым))|нашар\s(?:еститін|көретін)|саңырау|зағип
        |тірек[\s\-]?қимыл\w*\s(?:аппарат\w*\s)?бұзыл|сал\sауруы)\w*
    | (?-i:(?<!\w)(?:РАС|АСБ|АСД|ДЦП|БЦП|БЦСА|ЗПР|ПДТ|ПДК|ЗП?РР|СДВГ|ЗТГС|ОНР|ТНР|ФФНР|СЖД|СЖДМ|УО|НОДА|ADHD|ASD)(?!\w))
    | (?-i:(?<!\w)[FGHQ]\d{2}(?:\.\d{1,2})?(?!\w))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…](?=\s)|\n+")


def school_class_diagnosis(text: str) -> list[Finding]:
    """Each stretch of at most SENTENCES sentences in which all three stand, from the first to the last of them."""
    diagnoses = [one.span() for one in _DIAGNOSES.finditer(text)]
    schools = [one.span() for one in _SCHOOL.finditer(text)] if diagnoses else []
    classes = [one.span() for one in _CLASS.finditer(text)] if schools else []
    ends = [one.end() for one in _SENTENCE_END.finditer(text)]
    found: list[Finding] = []
    for diagnosis in diagnoses:
        at = bisect_right(ends, diagnosis[0])
        low = ends[at - SENTENCES] if at >= SENTENCES else 0
        high = ends[at + SENTENCES - 1] if at + SENTENCES - 1 < len(ends) else len(text)
        school = _nearest(schools, diagnosis, low, high)
        klass = _nearest(classes, diagnosis, low, high)
        if not school or not klass:
            continue
        three = sorted([school, klass, diagnosis])
        start, end = three[0][0], max(part[1] for part in three)
        if bisect_right(ends, end - 1) - bisect_right(ends, start) >= SENTENCES:
            continue
        if found and start < found[-1].end:
            continue
        excerpt = " … ".join(" ".join(text[slice(*part)].split()) for part in three)
        found.append(Finding(Kind.TOGETHER, excerpt, start, end))
    return found


def _nearest(
    places: list[tuple[int, int]], to: tuple[int, int], low: int, high: int
) -> tuple[int, int] | None:
    """The last one before and the first one after (places stand in order): whichever is nearer and inside."""
    at = bisect_right(places, to)
    inside = [place for place in places[max(0, at - 1) : at + 1] if low <= place[0] and place[1] <= high]
    return min(inside, key=lambda place: abs(place[0] - to[0]), default=None)
