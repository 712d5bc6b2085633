"""Ready comments that come with a programme."""

from pathlib import Path

import pytest

from assessments import comment_loading
from assessments.models import BankComment, Rubric
from courses.loader.files import LoadErrors, Report
from people.roles import Role
from tests.factories import make_user

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
