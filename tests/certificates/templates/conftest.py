"""A methodologist, a template of certificates, and images as people upload them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from certificates import services as certificates
from certificates.models import Document, DocumentTemplate
from certificates.rules.wording import LANGUAGES
from certificates.services import templates
from people.roles import Role
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer, make_user


@pytest.fixture
def editor(db):
    return make_user(Role.METHODOLOGIST, language="en")


@pytest.fixture
def template(db) -> DocumentTemplate:
    return DocumentTemplate.objects.create(kind="certificate", programme_code="")


@pytest.fixture
def issue(db):
    """issue() decides a person's course and issues the document that follows; drawn by drawing.render_document."""
    make_issuer()
    cohort = make_cohort(make_edition())

    def issue(*, score: str = "76", at=NOW) -> Document:
        result = decide(enrol(None, cohort), score=score)
        return certificates.issue_document(result_id=result.pk, at=at)

    return issue


@pytest.fixture
def picture():
    """picture(colour, size, format) is the bytes of an image."""

    def picture(colour="teal", size=(40, 40), file_format="PNG", mode="RGB") -> bytes:
        target = io.BytesIO()
        Image.new(mode, size, colour).save(target, file_format)
        return target.getvalue()

    return picture


@pytest.fixture
def upload():
    return lambda content, name="logo.png": SimpleUploadedFile(name, content, content_type="image/png")


@pytest.fixture
def save(editor):
    """save(template, wording=…, images=…) as the form's view does it."""

    def save(template, *, languages="kk,ru", wording=None, images=None, seen=None, actor=None):
        template.refresh_from_db()
        return templates.save_template(
            template_id=template.pk,
            languages=languages,
            wording=wording or {},
            images=images or {},
            seen=templates.mark_of(template) if seen is None else seen,
            at=NOW,
            actor=actor or editor,
        )

    return save


@pytest.fixture
def typed():
    """typed(template, **changes) is what the form of a template sends; `statement__ru` names a field."""
    from certificates.pdf.wording import WORDING

    def typed(template, **changes):
        fields = {"languages": template.languages, "seen": templates.mark_of(template)}
        for key, usual in WORDING[template.kind].items():
            for language in LANGUAGES:
                fields[f"{key}-{language}"] = usual[language]
        return fields | {name.replace("__", "-"): value for name, value in changes.items()}

    return typed
