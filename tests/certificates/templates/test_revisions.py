"""Revisions: written when a document is issued and the template changed, and never touched by a later change."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from certificates import services
from certificates.audit import templates as audit_templates
from certificates.models import Document, DocumentTemplate, TemplateAsset, TemplateRevision
from certificates.pdf import USUAL
from certificates.rules import images
from certificates.services import templates
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.factories import NOW, make_user
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return make_user(Role.COORDINATOR)


def revision() -> TemplateRevision:
    return templates.revision_for(kind="certificate", programme_code="", at=NOW)


def test_documents_issued_by_an_unchanged_template_share_a_revision(issue, save):
    first, second = issue(), issue()
    assert first.template_revision == second.template_revision
    assert templates.look_of(first.template_revision) == USUAL
    template = DocumentTemplate.objects.get()
    save(template, wording={"ru": {"opening": "  "}})
    assert issue().template_revision == first.template_revision
    assert issue(score="10").template_revision.template.kind == "notice"


def test_a_changed_template_reaches_the_next_document_and_no_old_one(issue, save, picture, keeper):
    old = services.render_document(document_id=issue().pk)
    content, bytes_before = old.template_revision.content, old.pdf.read()
    template = DocumentTemplate.objects.get()
    logo = images.clean(picture(), place="logo")
    save(
        template,
        languages="ru,kk,en",
        wording={"kk": {"opening": "Осы жаңа сертификат"}},
        images={"logo": logo},
    )
    new = issue()
    assert (old.template_revision.number, new.template_revision.number) == (1, 2)
    look = templates.look_of(new.template_revision)
    assert (look.languages, look.logo) == (("ru", "kk", "en"), logo.content)
    assert look.wording == {"kk": {"opening": "Осы жаңа сертификат"}}
    assert services.render_document(document_id=new.pk).pdf_sha256 != old.pdf_sha256

    again = services.render_document(document_id=old.pk)
    assert again.pdf.read() == bytes_before
    assert hashlib.sha256(bytes_before).hexdigest() == again.pdf_sha256
    assert TemplateRevision.objects.get(pk=old.template_revision_id).content == content

    corrected = services.correct_document(
        document_id=old.pk, at=NOW + timedelta(hours=1), actor=keeper, reason="Тегі өзгерді."
    )
    assert corrected.template_revision == new.template_revision
    old.refresh_from_db()
    assert old.template_revision.number == 1


def test_a_replaced_image_stays_with_the_documents_that_were_issued_with_it(
    save, picture, template, django_capture_on_commit_callbacks
):
    red, blue = (images.clean(picture(colour), place="logo") for colour in ("red", "blue"))
    save(template, images={"logo": red})
    first = revision()
    with django_capture_on_commit_callbacks(execute=True):
        save(template, images={"logo": blue})
    second = revision()
    with django_capture_on_commit_callbacks(execute=True):
        save(template, images={"logo": None})
    assert [templates.look_of(one).logo for one in (first, second, revision())] == [
        red.content,
        blue.content,
        b"",
    ]
    save(template, images={"logo": red})
    assert revision().content == first.content
    assert TemplateAsset.objects.count() == 2


def test_issuing_reads_no_image_and_drawing_reads_each_once(
    save, picture, template, monkeypatch, django_assert_num_queries
):
    save(template, images={"logo": images.clean(picture("purple"), place="logo")})
    one = revision()
    read = []
    real = templates._bytes_of
    monkeypatch.setattr(templates, "_bytes_of", lambda image: read.append(image.name) or real(image))
    with django_assert_num_queries(2):
        assert revision() == one
    assert read == []
    looks = [templates.look_of(TemplateRevision.objects.get(pk=one.pk)) for _turn in range(3)]
    assert len(read) == 1
    assert looks[0] is looks[2]


def test_a_kept_image_that_was_changed_or_lost_is_never_printed(save, picture, template):
    save(template, images={"seal": images.clean(picture("olive"), place="seal")})
    one = revision()
    asset = TemplateAsset.objects.get()
    with asset.file.storage.open(asset.file.name, "wb") as file:
        file.write(picture("pink"))
    with pytest.raises(ValueError, match="was changed"):
        templates.look_of(one)
    TemplateRevision.objects.filter(pk=one.pk).update(content=one.content | {"languages": ["ru"]})
    assert [breach.point for breach in audit_templates.breaches()] == [3, 7]
    TemplateAsset.objects.all().delete()
    with pytest.raises(TemplateAsset.DoesNotExist):
        templates.look_of(one)


def test_a_stored_image_changed_outside_is_not_frozen_into_a_revision(save, picture, template, in_english):
    save(template, images={"seal": images.clean(picture("navy"), place="seal")})
    template.refresh_from_db()
    with template.seal.storage.open(template.seal.name, "wb") as file:
        file.write(picture("pink"))
    with pytest.raises(Refusal, match="upload it anew"), transaction.atomic():
        revision()
    assert not TemplateRevision.objects.exists()


def test_a_programme_may_have_a_template_of_its_own(issue, save):
    usual = issue().template_revision.template
    own = DocumentTemplate.objects.create(kind="certificate", programme_code="A")
    assert issue().template_revision.template == own
    assert own != usual


def test_two_issues_at_once_write_one_revision(template, monkeypatch):
    """The second one looked before the first one wrote: under the lock it looks once more."""
    first = revision()
    real, looks = templates.newest_revision, iter([None])
    monkeypatch.setattr(
        templates, "newest_revision", lambda one, own: next(looks, "look") and real(one, own=own)
    )
    assert revision() == first
    with (
        pytest.raises(IntegrityError, match=r"(?i)one_template_revision_per_number|unique"),
        transaction.atomic(),
    ):
        TemplateRevision.objects.create(
            template=template, number=1, content={}, content_hash="x", created_at=NOW
        )


@pytest.mark.django_db(transaction=True)
def test_two_threads_write_one_revision(template):
    """The first issue of a changed template, twice at the same moment."""
    found = []

    def write() -> None:
        with transaction.atomic():
            found.append(revision().pk)

    wrong = at_once([write] * 2)
    assert not wrong
    assert len(set(found)) == 1
    assert TemplateRevision.objects.count() == 1


def test_what_a_document_was_drawn_by_cannot_be_deleted(issue):
    document = issue()
    for row in (document.template_revision, document.template_revision.template):
        with pytest.raises(ProtectedError):
            row.delete()
    assert Document.objects.get(pk=document.pk).template_revision


def test_only_who_may_edit_templates_saves_one(save, template):
    with pytest.raises(NotAllowed):
        save(template, actor=make_user(Role.TRAINER))
    with pytest.raises(NotAllowed):
        templates.create_template(
            kind="notice",
            programme_code="",
            languages="kk,ru",
            at=timezone.now(),
            actor=make_user(Role.MENTOR),
        )
    with pytest.raises(Refusal) as refused:
        save(template, wording={"kk": {"statement": "Осы адам курстан өтті"}})
    assert refused.value.code == "wording"
