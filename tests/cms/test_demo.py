"""The demonstration is made whole on an empty site, and nothing in it breaks what must always hold."""

import io

import pytest
from django.core.management import call_command

from certificates.models import Document
from courses.models import Cohort, ProgrammeEdition
from people.models import User
from people.roles import Role

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_demonstration_is_made_whole_and_keeps_every_rule():
    call_command("demo", stdout=io.StringIO())
    assert set(ProgrammeEdition.objects.values_list("code", flat=True)) == {"A", "B"}
    assert set(User.objects.filter(groups__isnull=False).values_list("groups__name", flat=True)) >= {
        role.value for role in Role
    }
    assert set(Cohort.objects.values_list("status", flat=True)) >= {"open", "running", "concluded"}
    assert Document.objects.exclude(pdf="").filter(status="valid").exists()
    said = io.StringIO()
    call_command("check_invariants", stdout=said)
    assert "Everything" in said.getvalue()
