"""A programme into files and back: nothing changes, or a sentence names the page and the place."""

import filecmp
import hashlib
import io
import json
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from assessments.models import (
    Assignment,
    BankComment,
    Question,
    QuestionVersion,
    Quiz,
    Rubric,
    RubricVersion,
    Scheme,
)
from assessments.rules.scheme import content_hash
from cms.dumping import DumpErrors, dump_programme
from cms.programmes import load_programme
from courses.models import Captions, GlossaryTerm, ProgrammeEdition, Recording, Reference
from courses.pages import CataloguePage, TopicPage
from tests.courses.pages import make_topic_page
from tests.factories import NOW, make_edition, make_user

pytestmark = pytest.mark.django_db


def quiet(_line: str) -> None:
    pass


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"


@pytest.fixture
def programme(media) -> ProgrammeEdition:
    """Programme A of one topic a module, with every part a lesson can have on its first page."""
    edition = make_edition(questions=1, draw=1)
    ProgrammeEdition.objects.update(legal_basis_kk="№ 384 бұйрық", legal_basis_ru="Приказ № 384")
    for module in edition.modules.all():
        first, second = module.topics.all()
        second.delete()
        first.__class__.objects.filter(pk=first.pk).update(lecture=20, practice=20)
    GlossaryTerm.objects.create(
        programme_code="A",
        key="barrier",
        kk="Кедергі",
        ru="барьер",
        definition_kk="А: ә.",
        definition_ru="А – б.",
    )
    Reference.objects.create(
        programme_code="A", key="law", kind="main", order=1, kk="Заң №319", ru="Закон № 319"
    )
    for version in QuestionVersion.objects.all():
        version.content_hash = content_hash({"kind": version.kind, "body": version.body})
        version.save()
    edition.refresh_from_db()
    second = make_topic_page("A.2.1", body=[("text", "<p>Екінші.</p>")])
    make_topic_page(
        "A.1.1",
        body={language: parts(language, second[language].pk) for language in ("kk", "ru")},
        terms=["barrier"],
        literature=["law"],
        is_open=True,
    )
    return edition


def parts(language: str, other: int) -> list[tuple[str, object]]:
    """One of each kind, with what is hard to write: several texts in a row, a table with a bar, a question of two lines."""
    image = get_image_model()(title="Рампа", description="…", file_hash="")
    image.file = ContentFile(png(language), name=f"ramp-{language}.png")
    image._set_image_file_metadata()
    image.save()
    documents = get_document_model()
    pdf = documents.objects.filter(title="Бақылау парағы").first() or documents(title="Бақылау парағы")
    if pdf.pk is None:
        pdf.file = ContentFile(b"%PDF-1.4 sheet", name="sheet.pdf")
        pdf._set_document_file_metadata()
        pdf.save()
    return [
        ("text", f'<h2>Бас</h2><p data-block-key="x1">А <a id="{other}" linktype="page">ә</a>.</p>'),
        ("text", f'<p>Тағы <a id="{pdf.pk}" linktype="document">парақ</a>.</p>'),
        ("table", {"caption": "", "rows": [["А", "Ә"], ["1", ""]]}),
        ("table", {"caption": "Кесте", "rows": [["А|Б", "*"], ["---"]]}),
        (
            "figure",
            {
                "image": image.pk,
                "alt": "Баспалдақ пен рампа қатар тұр.",
                "caption": "Есік",
                "description": "<p>Рампа.</p>",
            },
        ),
        ("case", {"title": "Бірінші күн", "text": "<p>Оқушы.</p>"}),
        ("task", {"title": "", "text": "<ol><li>Таңдаңыз<ul><li>біреуін</li></ul></li></ol>"}),
        ("self_study", {"title": "Үйде", "text": "<p>:::</p><hr/>"}),
        ("reflection", {"title": "Ой", "text": "<blockquote>Неге?</blockquote>"}),
        ("control_question", {"question": "Неге?", "answer": "<p>Себебі.</p>"}),
        ("control_question", {"question": "Бірі:\n1) не?\n2) қалай?", "answer": "<p>Осылай.</p>"}),
        ("bank_question", {"key": "A.1.q01"}),
        ("key_term", {"key": "barrier"}),
        ("video", {"recording": recording("video").pk}),
        ("audio", {"recording": recording("audio").pk}),
        ("download", {"document": pdf.pk, "title": "Парақ", "about": "Сабаққа дейін."}),
        (
            "embedded",
            {"document": pdf.pk, "title": "Парақ бетте", "alternative": f"<p>{'Сөз мәтін ' * 12}соңы.</p>"},
        ),
    ]


def png(language: str) -> bytes:
    """A picture of one colour; each language has another."""
    target = io.BytesIO()
    Image.new("RGB", (2, 2), "teal" if language == "kk" else "sienna").save(target, "PNG")
    return target.getvalue()


def recording(kind: str) -> Recording:
    found = Recording.objects.filter(kind=kind).first()
    if found is None:
        content, ending = f"{kind} bytes".encode(), {"video": "mp4", "audio": "mp3"}[kind]
        found = Recording(
            kind=kind,
            title=f"Жазба {kind}",
            language="kk",
            size=len(content),
            seconds=90,
            content_type=f"{kind}/x",
        )
        found.sha256 = hashlib.sha256(content).hexdigest()
        found.transcript_kk, found.transcript_ru = "Сәлем.\n\n---\n\nСау бол.", "Привет."
        found.file = ContentFile(content, name=f"lesson.{ending}")
        found.save()
        Captions.objects.create(
            recording=found, language="kk", text="WEBVTT\n\n00:00.000 --> 00:02.000\nСәлем.\n"
        )
    return found


def empty_the_site() -> None:
    """Everything of the programme gone, as on a machine that never had it."""
    for page in CataloguePage.objects.all():
        page.delete()
    for model in (QuestionVersion, Question, BankComment, Assignment, RubricVersion, Rubric, Quiz, Scheme):
        model.objects.all().delete()
    for model in (
        ProgrammeEdition,
        GlossaryTerm,
        Reference,
        Recording,
        get_image_model(),
        get_document_model(),
    ):
        model.objects.all().delete()


def differences(left: Path, right: Path) -> list[str]:
    names = {str(one.relative_to(root)) for root in (left, right) for one in root.rglob("*") if one.is_file()}
    _same, differing, missing = filecmp.cmpfiles(left, right, sorted(names), shallow=False)
    return differing + missing


def test_loading_a_dump_changes_nothing_and_on_an_empty_site_gives_the_same_bytes(programme, tmp_path):
    comment = BankComment.objects.create(
        rubric=Rubric.objects.get(key="project"),
        criterion="c1",
        text_kk="Екі\nжол",
        text_ru="Две",
        created_at=NOW,
    )
    one, two, three = (tmp_path / name / "A" for name in ("one", "two", "three"))
    assert dump_programme(programme, one).notes == []
    said: list[str] = []
    report = load_programme(one, say=said.append)
    assert (report.created, report.updated, report.kept, said) == ([], [], [], [])

    # A comment that a methodologist words anew is not loaded a second time.
    BankComment.objects.filter(pk=comment.pk).update(text_kk="Өте жақсы.")
    dump_programme(programme, two)
    assert differences(one, two) == ["comments.yaml"]
    assert load_programme(two, say=quiet).created == []
    assert BankComment.objects.count() == 1

    empty_the_site()
    assert not load_programme(two, say=quiet).updated
    dump_programme(ProgrammeEdition.objects.get(), three)
    assert differences(two, three) == []
    page = TopicPage.objects.get(key="A.1.1", locale__language_code="ru")
    linked = TopicPage.objects.get(key="A.2.1", locale__language_code="ru")
    assert f'<a id="{linked.pk}" linktype="page">' in page.body.raw_data[0]["value"]
    assert page.is_open


def test_what_an_editor_saved_without_a_change_is_no_editors_text(programme, tmp_path):
    folder = tmp_path / "A"
    dump_programme(programme, folder)
    page = TopicPage.objects.get(key="A.2.1", locale__language_code="kk")
    page.body = json.dumps(
        [{"type": "text", "value": '<p data-block-key="q7">Екінші.</p>', "id": page.body[0].id}]
    )
    page.save_revision().publish()
    assert load_programme(folder, say=quiet).kept == []
    page.aim = "Басқа мақсат."
    page.save_revision().publish()
    assert load_programme(folder, say=quiet).kept == ["page A.2.1 (kk)"]


def test_drafts_stay_behind_unless_they_are_asked_for(programme, tmp_path):
    page = TopicPage.objects.get(key="A.2.1", locale__language_code="ru")
    page.aim = "Черновик цели."
    page.save_revision()
    dumped = dump_programme(programme, tmp_path / "A")
    assert dumped.notes == ["A.2.1 (ru): a later draft is not written, only what is published."]
    assert "Черновик" not in (tmp_path / "A" / "m2" / "2.1.ru.md").read_text()
    dump_programme(programme, tmp_path / "drafts", drafts=True)
    assert "aim: Черновик цели." in (tmp_path / "drafts" / "m2" / "2.1.ru.md").read_text()


def test_what_cannot_be_written_is_named_by_page_and_place_and_nothing_is_written(programme, tmp_path):
    page = TopicPage.objects.get(key="A.2.1", locale__language_code="kk")
    gone = page.pk + 1000
    page.body = json.dumps(
        [
            {"type": "text", "value": f'<p><a id="{gone}" linktype="page">а</a></p>', "id": "1"},
            {"type": "case", "value": {"title": "", "text": "<h3>а<br/>ә</h3>"}, "id": "2"},
        ]
    )
    page.save_revision().publish()
    TopicPage.objects.get(key="A.2.1", locale__language_code="ru").unpublish()
    with pytest.raises(DumpErrors) as refused:
        dump_programme(programme, tmp_path / "A")
    assert refused.value.faults == [
        "A.2.1 (ru): the page is not published; publish it, or write drafts too.",
        "A.2.1 (kk), part 1 (Theses): a link leads to a page that is no longer there; lead it to another or remove it.",
        "A.2.1 (kk), part 2 (Case from school life): a heading of level 3 in two lines: “а\\”.",
    ]
    assert [*tmp_path.glob("*A*")] == []


def test_a_retired_question_stays_retired_and_an_unfinished_one_stays_at_home(programme, tmp_path):
    QuestionVersion.objects.filter(question__key="A.1.q01").update(status="retired")
    ready = QuestionVersion.objects.get(question__key="A.2.q01")
    QuestionVersion.objects.create(
        question=ready.question,
        number=2,
        status="draft",
        kind="single",
        body={"kk": {}},
        created_by=make_user(),
    )
    dumped = dump_programme(programme, tmp_path / "A")
    assert dumped.notes == ["question A.2.q01: draft 2 is not written."]
    assert load_programme(tmp_path / "A", say=quiet).created == []
    empty_the_site()
    load_programme(tmp_path / "A", say=quiet)
    assert dict(QuestionVersion.objects.values_list("question__key", "status")) == {
        "A.1.q01": "retired",
        "A.2.q01": "ready",
    }


def test_a_folder_that_holds_something_is_replaced_only_by_force(programme, tmp_path, capsys):
    folder = tmp_path / "A"
    folder.mkdir()
    (folder / "mine.txt").write_text("…")
    with pytest.raises(CommandError, match="is not empty"):
        call_command("dump_programme", "A", str(folder))
    assert [one.name for one in folder.iterdir()] == ["mine.txt"]
    call_command("dump_programme", "A", str(folder), "--force")
    assert not (folder / "mine.txt").exists()
    assert (folder / "programme.yaml").exists()
    assert [one.name for one in tmp_path.iterdir() if one.name != "store"] == ["A"]
    assert "A/1: " in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no programme Z"):
        call_command("dump_programme", "Z", str(tmp_path / "Z"))
