"""Ready comments that come with a programme."""

from pathlib import Path

import pytest

from assessments.loader import comments as comment_loading
from assessments.models import BankComment, Rubric
from assessments.services.marking import comments as bank_comments
from courses.loader.files import LoadErrors, Report
from people.roles import Role
from tests.factories import NOW, make_user

from .test_bank_comments import add

pytestmark = pytest.mark.django_db
CONTENT = Path(__file__).resolve().parents[3] / "courses" / "content"
FILE = """
- rubric: self_study
  criterion: mark
  kk: Дәлел қосыңыз.
  ru: Добавьте обоснование.
- rubric: self_study
  kk: Жұмыс толық.
  ru: Работа полная.
"""


def load(edition, folder, text: str) -> Report:
    (folder / "comments.yaml").write_text(text, encoding="utf-8")
    report = Report()
    comment_loading.apply(report, folder, edition)
    return report


def test_a_file_is_loaded_once_and_mended_by_its_kazakh_words(cohort, tmp_path):
    assert len(load(cohort.edition, tmp_path, FILE).created) == 2
    assert len(load(cohort.edition, tmp_path, FILE).unchanged) == 2
    changed = load(cohort.edition, tmp_path, FILE.replace("Добавьте обоснование", "Обоснуйте"))
    assert len(changed.updated) == 1
    assert set(BankComment.objects.values_list("criterion", "text_ru", "owner")) == {
        ("mark", "Обоснуйте.", None),
        ("", "Работа полная.", None),
    }


def test_a_comment_a_methodologist_worded_anew_stays(cohort, tmp_path):
    add(
        Rubric.objects.get(edition=cohort.edition, key="self_study"),
        make_user(Role.METHODOLOGIST),
        is_shared=True,
    )
    load(cohort.edition, tmp_path, FILE)
    assert BankComment.objects.filter(text_kk="Дәлел қосыңыз.").count() == 1


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (FILE.replace("rubric: self_study", "rubric: nothing", 1), "nothing"),
        (FILE.replace("criterion: mark", "criterion: other"), "other"),
        (FILE.replace("  ru: Работа полная.\n", ""), "ru"),
        ("rubric: x", "list"),
    ],
)
def test_every_fault_is_named_and_nothing_is_loaded(cohort, tmp_path, wrong, word):
    with pytest.raises(LoadErrors) as found:
        load(cohort.edition, tmp_path, wrong)
    assert word in str(found.value)
    assert "comments.yaml" in str(found.value)
    assert not BankComment.objects.exists()


def test_a_programme_without_the_file_loads_none(cohort, tmp_path):
    comment_loading.apply(Report(), tmp_path, cohort.edition)
    assert not BankComment.objects.exists()


def test_the_programmes_bring_comments_for_every_criterion():
    import yaml

    total = 0
    for code in "AB":
        rubrics = yaml.safe_load((CONTENT / code / "assessment.yaml").read_text(encoding="utf-8"))["rubrics"]
        wanted = {(rubric["key"], row["key"]) for rubric in rubrics for row in rubric["criteria"]}
        rows = yaml.safe_load((CONTENT / code / "comments.yaml").read_text(encoding="utf-8"))
        assert wanted <= {(row["rubric"], row.get("criterion", "")) for row in rows}
        total += len(rows)
    assert total >= 24


def test_a_comment_an_editor_changed_stays_changed(cohort, tmp_path):
    load(cohort.edition, tmp_path, FILE)
    editor = make_user(Role.METHODOLOGIST)
    kazakh, russian = BankComment.objects.order_by("pk")
    for comment, words in (
        (kazakh, {"text_kk": "Дәлелді нақтылаңыз.", "text_ru": kazakh.text_ru}),
        (russian, {"text_kk": russian.text_kk, "text_ru": "Работа сделана целиком."}),
    ):
        bank_comments.change_comment(
            comment_id=comment.pk, criterion=comment.criterion, actor=editor, **words
        )
    again = load(cohort.edition, tmp_path, FILE.replace("Работа полная", "Полная работа"))
    assert len(again.unchanged) == 2
    assert set(BankComment.objects.values_list("text_kk", "text_ru")) == {
        ("Дәлелді нақтылаңыз.", "Добавьте обоснование."),
        ("Жұмыс толық.", "Работа сделана целиком."),
    }


def test_a_comment_an_editor_removed_does_not_come_back(cohort, tmp_path):
    load(cohort.edition, tmp_path, FILE)
    editor = make_user(Role.METHODOLOGIST)
    comment = BankComment.objects.get(text_kk="Жұмыс толық.")
    bank_comments.remove_comment(comment_id=comment.pk, actor=editor)
    assert len(load(cohort.edition, tmp_path, FILE).unchanged) == 2
    assert [one.text_kk for one in bank_comments.usable_by(editor)] == ["Дәлел қосыңыз."]
    bank_comments.add_comment(
        rubric_id=comment.rubric_id,
        criterion="",
        text_kk="Жұмыс толық.",
        text_ru="Работа полная.",
        at=NOW,
        actor=editor,
        is_shared=True,
    )
    assert bank_comments.usable_by(editor).count() == 2


def test_an_own_comment_is_removed_wholly(cohort):
    marker = make_user(Role.TRAINER)
    comment = add(Rubric.objects.get(edition=cohort.edition, key="self_study"), marker)
    bank_comments.remove_comment(comment_id=comment.pk, actor=marker)
    assert not BankComment.objects.exists()
