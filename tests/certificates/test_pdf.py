"""The papers: what they say, that a phone reads them, that nothing overlaps, that the same facts give the same bytes."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import combinations

import pikepdf
import pypdfium2 as pdfium
import pytest
import zxingcpp

from certificates.pdf import USUAL, PrintedFacts, UnprintableName, draw_document, missing_letters
from certificates.pdf import draw as drawing
from certificates.pdf.dates import kk_day, kk_period, ru_day, ru_period
from certificates.pdf.layout import quoted, tied
from certificates.pdf.qr import matrix
from certificates.pdf.words import Words, ru_hours
from certificates.rules.code import make_code, pretty
from people.papers.fonts import FOLDER, register

SHORT = {
    "kind": "certificate",
    "number": "2026-INC-000123",
    "code": "7K3MQ9ZT2XWH5N8R",
    "verify_host": "tirek.kz",
    "verify_base": "https://tirek.kz/v/",
    "surname": "Үмбетжанова",
    "given_name": "Ақмарал",
    "patronymic": "Ілиясқызы",
    "programme_title_kk": "Инклюзия саласындағы педагогтердің кәсіби дамуы",
    "programme_title_ru": "Профессиональное развитие педагогов в сфере инклюзии",
    "programme_title_en": "Professional development of teachers in inclusion",
    "issuer_name_en": "Tirek Institute",
    "signatory_position_en": "Director",
    "holder_code": "not printed",
    "hours": 80,
    "started_on": "2026-11-02",
    "ended_on": "2026-11-20",
    "issued_on": "2026-11-20",
    "valid_until": "2029-11-20",
    "issuer_name_kk": "«Тірек» педагогтердің кәсіби даму институты ЖШС",
    "issuer_name_ru": "ТОО «Институт профессионального развития педагогов «Тірек»",
    "issuer_bin": "190140000123",
    "city_kk": "Алматы",
    "city_ru": "Алматы",
    "signatory_name": "Қ. Б. Серікбаева",
    "signatory_position_kk": "институт директоры",
    "signatory_position_ru": "директор института",
    "signatory_acting": False,
    "protocol": "№ 7, 20.11.2026",
    "modules": [
        [1, "Инклюзивті білім беру негіздері", "Основы инклюзивного образования", 12],
        [2, "Инклюзия психологиясы және педагогикасы", "Психология и педагогика инклюзии", 16],
        [3, "Инклюзивті оқыту әдістері мен технологиялары", "Методы и технологии инклюзивного обучения", 16],
        [4, "Ата-аналармен және қоғаммен жұмыс", "Работа с родителями и сообществом", 16],
        [
            5,
            "Инклюзивті білім беруді бағалау және бақылау",
            "Оценивание и мониторинг инклюзивного образования",
            20,
        ],
    ],
}
LONG = SHORT | {
    "number": "2027-PA-000007",
    "verify_host": "127.0.0.1:8000",
    "verify_base": "http://127.0.0.1:8000/v/",
    "surname": "Тұрсынғалиқызы",
    "given_name": "Нұрсұлтанмұхаммед",
    "patronymic": "Әбдірахманқызы",
    "programme_title_kk": "Жалпы білім беретін мектептердегі педагог-ассистент қызметінің заманауи тәсілдері "
    "мен құралдары",
    "programme_title_ru": "Современные подходы и инструменты деятельности педагога-ассистента "
    "в общеобразовательных школах",
    "started_on": "2026-12-14",
    "ended_on": "2027-01-29",
    "issued_on": "2027-01-29",
    "valid_until": "2030-01-29",
    "issuer_name_kk": "«Оқу және Даму Институты» жауапкершілігі шектеулі серіктестігі",
    "issuer_name_ru": "Товарищество с ограниченной ответственностью «Институт обучения и развития»",
    "signatory_name": "Серікбаева Қаламқас Бейбітшілікқызы",
    "signatory_position_kk": "педагогтердің біліктілігін арттыру институтының директоры",
    "signatory_position_ru": "директор Института повышения квалификации педагогов",
    "signatory_acting": True,
    "protocol": "№ 127, 29.01.2027",
    "modules": [
        [
            number,
            "Білім алушылардың мінез-құлқын және эмоционалды реттеуін қолдаудың заманауи тәсілдері мен құралдары",
            "Современные подходы и инструменты поддержки поведения и эмоциональной регуляции обучающихся",
            16,
        ]
        for number in range(1, 6)
    ],
}
ABSURD = LONG | {
    "surname": "Тұрсынғалиқызы-Мұхаммедқалиқызы",
    "given_name": "Нұрсұлтанмұхаммед-Әлімжан",
    "patronymic": "Әбдірахманқызы-Бейбітшілікқызы",
    "programme_title_kk": LONG["programme_title_kk"] + " және " + LONG["programme_title_kk"],
    "programme_title_ru": LONG["programme_title_ru"] + " и " + LONG["programme_title_ru"],
    "modules": LONG["modules"] * 3,
}


def as_notice(data: dict) -> dict:
    return data | {"kind": "notice", "valid_until": None, "number": "2026-INC-N-000004"}


PAPERS = {
    "short": SHORT,
    "no patronymic": SHORT | {"surname": "Ли", "given_name": "Ән", "patronymic": "", "protocol": ""},
    "longest": LONG,
    "absurd": ABSURD,
    "notice": as_notice(SHORT),
    "longest notice": as_notice(LONG),
    "absurd notice": as_notice(ABSURD),
}
papers = pytest.mark.parametrize("data", PAPERS.values(), ids=PAPERS)


def drawn(data: dict) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(draw_document(PrintedFacts.from_json(data)))


def said(page: pdfium.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_range().split())


def scanned(page: pdfium.PdfPage, dpi: int = 150) -> list[str]:
    """QR codes of a page. Rows of small letters can pass for a bar code of goods, which is no concern of ours."""
    picture = page.render(scale=dpi / 72).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


# --- What they say --------------------------------------------------------------------------------


def test_a_certificate_says_everything_in_both_languages():
    certificate, supplement = (said(page) for page in drawn(SHORT))
    for words in (
        "Үмбетжанова Ақмарал Ілиясқызы",
        "№ 2026-INC-000123",
        "80 сағат көлемінде",
        "в объёме 80 часов",
        "2026 жылғы 2–20 қараша аралығында",
        "2–20 ноября 2026 года",
        "20.11.2029",
        "№ 7, 20.11.2026",
        "Институт директоры",
        "Қ. Б. Серікбаева",
        "7K3M-Q9ZT-2XWH-5N8R",
        "tirek.kz/v",
        "БСН 190140000123",
    ):
        assert words in certificate
    assert certificate.index("Осы сертификат") < certificate.index("Настоящий сертификат")
    assert "СЕРТИФИКАТ" in certificate.replace(" ", "")
    for words in (
        "Үмбетжанова Ақмарал Ілиясқызы",
        "№ 2026-INC-000123",
        "7K3M-Q9ZT-2XWH-5N8R",
        "Барлығы",
        "Итого 80",
    ):
        assert words in supplement
    for _number, kk, ru, _hours in SHORT["modules"]:
        assert kk in supplement
        assert ru in supplement


def test_a_notice_is_one_plain_page_without_an_end_date():
    document = drawn(as_notice(SHORT))
    (text,) = (said(page) for page in document)
    for words in (
        "курсты тыңдау туралы",
        "Үмбетжанова Ақмарал Ілиясқызы",
        "курсын тыңдағанын растайды",
        "Итоговое оценивание не пройдено, сертификат не выдавался.",
        "7K3M-Q9ZT-2XWH-5N8R",
    ):
        assert words in text
    assert "Жарамдылық" not in text
    assert "Действителен" not in text
    content = draw_document(PrintedFacts.from_json(as_notice(SHORT)))
    with pikepdf.open(io.BytesIO(content)) as file:
        assert "/XObject" not in file.pages[0].Resources


def test_titles_in_quotes_take_other_quotes_inside():
    assert quoted("Оқу") == "«Оқу»"
    assert quoted("«Оқу»") == "«Оқу»"
    assert quoted("Курс «Оқу»") == "«Курс „Оқу“»"


def test_short_words_do_not_end_a_line():
    assert tied("методы и технологии в школе") == "методы и\u00a0технологии в\u00a0школе"
    assert tied("тәсілдер мен құралдар") == "тәсілдер\u00a0мен құралдар"


def test_the_acting_head_keeps_the_nominative():
    facts = PrintedFacts.from_json(SHORT | {"signatory_acting": True})
    words = Words(facts, USUAL)
    assert words.position("kk") == "Институт директоры (м.а.)"
    assert words.position("ru") == "Директор института (и.о.)"


@pytest.mark.parametrize(
    ("hours", "words"),
    [(1, "1\u00a0часа"), (11, "11\u00a0часов"), (21, "21\u00a0часа"), (80, "80\u00a0часов")],
)
def test_russian_hours_after_the_volume(hours, words):
    assert ru_hours(hours) == words


def test_the_file_names_itself_and_its_language():
    content = draw_document(PrintedFacts.from_json(SHORT))
    about = pdfium.PdfDocument(content).get_metadata_dict()
    assert about["Title"] == "Сертификат № 2026-INC-000123, Үмбетжанова Ақмарал Ілиясқызы"
    assert SHORT["issuer_name_kk"] in about["Author"]
    assert about["CreationDate"].startswith("D:20261120")
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.Root.Lang == "kk"


# --- Dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "kk", "ru"),
    [
        (date(2026, 11, 2), date(2026, 11, 20), "2026 жылғы 2–20 қараша", "2–20 ноября 2026 года"),
        (
            date(2026, 10, 28),
            date(2026, 11, 20),
            "2026 жылғы 28 қазан – 20 қараша",
            "28 октября – 20 ноября 2026 года",
        ),
        (
            date(2026, 12, 14),
            date(2027, 1, 29),
            "2026 жылғы 14 желтоқсан – 2027 жылғы 29 қаңтар",
            "14 декабря 2026 года – 29 января 2027 года",
        ),
        (
            date(2026, 11, 2),
            date(2027, 11, 20),
            "2026 жылғы 2 қараша – 2027 жылғы 20 қараша",
            "2 ноября 2026 года – 20 ноября 2027 года",
        ),
        (date(2028, 2, 29), date(2028, 2, 29), "2028 жылғы 29 ақпан", "29 февраля 2028 года"),
    ],
)
def test_periods_in_both_languages(first, last, kk, ru):
    assert kk_period(first, last).replace("\u00a0", " ") == kk
    assert ru_period(first, last).replace("\u00a0", " ") == ru


def test_a_day_keeps_its_month():
    assert kk_day(date(2026, 11, 20)) == "2026\u00a0жылғы 20\u00a0қараша"
    assert ru_day(date(2026, 11, 20)) == "20\u00a0ноября 2026\u00a0года"


# --- The code -------------------------------------------------------------------------------------


@papers
def test_every_page_is_read_from_a_150_dpi_scan(data):
    wanted = data["verify_base"].upper() + data["code"]
    for page in drawn(data):
        assert scanned(page) == [wanted]
        assert pretty(data["code"]) in said(page)


def test_any_code_is_read_whatever_its_pattern():
    facts = PrintedFacts.from_json(as_notice(SHORT))
    for _turn in range(12):
        one = replace(facts, code=make_code())
        assert scanned(pdfium.PdfDocument(draw_document(one))[0]) == [one.qr_text]


@papers
def test_the_code_measures_25_mm_and_more(data):
    for page in drawn(data):
        picture = page.render(scale=300 / 72).to_pil()
        (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        assert (found.position.top_right.x - found.position.top_left.x) / 300 * 25.4 >= 25


def test_a_host_of_twenty_letters_still_fits_version_3():
    text = "HTTPS://" + "A" * 17 + ".KZ/V/7K3MQ9ZT2XWH5N8R"
    assert len(text) == 47
    assert len(matrix(text)) == 29


# --- Letters --------------------------------------------------------------------------------------


def test_kazakh_russian_latin_and_marks_are_all_there():
    everything = (
        "ӘҒҚҢӨҰҮҺІәғқңөұүһі«»„“–—№₸\u00a0\u202f0123456789" + "".join(map(chr, range(0x410, 0x450))) + "Ёё"
    )
    assert missing_letters(everything) == ""
    assert missing_letters("Г. Հայկ 李, Հ") == "Հայկ李"


def test_a_name_with_a_missing_letter_is_refused_before_drawing(monkeypatch):
    def no_sheet(*_args, **_kwargs):
        raise AssertionError("It was drawn.")

    monkeypatch.setattr(drawing, "Sheet", no_sheet)
    with pytest.raises(UnprintableName) as refusal:
        draw_document(PrintedFacts.from_json(SHORT | {"surname": "Հակոբյան"}))
    assert refusal.value.letters == "Հակոբյն"
    modules = [[1, "Тақырып\n", "Тема", 80]]
    with pytest.raises(UnprintableName):
        draw_document(PrintedFacts.from_json(SHORT | {"modules": modules}))


def test_a_decomposed_letter_is_printed_as_one():
    data = SHORT | {"given_name": "Аи\u0306жан"}
    assert "Айжан" in said(drawn(data)[0])


def test_the_committed_fonts_are_those_that_were_recorded():
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    files = sorted(FOLDER.glob("*.ttf"))
    assert len(files) == 4
    for file in files:
        assert hashlib.sha256(file.read_bytes()).hexdigest() in sources
    assert register() is register()


# --- Room -----------------------------------------------------------------------------------------


@papers
def test_nothing_overlaps_and_nothing_leaves_the_frame(data):
    for page in drawn(data):
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        assert boxes
        for left, bottom, right, top in boxes:
            assert left >= 50
            assert right <= width - 50
            assert bottom >= 44
            assert top <= height - 44
        for one, other in combinations(boxes, 2):
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            assert min(wide, high) <= 0.5, (text.get_text_bounded(*one), text.get_text_bounded(*other))


def test_the_name_stays_large():
    page = drawn(LONG)[0]
    text = page.get_textpage()
    start = text.get_text_range().index("Тұрсынғалиқызы")
    heights = [text.get_charbox(start + place)[3] - text.get_charbox(start + place)[1] for place in (0, 8)]
    assert heights[0] > 14  # the capital Т of a size of 20 points and more


# --- Facts ----------------------------------------------------------------------------------------


@papers
def test_facts_survive_json(data):
    facts = PrintedFacts.from_json(data)
    assert PrintedFacts.from_json(facts.to_json()) == facts
    assert facts.to_json() == {key: value for key, value in data.items() if key != "holder_code"}


def test_a_certificate_has_an_end_date_and_a_notice_has_none():
    for wrong in ({"valid_until": None}, {"kind": "notice"}, {"kind": "diploma"}):
        with pytest.raises(ValueError, match=r"notice|diploma"):
            PrintedFacts.from_json(SHORT | wrong)


@papers
def test_the_same_facts_give_the_same_bytes(data):
    facts = PrintedFacts.from_json(data)
    first = draw_document(facts)
    assert draw_document(facts) == first
    assert draw_document(replace(facts, number="2026-INC-000124")) != first


def test_documents_drawn_at_once_do_not_disturb_each_other():
    facts = [PrintedFacts.from_json(data) for data in PAPERS.values()]
    alone = [draw_document(one) for one in facts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw_document, facts)) == alone
