"""Templates: the revision a document is drawn by, and what it looks like."""

from datetime import datetime

from django.db.models import Max

from assessments.rules.scheme import content_hash

from ..models import DocumentTemplate, TemplateRevision
from ..pdf import Look


def template_for(*, kind: str, programme_code: str) -> DocumentTemplate:
    """The programme's own template, else the one for every programme, made with the usual look where there is none."""
    own = DocumentTemplate.objects.filter(kind=kind, programme_code=programme_code).first()
    return own or DocumentTemplate.objects.get_or_create(kind=kind, programme_code="")[0]


def content_of(template: DocumentTemplate) -> dict:
    """What a revision freezes of the template as it stands."""
    return {
        "languages": template.languages.split(","),
        "wording": template.wording,
        "logo": "",
        "seal": "",
        "background": "",
    }


def revision_for(*, kind: str, programme_code: str, at: datetime) -> TemplateRevision:
    """The revision of the template as it stands now; written where the template has changed since the last one."""
    template = template_for(kind=kind, programme_code=programme_code)
    content = content_of(template)
    own = content_hash(content)
    newest = template.revisions.first()
    if newest is not None and newest.content_hash == own:
        return newest
    DocumentTemplate.objects.select_for_update().get(pk=template.pk)
    last = template.revisions.aggregate(last=Max("number"))["last"] or 0
    return template.revisions.create(number=last + 1, content=content, content_hash=own, created_at=at)


def look_of(revision: TemplateRevision) -> Look:
    """The revision as the drawing reads it, images included."""
    return Look(languages=tuple(revision.content["languages"]), wording=revision.content["wording"])
