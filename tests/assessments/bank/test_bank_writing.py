"""Writing a question in the editor: nothing typed is lost, every kind comes back as it was, two editors see both texts."""

import re
from copy import deepcopy

import pytest
from django.urls import reverse

from assessments import items
from assessments.models import Question, QuestionVersion
from assessments.services.bank import bank
from tests.assessments.items.examples import EXAMPLES
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def form_of(body, *, kind="single", topic="A/1/A.1.1", **more) -> dict:
    """What the form of a question with options sends."""
    keys = list(body["kk"]["options"])
    data = {
        "topic": topic,
        "difficulty": "2",
        "outcome": "",
        "note": "",
        "q-shuffle": "yes",
        "q-options-count": str(len(keys) + 2),
    }
    for language in ("kk", "ru"):
        data[f"q-{language}-stem"] = body[language]["stem"]
        data[f"q-{language}-explanation"] = body[language]["explanation"]
    for index, key in enumerate(keys):
        start = f"q-options-{index}"
        data |= {f"{start}-key": key, f"{start}-place": str(index + 1)}
        data |= {f"{start}-{one}-text": body[one]["options"][key] for one in ("kk", "ru")}
        if key in body["correct"]:
            data |= {"q-right": str(index)} if kind == "single" else {f"{start}-right": "yes"}
    return data | more


# Writing


def test_a_new_question_is_written_and_the_next_one_begins_where_it_ended(client_for, author, edition, body):
    client = client_for(author)
    address = reverse("bank:new", args=["single"])
    body["kk"]["stem"] = "Мүлде жаңа сұрақ осы ма?"
    answer = client.post(address, form_of(body, go="another"))
    version = QuestionVersion.objects.get(question__key="A.1.q04")
    assert answer.headers["Location"].startswith(f"{address}?topic=A%2F1%2FA.1.1&difficulty=2")
    assert (version.kind, version.status, version.created_by) == ("single", "draft", author)
    assert version.body == body
    page = client.get(answer.headers["Location"])
    assert '<option value="A/1/A.1.1" selected>' in page.content.decode()


def test_an_incomplete_draft_is_kept_and_what_is_missing_is_said_beside_the_field(
    client_for, author, edition, body
):
    body["ru"]["stem"] = ""
    body["ru"]["options"]["c"] = ""
    sent = form_of(body)
    del sent["q-right"]
    answer = client_for(author).post(reverse("bank:new", args=["single"]), sent, follow=True)
    version = QuestionVersion.objects.get(question__key="A.1.q04")
    assert (version.body["kk"]["stem"], version.body["correct"]) == (body["kk"]["stem"], [])
    page = client_for(author).get(reverse("bank:edit", args=[version.question_id]), {"lang": "en"})
    text = page.content.decode()
    for name in ("q-ru-stem", "q-options-2-ru-text"):
        assert re.search(rf'id="{name}"[^>]*aria-describedby="{name}-error"', text), name
        assert re.search(rf'id="{name}-error">Write this in Russian.', text)
    assert "Tick the one right answer." in text
    assert answer.status_code == 200


def test_nothing_typed_is_lost_when_the_topic_is_not_chosen(client_for, author, edition, body, fields_of):
    client, sent = client_for(author), form_of(body, topic="", note="Ескерту")
    answer = client.post(reverse("bank:new", args=["single"]), sent)
    assert answer.status_code == 422
    back = fields_of(answer)
    for name, value in sent.items():
        assert back.get(name, [""])[0] == value, name
    assert Question.objects.count() == 6


def test_nothing_at_all_is_not_a_question(client_for, author, edition):
    answer = client_for(author).post(
        reverse("bank:new", args=["single"]), {"topic": "A/1/A.1.1", "difficulty": "2"}
    )
    assert (answer.status_code, Question.objects.count()) == (422, 6)


def test_more_lines_come_without_saving_and_keep_what_stands(client_for, author, version, body, fields_of):
    client, address = client_for(author), reverse("bank:edit", args=[version.question_id])
    sent = form_of(body, **{"q-right": "2", "more": "q-options", "q-kk-stem": "Жаңа сөз"})
    back = fields_of(client.post(address, sent))
    assert back["q-options-count"] == ["8"]
    assert (back["q-kk-stem"], back["q-right"]) == (["Жаңа сөз"], ["2"])
    version.refresh_from_db()
    assert version.body == body


def test_new_lines_get_letters_and_numbers_move_them(client_for, author, version, body):
    client, address = client_for(author), reverse("bank:edit", args=[version.question_id])
    sent = form_of(body, seen=version.content_hash)
    sent |= {"q-options-4-kk-text": "Мұғалім", "q-options-4-ru-text": "Учитель", "q-options-4-place": "5"}
    client.post(address, sent)
    version.refresh_from_db()
    assert version.body["kk"]["options"] == body["kk"]["options"] | {"e": "Мұғалім"}
    assert version.body["correct"] == ["b"]
    # The first option moves behind the second: letters follow the order, the right answer follows its text.
    sent |= {"q-options-0-place": "2.5", "seen": version.content_hash}
    client.post(address, sent)
    version.refresh_from_db()
    assert list(version.body["ru"]["options"].values())[:3] == ["ПМПК", "Директор", "Родитель"]
    assert version.body["correct"] == ["a"]


def test_one_right_answer_becomes_several_by_another_kind(client_for, author, version, body):
    body["correct"] = ["b", "c"]
    sent = form_of(body, kind="multiple", seen=version.content_hash) | {"q-credit": "partial"}
    client_for(author).post(reverse("bank:edit", args=[version.question_id]), sent | {"kind": "multiple"})
    version.refresh_from_db()
    assert (version.kind, version.body["correct"], version.body["credit"]) == (
        "multiple",
        ["b", "c"],
        "partial",
    )


@pytest.mark.parametrize("kind", list(items.KINDS))
def test_every_kind_comes_back_from_its_form_as_it_was(client_for, author, edition, fields_of, kind):
    version = bank.create_question(
        programme_code="A",
        module=1,
        topic_key="A.1.1",
        kind=kind,
        body=deepcopy(EXAMPLES[kind]),
        difficulty=2,
        outcome="",
        at=NOW,
        actor=author,
    )
    client, address = client_for(author), reverse("bank:edit", args=[version.question_id])
    page = client.get(address, {"lang": "en"})
    assert "Before this question can be used" not in page.content.decode()
    sent = fields_of(page)
    assert client.post(address, sent).status_code == 302
    version.refresh_from_db()
    assert version.body == EXAMPLES[kind]
    # A change of one word is a change of that word alone.
    sent["q-kk-stem"] = ["Басқа сөз"]
    client.post(address, sent)
    version.refresh_from_db()
    expected = deepcopy(EXAMPLES[kind])
    expected["kk"]["stem"] = "Басқа сөз"
    assert (version.body, version.number) == (expected, 1)


@pytest.mark.parametrize("kind", list(items.KINDS))
def test_a_blank_form_of_every_kind_can_be_saved_half_written(client_for, author, edition, fields_of, kind):
    client, address = client_for(author), reverse("bank:new", args=[kind])
    sent = fields_of(client.get(address))
    assert "error-message" not in client.get(address).content.decode()
    sent |= {"topic": ["A/1/A.1.1"], "q-kk-stem": ["Жартылай жазылған сұрақ"]}
    answer = client.post(address, sent, follow=True)
    assert answer.status_code == 200
    version = QuestionVersion.objects.get(question__key="A.1.q04")
    assert version.body["kk"]["stem"] == "Жартылай жазылған сұрақ"
    assert "error-message" in answer.content.decode()
    assert bank.faults_of(version)


def test_a_case_grows_by_parts_and_a_part_is_left_out(client_for, author, edition, fields_of):
    client, address = client_for(author), reverse("bank:new", args=["case"])
    sent = fields_of(client.get(address)) | {"q-kk-stem": ["Жағдай"], "topic": ["A/1/A.1.1"]}
    for kind in ("single", "numeric", "matching"):
        answer = client.post(address, sent | {"more": "q-parts", "q-part-kind": kind})
        sent = fields_of(answer)
    assert sent["q-parts-count"] == ["3"]
    sent |= {"q-parts-1-value": ["1 200,5"], "q-parts-1-ru-stem": ["Сколько?"], "q-parts-2-drop": ["yes"]}
    client.post(address, sent)
    body = QuestionVersion.objects.get(question__key="A.1.q04").body
    assert [(part["key"], part["kind"]) for part in body["parts"]] == [("p1", "single"), ("p2", "numeric")]
    assert body["parts"][1]["body"]["value"] == "1200.5"
    assert body["kk"]["stem"] == "Жағдай"


def test_pairs_share_a_right_text_and_extras_stay(client_for, author, edition, fields_of):
    client, address = client_for(author), reverse("bank:new", args=["matching"])
    sent = fields_of(client.get(address)) | {"topic": ["A/1/A.1.1"], "q-pairs-count": ["3"]}
    for index, (left, right) in enumerate([("бір", "сан"), ("екі", "сан"), ("бала", "адам")]):
        for language in ("kk", "ru"):
            sent[f"q-pairs-{index}-{language}-text"] = [left]
            sent[f"q-pairs-{index}-{language}-other"] = [right]
    sent |= {"q-extras-0-kk-text": ["зат"], "q-extras-0-ru-text": ["вещь"]}
    client.post(address, sent)
    body = QuestionVersion.objects.get(question__key="A.1.q04").body
    assert body["pairs"] == {"l1": "r1", "l2": "r1", "l3": "r2"}
    assert body["kk"]["right"] == {"r1": "сан", "r2": "адам", "r3": "зат"}


def test_steps_move_by_their_numbers(client_for, author, edition, fields_of):
    client, address = client_for(author), reverse("bank:new", args=["ordering"])
    sent = fields_of(client.get(address)) | {"topic": ["A/1/A.1.1"]}
    for index, (place, text) in enumerate([("3", "үш"), ("1", "бір"), ("2", "екі")]):
        sent[f"q-steps-{index}-place"] = [place]
        sent |= {f"q-steps-{index}-{one}-text": [text] for one in ("kk", "ru")}
    client.post(address, sent)
    body = QuestionVersion.objects.get(question__key="A.1.q04").body
    assert [body["kk"]["steps"][key] for key in body["sequence"]] == ["бір", "екі", "үш"]


def test_a_near_duplicate_is_named_on_saving_and_in_the_list(client_for, author, version, body):
    client = client_for(author)
    body["kk"]["stem"] += " Айтыңызшы"
    answer = client.post(reverse("bank:new", args=["single"]), form_of(body), follow=True)
    assert version.question.key in text_of(answer)
    listed = text_of(client.get(reverse("bank:duplicates"), {"programme": "A"}))
    assert version.question.key in listed
    assert "A.1.q05" in listed


# Two editors


def test_two_editors_see_both_texts_and_choose(client_for, author, reader, version, body, fields_of):
    address = reverse("bank:edit", args=[version.question_id])
    first, second = client_for(author), client_for(reader)
    opened = fields_of(second.get(address))
    first.post(address, fields_of(first.get(address)) | {"q-kk-stem": ["Бірінші редактордың мәтіні"]})
    answer = second.post(address, opened | {"q-kk-stem": ["Екінші редактордың мәтіні"]})
    assert answer.status_code == 409
    for piece in ("<del>Бірінші", "<ins>Екінші"):
        assert piece in answer.content.decode()
    version.refresh_from_db()
    assert version.body["kk"]["stem"] == "Бірінші редактордың мәтіні"
    kept = fields_of(answer)
    assert kept["q-kk-stem"] == ["Екінші редактордың мәтіні"]
    assert second.post(address, kept).status_code == 302
    stems = [one.body["kk"]["stem"] for one in version.question.versions.order_by("number")]
    assert stems == ["Бірінші редактордың мәтіні", "Екінші редактордың мәтіні"]


# Preview


@pytest.mark.parametrize("kind", list(items.KINDS))
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_preview_shows_the_learners_page_in_both_states(client_for, author, edition, kind, language):
    version = bank.create_question(
        programme_code="A",
        module=1,
        topic_key="A.1.1",
        kind=kind,
        body=deepcopy(EXAMPLES[kind]),
        difficulty=2,
        outcome="",
        at=NOW,
        actor=author,
    )
    client, address = client_for(author), reverse("bank:shown", args=[version.pk])
    texts = version.body[language]
    before = text_of(client.get(address, {"language": language}))
    assert texts["explanation"] not in before
    assert f'lang="{language}"' in before
    answer = client.get(address, {"language": language, "after": "1"})
    assert re.sub(r"\s+", " ", texts["explanation"]) in text_of(answer).replace("&#x27;", "'")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    page = client.get(reverse("bank:preview", args=[version.pk]), {"language": language})
    assert page.content.decode().count("<iframe") == 2


@pytest.mark.parametrize(("answer", "percent"), [("b", "100"), ("a", "0")])
def test_a_trial_answer_is_scored_and_kept_nowhere(client_for, author, version, answer, percent):
    from assessments.models import AttemptItem

    page = client_for(author).post(
        reverse("bank:shown", args=[version.pk]) + "?language=ru",
        {"q1": answer},
        headers={"accept-language": "en"},
    )
    assert f"This answer scores {percent} percent." in text_of(page)
    assert not AttemptItem.objects.exists()


def test_what_has_faults_says_so_instead_of_breaking(client_for, author, version, body):
    body["ru"] = {"stem": "", "explanation": "", "options": {}}
    QuestionVersion.objects.filter(pk=version.pk).update(body=body)
    client = client_for(author)
    for name in ("preview", "shown", "review"):
        assert client.get(reverse(f"bank:{name}", args=[version.pk])).status_code == 200


def test_pictures_are_kept_with_their_words(client_for, author, version, fields_of):
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    image = get_image_model().objects.create(title="Сурет", file=get_test_image_file())
    client, address = client_for(author), reverse("bank:edit", args=[version.question_id])
    sent = fields_of(client.get(address)) | {"q-kk-image": [str(image.pk)], "q-kk-alt": ["Сынып"]}
    client.post(address, sent)
    version.refresh_from_db()
    assert version.body["kk"]["image"] == {"id": image.pk, "alt": "Сынып"}
    assert "image" not in version.body["ru"]
    shown = client.get(reverse("bank:shown", args=[version.pk]), {"language": "kk"}).content.decode()
    assert 'alt="Сынып"' in shown
    page = fields_of(client.get(address))
    assert (page["q-kk-image"], page["q-kk-alt"]) == ([str(image.pk)], ["Сынып"])
