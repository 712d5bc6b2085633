"""Captions: what a player would not show is named with its line."""

import pytest

from courses.recordings import services, words
from courses.rules import vtt
from people.errors import Refusal
from tests.courses.recordings.samples import VTT


def test_cues_are_read_with_times_in_milliseconds_and_their_plain_words():
    track = vtt.read(
        "\ufeff" + VTT.replace("Сәлеметсіз", "<v Айгүл>Сәлем <b>бол</b> &amp; ").replace("\n", "\r\n")
    )
    assert not track.faults
    assert [(cue.start, cue.end, cue.line) for cue in track.cues] == [(0, 2000, 3), (2000, 5000, 7)]
    assert track.cues[0].text == "Сәлем бол &  бе!"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nСөз", 1, "header"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nСөз", 1, "header"),
        ("WEBVTT\n00:01.000 --> 00:02.000\nСөз", 2, "no_blank"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nСөз", 3, "comma"),
        ("WEBVTT\n\n00:01.00 --> 00:02.000\nСөз", 3, "time"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nСөз", 3, "time"),
        ("WEBVTT\n\n00:01.000-->00:02.000\nСөз", 3, "time"),
        ("WEBVTT\n\nСөз бар, уақыт жоқ", 3, "no_time"),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nСөз", 3, "ends_before"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nА\n\n00:04.000 --> 00:07.000\nБ", 6, "order"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 colour:red\nСөз", 3, "setting"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n", 3, "empty"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<b></b>", 3, "empty"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nА\n00:03.000 --> 00:04.000\nБ", 5, "no_blank"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<font color=red>А</font>", 4, "tag"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nА < Б", 4, "tag"),
        ("WEBVTT\n\nNOTE тек ескерту", 1, "no_cues"),
        ("WEBVTT", 1, "no_cues"),
    ],
)
def test_a_fault_is_found_on_its_line(text, line, code):
    first = vtt.read(text).faults[0]
    assert (first.line, first.code) == (line, code)
    assert code in words.FAULTS


def test_notes_styles_names_settings_and_inner_times_are_no_faults():
    track = vtt.read(
        "WEBVTT - Сабақ\nKind: captions\n\nSTYLE\n::cue {color: white}\n\nNOTE\nескерту\n\nкіріспе\n"
        "01:00:01.000 --> 01:00:02.500 line:0 position:20%\n<00:00:01.500><c.loud>Сөз</c>\n"
    )
    assert not track.faults
    assert track.cues == (vtt.Cue(3_601_000, 3_602_500, "Сөз", 11),)


def test_the_words_make_paragraphs_where_a_sentence_ended_and_nobody_spoke():
    cues = [
        vtt.Cue(0, 1000, "Бірінші\nсөйлем.", 1),
        vtt.Cue(1000, 2000, "Екіншісі", 2),
        vtt.Cue(9000, 9500, "жалғасады.", 3),
        vtt.Cue(9500, 9800, "жалғасады.", 4),
        vtt.Cue(14000, 15000, "Жаңа ой.", 5),
    ]
    assert vtt.words(cues) == "Бірінші сөйлем. Екіншісі жалғасады.\n\nЖаңа ой."


def test_refused_captions_are_told_line_by_line_and_not_endlessly(in_english):
    text = "WEBVTT\n" + "".join(f"\n00:0{number},000 --> 00:09.000\nСөз\n" for number in range(1, 9))
    with pytest.raises(Refusal) as refused:
        services.check_captions(text)
    said = str(refused.value)
    assert said.startswith(
        "Line 3: write a point before the thousandths, not a comma: “00:01,000 --> 00:09.000”."
    )
    assert said.endswith("3 more lines are wrong.")


def test_captions_after_the_end_of_the_recording_are_refused(in_english):
    assert services.check_captions(VTT, seconds=5)
    assert services.check_captions(VTT) == VTT
    with pytest.raises(Refusal, match=r"Line 3: this caption is shown after the recording has ended"):
        services.check_captions("WEBVTT\n\n01:00.000 --> 01:02.000\nСөз", seconds=5)
