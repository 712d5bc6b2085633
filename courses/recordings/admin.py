"""Recordings in the editor: the list, the form, the chooser of lessons; one that is shown somewhere cannot be removed."""

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet

from people.errors import Refusal

from ..models import Recording
from . import services, words
from .forms import RecordingForm


def _facts() -> list[Column]:
    return [
        Column("kind", label=_("Kind"), accessor=lambda row: row.get_kind_display()),
        Column("language", label=_("Spoken language"), accessor=lambda row: row.get_language_display()),
        Column("seconds", label=_("Length"), accessor=lambda row: words.length(row.seconds)),
        Column("size", label=_("Size"), accessor=lambda row: filesizeformat(row.size)),
        Column("lacks", label=_("Still needs"), accessor=lambda row: ", ".join(words.lacking(row))),
    ]


class _Chosen:
    """A lesson's author sees which recordings are ready."""

    def get_object_list(self) -> QuerySet:
        return super().get_object_list().prefetch_related("captions")  # type: ignore[misc]

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, *_facts()]  # type: ignore[misc]


class ChooseView(_Chosen, chooser.ChooseView):
    pass


class ChooseResultsView(_Chosen, chooser.ChooseResultsView):
    pass


class RecordingChooser(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView


class RecordingViewSet(SnippetViewSet):
    model = Recording
    icon = "media"
    menu_label = _("Recordings")
    menu_order = 255
    add_to_admin_menu = True
    copy_view_enabled = False
    list_filter = ["kind", "language"]
    search_fields = ["title", "transcript_kk", "transcript_ru"]
    chooser_viewset_class = RecordingChooser

    @cached_property
    def list_display(self) -> list:
        return ["title", *_facts()]

    def get_queryset(self, request) -> QuerySet:
        return Recording.objects.prefetch_related("captions")

    def get_edit_handler(self):
        return TabbedInterface(
            [
                ObjectList(
                    [
                        HelpPanel(template="courses/recordings/admin_player.html", heading=_("Player")),
                        FieldPanel("title"),
                        FieldPanel("language"),
                        FieldPanel(
                            "file",
                            help_text=_(
                                "MP4 (H.264 and AAC) or WebM; sound alone as MP3, M4A, OGG or WAV. Learners pay for every "
                                "megabyte: 480 lines and 600 kbit/s are enough for a lesson."
                            ),
                        ),
                        FieldPanel("seconds"),
                        FieldPanel("poster"),
                    ],
                    heading=_("Recording"),
                ),
                ObjectList(
                    [
                        MultiFieldPanel(
                            [FieldPanel(f"captions_{code}"), FieldPanel(f"captions_{code}_file")],
                            heading=name,
                        )
                        for code, name in words.LANGUAGES.items()
                    ],
                    heading=_("Captions"),
                ),
                ObjectList(
                    [
                        HelpPanel(
                            content=_(
                                "For those who cannot hear or cannot load the recording. Where this stays empty, the words "
                                "of the captions are taken."
                            )
                        ),
                        FieldPanel("transcript_kk"),
                        FieldPanel("transcript_ru"),
                    ],
                    heading=_("Transcript"),
                ),
            ],
            base_form_class=RecordingForm,
        ).bind_to_model(Recording)


register_snippet(RecordingViewSet)


def _refuse(request, recordings: list[Recording]):
    for recording in recordings:
        try:
            services.check_unused(recording)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(reverse(Recording.snippet_viewset.get_url_name("edit"), args=[recording.pk]))
    return None


@hooks.register("before_delete_snippet")
def refuse_deletion(request, instances):
    """What a lesson, a draft or the library shows cannot be removed."""
    return _refuse(request, [one for one in instances if isinstance(one, Recording)])


@hooks.register("before_bulk_action")
def refuse_deletion_in_bulk(request, action_type: str, objects, action_class_instance):
    if action_type != "delete":
        return None
    return _refuse(request, [one for one in objects if isinstance(one, Recording)])
