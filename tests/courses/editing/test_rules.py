"""When words stand for a picture, a recording or a file."""

import pytest

from courses.editing import rules

WORDS = "Үш деңгейлі қолдау сызбасы: жалпы, топтық және жеке қолдау бірінің үстінде бірі тұр."


@pytest.mark.parametrize(
    ("text", "file", "is_name"),
    [
        ("IMG_2041.JPG", "", True),
        ("сурет 3.png", "", True),
        ("DSC 00231", "", True),
        ("pyramid", "pyramid.svg", True),
        ("Pyramid.SVG", "pyramid.svg", True),
        ("Үш деңгейлі қолдау сызбасы", "pyramid.svg", False),
        ("Image of a class", "", False),
        ("", "pyramid.svg", False),
    ],
)
def test_the_name_of_a_file_is_known(text, file, is_name):
    assert rules.is_file_name(text, file=file) is is_name


@pytest.mark.parametrize(
    ("alt", "description", "fault"),
    [
        ("", WORDS, "missing"),
        ("   ", "", "missing"),
        ("scheme.png", WORDS, "file_name"),
        ("Қолдау сызбасы", "", "too_short"),
        ("Қолдау сызбасы", f"<p>{WORDS}</p>", ""),
        ("Қолдаудың үш деңгейі сызбада", "", ""),
        ("1 2 3 4 5", "<p></p>", "too_short"),
    ],
)
def test_a_picture_is_told_in_words(alt, description, fault):
    assert rules.fault_of_picture(alt=alt, description=description) == fault


@pytest.mark.parametrize(
    ("is_video", "spoken", "captions", "has_transcript", "missing"),
    [
        (True, "kk", {"kk"}, True, ()),
        (True, "kk", {"ru"}, True, ("captions",)),
        (True, "ru", set(), False, ("captions", "transcript")),
        (False, "ru", set(), True, ()),
        (False, "ru", {"ru"}, False, ("transcript",)),
    ],
)
def test_a_video_has_captions_in_its_language_and_every_recording_a_transcript(
    is_video, spoken, captions, has_transcript, missing
):
    found = rules.faults_of_recording(
        is_video=is_video, spoken=spoken, captions=captions, has_transcript=has_transcript
    )
    assert found == missing


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<p> </p>", "missing"),
        ("plan.pdf", "file_name"),
        ("<p>Жоспардың үлгісі берілген.</p>", "too_short"),
        (f"<p>{WORDS}</p>", ""),
    ],
)
def test_a_document_in_the_page_is_told_in_words(text, fault):
    assert rules.fault_of_alternative(text, file="plan.pdf") == fault
