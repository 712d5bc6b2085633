"""The parts a lesson is made of, exactly these."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "hr"]


class Text(blocks.RichTextBlock):
    """Theses: running text with headings and lists."""

    def __init__(self, **kwargs) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)


class Table(blocks.StructBlock):
    """A small table: first row is the header; cells are split by `|`."""

    caption = blocks.CharBlock(required=False, label=_("Caption"))
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(required=False)), label=_("Rows"))

    class Meta:
        template = "courses/blocks/table.html"
        icon = "table"
        label = _("Table")


class Figure(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(label=_("Text alternative"), max_length=250)
    caption = blocks.CharBlock(label=_("Caption"), required=False)
    description = Text(label=_("Long description"), required=False)

    class Meta:
        template = "courses/blocks/figure.html"
        icon = "image"
        label = _("Figure")


class TitledText(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = Text(label=_("Text"))


class Case(TitledText):
    class Meta:
        template = "courses/blocks/case.html"
        icon = "group"
        label = _("Case from school life")


class Task(TitledText):
    class Meta:
        template = "courses/blocks/task.html"
        icon = "tasks"
        label = _("Practical task")


class SelfStudy(TitledText):
    class Meta:
        template = "courses/blocks/self_study.html"
        icon = "edit"
        label = _("Self-study task")


class ControlQuestion(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"))
    answer = Text(label=_("Explained answer"))

    class Meta:
        template = "courses/blocks/control_question.html"
        icon = "help"
        label = _("Control question")


class Lesson(blocks.StreamBlock):
    text = Text(label=_("Theses"), template="courses/blocks/text.html")
    table = Table()
    figure = Figure()
    case = Case()
    task = Task()
    self_study = SelfStudy()
    control_question = ControlQuestion()
