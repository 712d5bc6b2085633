"""A programme of two topics with published lessons in both languages."""

from courses.models import EditionModule, EditionTopic, ProgrammeEdition
from tests.courses.pages import make_topic_page


def make_programme(*, topics: int = 2, code: str = "C") -> ProgrammeEdition:
    edition = ProgrammeEdition.objects.create(
        code=code,
        number=1,
        slug=code.lower(),
        title_kk="«Инклюзия» бағдарламасы",
        title_ru="Программа «Инклюзия»",
        title_en="Inclusion",
        total_hours=2 * topics,
    )
    module = EditionModule.objects.create(
        edition=edition,
        number=1,
        title_kk="Модуль 1",
        title_ru="Модуль 1",
        hours=2 * topics,
        results=[{"id": f"{code}.1.r1", "kk": "түсіну", "ru": "понимать"}],
    )
    for place in range(1, topics + 1):
        EditionTopic.objects.create(
            module=module,
            key=f"{code}.1.{place}",
            number=f"1.{place}",
            order=place,
            title_kk=f"Тақырып {place}",
            title_ru=f"Тема {place}",
            lecture=2,
        )
        make_topic_page(f"{code}.1.{place}")
    return edition
