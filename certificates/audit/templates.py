"""What must hold of templates: a revision and its images are what they were when documents were drawn by them."""

from collections.abc import Iterator

from django.db.models import F

from assessments.rules.scheme import content_hash
from people.audit import Breach

from ..models import Document, TemplateAsset, TemplateRevision
from ..services import templates

# Revisions that documents from before revisions were given (migration 0004).
BEFORE = "before revisions were kept"


def breaches() -> Iterator[Breach]:
    for revision in TemplateRevision.objects.select_related("template").iterator():
        name = f"revision {revision.number} of template {revision.template}"
        if revision.content_hash not in {BEFORE, content_hash(revision.content)}:
            yield Breach(3, f"{name} was changed after it was written")
        for image in templates.IMAGES:
            try:
                templates.kept_image(revision.content[image])
            except (TemplateAsset.DoesNotExist, OSError, ValueError):
                yield Breach(7, f"the {image} of {name} is gone or was changed")
    strange = Document.objects.exclude(kind=F("template_revision__template__kind"))
    for number in strange.values_list("number", flat=True):
        yield Breach(7, f"document {number} is drawn by a template of another kind")
