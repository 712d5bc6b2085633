"""A learner of a course with one lesson in both languages: text, a drawing, a case, a table and a question."""

import pytest
from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from tests.courses.pages import make_topic_page
from tests.factories import enrol, make_cohort, make_edition, make_issuer, make_user

KEY = "A.1.1"
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><title>t</title>
<g transform="translate(2 3)"><rect width="90" height="40" rx="4" fill="#0a5a78" stroke="#000" stroke-dasharray="4 2"/></g>
<path d="M5 5H20V10q3 3 6 0C1 2 3 4 30 20A5 5 0 0 1 40 20zl3 4" fill="none" stroke="#c9851a"/>
<circle cx="50" cy="20" r="5" fill="#fff"/><line x1="1" y1="1" x2="9" y2="9" stroke="#000"/>
<text x="50" y="45" font-size="8" font-weight="600" text-anchor="middle">Қадам → өлшем</text></svg>"""
TEXT = "<h2>Неден бастаймыз</h2><p>Әр бала <b>бірге</b> оқиды. Кедергіні табамыз.</p><ul><li>бір</li><li>екі</li></ul>"


def body(drawing: str = DRAWING) -> list:
    """The blocks of a lesson with one of each kind."""
    image = get_image_model().objects.create(
        title="Сызба",
        description="Екі қадам",
        file=ContentFile(drawing.encode(), name="step.svg"),
        width=100,
        height=50,
    )
    return [
        ("text", TEXT),
        (
            "figure",
            {
                "image": image.pk,
                "alt": "Қадамдар сызбасы",
                "caption": "Сызба",
                "description": "<p>Бірінші қадамнан екіншіге.</p>",
            },
        ),
        ("case", {"title": "Оқушы А", "text": "<p>Сыныпта үнсіз отырады.</p>"}),
        ("table", {"caption": "Кесте", "rows": [["Кім", "Не"], ["Оқушы А", "карточка"]]}),
        ("control_question", {"question": "Неге олай?", "answer": "<p>Себебі осы.</p>"}),
    ]


@pytest.fixture
def pages(db):
    return make_topic_page(KEY, body=body())


@pytest.fixture
def enrolment(pages):
    """A learner's place in a Kazakh course that has the lesson."""
    make_issuer()
    return enrol(make_user("learner"), make_cohort(make_edition()))


@pytest.fixture
def part(pages) -> str:
    """The id of the lesson's first part."""
    return pages["kk"].body[0].id
