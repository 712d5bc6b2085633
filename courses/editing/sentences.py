"""What an editor is told where a part of a lesson lacks something."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ..editing_models import Recording

FILE_NAME = _("This is the name of a file. Say in words what it is.")
PICTURE = {
    "missing": _("Say in a sentence what the picture shows."),
    "file_name": _("This is the name of a file. Say in a sentence what the picture shows."),
    "too_short": _(
        "Say a little more, at least four words, or describe the picture in the long description below."
    ),
}
ALTERNATIVE = {
    "missing": _("Write in words what the document says."),
    "file_name": _("This is the name of a file. Write in words what the document says."),
    "too_short": _("Write at least ten words: who cannot open the document reads this instead."),
}
NOT_A_PDF = _("Only a PDF is shown in the page. Offer other files as “File to download”.")
NOT_A_VIDEO = _("This is a sound recording. Use the part “Sound recording” for it, or choose a video.")
NOT_A_SOUND = _("This is a video. Use the part “Video” for it, or choose a sound recording.")
GONE = _("What was chosen here is no longer there. Choose another.")
TERM_GONE = _(
    "This term is no longer in the glossary. Choose another, or add the term to the glossary again."
)
TERM_ELSEWHERE = _(
    "This term is in the glossary of another programme only. Add it to this programme's glossary first."
)
QUESTION_GONE = _("This question is not among the bank's practice questions any more. Choose another.")
CAPTIONS = {
    "kk": _("The video has no captions in Kazakh, the language spoken in it. Add them to the recording."),
    "ru": _("The video has no captions in Russian, the language spoken in it. Add them to the recording."),
}
TRANSCRIPT = _("The recording has no transcript. Add to it what is said, in writing.")


def of_recording(missing: tuple[str, ...], recording: "Recording") -> str:
    """What a recording lacks (rules.faults_of_recording), in sentences."""
    said = {"captions": CAPTIONS[recording.language], "transcript": TRANSCRIPT}
    return " ".join(str(said[one]) for one in missing)
