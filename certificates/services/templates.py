"""Templates: what editors change, the revision a document is drawn by, and what that looks like."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache, partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from assessments.rules.scheme import content_hash
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import DocumentTemplate, TemplateAsset, TemplateRevision
from ..pdf import Look
from ..rules import images as pictures
from ..rules import wording as words

IMAGES = ("logo", "seal", "background")
PERMISSION = "certificates.change_documenttemplate"
_HASH_IN_NAME = re.compile(r"(?:^|/)([0-9a-f]{64})(?:_\w+)?\.(?:png|jpg)$")
KEPT_LOOKS = 16
EXISTS = _("There is a template of this kind for this programme already: open it in the list instead.")


# What editors do


def create_template(
    *, kind: str, programme_code: str, languages: str, at: datetime, actor: User
) -> DocumentTemplate:
    """A template with the usual words for one programme, or for every one where no code is given."""
    if not actor.has_perm("certificates.add_documenttemplate"):
        raise NotAllowed()
    template, created = DocumentTemplate.objects.get_or_create(
        kind=kind, programme_code=programme_code, defaults={"languages": languages}
    )
    if not created:
        raise Refusal(EXISTS, code="template_exists")
    return template


@transaction.atomic
def save_template(
    *,
    template_id: int,
    languages: str,
    wording: Mapping[str, Mapping[str, str]],
    images: Mapping[str, pictures.Picture | None],
    seen: str,
    at: datetime,
    actor: User,
) -> DocumentTemplate:
    """Write what editors chose; documents already issued keep their revision.

    `wording` is {language: {key: text}}, an empty text meaning the usual one; `images` holds only what changes, None
    taking an image away; `seen` is the `mark_of` the template that the form was filled from. Refuses a wording that
    cannot be printed and a template that somebody else saved meanwhile.
    """
    if not actor.has_perm(PERMISSION):
        raise NotAllowed()
    template = DocumentTemplate.objects.select_for_update().get(pk=template_id)
    if seen != mark_of(template):
        raise Refusal(
            _("Somebody else saved this template meanwhile. Open it anew and enter your changes once more."),
            code="changed_meanwhile",
        )
    changed = words.changed(wording, kind=template.kind)
    if words.faults_of(changed, kind=template.kind):
        raise Refusal(_("This wording cannot be printed. Correct the texts that are marked."), code="wording")
    template.languages, template.wording = languages, changed
    for name, picture in images.items():
        _replace_image(template, name, picture)
    template.save()
    return template


def mark_of(template: DocumentTemplate) -> str:
    """Which state of the template a form was filled from."""
    return content_hash(content_of(template))


def _replace_image(template: DocumentTemplate, place: str, picture: pictures.Picture | None) -> None:
    """Files are named by their content. The old one goes after commit: revisions keep copies of their own."""
    image = getattr(template, place)
    old = image.name
    if picture is None:
        setattr(template, place, "")
    else:
        name = f"{hashlib.sha256(picture.content).hexdigest()}{picture.ending}"
        image.save(name, ContentFile(picture.content), save=False)
    if old:
        transaction.on_commit(partial(image.storage.delete, old), robust=True)


# What a document is drawn by


def template_for(*, kind: str, programme_code: str) -> DocumentTemplate:
    """The programme's own template, else the one for every programme, made with the usual look where there is none."""
    own = DocumentTemplate.objects.filter(kind=kind, programme_code=programme_code).first()
    return own or DocumentTemplate.objects.get_or_create(kind=kind, programme_code="")[0]


def content_of(template: DocumentTemplate) -> dict:
    """What a revision freezes of the template as it stands: images by the SHA-256 of their bytes."""
    return {
        "languages": template.languages.split(","),
        "wording": template.wording,
        **{name: _hash_of(getattr(template, name)) for name in IMAGES},
    }


def _hash_of(image: FieldFile) -> str:
    """By the name it was kept under, so that issuing reads no files; by its bytes where the name tells nothing."""
    if not image:
        return ""
    named = _HASH_IN_NAME.search(str(image.name))
    return named[1] if named else hashlib.sha256(_bytes_of(image)).hexdigest()


def _bytes_of(image: FieldFile) -> bytes:
    with image.storage.open(str(image.name), "rb") as file:
        return file.read()


def revision_for(*, kind: str, programme_code: str, at: datetime) -> TemplateRevision:
    """The revision of the template as it stands now; written where the template has changed since the last one.

    Called inside a transaction. Compared once more under the template's lock: two issues at once write one revision.
    """
    template = template_for(kind=kind, programme_code=programme_code)
    if standing := newest_revision(template, own=mark_of(template)):
        return standing
    template = DocumentTemplate.objects.select_for_update().get(pk=template.pk)
    content = content_of(template)
    own = content_hash(content)
    if standing := newest_revision(template, own=own):
        return standing
    for name in IMAGES:
        _keep(getattr(template, name), content[name])
    last = template.revisions.aggregate(last=Max("number"))["last"] or 0
    return template.revisions.create(number=last + 1, content=content, content_hash=own, created_at=at)


def newest_revision(template: DocumentTemplate, *, own: str) -> TemplateRevision | None:
    """The last revision, where the template still says the same."""
    newest = template.revisions.first()
    return newest if newest is not None and newest.content_hash == own else None


def _keep(image: FieldFile, sha256: str) -> None:
    """A copy of the image that later changes of the template do not reach."""
    if not sha256 or TemplateAsset.objects.filter(sha256=sha256).exists():
        return
    content = _bytes_of(image)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refusal(
            _("A stored image of the template of documents was changed outside this site: upload it anew."),
            code="image_changed",
        )
    asset, created = TemplateAsset.objects.get_or_create(sha256=sha256)
    if created:
        ending = str(image.name).rpartition(".")[2]
        asset.file.save(f"{sha256}.{ending}", ContentFile(content))


# What it looks like


def look_of(revision: TemplateRevision) -> Look:
    """The revision as the drawing reads it, images included; the same content is read once per process.

    Raises TemplateAsset.DoesNotExist or ValueError where a kept image is gone or is another: nothing is drawn then.
    """
    return _look(json.dumps(revision.content, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=KEPT_LOOKS)
def _look(frozen: str) -> Look:
    content = json.loads(frozen)
    return Look(
        languages=tuple(content["languages"]),
        wording=content["wording"],
        **{name: kept_image(content[name]) for name in IMAGES},
    )


def kept_image(sha256: str) -> bytes:
    """The bytes of a kept image, compared with their hash; empty where there is none."""
    if not sha256:
        return b""
    content = _bytes_of(TemplateAsset.objects.get(sha256=sha256).file)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"The kept image {sha256} was changed.")
    return content


def look_now(template: DocumentTemplate) -> Look:
    """The template as it stands, also where it was changed in memory alone; for previews."""
    images = {name: getattr(template, name) for name in IMAGES}
    return Look(
        languages=tuple(template.languages.split(",")),
        wording=template.wording,
        **{name: _bytes_of(image) if image else b"" for name, image in images.items()},
    )
