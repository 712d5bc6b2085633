"""Files by their bytes, ranges by the standard, and what the report says of a file: no database."""

import io

import pytest

from courses.rules import files, ranges, recordings
from courses.rules.files import Facts
from tests.courses.recordings import samples


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (samples.mp4(), ("video/mp4", 90)),
        (samples.mp4(is_late=True, brand=b"mp42"), ("video/mp4", 90)),
        (samples.mp4(b"soun", brand=b"M4A "), ("audio/mp4", 90)),
        (samples.mp4(b"soun"), ("audio/mp4", 90)),
        (samples.WEBM_VIDEO, ("video/webm", None)),
        (samples.WEBM_SOUND, ("audio/webm", None)),
        (samples.OGG, ("audio/ogg", None)),
        (samples.MP3, ("audio/mpeg", None)),
        (samples.MP3_TAGGED, ("audio/mpeg", None)),
        (samples.wav(3), ("audio/wav", 3)),
    ],
)
def test_a_recording_is_known_by_its_bytes(content, found):
    seen = recordings.recognise(io.BytesIO(content))
    assert seen is not None
    assert (seen.media_type, seen.seconds) == found


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ab",
        b"WEBVTT\n",
        b"%PDF-1.7 " + b"x" * 100,
        b"<html><script>1</script>",
        samples.mp4(brand=b"qt  "),
        samples.mp4(b"text"),
        samples.mp4()[:60],
        samples.mp4(is_late=True)[:-20],
        samples.box(b"ftyp", b"isom\0\0\2\0isom"),
        samples.MATROSKA,
        samples.THEORA,
        samples.AAC,
        b"RIFF\x10\0\0\0WAVEfm",
        samples.box(b"ftyp", b"isom\0\0\2\0isom")
        + b"\0\0\0\1free"
        + b"\xff" * 8,  # a box behind the end of any file
    ],
)
def test_what_browsers_do_not_play_is_nothing_or_has_no_length(content):
    seen = recordings.recognise(io.BytesIO(content))
    assert seen is None or (seen.media_type == "audio/wav" and seen.seconds is None)


@pytest.mark.parametrize(
    ("kind", "captions", "transcripts", "missing"),
    [
        ("video", {"kk"}, {"ru"}, ()),
        ("video", {"ru"}, {"kk"}, ("captions",)),
        ("video", set(), set(), ("captions", "transcript")),
        ("audio", set(), {"kk"}, ()),
        ("audio", {"kk"}, set(), ("transcript",)),
    ],
)
def test_a_video_needs_captions_as_spoken_and_everything_a_transcript(kind, captions, transcripts, missing):
    said = recordings.lacks(kind=kind, language="kk", captions=captions, transcripts=transcripts)
    assert said == missing


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("Bytes= 10-19", (10, 19)),
        ("bytes=10-89", (10, 49)),
        ("bytes=90-1000", (90, 99)),
        ("bytes=0-", (0, 39)),
        ("bytes=80-", (80, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-1000", (0, 99)),
        ("bytes=20-10", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=0-1,5-6", None),
        ("items=0-5", None),
        (f"bytes={'9' * 5000}-", None),  # more figures than Python reads
        (f"bytes=0-{'9' * 18}", (0, 39)),
    ],
)
def test_one_range_is_understood_and_nonsense_is_passed_over(header, part):
    found = ranges.asked(header, size=100, at_most=40)
    assert (None if found is None else (found.first, found.last)) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_behind_the_end_is_not_there(header):
    with pytest.raises(ranges.NotThere):
        ranges.asked(header, size=100, at_most=40)


@pytest.mark.parametrize(
    ("title", "name", "is_name"),
    [
        ("plan.docx", "plan.docx", True),
        ("IMG_2034", "IMG_2034.jpg", True),
        ("IMG 2034", "x.jpg", True),
        ("Документ (3)", "x.pdf", True),
        ("Снимок экрана 2024-05-01", "x.png", True),
        ("Құжат1", "x.docx", True),
        ("2024-05-01", "2024-05-01.pdf", True),
        ("order-43", "order-43.pdf", True),
        ("жеке_бағдарлама", "y.pdf", True),
        ("", "y.pdf", True),
        ("Устав", "Устав.pdf", False),
        ("Жеке бағдарлама үлгісі", "жеке бағдарлама үлгісі.pdf", False),
        ("Приказ № 4 от 12.01.2022", "order.pdf", False),
        ("Құжаттар тізбесі", "x.pdf", False),
    ],
)
def test_a_files_name_is_no_title(title, name, is_name):
    assert files.is_file_name(title, name) is is_name


SOUND = {"title": "Жоспар", "name": "a.pdf", "size": 10, "uses": 1}


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"kind": "document"}, ()),
        ({"kind": "document", "uses": 0}, ("unused",)),
        ({"kind": "document", "size": 10 * files.MEGABYTE}, ()),
        ({"kind": "document", "size": 10 * files.MEGABYTE + 1}, ("large",)),
        ({"kind": "document", "title": "a.pdf"}, ("title",)),
        ({"kind": "recording", "size": 100 * files.MEGABYTE + 1}, ("large",)),
        ({"kind": "image", "description": "Сынып бөлмесінің жоспары"}, ()),
        ({"kind": "image", "description": "Сурет"}, ("description",)),
        ({"kind": "image", "description": "IMG_20240501_120000.jpg"}, ("description",)),
        ({"kind": "image", "description": "Сынып жоспары", "width": 800, "height": 2401}, ("wide",)),
        ({"kind": "image", "description": "Сынып жоспары", "width": 9000, "name": "a.svg"}, ()),
    ],
)
def test_what_is_wrong_with_a_file(facts, found):
    assert files.findings(Facts(**SOUND | facts)) == found
