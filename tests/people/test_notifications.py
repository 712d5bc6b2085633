"""Telling people: every kind in three languages, mail as each person wants it, one daily mail and no news twice."""

import os
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import translation

from people import digest, kinds, notify
from people.errors import Refusal
from people.models import MailPreference, Notification
from people.roles import Role
from tests.factories import NOW, make_user, three
from tests.people.notices import CONTEXTS, TITLE

pytestmark = pytest.mark.django_db
# A school head is told of an order, whose page is not theirs.
WITHOUT_A_PAGE = {"learner_expelled"}
LATER = NOW + timedelta(hours=12)


def told(kind="work_arrived", *, user=None, at=NOW, context=None, url="/notices/") -> Notification:
    user = user or make_user(Role.TRAINER, language="kk")
    return notify.tell(user=user, kind=kind, context=context or CONTEXTS[kind][0], url=url, at=at)


def test_every_kind_that_can_be_chosen_has_an_example_here():
    assert set(CONTEXTS) == set(kinds.KINDS)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("kind", CONTEXTS)
def test_every_kind_says_something_in_every_language(kind, language):
    for context in CONTEXTS[kind]:
        row = told(kind, user=make_user(language=language), context=context, url="/work/1/project/")
        with translation.override(language):
            subject, text = notify.letter(row)
            paragraph = notify.shown(row)
        assert 8 < len(subject) < 110
        assert "\n\n\n" not in text
        assert ("http://testserver/work/1/project/" in text) is (kind not in WITHOUT_A_PAGE)
        assert paragraph.strip().startswith("<p>")
        assert paragraph.strip().endswith("</p>")
        everything = subject + text + paragraph
        assert "{" not in everything
        assert "%(" not in everything
        assert "None" not in everything
        if "title" in context:
            assert TITLE[language] in everything


def test_words_of_people_are_escaped_on_the_page_and_plain_in_the_mail():
    row = told("defence_announced")
    assert "204 &lt;б&gt;" in notify.shown(row)
    assert "204 <б>" in notify.letter(row)[1]


@pytest.mark.parametrize(("chosen", "sent"), [(None, 0), ("at_once", 1), ("daily", 0), ("never", 0)])
def test_mail_goes_at_once_only_to_who_wants_it(django_capture_on_commit_callbacks, chosen, sent):
    user = make_user(Role.TRAINER)
    if chosen:
        kinds.choose(user=user, ways={"work_arrived": chosen})
    with django_capture_on_commit_callbacks(execute=True):
        row = told(user=user)
    assert len(mail.outbox) == sent
    row.refresh_from_db()
    assert (row.mailed_at is not None) == bool(sent)


def test_a_kind_nobody_registered_is_mailed_at_once():
    kinds.choose(user=(user := make_user()), ways={"appeal_moved": "never"})
    wanted = Notification.objects.filter(notify.mailed("at_once"))
    row = Notification.objects.create(user=user, kind="unheard_of", created_at=NOW)
    Notification.objects.create(user=user, kind="appeal_moved", created_at=NOW)
    assert list(wanted) == [row]


def test_what_a_lost_task_left_is_sent_but_not_what_waits_for_the_digest_or_is_unwanted():
    trainer, learner = make_user(Role.TRAINER), make_user(Role.LEARNER)
    kinds.choose(user=learner, ways={"marks_released": "never"})
    told("work_arrived", user=trainer)
    told("marks_released", user=learner)
    lost = told("work_returned", user=learner)
    assert notify.mail_missing(at=LATER) == 1
    assert [message.to for message in mail.outbox] == [[learner.email]]
    lost.refresh_from_db()
    assert lost.mailed_at == LATER
    assert Notification.objects.filter(mailed_at=None).count() == 2


# The daily mail


def test_the_daily_mail_is_one_for_each_person_in_their_language(in_english):
    one, two = (make_user(Role.TRAINER, language=language) for language in ("ru", "en"))
    for _turn in range(3):
        told(user=one)
    told(user=one, context=CONTEXTS["work_arrived"][0] | {"cohort": "B-2"})
    told(user=two)
    told("marks_released", user=one)  # goes at once
    assert digest.send_digests(at=LATER) == 2
    to_one, to_two = sorted(mail.outbox, key=lambda message: message.to != [one.email])
    assert to_one.to == [one.email]
    assert to_one.body.count("http://testserver/notices/\n") == 3  # two lines and the way to all of them
    assert "(3)" in to_one.body
    assert "Проект" in to_one.body
    assert reverse("mail_preferences") in to_one.body
    assert to_two.subject == "1 piece of news in Tirek"
    assert "To mark: Project, cohort A-1" in to_two.body
    assert Notification.objects.filter(mailed_at=LATER).count() == 5


def test_nothing_new_no_mail_and_no_news_twice():
    assert digest.send_digests(at=LATER) == 0
    told()
    assert digest.send_digests(at=LATER) == 1
    assert digest.send_digests(at=LATER + timedelta(days=1)) == 0
    assert len(mail.outbox) == 1


def test_news_of_long_ago_and_of_people_who_left_is_not_sent():
    told(at=LATER - timedelta(days=8))
    told(user=make_user(Role.TRAINER, is_active=False))
    assert digest.send_digests(at=LATER) == 0


def test_what_changed_to_once_a_day_waits_and_what_changed_to_at_once_goes():
    user = make_user(Role.TRAINER)
    told(user=user)
    kinds.choose(user=user, ways={"work_arrived": "at_once"})
    assert digest.send_digests(at=LATER) == 0
    assert notify.mail_missing(at=LATER) == 1


def test_one_mail_that_fails_does_not_hold_up_the_others(monkeypatch):
    bad, good = make_user(Role.TRAINER), make_user(Role.TRAINER)
    told(user=bad)
    told(user=good)
    real = digest.EmailMessage.send

    def send(self, *args, **kwargs):
        if self.to == [bad.email]:
            raise OSError("the server hung up")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(digest.EmailMessage, "send", send)
    assert digest.send_digests(at=LATER) == 1
    assert Notification.objects.get(user=bad).mailed_at is None
    monkeypatch.undo()
    assert digest.send_digests(at=LATER) == 1


@pytest.mark.skipif(not os.environ.get("TIREK_TEST_DATABASE_URL"), reason="only PostgreSQL writes at once")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail():
    for _turn in range(5):
        told(user=make_user(Role.TRAINER))
    ready, sent = threading.Barrier(2), []

    def work() -> None:
        try:
            ready.wait(timeout=10)
            sent.append(digest.send_digests(at=LATER))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sum(sent) == 5
    assert len(mail.outbox) == 5


def test_the_digest_is_a_task_of_the_morning(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["send-digests"]
    assert entry["task"] == "people.send_digests"
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({7}, {0})
    assert settings.CELERY_TIMEZONE == "Asia/Almaty"
    told()
    from people.tasks import send_digests

    assert send_digests.delay().get() == 1


# Choosing


def test_a_choice_like_the_default_leaves_no_row():
    user = make_user(Role.TRAINER)
    kinds.choose(user=user, ways={"work_arrived": "never", "regraded": "at_once"})
    assert list(MailPreference.objects.values_list("kind", "mail")) == [("work_arrived", "never")]
    kinds.choose(user=user, ways={"work_arrived": "at_once"})
    assert MailPreference.objects.get().mail == "at_once"
    kinds.choose(user=user, ways={"work_arrived": "daily"})
    assert not MailPreference.objects.exists()


@pytest.mark.parametrize("ways", [{"work_arrived": "weekly"}, {"unheard_of": "daily"}])
def test_an_unknown_choice_changes_nothing(ways):
    user = make_user(Role.TRAINER)
    with pytest.raises(Refusal, check=lambda error: error.code == "unknown_choice"):
        kinds.choose(user=user, ways={"regraded": "never", **ways})
    assert not MailPreference.objects.exists()


def test_what_concerns_security_cannot_be_switched_off(monkeypatch, client_for, in_english):
    monkeypatch.setitem(kinds.KINDS, "keys_changed", kinds.Kind("keys_changed", "Keys", is_required=True))
    user = make_user(Role.TRAINER)
    with pytest.raises(Refusal, check=lambda error: error.code == "required"):
        kinds.choose(user=user, ways={"keys_changed": "never"})
    MailPreference.objects.create(user=user, kind="keys_changed", mail="never")
    Notification.objects.create(user=user, kind="keys_changed", created_at=NOW)
    assert Notification.objects.filter(notify.mailed("at_once")).exists()
    page = client_for(user).get(reverse("mail_preferences"))
    assert 'name="keys_changed"' not in page.content.decode()


def test_each_role_chooses_among_what_it_can_get():
    def offered(*roles):
        return {choice.kind.name for choice in kinds.choices_of(make_user(*roles))}

    assert "marks_released" in offered(Role.LEARNER)
    assert "work_arrived" not in offered(Role.LEARNER)
    assert {"work_arrived", "appeal_to_answer"} <= offered(Role.TRAINER)
    of_coordinators = {"second_marker_needed", "third_marker_needed", "no_examiner", "request_filed"}
    assert of_coordinators | {"appeal_to_answer"} <= offered(Role.COORDINATOR)
    for role in (Role.TRAINER, Role.MENTOR, Role.LEARNER):
        assert not of_coordinators & offered(role)
    assert {"meeting_booked", "entry_shared"} <= offered(Role.MENTOR)
    assert offered() == offered(Role.LEARNER)


# Screens


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_choice_is_made_on_its_screen(client_for, language):
    user = make_user(Role.TRAINER, language=language)
    client = client_for(user)
    address = reverse("mail_preferences")
    assert client.get(address).status_code == 200
    assert client.post(address, {"work_arrived": "never", "marks_released": "never"}).status_code == 302
    assert list(MailPreference.objects.values_list("user", "kind", "mail")) == [
        (user.pk, "work_arrived", "never")
    ]
    assert client.post(address, {"work_arrived": "weekly"}).status_code == 422
    for page in (reverse("profile"), reverse("notice_list")):
        assert address in client.get(page).content.decode()


def test_unread_notices_are_filtered_and_marked(client_for):
    user, other = make_user(Role.TRAINER), make_user(Role.TRAINER)
    client = client_for(user)
    for _turn in range(35):
        told(user=user)
    told(user=other)
    page = client.get(reverse("notice_list"), {"show": "new"})
    assert len(page.context["shown"]) == 30
    assert page.context["still_unread"] == 5
    assert len(client.get(reverse("notice_list"), {"show": "new"}).context["shown"]) == 5
    assert client.get(reverse("notice_list"), {"show": "new"}).context["shown"] == []
    told(user=user)
    assert client.get(reverse("notices_read")).status_code == 405
    assert client.post(reverse("notices_read")).status_code == 302
    assert not Notification.objects.filter(user=user, read_at=None).exists()
    assert Notification.objects.filter(user=other, read_at=None).count() == 1


def test_the_number_of_unread_is_in_the_menu_and_costs_other_pages_nothing(
    client_for, django_assert_num_queries, django_capture_on_commit_callbacks
):
    user = make_user(Role.LEARNER)
    client = client_for(user)
    client.get("/home/")
    assert notify.unread(user, count=False) == 0
    with django_capture_on_commit_callbacks(execute=True):
        told("marks_released", user=user)
    assert notify.unread(user, count=False) is None  # not known is no number, and no query
    assert 'class="tag num">1' in client.get("/home/").content.decode()
    with django_assert_num_queries(0):
        assert notify.unread(user, count=False) == 1
    assert 'class="tag num">1' in client.get(reverse("document_list")).content.decode()
    client.post(reverse("notices_read"))
    assert 'class="tag num">' not in client.get(reverse("document_list")).content.decode()


def test_the_notices_cost_the_same_for_two_and_twenty(client_for):
    from tests.test_query_counts import cost

    user = make_user(Role.TRAINER)
    client = client_for(user)
    told(user=user)
    told(user=user)
    few = cost(client, reverse("notice_list"))
    for _turn in range(20):
        told(user=user)
    assert cost(client, reverse("notice_list")) == few


def test_nobody_reads_anothers_notices(client_for):
    told(
        "marks_released",
        user=make_user(Role.LEARNER),
        context={"title": three("Жасырын жұмыс"), "cohort": "A-1"},
    )
    assert (
        "Жасырын жұмыс"
        not in client_for(make_user(Role.LEARNER)).get(reverse("notice_list")).content.decode()
    )
