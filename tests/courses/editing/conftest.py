"""Pictures, documents and recordings, tiny, and a lesson whose topic a cohort studies."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.models import Captions, GlossaryTerm, Recording
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.factories import make_cohort, make_edition, make_user

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10"/>'


@pytest.fixture
def image(db):
    return get_image_model().objects.create(
        title="A/pyramid.svg", file=ContentFile(SVG, name="pyramid.svg"), width=10, height=10
    )


@pytest.fixture
def document(db):
    """document("plan.pdf") is a stored document of that name."""

    def document(name: str = "plan.pdf"):
        return get_document_model().objects.create(
            title="Жоспар", file=ContentFile(b"%PDF-1.4 ", name=name), file_size=9
        )

    return document


@pytest.fixture
def recording(db):
    """recording(kind="video", captions=("kk",), transcript="…") is a stored recording that speaks Kazakh."""

    def recording(kind: str = "video", captions: tuple[str, ...] = ("kk",), transcript: str = "Сәлем!"):
        made = Recording.objects.create(
            kind=kind,
            title="Сабақ",
            language="kk",
            file=ContentFile(b"\0", name="lesson.mp4"),
            content_type="video/mp4" if kind == "video" else "audio/mpeg",
            size=1,
            transcript_kk=transcript,
        )
        for language in captions:
            Captions.objects.create(
                recording=made, language=language, text="WEBVTT\n\n00:00.000 --> 00:01.000\nСәлем!\n"
            )
        return made

    return recording


@pytest.fixture
def term(db):
    """term("barrier") is a term of programme A's glossary."""

    def term(key: str = "barrier", code: str = "A", kk: str = "Кедергі", ru: str = "Барьер") -> GlossaryTerm:
        return GlossaryTerm.objects.create(
            programme_code=code,
            key=key,
            kk=kk,
            ru=ru,
            definition_kk=f"{kk}: анықтама.",
            definition_ru=f"{ru}: определение.",
        )

    return term


@pytest.fixture
def edition(db):
    return make_edition()


@pytest.fixture
def pages(edition):
    """The lesson A.1.1 in both languages; nobody studies it yet."""
    return make_topic_page("A.1.1")


@pytest.fixture
def studied(edition, pages):
    """The same lesson while a cohort studies it."""
    make_cohort(edition)
    return pages


@pytest.fixture
def administrator(db):
    return make_user(Role.ADMINISTRATOR, is_superuser=True, is_staff=True)


@pytest.fixture
def methodologist(db):
    return make_user(Role.METHODOLOGIST)
