"""The parts a lesson is made of, exactly these. What each must have is said in editing/rules.py and checked here."""

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock

from .editing import choices, examples, rules, sentences

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "hr"]


class Text(blocks.RichTextBlock):
    """Theses: running text with headings and lists."""

    def __init__(self, **kwargs) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)


def source(text: RichText | str | None) -> str:
    """The HTML of a rich text value, empty where there is none."""
    return (text.source if isinstance(text, RichText) else text) or ""


class Part(blocks.StructBlock):
    """A part whose text alternatives are checked when the lesson is published; a draft may still lack them."""

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and (wrong := self.lacking(value)):
            raise StructBlockValidationError(
                block_errors={name: ValidationError(sentence) for name, sentence in wrong.items()}
            )
        return value

    def lacking(self, value) -> dict[str, str]:
        """Sentences by field: what the part still lacks. Asked when the fields themselves are well-formed."""
        return {}

    def get_context(self, value, parent_context=None):
        """`language`: the lesson's own, where the page or the reader's frame names it."""
        context = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        context["language"] = (
            context.get("language")
            or (page.locale.language_code if getattr(page, "locale_id", None) else "")
            or ("ru" if get_language() == "ru" else "kk")
        )
        return context


class Table(blocks.StructBlock):
    """A small table: first row is the header; cells are split by `|`."""

    caption = blocks.CharBlock(
        required=False,
        label=_("Caption"),
        help_text=_("What the table shows, in a few words; it is read aloud before the cells."),
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(required=False, label=_("Cell")), label=_("Row")),
        label=_("Rows"),
        help_text=_("The first row is the head of the table."),
    )

    class Meta:
        template = "courses/blocks/table.html"
        icon = "table"
        label = _("Table")
        group = _("Text")
        description = _("A small table with a head; on a phone it scrolls by itself.")
        preview_value = staticmethod(examples.table)


class Figure(Part):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Text alternative"),
        max_length=250,
        help_text=_(
            "What the picture shows, in a sentence, for who cannot see it. Not the name of the file."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)
    description = Text(
        label=_("Long description"),
        required=False,
        help_text=_("All that a diagram says, in words; it opens under the picture."),
    )

    def lacking(self, value) -> dict[str, str]:
        fault = rules.fault_of_picture(
            alt=value["alt"],
            description=source(value["description"]),
            file=value["image"].filename if value["image"] else "",
        )
        return {"alt": sentences.PICTURE[fault]} if fault else {}

    class Meta:
        template = "courses/blocks/figure.html"
        icon = "image"
        label = _("Figure")
        group = _("Pictures and recordings")
        description = _("A picture or a diagram with its words.")
        preview_value = staticmethod(examples.figure)


class TitledText(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = Text(label=_("Text"))


class Case(TitledText):
    class Meta:
        template = "courses/blocks/case.html"
        icon = "group"
        label = _("Case from school life")
        group = _("Text")
        description = _("What happened in a class, with questions to think about.")
        preview_value = staticmethod(examples.case)


class Task(TitledText):
    class Meta:
        template = "courses/blocks/task.html"
        icon = "tasks"
        label = _("Practical task")
        group = _("Tasks and questions")
        description = _("Work for the practical hours, step by step.")
        preview_value = staticmethod(examples.task)


class SelfStudy(TitledText):
    class Meta:
        template = "courses/blocks/self_study.html"
        icon = "edit"
        label = _("Self-study task")
        group = _("Tasks and questions")
        description = _("Work on one's own, with the criteria it is looked at by.")
        preview_value = staticmethod(examples.self_study)


class Reflection(TitledText):
    class Meta:
        template = "courses/blocks/reflection.html"
        icon = "comment"
        label = _("Reflection")
        group = _("Tasks and questions")
        description = _("A question to oneself and one's own practice; nobody else reads the answer.")
        preview_value = staticmethod(examples.reflection)


class ControlQuestion(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"))
    answer = Text(
        label=_("Explained answer"),
        help_text=_("Learners see it after they have answered: say also why it is so."),
    )

    class Meta:
        template = "courses/blocks/control_question.html"
        icon = "help"
        label = _("Control question")
        group = _("Tasks and questions")
        description = _("An open question with its explained answer.")
        preview_value = staticmethod(examples.control_question)


class ByName(blocks.ChoiceBlock):
    """A choice of what is kept elsewhere; where that is gone, the editor is told what to do."""

    def __init__(self, *args, gone: str = "", **kwargs) -> None:
        super().__init__(*args, search_index=False, **kwargs)
        self.field.error_messages = {**self.field.error_messages, "invalid_choice": gone or sentences.GONE}

    def normalize_choice(self, value):
        """The key as it stands: reading a lesson does not ask for everything there is to choose."""
        return value


class BankQuestion(Part):
    key = ByName(
        choices=choices.practice_questions,
        label=_("Question"),
        gone=sentences.QUESTION_GONE,
        help_text=_("Questions for practice only: those of the final test are never shown in a lesson."),
    )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        return context | {"question": choices.question_html(value.get("key"), context["language"])}

    class Meta:
        template = "courses/blocks/bank_question.html"
        icon = "check"
        label = _("Question of the bank")
        group = _("Tasks and questions")
        description = _("A practice question of the bank, answered in its place and explained at once.")
        preview_value = staticmethod(examples.bank_question)


class KeyTerm(Part):
    key = ByName(
        choices=choices.glossary_terms,
        label=_("Term"),
        gone=sentences.TERM_GONE,
        help_text=_("Its definition comes from the glossary, in the language of the lesson."),
    )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        return context | choices.defined(value.get("key"), context)

    class Meta:
        template = "courses/blocks/key_term.html"
        icon = "openquote"
        label = _("Key term")
        group = _("Text")
        description = _("A term with its definition, where it is first needed.")
        preview_value = staticmethod(examples.key_term)


class RecordingPart(Part):
    """A recording with its captions and transcript."""

    recording = SnippetChooserBlock("courses.Recording", label=_("Recording"))
    is_video = True

    def lacking(self, value) -> dict[str, str]:
        recording = value["recording"]
        if recording is None:
            return {}
        if recording.is_video is not self.is_video:
            return {"recording": sentences.NOT_A_VIDEO if self.is_video else sentences.NOT_A_SOUND}
        missing = rules.faults_of_recording(
            is_video=recording.is_video,
            spoken=recording.language,
            captions={one.language for one in recording.captions.all()},
            has_transcript=bool(recording.transcript_in("kk").strip()),
        )
        return {"recording": sentences.of_recording(missing, recording)} if missing else {}


class Video(RecordingPart):
    class Meta:
        template = "courses/blocks/recording.html"
        icon = "media"
        label = _("Video")
        group = _("Pictures and recordings")
        description = _("A video with captions and a transcript, played in the page.")
        preview_value = staticmethod(examples.video)


class Audio(RecordingPart):
    is_video = False

    class Meta:
        template = "courses/blocks/recording.html"
        icon = "media"
        label = _("Sound recording")
        group = _("Pictures and recordings")
        description = _("A sound recording with its transcript.")
        preview_value = staticmethod(examples.audio)


class Download(Part):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=200,
        help_text=_("What the learner receives: “Observation sheet”, not the name of the file."),
    )
    about = blocks.TextBlock(
        label=_("What it is for"),
        required=False,
        help_text=_("One sentence: when to take it and what to do with it."),
    )

    def lacking(self, value) -> dict[str, str]:
        file = value["document"].filename if value["document"] else ""
        return {"title": sentences.FILE_NAME} if rules.is_file_name(value["title"], file=file) else {}

    class Meta:
        template = "courses/blocks/download.html"
        icon = "download"
        label = _("File to download")
        group = _("Files")
        description = _("A form or a handout with its kind and size.")
        preview_value = staticmethod(examples.download)


class Embedded(Part):
    document = DocumentChooserBlock(label=_("PDF"))
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    alternative = Text(
        label=_("The same in words"),
        help_text=_("What the document says, for who cannot open or see it. It stands under the document."),
    )

    def lacking(self, value) -> dict[str, str]:
        file = value["document"].filename if value["document"] else ""
        wrong = {}
        if file and not file.lower().endswith(".pdf"):
            wrong["document"] = sentences.NOT_A_PDF
        if rules.is_file_name(value["title"], file=file):
            wrong["title"] = sentences.FILE_NAME
        if fault := rules.fault_of_alternative(source(value["alternative"]), file=file):
            wrong["alternative"] = sentences.ALTERNATIVE[fault]
        return wrong

    class Meta:
        template = "courses/blocks/embedded.html"
        icon = "doc-full-inverse"
        label = _("Document in the page")
        group = _("Files")
        description = _("A PDF shown in its place, with the same in words.")
        preview_value = staticmethod(examples.embedded)


class Lesson(blocks.StreamBlock):
    text = Text(
        label=_("Theses"),
        template="courses/blocks/text.html",
        group=_("Text"),
        description=_("Running text with headings and lists."),
        preview_value=examples.text,
    )
    table = Table()
    figure = Figure()
    case = Case()
    task = Task()
    self_study = SelfStudy()
    control_question = ControlQuestion()
    bank_question = BankQuestion()
    key_term = KeyTerm()
    reflection = Reflection()
    video = Video()
    audio = Audio()
    download = Download()
    embedded = Embedded()
