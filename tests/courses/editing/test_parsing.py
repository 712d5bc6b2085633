"""New parts in content files: read, refused by file and line, and stored once."""

from pathlib import Path

import pytest
from wagtail.documents import get_document_model

from courses.loader.files import Reader
from courses.loader.lesson import ParsedTopic, body
from courses.loader.media import MediaDocument, MediaRecording
from courses.loader.stream import stream
from courses.models import Captions, Recording

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nСәлем!\n"
WORDS = "Жоспарда оқушының күшті жақтары, үш мақсат және кімнің көмектесетіні жазылған."
VIDEO = """\
:::video lesson.mp4
title: Сабақ
language: kk
seconds: 12
captions: {kk: lesson.kk.vtt}
---
Сәлем, балалар!
:::
"""


@pytest.fixture
def read(tmp_path: Path):
    """read(text) gives the parts of a topic file and what was found wrong."""
    media = tmp_path / "A" / "m1" / "media"
    media.mkdir(parents=True)
    for name in ("lesson.mp4", "lesson.mp3", "plan.pdf", "list.docx"):
        (media / name).write_bytes(name.encode())
    (media / "lesson.kk.vtt").write_text(VTT)
    (media / "wrong.vtt").write_text("Сәлем!")
    path = tmp_path / "A" / "m1" / "1.1.kk.md"

    def read(text: str, language: str = "kk") -> tuple[list, list[str]]:
        reader = Reader(tmp_path / "A")
        blocks = body(reader, path, text, 1, language=language)
        return blocks, [f"{fault.line}: {fault.reason}" for fault in reader.faults]

    return read


def test_questions_terms_and_reflections_are_read(read):
    blocks, faults = read(
        ":::question A.3.q41\n:::\n\n:::term inclusive-education\n:::\n:::reflection Өз сыныбыңыз\nКім **үндемеді**?\n:::\n"
    )
    assert faults == []
    assert blocks == [
        ("bank_question", {"key": "A.3.q41"}),
        ("key_term", {"key": "inclusive-education"}),
        ("reflection", {"title": "Өз сыныбыңыз", "text": "<p>Кім <b>үндемеді</b>?</p>"}),
    ]


def test_a_video_is_read_with_captions_and_transcript(read):
    [(kind, video)], faults = read(VIDEO)
    assert faults == []
    assert kind == "video"
    assert isinstance(video, MediaRecording)
    assert (video.title, video.language, video.seconds, video.content_type) == (
        "Сабақ",
        "kk",
        12,
        "video/mp4",
    )
    assert video.captions == {"kk": VTT}
    assert video.transcripts == {"kk": "Сәлем, балалар!"}


def test_documents_are_read_with_what_is_said_of_them(read):
    blocks, faults = read(
        ":::download list.docx\ntitle: Бақылау парағы\nabout: Басып алыңыз.\n:::\n"
        f":::embedded plan.pdf\ntitle: Жоспар үлгісі\n---\n{WORDS}\n:::\n"
    )
    assert faults == []
    assert [kind for kind, _value in blocks] == ["download", "embedded"]
    assert all(isinstance(value, MediaDocument) for _kind, value in blocks)
    assert blocks[0][1].about == "Басып алыңыз."
    assert blocks[1][1].alternative == WORDS


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (":::question\n:::", "1: :::question takes a key, and nothing stands before its :::"),
        (":::term a\nтекст\n:::", "1: :::term takes a key, and nothing stands before its :::"),
        (":::video away.mp4\ntitle: С\nlanguage: kk\n:::", "1: the file away.mp4 is not in media/"),
        (":::video ../1.1.kk.md\ntitle: С\nlanguage: kk\n:::", "1: the file ../1.1.kk.md is not in media/"),
        (
            VIDEO.replace("captions: {kk: lesson.kk.vtt}\n", ""),
            "captions in the spoken language (kk) are missing",
        ),
        (VIDEO.replace("lesson.kk.vtt", "wrong.vtt"), "1: a file of captions begins with WEBVTT"),
        (VIDEO.replace("Сәлем, балалар!\n", ""), "1: lesson.mp4: the transcript after --- is missing"),
        (VIDEO.replace("title: Сабақ\n", ""), "2: “title” is missing"),
        (VIDEO.replace("lesson.mp4", "lesson.mp3"), "1: lesson.mp3: a video file ends in .mp4, .webm"),
        (VIDEO.replace("language: kk", "language: en"), "1: “language” must be kk or ru, not 'en'"),
        (VIDEO.replace("seconds: 12", "seconds: long"), "1: “seconds” must be a whole number, not 'long'"),
        (":::download plan.pdf\ntitle: plan.pdf\n:::", "1: “title” is the name of a file (plan.pdf)"),
        (
            f":::embedded list.docx\ntitle: Ж\n---\n{WORDS}\n:::",
            "1: list.docx: only a PDF is shown in the page",
        ),
        (":::embedded plan.pdf\ntitle: Жоспар\n:::", "1: plan.pdf: the alternative after --- is missing"),
        (":::riddle x\n:::", "1: there is no block :::riddle; use"),
    ],
)
def test_what_is_wrong_is_named_by_line(read, text, fault):
    blocks, faults = read(text)
    assert not blocks
    assert any(fault in one for one in faults), faults


def test_a_lesson_in_the_other_language_may_leave_the_transcript_to_the_first(read):
    blocks, faults = read(VIDEO.replace("Сәлем, балалар!\n", ""), language="ru")
    assert faults == []
    assert blocks[0][1].transcripts == {}


@pytest.mark.django_db
def test_files_are_stored_once_for_both_languages_and_a_repeat_changes_nothing(read):
    files = f":::embedded plan.pdf\ntitle: Жоспар үлгісі\n---\n{WORDS}\n:::\n"
    kazakh = read(VIDEO + files)[0]
    russian = read(
        VIDEO.replace("Сәлем, балалар!", "Здравствуйте, дети!").replace("Сабақ", "Урок") + files,
        language="ru",
    )[0]

    def load() -> list[list[dict]]:
        return [
            stream(ParsedTopic("A.1.1", language, Path("x"), "", "", [], [], [], blocks))
            for language, blocks in (("kk", kazakh), ("ru", russian))
        ]

    first = load()
    recording = Recording.objects.get()
    assert (recording.title, recording.language, recording.size) == ("Сабақ", "kk", 10)
    assert recording.transcript_kk == "Сәлем, балалар!"
    assert recording.transcript_ru == "Здравствуйте, дети!"
    assert first[0][0]["value"] == first[1][0]["value"] == {"recording": recording.pk}
    document = get_document_model().objects.get()
    assert first[0][1]["value"] == {
        "document": document.pk,
        "title": "Жоспар үлгісі",
        "alternative": f"<p>{WORDS}</p>",
    }
    assert load() == first
    assert Recording.objects.count() == get_document_model().objects.count() == Captions.objects.count() == 1
