"""Sentences about recordings and captions, for forms, lists and refusals."""

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..models import Recording
from ..rules import recordings, vtt

LANGUAGES = {"kk": "Қазақша", "ru": "Русский"}
FAULTS = {
    "header": _("Line %(line)s: the first line must be WEBVTT."),
    "no_blank": _("Line %(line)s: times of a caption stand here. Put an empty line above them."),
    "no_time": _(
        "Line %(line)s: “%(detail)s” has no times. Write when it is shown, such as 00:01.000 --> 00:04.000."
    ),
    "comma": _("Line %(line)s: write a point before the thousandths, not a comma: “%(detail)s”."),
    "time": _(
        "Line %(line)s: “%(detail)s” cannot be read as times. Write them as 00:01.000 --> 00:04.000, with three digits "
        "after the point."
    ),
    "order": _(
        "Line %(line)s: this caption begins before the one above it. Put the captions in the order of time."
    ),
    "ends_before": _("Line %(line)s: the caption ends before it begins. Correct its times."),
    "setting": _("Line %(line)s: “%(detail)s” is no setting of a caption. Remove it."),
    "empty": _("Line %(line)s: the caption has no words. Write them on the next line or remove the times."),
    "tag": _(
        "Line %(line)s: “%(detail)s” is not allowed in captions. Remove it; a < of the text is written &lt;."
    ),
    "no_cues": _("Line %(line)s: no caption follows. Write at least one."),
    "beyond": _(
        "Line %(line)s: this caption is shown after the recording has ended. Correct its times or the length."
    ),
}
OTHER_KIND = _(
    "A video cannot take the place of a sound recording, nor the other way round: lessons show them differently. Add the "
    "file as a recording of its own."
)
MOST_FAULTS = 5
LACKS = {
    "captions": _("captions in the spoken language"),
    "transcript": _("a transcript"),
}


def faults(found: Iterable[vtt.Fault]) -> list[str]:
    """A sentence for each of the first faults, and one that counts the others."""
    found = list(found)
    said = [
        FAULTS[fault.code] % {"line": fault.line, "detail": fault.detail} for fault in found[:MOST_FAULTS]
    ]
    more = len(found) - MOST_FAULTS
    if more > 0:
        said.append(
            ngettext("One more line is wrong.", "%(count)s more lines are wrong.", more) % {"count": more}
        )
    return said


def lacking(recording: Recording) -> list[str]:
    """What the recording needs before a lesson may show it. Costs no query where its captions were fetched with it."""
    missing = recordings.lacks(
        kind=recording.kind,
        language=recording.language,
        captions={one.language for one in recording.captions.all()},
        transcripts=transcripts(recording),
    )
    return [str(LACKS[code]) for code in missing]


def transcripts(recording: Recording) -> dict[str, str]:
    """The transcripts there are, by language."""
    texts = {"kk": recording.transcript_kk, "ru": recording.transcript_ru}
    return {language: text for language, text in texts.items() if text.strip()}


def length(seconds: int | None) -> str:
    """“12 min 5 s”; empty where it is not known."""
    if not seconds:
        return ""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return gettext("%(seconds)s s") % {"seconds": rest}
    if not rest:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    return gettext("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
