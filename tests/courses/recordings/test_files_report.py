"""The files report, and what the editor asks of a picture and a document that is uploaded."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.models import LibraryItem
from courses.filing import report
from courses.models import Recording
from people.roles import Role
from tests.courses.pages import make_topic_page
from tests.courses.recordings import samples
from tests.courses.recordings.samples import make_recording
from tests.factories import make_user

pytestmark = pytest.mark.django_db
Image, Document = get_image_model(), get_document_model()
DESCRIBED = "Сынып бөлмесінің жоспары"


@pytest.fixture
def editor(client_for):
    return client_for(make_user(Role.METHODOLOGIST, language="en"))


def make_image(title="Сурет", **values):
    values = {"description": DESCRIBED, "file_size": 500} | values
    return Image.objects.create(title=title, file=get_test_image_file(size=(8, 8)), **values)


def png(name: str = "a.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, get_test_image_file(size=(8, 8)).file.getvalue(), "image/png")


def make_document(title="Жоспар үлгісі", **values):
    return Document.objects.create(title=title, file=ContentFile(b"a", name="a.pdf"), file_size=1, **values)


def row_of(one) -> report.Row:
    kinds = {Image: "image", Document: "document", Recording: "recording"}
    return next(row for row in report.rows() if (row.kind, row.pk) == (kinds[type(one)], one.pk))


def link(document) -> str:
    return f'<p><a linktype="document" id="{document.pk}">Үлгі</a></p>'


def test_what_pages_drafts_and_recordings_show_is_used():
    shown, drafted, poster, nowhere = (make_image(title=f"Сурет {number}") for number in range(4))
    linked, in_task, drafted_link = (make_document(title=f"Үлгі {number}-сынып") for number in range(3))
    sound = make_recording()
    make_recording(samples.mp4(), title="Бейне", captions={}, poster_id=poster.pk)
    pages = make_topic_page(
        body=[
            ("figure", {"image": shown.pk, "alt": "Сызба", "caption": "", "description": ""}),
            ("text", link(linked)),
            ("task", {"title": "", "text": link(in_task)}),
            ("audio", {"recording": sound.pk}),
        ]
    )
    draft = pages["ru"].get_latest_revision_as_object()
    draft.body = [
        ("figure", {"image": drafted, "alt": "Сызба", "caption": "", "description": ""}),
        ("self_study", {"title": "", "text": link(drafted_link)}),
    ]
    draft.save_revision()
    for one in (shown, linked, in_task, sound):
        assert (row_of(one).uses, row_of(one).is_in_drafts_only) == (2, False), one
    for one in (drafted, drafted_link):
        assert (row_of(one).uses, row_of(one).is_in_drafts_only) == (1, True), one
    assert row_of(poster).uses == 1
    assert row_of(nowhere).findings == ("unused",)


def test_what_the_library_lends_is_used():
    document = make_document()
    item = {"kind": "guide", "title_kk": "а", "title_ru": "а", "about_kk": "а", "about_ru": "а"}
    LibraryItem.objects.create(key="guide", document=document, **item)
    assert row_of(document).uses == 1


def test_a_page_never_published_and_one_waiting_for_its_day_count_too():
    hidden, waiting = make_image(title="Жасырын"), make_image(title="Күтуде")
    figure = {"alt": "Сызба", "caption": "", "description": ""}
    pages = make_topic_page(is_live=False, body=[("figure", {"image": hidden.pk, **figure})])
    assert row_of(hidden).uses == 2
    page = pages["kk"]
    page.body = [("figure", {"image": waiting, **figure})]
    revision = page.save_revision()
    page.body = []
    page.save_revision()
    assert row_of(waiting).uses == 0
    revision.approved_go_live_at = revision.created_at
    revision.save(update_fields=["approved_go_live_at"])
    assert row_of(waiting).uses == 1


def test_the_report_names_what_is_wrong_and_what_to_do(editor):
    make_image(title="Ауыр сурет", file_size=2 * 1024 * 1024)
    make_image(title="Сөзсіз сурет", description="")
    make_document(title="scan_001.pdf")
    make_recording(title="Ешкім тыңдамайтын жазба")
    page = editor.get(reverse("files_report")).content.decode()
    for said in (
        "The file is too large. Save it smaller and upload it again.",
        "It is not said what the picture shows. Write what it shows.",
        "The title is a file name. Write a title for readers.",
        "No page, draft or library item uses it. Remove it, or use it.",
        "Not described: <strong>1</strong>",
        "2.0\xa0MB",
    ):
        assert said in page
    only = editor.get(reverse("files_report"), {"kind": "document", "finding": "title"}).content.decode()
    assert "scan_001.pdf" in only
    assert "Ауыр сурет" not in only
    none = editor.get(reverse("files_report"), {"finding": "wide"}).content.decode()
    assert "No file is like this." in none
    assert editor.get(reverse("files_report"), {"finding": "' OR 1=1", "p": "x"}).status_code == 200


def test_the_report_is_a_sheet_too(editor):
    make_document(title="=1+1 үлгісі")
    answer = editor.get(reverse("files_report"), {"finding": "all", "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]][:4] == ["Kind of file", "Title", "File", "Size, KB"]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["D2"].value) == ("=1+1 үлгісі", "s", 1)
    assert sheet["H2"].value == "No page, draft or library item uses it."


def test_the_report_costs_the_same_for_few_and_many_files(editor):
    counted = []
    for number in (1, 2):
        for place in range(3 * number):
            make_document(title=f"Үлгі {number}-{place} сынып")
            image = make_image(title=f"Сурет {number} {place}")
            make_recording(samples.wav(1, seed=10 * number + place), captions={})
        pages = make_topic_page(f"A.{number}.1")
        for page in pages.values():
            page.body = [("figure", {"image": image, "alt": "а", "caption": "", "description": ""})]
            page.save_revision()
        editor.get(reverse("files_report"))
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("files_report"))
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("role", [Role.LEARNER, Role.EXPERT, Role.COORDINATOR, Role.TRAINER])
def test_only_those_who_keep_files_read_the_report(client_for, role):
    answer = client_for(make_user(role)).get(reverse("files_report"))
    assert answer.status_code in {302, 403}


def test_the_report_stands_among_the_reports(editor):
    assert reverse("files_report") == "/admin/reports/files/"
    assert "/admin/reports/files/" in editor.get(reverse("wagtailadmin_home")).content.decode()


# Uploading


def image_posted(**values) -> dict:
    empty = dict.fromkeys(("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"), "")
    return empty | {"title": "Сынып", "tags": "", "file": png()} | values


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("", "Write what the picture shows: readers who do not see it are told this."),
        ("Сурет", "Write in a sentence what the picture shows."),
        ("IMG_20240501_1200.jpg", "Write in a sentence what the picture shows."),
    ],
)
def test_a_picture_without_description_is_not_taken(editor, description, said):
    answer = editor.post(reverse("wagtailimages:add"), image_posted(description=description))
    assert said in answer.content.decode()
    assert not Image.objects.exists()


def test_a_described_picture_is_taken(editor):
    answer = editor.post(reverse("wagtailimages:add"), image_posted(description=DESCRIBED))
    assert answer.status_code == 302
    assert Image.objects.get().description == DESCRIBED


@pytest.mark.parametrize(
    ("title", "is_taken"), [("plan.pdf", False), ("jospar_2024", False), ("Жеке бағдарламаның үлгісі", True)]
)
def test_a_document_needs_a_real_title(editor, title, is_taken):
    file = SimpleUploadedFile("jospar_2024.pdf", b"%PDF-1.7")
    answer = editor.post(reverse("wagtaildocs:add"), {"title": title, "tags": "", "file": file})
    assert Document.objects.exists() is is_taken
    if not is_taken:
        assert (
            f"“{title}” is the name of a file. Write what the document is about." in answer.content.decode()
        )


def test_several_pictures_at_once_wait_for_their_words(editor):
    answer = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": png("IMG_1.png")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.json()["success"] is True
    assert not Image.objects.exists()
