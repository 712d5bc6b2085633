"""A lesson that a cohort studies can be mended, not taken away: by no screen, workflow, command or call."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from courses.editing import protection
from courses.models import Cohort
from courses.pages import TopicPage
from people.errors import Refusal
from tests.courses.pages import make_topic_page

from .test_forms import form_of, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SOON = timedelta(days=3)


@pytest.fixture
def lesson(studied) -> TopicPage:
    return TopicPage.objects.get(pk=studied["kk"].pk)


@pytest.fixture
def elsewhere(lesson) -> Page:
    """Another module's page."""
    return make_topic_page("A.2.9")["kk"].get_parent().specific


def code_of(act, *arguments, **options) -> str:
    with pytest.raises(Refusal) as refused, transaction.atomic():
        act(*arguments, **options)
    return refused.value.code


def test_the_sentence_names_the_page_and_the_cohorts(lesson):
    assert protection.running_cohorts(lesson) == ["A-1"]
    assert protection.running_cohorts(lesson.get_parent()) == ["A-1"]
    assert protection.refusal(lesson, "remove") == (
        f"“{lesson.title}” is in the plan of cohorts that study now (A-1). "
        "Its text can be corrected, but it cannot be removed or unpublished before they end."
    )


def test_it_is_not_deleted_by_any_call_nor_with_a_page_above(lesson):
    base = Page.objects.get(pk=lesson.pk)
    assert code_of(lesson.delete) == "studied_remove"
    assert code_of(base.delete) == "studied_remove"
    assert code_of(DeletePageAction(base, user=None).execute) == "studied_remove"
    assert code_of(lesson.get_parent().delete) == "studied_remove"
    assert code_of(Page.objects.filter(pk=lesson.pk).delete) == "studied_remove"
    assert TopicPage.objects.filter(pk=lesson.pk, live=True).exists()


def test_it_is_not_unpublished_by_any_call(lesson):
    base = Page.objects.get(pk=lesson.pk)
    assert code_of(lesson.unpublish) == "studied_remove"
    assert code_of(UnpublishPageAction(base).execute) == "studied_remove"
    assert code_of(lesson.get_parent().specific.unpublish) == "studied_remove"
    assert TopicPage.objects.get(pk=lesson.pk).live


def test_it_moves_among_its_neighbours_and_not_elsewhere(lesson, elsewhere):
    neighbour = make_topic_page("A.1.2")["kk"]
    assert code_of(lesson.move, elsewhere, pos="last-child") == "studied_move"
    assert code_of(MovePageAction(lesson, elsewhere, pos="first-child").execute) == "studied_move"
    lesson.move(neighbour, pos="right")
    keys = TopicPage.objects.child_of(neighbour.get_parent()).order_by("path").values_list("key", flat=True)
    assert list(keys) == ["A.1.2", "A.1.1"]


def test_its_address_and_its_topic_stay(lesson):
    lesson.slug = "another"
    assert code_of(lesson.save) == "studied_slug"
    lesson = TopicPage.objects.get(pk=lesson.pk)
    lesson.key = "A.1.2"
    assert code_of(lesson.save) == "studied_key"
    lesson = TopicPage.objects.get(pk=lesson.pk)
    lesson.slug = "another"
    revision = lesson.save_revision()
    assert code_of(revision.publish) == "studied_slug"
    assert TopicPage.objects.get(pk=lesson.pk).slug == "t1"


def test_its_text_is_corrected_and_published_as_ever(lesson):
    lesson.aim = "Түзетілді."
    lesson.save_revision().publish()
    assert TopicPage.objects.get(pk=lesson.pk).aim == "Түзетілді."


def test_the_form_says_why_the_address_stays_and_no_end_is_set(lesson):
    data = posted(lesson, expire_at=(timezone.localtime() + SOON).strftime("%Y-%m-%d %H:%M"))
    form = form_of(lesson, data | {"slug": "another"})
    assert not form.is_valid()
    assert "Its address was given to learners" in form.errors["slug"][0]
    assert "It cannot be set to expire before they end." in form.errors["expire_at"][0]
    lesson = TopicPage.objects.get(pk=lesson.pk)
    assert form_of(lesson, posted(lesson)).is_valid()


def test_an_end_is_refused_also_past_the_form(lesson):
    lesson.expire_at = timezone.now() + SOON
    assert code_of(lesson.save) == "studied_expire"


def test_an_end_set_before_the_cohort_opened_is_taken_off_and_the_rest_expires(lesson, capsys):
    free = make_topic_page("B.1.1")["kk"]
    past = timezone.now() - SOON
    Page.objects.filter(pk__in=[lesson.pk, free.pk]).update(expire_at=past)
    call_command("publish_scheduled")
    assert TopicPage.objects.get(pk=lesson.pk).live
    assert TopicPage.objects.get(pk=lesson.pk).expire_at is None
    assert not TopicPage.objects.get(pk=free.pk).live
    assert f"Kept, because a cohort studies it: {lesson.title}" in capsys.readouterr().out


def test_after_the_cohort_everything_is_possible_again(lesson, elsewhere):
    Cohort.objects.update(status="concluded")
    lesson.slug = "another"
    lesson.expire_at = timezone.now() + SOON
    lesson.save()
    lesson.move(elsewhere, pos="last-child")
    lesson = TopicPage.objects.get(pk=lesson.pk)
    lesson.unpublish()
    lesson.delete()
    assert not TopicPage.objects.filter(pk=lesson.pk).exists()


def test_a_topic_has_one_page_in_a_language(lesson, elsewhere):
    assert code_of(CopyPageAction(lesson, to=elsewhere).execute) == "key_taken"
    second = TopicPage(title="Жаңа", slug="new", aim="…", outcomes=["…"], locale=lesson.locale)
    assert code_of(elsewhere.add_child, instance=second) == "no_key"


def test_the_editors_screens_say_why_and_lead_back(client_for, administrator, lesson):
    client = client_for(administrator, headers={"accept-language": "en"})
    for name, words in (("delete", "A-1"), ("unpublish", "A-1"), ("copy", "is not copied")):
        answer = client.post(
            reverse(f"wagtailadmin_pages:{name}", args=[lesson.pk]), {"new_title": "x", "new_slug": "x"}
        )
        assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        assert words in [str(one) for one in get_messages(answer.wsgi_request)][-1]


def test_the_screen_that_moves_says_why(client_for, administrator, lesson, elsewhere):
    address = reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, elsewhere.pk])
    answer = client_for(administrator, headers={"accept-language": "en"}).post(address)
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert "cannot move elsewhere" in str(next(iter(get_messages(answer.wsgi_request))))


def test_a_bulk_action_is_refused_whole(client_for, administrator, lesson, elsewhere):
    free = make_topic_page("A.1.2")["kk"]
    Cohort.objects.get().plan_topics.filter(key="A.1.2").delete()
    client = client_for(administrator, headers={"accept-language": "en"})
    for action in ("delete", "unpublish", "move"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        answer = client.post(f"{address}?id={free.pk}&id={lesson.pk}&next=/admin/", {"chooser": elsewhere.pk})
        assert answer.status_code == 302, action
        assert "A-1" in [str(one) for one in get_messages(answer.wsgi_request)][-1]
        assert (
            TopicPage.objects.filter(pk__in=[free.pk, lesson.pk], live=True)
            .child_of(lesson.get_parent())
            .count()
            == 2
        )
