"""The parts of a lesson: what each must have before it is published, and how it reads."""

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse

from courses import blocks
from courses.reading import bank

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = "<p>Жоспарда оқушының күшті жақтары, үш мақсат және кімнің көмектесетіні жазылған.</p>"
LESSON = blocks.Lesson()


def block(name: str):
    return LESSON.child_blocks[name]


def complaints(name: str, value: dict) -> dict[str, str]:
    """What the editor is told, by field; empty where the part may be published."""
    part = block(name)
    try:
        part.clean(part.normalize(value))
    except ValidationError as error:
        return {field: " ".join(one.messages) for field, one in error.block_errors.items()}
    return {}


def figure(image, **values) -> dict:
    return {"image": image, "alt": "Қолдаудың үш деңгейі сызбада", "caption": "", "description": ""} | values


def test_a_figure_needs_more_than_the_name_of_its_file(image):
    assert complaints("figure", figure(image)) == {}
    assert complaints("figure", figure(image, alt=image.filename)) == {
        "alt": "This is the name of a file. Say in a sentence what the picture shows."
    }
    assert "at least four words" in complaints("figure", figure(image, alt="Сызба"))["alt"]
    assert complaints("figure", figure(image, alt="Сызба", description=WORDS)) == {}


def test_a_draft_may_still_lack_the_words_and_is_published_only_with_them(image):
    part = blocks.Figure()
    value = part.normalize(figure(image, alt="Сызба"))
    assert part.clean_deferred(value)["alt"] == "Сызба"
    with pytest.raises(ValidationError):
        part.clean(value)


def test_a_video_needs_captions_in_its_language_and_a_transcript(recording):
    assert complaints("video", {"recording": recording()}) == {}
    told = complaints("video", {"recording": recording(captions=("ru",), transcript="")})["recording"]
    assert told == (
        "The video has no captions in Kazakh, the language spoken in it. Add them to the recording. "
        "The recording has no transcript. Add to it what is said, in writing."
    )


def test_a_sound_recording_needs_a_transcript_and_no_captions(recording):
    assert complaints("audio", {"recording": recording("audio", captions=())}) == {}
    told = complaints("audio", {"recording": recording("audio", captions=(), transcript="")})
    assert told == {"recording": "The recording has no transcript. Add to it what is said, in writing."}


def test_a_video_and_a_sound_recording_are_not_mistaken_for_one_another(recording):
    assert "sound recording" in complaints("video", {"recording": recording("audio")})["recording"]
    assert "This is a video." in complaints("audio", {"recording": recording()})["recording"]


def test_a_file_to_download_is_named_in_words(document):
    stored = document("list.docx")
    assert complaints("download", {"document": stored, "title": "Бақылау парағы", "about": ""}) == {}
    assert complaints("download", {"document": stored, "title": stored.filename, "about": ""}) == {
        "title": "This is the name of a file. Say in words what it is."
    }


def test_a_document_in_the_page_is_a_pdf_with_the_same_in_words(document):
    value = {"document": document(), "title": "Жоспар үлгісі", "alternative": WORDS}
    assert complaints("embedded", value) == {}
    assert (
        "at least ten words" in complaints("embedded", value | {"alternative": "<p>Үлгі.</p>"})["alternative"]
    )
    assert complaints("embedded", value | {"alternative": ""}) == {"alternative": "This field is required."}
    told = complaints("embedded", value | {"document": document("plan.docx")})["document"]
    assert told == "Only a PDF is shown in the page. Offer other files as “File to download”."


def test_a_term_is_chosen_by_name_and_said_to_be_gone_when_it_is(term):
    term()
    assert complaints("key_term", {"key": "barrier"}) == {}
    assert "no longer in the glossary" in complaints("key_term", {"key": "nothing"})["key"]
    assert ("barrier", "Кедергі · Барьер") in list(block("key_term").child_blocks["key"].field.choices)


class Bank(bank.NoBank):
    """One question for practice."""

    def choices(self, programme_code, topic_key=""):
        return [("A.1.q41", "What is a barrier?")]

    def in_words(self, key, language):
        return f"{key} in {language}"


@pytest.fixture
def question(edition):
    before = bank.resolver()
    bank.register(Bank())
    yield
    bank.register(before)


@pytest.mark.usefixtures("question")
def test_a_question_of_the_bank_is_one_for_practice():
    assert complaints("bank_question", {"key": "A.1.q41"}) == {}
    assert "practice questions" in complaints("bank_question", {"key": "A.1.q01"})["key"]
    value = block("bank_question").normalize({"key": "A.1.q41"})
    assert "A.1.q41 in ru" in block("bank_question").render(value, {"language": "ru"})


def test_terms_of_a_lesson_read_the_glossary_once(pages, term, django_assert_num_queries):
    for number in range(20):
        term(f"term-{number}", kk=f"Ұғым {number}")
    stream = LESSON.normalize([("key_term", {"key": f"term-{number}"}) for number in range(20)])
    page = pages["kk"]
    with django_assert_num_queries(1):
        said = "".join(one.render_as_block({"page": page, "language": "kk"}) for one in stream)
    assert "Ұғым 0: анықтама." in said
    assert "Ұғым 19: анықтама." in said


def test_a_term_of_another_programme_alone_is_not_defined_here(pages, term):
    term(code="B")
    assert (
        not block("key_term")
        .render(block("key_term").normalize({"key": "barrier"}), {"page": pages["kk"]})
        .strip()
    )


def test_files_say_their_kind_and_size_and_the_document_opens_without_a_script(document):
    stored = document()
    said = block("embedded").render(
        block("embedded").normalize({"document": stored, "title": "Жоспар үлгісі", "alternative": WORDS})
    )
    assert f'<iframe src="{stored.url}" title="Жоспар үлгісі" loading="lazy">' in said
    assert "<summary>The document in words</summary>" in said
    assert "күшті жақтары" in said
    said = block("download").render(
        block("download").normalize(
            {"document": document("list.docx"), "title": "Парақ", "about": "Басып алыңыз."}
        )
    )
    assert "DOCX, 9" in said
    assert "Басып алыңыз." in said


@pytest.mark.parametrize("name", LESSON.child_blocks)
def test_every_part_has_a_group_a_description_and_an_example(name, rf):
    part = block(name)
    assert part.is_previewable, name
    assert part.meta.group
    assert part.get_description()
    bound = part.bind(part.get_preview_value())
    said = render_to_string(
        "wagtailcore/shared/block_preview.html", {"bound_block": bound, "block_def": part, "page_title": "x"}
    )
    assert "css/parts.css" in said


def test_an_editor_opens_the_example_of_a_part(client_for, administrator):
    address = reverse("wagtailadmin_block_preview")
    said = client_for(administrator).get(address, {"id": block("reflection").definition_prefix})
    assert said.status_code == 200
    assert "<script>" not in said.content.decode()
