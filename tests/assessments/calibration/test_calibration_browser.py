"""The page on how markers mark, with double marking on it: axe finds nothing, nothing overflows at 320 px."""

import pytest
from django.urls import reverse

from assessments.models import MarkingRule
from tests.assessments.calibration.test_page import finish, handed_in
from tests.factories import coordinator_of, make_cohort, make_edition, make_trainer


@pytest.fixture
def cohort(transactional_db):
    cohort = make_cohort(make_edition())
    assignment = cohort.edition.assignments.get(key="self_study")
    MarkingRule.objects.create(cohort=cohort, assignment=assignment, markers=2)
    first, second, third = make_trainer(cohort), make_trainer(cohort), make_trainer(cohort)
    for points, other in (("9", "8.5"), ("8", "6"), ("7", "6.5"), ("6", "5.5"), ("5", "5")):
        row = handed_in(cohort)
        finish(row, first, points)
        finish(row, second, other)
    finish(handed_in(cohort), third, "4")
    return cohort


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_it_is_readable_by_everyone(page, axe, cohort, language):
    person = coordinator_of(cohort)
    person.language = language
    person.save()
    address = reverse("calibration", args=[cohort.pk]) + "?work=self_study"
    for size, scheme in (((1280, 900), "light"), ((320, 640), "dark")):
        tab = page(person, locale=language, viewport=size, color_scheme=scheme)
        tab.goto(address)
        assert tab.locator(".dots circle").count() == 3
        assert tab.locator(".dots .thin").count() == 1
        axe(tab)
        assert tab.evaluate("document.documentElement.scrollWidth") <= size[0]
