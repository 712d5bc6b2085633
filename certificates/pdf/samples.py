"""Facts to try a template with: the longest names that occur, and short ones."""

from datetime import date

from .facts import Module, PrintedFacts

_MODULES_SHORT = (
    Module(1, "Инклюзивті білім беру негіздері", "Основы инклюзивного образования", 12),
    Module(2, "Инклюзия психологиясы және педагогикасы", "Психология и педагогика инклюзии", 16),
    Module(
        3,
        "Инклюзивті оқыту әдістері мен технологиялары",
        "Методы и технологии инклюзивного обучения",
        16,
    ),
    Module(4, "Ата-аналармен және қоғаммен жұмыс", "Работа с родителями и сообществом", 16),
    Module(
        5,
        "Инклюзивті білім беруді бағалау және бақылау",
        "Оценивание и мониторинг инклюзивного образования",
        20,
    ),
)
_MODULES_LONG = tuple(
    Module(
        number,
        "Білім алушылардың мінез-құлқын және эмоционалды реттеуін қолдаудың заманауи тәсілдері мен құралдары",
        "Современные подходы и инструменты поддержки поведения и эмоциональной регуляции обучающихся",
        16,
    )
    for number in range(1, 6)
)
# What stands in a number between the programme's short name and the figure.
INFIX = {"certificate": "", "notice": "N-", "support": "S-"}


def shortest_facts(kind: str) -> PrintedFacts:
    """A short name, no patronymic, no protocol."""
    return PrintedFacts(
        kind=kind,
        number=f"2026-INC-{INFIX[kind]}000001",
        code="7K3MQ9ZT2XWH5N8R",
        verify_host="tirek.kz",
        verify_base="https://tirek.kz/v/",
        surname="Ли",
        given_name="Ән",
        patronymic="",
        programme_title_kk="Инклюзия саласындағы педагогтердің кәсіби дамуы",
        programme_title_ru="Профессиональное развитие педагогов в сфере инклюзии",
        programme_title_en="Professional development of teachers in inclusion",
        hours=6 if kind == "support" else 80,
        started_on=date(2026, 11, 2),
        ended_on=date(2026, 11, 20),
        issued_on=date(2026, 11, 20),
        valid_until=date(2029, 11, 20) if kind == "certificate" else None,
        issuer_name_kk="«Тірек» педагогтердің кәсіби даму институты ЖШС",
        issuer_name_ru="ТОО «Институт профессионального развития педагогов «Тірек»",
        issuer_name_en="Tirek Institute for Teachers' Professional Development",
        issuer_bin="190140000123",
        city_kk="Алматы",
        city_ru="Алматы",
        signatory_name="Қ. Б. Серікбаева",
        signatory_position_kk="институт директоры",
        signatory_position_ru="директор института",
        signatory_position_en="Director",
        signatory_acting=False,
        protocol="",
        modules=() if kind == "support" else _MODULES_SHORT,
        meetings=6 if kind == "support" else 0,
        mentor_name="Серік Ая" if kind == "support" else "",
    )


def longest_facts(kind: str) -> PrintedFacts:
    """The longest names that occur, dates of two years, an acting signatory."""
    return PrintedFacts(
        kind=kind,
        number=f"2027-PA-{INFIX[kind]}000007",
        code="7K3MQ9ZT2XWH5N8R",
        verify_host="tirek-institut.kz",
        verify_base="https://tirek-institut.kz/v/",
        surname="Тұрсынғалиқызы-Мұхаммедқалиқызы",
        given_name="Нұрсұлтанмұхаммед",
        patronymic="Әбдірахманқызы",
        programme_title_kk="Жалпы білім беретін мектептердегі педагог-ассистент қызметінің заманауи тәсілдері "
        "мен құралдары",
        programme_title_ru="Современные подходы и инструменты деятельности педагога-ассистента "
        "в общеобразовательных школах",
        programme_title_en="Modern approaches and tools in the work of the teaching assistant "
        "in schools of general education",
        hours=121 if kind == "support" else 80,
        started_on=date(2026, 12, 14),
        ended_on=date(2027, 1, 29),
        issued_on=date(2027, 1, 29),
        valid_until=date(2030, 1, 29) if kind == "certificate" else None,
        issuer_name_kk="«Педагогтердің кәсіби даму институты» жауапкершілігі шектеулі серіктестігі",
        issuer_name_ru="Товарищество с ограниченной ответственностью «Институт профессионального "
        "развития педагогов»",
        issuer_name_en="Institute for Teachers' Professional Development, limited liability partnership",
        issuer_bin="190140000123",
        city_kk="Өскемен қаласы",
        city_ru="город Усть-Каменогорск",
        signatory_name="Серікбаева Қаламқас Бейбітшілікқызы",
        signatory_position_kk="педагогтердің біліктілігін арттыру институтының директоры",
        signatory_position_ru="директор Института повышения квалификации педагогов",
        signatory_position_en="Director of the Institute for Teachers' Professional Development",
        signatory_acting=True,
        protocol="№ 127, 29.01.2027",
        modules=() if kind == "support" else _MODULES_LONG,
        meetings=124 if kind == "support" else 0,
        mentor_name="Мұхаммедқалиева-Тұрсынғалиева Қаламқас Бейбітшілікқызы" if kind == "support" else "",
    )
