"""Questions from files and into files by the screens: looked at first, taken in once, removed after."""

import re
from copy import deepcopy
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.exchange import FORMATS
from assessments.models import Question, QuestionVersion
from assessments.services.bank import bank
from people.errors import Refusal
from people.roles import Role
from tests.assessments.items.examples import EXAMPLES
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
GIFT = """::A.1.q50:: Кедергі деген не? {=Бөгет ~Көмек ~Құрал ####Кедергі – бөгет.}

::Атаусыз:: Инклюзия деген не? {=Баршаға арналған білім ~Арнайы мектеп}

::Бұзылған:: Жабылмаған жақша {~Бір ~Екі
"""


def uploaded(text: str = GIFT, name: str = "сұрақтар.gift.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


def form(file, **more) -> dict:
    values = {"format": "gift", "language": "kk", "programme": "A", "topic": "A/1/A.1.2"}
    return {"file": file, **values, **more}


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def kept(user) -> bool:
    return storages["private"].exists(f"bank-uploads/{user.pk}")


@pytest.fixture
def client(client_for, author, edition):
    client = client_for(author, headers=ENGLISH)
    yield client
    storages["private"].delete(f"bank-uploads/{author.pk}")


def digest(answer) -> str:
    return re.search(r'name="digest" value="(\w+)"', answer.content.decode())[1]


def test_a_file_is_looked_at_and_then_taken_in_once(client, author):
    answer = client.post(reverse("bank:import"), form(uploaded()), follow=True)
    text = text_of(answer)
    for words in (
        "Кедергі деген не?",
        "A.1.q50",
        "New question: 2",
        "Cannot be taken in: 1",
        "сұрақтар.gift.txt",
    ):
        assert words in text
    assert "The right answer scores" in text
    assert "The draft will still lack:" in text
    assert (Question.objects.count(), kept(author)) == (6, True)
    address = reverse("bank:import_preview")
    done = client.post(address, {"digest": digest(answer)})
    assert "Not taken in" in text_of(done)
    assert not kept(author)
    version = QuestionVersion.objects.get(question__key="A.1.q50")
    assert (version.status, version.created_by, version.question.topic_key) == ("draft", author, "A.1.2")
    assert Question.objects.count() == 8
    again = client.post(address, {"digest": "0"}, follow=True)
    assert again.redirect_chain[-1][0] == reverse("bank:import")
    assert Question.objects.count() == 8


def test_rows_can_be_left_out(client):
    answer = client.post(reverse("bank:import"), form(uploaded()), follow=True)
    place = re.search(r'name="leave" value="([^"]+)"', answer.content.decode())[1]
    client.post(reverse("bank:import_preview"), {"digest": digest(answer), "leave": place})
    assert not Question.objects.filter(key="A.1.q50").exists()
    assert Question.objects.count() == 7


def test_another_file_uploaded_since_is_not_taken_in_unseen(client, author):
    first = digest(client.post(reverse("bank:import"), form(uploaded()), follow=True))
    client.post(reverse("bank:import"), form(uploaded("::A.1.q60:: Басқа? {=Иә ~Жоқ}")))
    answer = client.post(reverse("bank:import_preview"), {"digest": first})
    assert answer.status_code == 409
    assert "Look at it first." in text_of(answer)
    assert Question.objects.count() == 6


def test_a_file_can_be_taken_back(client, author):
    client.post(reverse("bank:import"), form(uploaded()))
    assert "is uploaded and not taken in yet" in text_of(client.get(reverse("bank:import")))
    client.post(reverse("bank:import_cancel"))
    assert not kept(author)
    assert "is uploaded" not in text_of(client.get(reverse("bank:import")))


@pytest.mark.parametrize(
    ("data", "more", "words"),
    [
        (b"\xff\xfe\xfa", {}, "UTF-8"),
        (b"PK\x03\x04 broken", {"format": "spreadsheet"}, ""),
        (b"", {}, "empty"),
        (GIFT.encode(), {"topic": "A/1/A.9.9"}, "valid choice"),
        (GIFT.encode(), {"programme": "X"}, "valid choice"),
        (GIFT.encode(), {"format": "docx"}, "valid choice"),
    ],
)
def test_what_cannot_be_read_is_said_at_once_and_nothing_is_kept(client, author, data, more, words):
    answer = client.post(reverse("bank:import"), form(SimpleUploadedFile("x.txt", data), **more))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "error-message" in answer.content.decode()
    assert not kept(author)


def test_nobody_gets_another_persons_file(client, client_for, reader):
    answer = client.post(reverse("bank:import"), form(uploaded()), follow=True)
    other = client_for(reader)
    address = reverse("bank:import_preview")
    assert other.get(address).headers["Location"] == reverse("bank:import")
    assert other.post(address, {"digest": digest(answer)}).headers["Location"] == reverse("bank:import")
    assert Question.objects.count() == 6


def test_a_near_duplicate_in_the_file_is_named(client, author, body):
    version = bank.create_question(
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
    text = f"::A.1.q70:: {body['kk']['stem']} Айтыңыз {{=ПМПК ~Директор}}"
    answer = client.post(reverse("bank:import"), form(uploaded(text)), follow=True)
    assert f"Nearly the same as: {version.question.key} (" in text_of(answer)


@pytest.mark.parametrize("format", list(FORMATS))
def test_what_goes_out_comes_in_unchanged(client, author, format):
    for kind, body in EXAMPLES.items():
        bank.create_question(
            programme_code="A",
            module=1,
            topic_key="A.1.2",
            kind=kind,
            body=deepcopy(body),
            difficulty=3,
            outcome="",
            at=NOW,
            actor=author,
        )
    asked = {"topic": "A.1.2", "language": "both", "format": format, "written": "ru"}
    screen = client.get(reverse("bank:export"), asked)
    assert "9 questions as a file" in text_of(screen)
    file = client.get(reverse("bank:download"), asked)
    assert file.headers["Content-Type"] == FORMATS[format].media_type
    assert file.headers["Content-Disposition"].startswith("attachment; ")
    upload = SimpleUploadedFile("back", file.content)
    answer = client.post(reverse("bank:import"), form(upload, format=format, language="ru"), follow=True)
    assert "Unchanged: 9" in text_of(answer)
    assert "There is nothing to take in." in text_of(answer)


def test_ticked_questions_are_exported(client):
    ids = list(Question.objects.filter(module=2).values_list("pk", flat=True))[:2]
    answer = client.post(reverse("bank:bulk"), {"questions": ids, "action": "export"}, follow=True)
    assert "2 questions as a file" in text_of(answer)
    file = client.get(reverse("bank:download"), {"picked": "1", "format": "spreadsheet", "written": "kk"})
    rows = FORMATS["spreadsheet"].read(file.content)
    assert [row.key for row in rows] == ["A.2.q01", "A.2.q02"]


def test_an_empty_worksheet_offers_the_programmes_topics(client):
    from openpyxl import load_workbook

    file = client.get(reverse("bank:download"), {"template": "A"})
    book = load_workbook(BytesIO(file.content))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "A.1.2" in cells
    assert client.get(reverse("bank:download"), {"template": "Z"}).status_code == 404
    assert client.get(reverse("bank:download"), {"format": "docx"}).status_code == 404


ADDRESSES = ("import", "import_preview", "export", "download")


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.COORDINATOR])
def test_nobody_else_takes_in_or_gives_out(client_for, edition, role):
    other = client_for(make_user(role) if role else None)
    for name in ADDRESSES:
        answer = other.get(reverse(f"bank:{name}"), {"format": "gift", "written": "kk"})
        assert answer.headers["Location"].startswith("/accounts/login/"), name
    answer = other.post(reverse("bank:import"), form(uploaded()))
    assert answer.headers["Location"].startswith("/accounts/login/")
    assert Question.objects.count() == 6


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_screens_open_in_both_languages(client, language):
    client.post(reverse("bank:import"), form(uploaded()))
    for name in ("import", "import_preview", "export"):
        answer = client.get(reverse(f"bank:{name}"), {"lang": language})
        assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)


def test_a_refusal_of_the_bank_undoes_everything_and_keeps_the_file(client, author, monkeypatch):
    answer = client.post(reverse("bank:import"), form(uploaded()), follow=True)
    real, calls = bank.create_question, []

    def second_fails(**values):
        calls.append(values)
        if len(calls) == 2:
            raise Refusal("Болмайды.")
        return real(**values)

    monkeypatch.setattr(bank, "create_question", second_fails)
    again = client.post(reverse("bank:import_preview"), {"digest": digest(answer)}, follow=True)
    assert "Болмайды." in text_of(again)
    assert (Question.objects.count(), kept(author)) == (6, True)
