"""Which pages and other things show a recording."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from ..filing import references
from ..lessons import cache_name
from ..models import Recording
from ..pages import TopicPage


def page_ids(recording_id: int) -> list[int]:
    """Pages whose own text, not a draft's, shows the recording."""
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Recording),
        to_object_id=str(recording_id),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return [int(key) for key in rows.values_list("object_id", flat=True)]


def places_of(recording: Recording) -> list[str]:
    """The names of everything that shows it, drafts too, in the order of the alphabet."""
    uses = references.uses_of(Recording)
    name = (Recording, str(recording.pk))
    sources = uses.shown.get(name, set()) | uses.drafts.get(name, set())
    found = set()
    for kind, key in sources:
        model = ContentType.objects.get_for_id(kind).model_class()
        row = model._default_manager.filter(pk=key).first() if model else None
        if row is not None:
            found.add(str(row))
    return sorted(found)


def cached_lessons(recording: Recording) -> list[str]:
    """Names under which courses.lessons keeps the lessons that show the recording."""
    pages = TopicPage.objects.live().filter(pk__in=page_ids(recording.pk))
    return [cache_name(*stamp) for stamp in pages.values_list("pk", "live_revision_id")]
