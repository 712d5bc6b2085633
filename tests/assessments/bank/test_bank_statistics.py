"""Statistics of a question whose key was mended, and of one cohort alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import AttemptItem, QuestionVersion
from assessments.services.attempts import statistics as service
from assessments.services.decisions import regrade
from people.roles import Role
from tests.factories import enrol, make_cohort, make_edition, make_user, sitting_of, take_test

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition(questions=2)


def exam(edition, number: int, people: int):
    cohort = make_cohort(edition, number=number, places=50)
    for place in range(people):
        take_test(sitting_of(enrol(None, cohort)), right=place % 5)
    return cohort


def decide(action: str, detail: dict) -> int:
    version_id = AttemptItem.objects.order_by("version").values_list("version", flat=True)[0]
    boss = make_user(Role.METHODOLOGIST, Role.COORDINATOR)
    regrade.decide(
        version_id=version_id, action=action, detail=detail, reason="Кілт қате", at=timezone.now(), actor=boss
    )
    return version_id


@pytest.mark.parametrize(
    ("action", "detail", "right"),
    [("change_key", {"correct": ["b"]}, {"b"}), ("accept", {"accept": [["b"]]}, {"a", "b"})],
)
def test_the_right_answer_is_that_of_the_decision(edition, client_for, monkeypatch, action, detail, right):
    exam(edition, 1, 30)
    version_id = decide(action, detail)
    asked = {}
    real = service.statistics.item

    def item(version_id, given, **options):
        asked[version_id] = set(options["right"])
        return real(version_id, given, **options)

    monkeypatch.setattr(service.statistics, "item", item)
    found = service.report(programme_code="A").of(version_id)
    assert asked.pop(version_id) == right
    assert all(keys == {"a"} for keys in asked.values())
    # The strong answered "a": it lures once it is wrong.
    assert ("luring_option" in found.flags) is (right == {"b"})
    page = client_for(make_user(Role.METHODOLOGIST)).get(reverse("bank:statistics_item", args=[version_id]))
    options = QuestionVersion.objects.get(pk=version_id).body["kk"]["options"]
    shown = {choice.text_kk for choice in page.context["choices"] if choice.is_right}
    assert shown == {options[key] for key in right}


def test_a_question_taken_out_is_shown_by_the_mended_key(edition):
    exam(edition, 1, 10)
    version_id = decide("change_key", {"correct": ["b"]})
    mended = service.report(programme_code="A").of(version_id).both.facility
    assert decide("void", {}) == version_id
    assert service.report(programme_code="A").of(version_id).both.facility == pytest.approx(mended)


def test_a_questions_page_is_of_the_cohort_the_list_was_narrowed_to(edition, client_for):
    first, second = exam(edition, 1, 6), exam(edition, 2, 9)
    client = client_for(make_user(Role.METHODOLOGIST, language="en"), headers={"accept-language": "en"})
    listed = client.get(reverse("bank:statistics"), {"cohort": first.pk})
    address = listed.context["rows"][0].url
    assert address.endswith(f"?cohort={first.pk}")
    page = client.get(address)
    assert page.context["figures"][0][1][0] == "6"
    assert f"These figures are of cohort {first.code} alone." in page.content.decode()
    assert any(f"cohort={first.pk}" in crumb["url"] for crumb in page.context["crumbs"])
    whole = client.get(address.partition("?")[0])
    assert whole.context["figures"][0][1][0] == "15"
    assert "of all cohorts together" in whole.content.decode()
    assert "?cohort=" not in client.get(reverse("bank:statistics")).context["rows"][0].url
    assert client.get(address.partition("?")[0], {"cohort": second.pk}).context["figures"][0][1][0] == "9"


def test_a_cohort_of_another_programme_has_no_figures_here(edition, client_for):
    exam(edition, 1, 6)
    other = make_cohort(make_edition("B"), number=9)
    client = client_for(make_user(Role.METHODOLOGIST))
    address = reverse("bank:statistics_item", args=[QuestionVersion.objects.first().pk])
    for asked in (other.pk, 0, "x"):
        assert client.get(address, {"cohort": asked}).status_code == 404
