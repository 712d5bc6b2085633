"""Kazakh order, case and formats, in Python and in whichever database the tests run on."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils import formats, translation
from django.utils.translation import gettext

from people.models import User
from people.sorting import by_name, kazakh_key

ORDERED = [
    "Әбдіров",
    "Ибраев",
    "Өтегенов",
    "Усенов",
    "Ұлықбек",
    "Үмбетов",
    "Һарун",
    "Ысқақов",
    "Іргебаев",
    "Ялова",
]


def test_names_sort_as_the_kazakh_alphabet_does():
    assert sorted(reversed(ORDERED), key=kazakh_key) == ORDERED


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_database_sorts_names_as_the_kazakh_alphabet_does():
    for index, surname in enumerate(reversed(ORDERED)):
        User.objects.create(email=f"p{index}@example.org", surname=surname)
    assert list(User.objects.order_by(*by_name("surname")).values_list("surname", flat=True)) == ORDERED


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["әбдір", "ӘБДІР", "бдіро"])
def test_a_name_is_found_in_any_case(typed):
    User.objects.create(email="a@example.org", surname="Әбдірова")
    assert User.objects.filter(surname__icontains=typed).exists()


@pytest.mark.parametrize(
    ("language", "shown"),
    [("kk", "2026 жылғы 5 наурыз"), ("ru", "5 марта 2026"), ("en", "5 March 2026")],
)
def test_dates_read_as_people_write_them(language, shown):
    with translation.override(language):
        assert formats.date_format(date(2026, 3, 5), "DATE_FORMAT") == shown


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_numbers_have_a_comma_and_dates_are_typed_with_dots(language):
    with translation.override(language):
        assert formats.number_format(Decimal("1234.5"), use_l10n=True, force_grouping=True) == "1\xa0234,5"
        assert forms.DateField().clean("05.03.2026") == date(2026, 3, 5)
        assert forms.DecimalField(localize=True).clean("12,5") == Decimal("12.5")
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
        shown = formats.date_format(datetime(2026, 3, 5, 15, 5), "SHORT_DATETIME_FORMAT")
        assert shown == "05.03.2026 15:05"


def test_a_third_partys_missing_kazakh_string_is_shown_in_russian_never_in_english():
    rare = "Delete selected tags"
    with translation.override("ru"):
        russian = gettext(rare)
    with translation.override("kk"):
        kazakh = gettext(rare)
    if russian != rare:
        assert kazakh == russian
    with translation.override("kk"):
        assert gettext("no catalogue has ever held this") == "no catalogue has ever held this"
