"""What a resource centre of inclusive education does, and when it reports (pure functions and data).

Functions after the draft Regulation on resource centres, 4.1.1 to 4.2.8, in short words of our own. The Regulation asks for
a half-year's and a year's report and names no day; the hint is the tenth day after the period, as for the monitoring of the
action plan by organisations. A department may set another.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Function:
    """`key` as the Regulation numbers it."""

    key: str
    kk: str
    ru: str

    def name(self, language: str) -> str:
        return self.ru if language == "ru" else self.kk


@dataclass(frozen=True)
class Group:
    key: str
    kk: str
    ru: str
    functions: tuple[Function, ...]

    def name(self, language: str) -> str:
        return self.ru if language == "ru" else self.kk


GROUPS = (
    Group(
        "4.1",
        "Ұйымдастыру-әдістемелік жұмыс",
        "Организационно-методическая работа",
        (
            Function(
                "4.1.1",
                "Инклюзивті сыныптар мен қолдау кабинеттерін ашуға көмек",
                "Помощь в открытии инклюзивных классов и кабинетов поддержки",
            ),
            Function("4.1.2", "Басшыларға кеңес беру", "Консультации руководителям"),
            Function(
                "4.1.3",
                "Педагогтерге бағдарламаны бейімдеуге және жеке оқу бағдарламасын жазуға көмек",
                "Помощь педагогам в адаптации программ и составлении индивидуальных учебных программ",
            ),
            Function(
                "4.1.4",
                "Оқыту іс-шаралары: семинар, тренинг, студия, шеберлік сыныбы, конференция",
                "Обучающие мероприятия: семинары, тренинги, студии, мастер-классы, конференции",
            ),
            Function("4.1.5", "Жобалар әзірлеу және жүзеге асыру", "Разработка и проведение проектов"),
            Function(
                "4.1.6",
                "Материалдар мен бағдарламаларға сараптама",
                "Экспертиза материалов и программ",
            ),
        ),
    ),
    Group(
        "4.2",
        "Ақпараттық-талдау жұмысы",
        "Информационно-аналитическая работа",
        (
            Function("4.2.1", "Өңір ұйымдарының дерекқоры", "База организаций региона"),
            Function("4.2.2", "Үздік тәжірибені жинау және тарату", "Сбор и распространение лучшего опыта"),
            Function("4.2.3", "Әдістемелік ресурстар қоры", "База методических ресурсов"),
            Function(
                "4.2.4",
                "Сайт және цифрлық ресурстарға қашықтан қолжетімділік",
                "Сайт и удалённый доступ к цифровым ресурсам",
            ),
            Function(
                "4.2.5", "Инклюзивті тәжірибені бағалауға көмек", "Помощь в оценке инклюзивной практики"
            ),
            Function(
                "4.2.6",
                "Пікірлерді, ұсыныстар мен сұраныстарды жинау",
                "Сбор отзывов, пожеланий и запросов",
            ),
            Function("4.2.7", "Жұртшылықты хабардар ету", "Информирование общественности"),
            Function("4.2.8", "Басқа орталықтармен тәжірибе алмасу", "Обмен опытом с другими центрами"),
        ),
    ),
)
FUNCTIONS = {function.key: function for group in GROUPS for function in group.functions}
TRAINING, BEST_PRACTICE = "4.1.4", "4.2.2"
CONSULTING = frozenset({"4.1.2", "4.1.3"})
HALVES = (1, 2, 0)


def period(year: int, half: int) -> tuple[date, date]:
    """First and last day of a half-year (1, 2) or of the year (0)."""
    return date(year, 7 if half == 2 else 1, 1), date(year, 6, 30) if half == 1 else date(year, 12, 31)


def due_on(year: int, half: int) -> date:
    """Until when the report is expected: the tenth day after its period."""
    return date(year, 7, 10) if half == 1 else date(year + 1, 1, 10)


def next_report(*, today: date, handed_in: frozenset[tuple[int, int]], opened_on: date) -> tuple[int, int]:
    """The (year, half) to write next: the oldest of the last twelve months that is owed, else the one that is running.

    Nothing is owed of a period that ended before the centre opened.
    """
    candidates = [(today.year - 1, 1), (today.year - 1, 2), (today.year - 1, 0), (today.year, 1)]
    for year, half in candidates:
        _first, last = period(year, half)
        is_recent = (today - last).days <= 365
        if last < today and last >= opened_on and is_recent and (year, half) not in handed_in:
            return year, half
    return (today.year, 1) if today.month <= 6 else (today.year, 2)
