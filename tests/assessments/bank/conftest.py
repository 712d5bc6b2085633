"""An edition with a bank, the people who keep it, and a question's body."""

from copy import deepcopy
from html.parser import HTMLParser

import pytest

from assessments.models import QuestionVersion
from assessments.services.bank import bank
from people.roles import Role
from tests.factories import NOW, make_edition, make_user

BODY = {
    "shuffle": True,
    "correct": ["b"],
    "kk": {
        "stem": "Ерекше білім беру қажеттілігін кім бағалайды?",
        "options": {"a": "Директор", "b": "ПМПК", "c": "Ата-ана", "d": "Сынып жетекшісі"},
        "explanation": "Бағалауды ПМПК жүргізеді.",
    },
    "ru": {
        "stem": "Кто оценивает особые образовательные потребности?",
        "options": {"a": "Директор", "b": "ПМПК", "c": "Родитель", "d": "Классный руководитель"},
        "explanation": "Оценку проводит ПМПК.",
    },
}


@pytest.fixture
def body() -> dict:
    return deepcopy(BODY)


@pytest.fixture
def edition(db):
    return make_edition()


@pytest.fixture
def author(db):
    return make_user(Role.METHODOLOGIST, surname="Сейітқали")


@pytest.fixture
def reader(db):
    return make_user(Role.METHODOLOGIST, surname="Жұмабаева")


@pytest.fixture
def administrator(db):
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def version(edition, author, body) -> QuestionVersion:
    return bank.create_question(
        programme_code="A",
        module=1,
        topic_key="A.1.1",
        kind="single",
        body=body,
        difficulty=2,
        outcome="",
        at=NOW,
        actor=author,
    )


class Fields(HTMLParser):
    """The fields of a page's form as a browser would send them: `data` of the form with that id."""

    def __init__(self, html: str, form: str) -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.data: dict[str, list[str]] = {}
        self._area = self._select = ""
        self.feed(html)

    def add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "form":
            self.inside = has.get("id") == self.form
        if not self.inside or not (has.get("name") or tag == "option"):
            return
        if tag == "input" and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            self.add(has["name"], has.get("value") or "")
        elif tag == "textarea":
            self._area = has["name"]
            self.add(self._area, "")
        elif tag == "select":
            self._select = has["name"]
        elif tag == "option" and self._select and "selected" in has:
            self.add(self._select, has.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, text):
        if self._area:
            self.data[self._area][-1] += text


@pytest.fixture
def fields_of():
    """fields_of(answer) gives what the form of the question would send as it stands."""

    def fields(answer, form: str = "question") -> dict[str, list[str]]:
        return Fields(answer.content.decode(), form).data

    return fields
