"""Communities: who opens them, comes and goes, says something, mends it; moderation; the mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from courses import services as courses
from people.errors import NotAllowed, Refusal
from people.models import Notification, Region
from people.roles import Role
from people.rules.identifiers import with_check_digit
from postcourse.audit import sharing as audit_sharing
from postcourse.models import Community, CommunityMember, Post, PostReport, Thread
from postcourse.rules import posts as rules
from postcourse.services.communities import communities, moderation, talk
from postcourse.services.communities import digest as community_digest
from tests.factories import NOW, coordinator_of, decide, enrol, make_cohort, make_edition, make_user
from tests.postcourse.builders.sharing import employ, make_community, make_host, make_member, make_thread, say

pytestmark = pytest.mark.django_db
IIN = with_check_digit("14051250012")


def refused(call, **values) -> str:
    with pytest.raises(Refusal) as caught:
        call(**values)
    return caught.value.code


@pytest.fixture
def community():
    return make_community()


@pytest.fixture
def member(community):
    return make_member(community)


# Rules


@pytest.mark.parametrize(("minutes", "is_editable"), [(0, True), (29, True), (30, False), (600, False)])
def test_words_are_mended_within_half_an_hour(minutes, is_editable):
    assert rules.is_editable(written_at=NOW, at=NOW + timedelta(minutes=minutes)) is is_editable


@pytest.mark.parametrize(
    ("mail_kind", "hours", "is_due"),
    [
        ("daily", 22, False),
        ("daily", 23, True),
        ("weekly", 166, False),
        ("weekly", 167, True),
        ("never", 999, False),
    ],
)
def test_when_a_mail_is_due(mail_kind, hours, is_due):
    at = NOW + timedelta(hours=hours)
    assert rules.digest_is_due(mail=mail_kind, told_at=NOW, at=at) is is_due


# Opening, coming, going


def test_a_region_gets_its_community_once_somebody_there_has_finished():
    teacher = make_user(Role.LEARNER)
    employ(teacher, make_host(region="63"))
    cohort = make_cohort(make_edition())
    enrolment = enrol(teacher, cohort)
    assert communities.make_region_communities(at=NOW) == []
    decide(enrolment)
    courses.move_enrolment(enrolment_id=enrolment.pk, to="completed", at=NOW, actor=coordinator_of(cohort))
    (made,) = communities.make_region_communities(at=NOW)
    assert (made.slug, made.region.code) == ("region-63", "63")
    assert communities.make_region_communities(at=NOW) == []


def test_a_region_has_one_community_whoever_asks():
    keeper, region = make_user(Role.COORDINATOR), Region.objects.get(code="75")
    one = communities.open_region(region_id=region.pk, actor=keeper)
    assert communities.open_region(region_id=region.pk, actor=keeper) == one


@pytest.mark.parametrize("role", [Role.LEARNER, Role.MENTOR, Role.TRAINER])
def test_only_staff_opens_communities(role):
    words = {"name_kk": "А", "name_ru": "Б"}
    assert refused(communities.open_topic, words=words, actor=make_user(role)) == "not_allowed"


def test_a_community_is_named_in_both_languages():
    words = {"name_kk": "А", "name_ru": " "}
    assert refused(communities.open_topic, words=words, actor=make_user(Role.METHODOLOGIST)) == "name_missing"


def test_joining_twice_is_joining_once_and_what_was_said_stays_after_leaving(community, member):
    communities.join(community_id=community.pk, at=NOW, actor=member)
    thread = make_thread(community, member)
    communities.leave(community_id=community.pk, actor=member)
    assert not community.members.filter(user=member).exists()
    assert thread.posts.get().author == member


def test_a_closed_community_is_read_by_staff_alone_and_nobody_joins_it(community, member):
    keeper = make_user(Role.METHODOLOGIST)
    words = {"name_kk": "А", "name_ru": "Б"}
    communities.save_words(community_id=community.pk, words=words, is_open=False, actor=keeper)
    assert not Community.objects.visible_to(member).exists()
    assert Community.objects.visible_to(keeper).exists()
    assert refused(communities.join, community_id=community.pk, at=NOW, actor=make_user()) == "closed"
    values = {"community_id": community.pk, "title": "А", "text": "Б", "at": NOW}
    assert refused(talk.open_thread, actor=member, **values) == "closed"


# Saying something


def test_who_is_no_member_says_nothing(community):
    thread, stranger = make_thread(community), make_user(Role.LEARNER)
    values = {"text": "Сәлем", "at": NOW, "actor": stranger}
    assert refused(talk.answer, thread_id=thread.pk, **values) == "not_allowed"
    assert refused(talk.open_thread, community_id=community.pk, title="А", **values) == "not_allowed"


def test_answers_have_two_levels(community, member):
    thread = make_thread(community)
    opening = thread.posts.get()
    to_opening = say(thread, member, to=opening)
    below = say(thread, make_user(), to=to_opening)
    deeper = say(thread, member, to=below)
    assert to_opening.answers_id is None
    assert below.answers_id == deeper.answers_id == to_opening.pk
    thread.refresh_from_db()
    assert thread.replies == 3
    assert list(audit_sharing.breaches()) == []


def test_the_one_who_is_answered_is_told_and_nobody_is_told_of_themselves(community, member):
    thread = make_thread(community)
    first = say(thread, member)
    say(thread, member, to=first)
    say(thread, thread.author, to=first)
    told = Notification.objects.filter(kind="post_answered").order_by("pk").values_list("user", flat=True)
    assert list(told) == [thread.author_id, member.pk]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"Баланың ЖСН {IIN}", "identifies"),
        ("Мамасының телефоны +7 701 123 45 67", "identifies"),
        ("№ 15 мектеп, 3 «Б» сынып, аутизмі бар бала", "identifies"),
        ("   ", "empty"),
        ("а" * 5001, "too_long"),
    ],
)
def test_what_may_not_be_said_is_refused_in_posts_answers_and_changes(community, member, text, code):
    thread = make_thread(community, member)
    values = {"text": text, "at": NOW, "actor": member}
    assert refused(talk.answer, thread_id=thread.pk, **values) == code
    assert refused(talk.edit_post, post_id=thread.posts.get().pk, **values) == code
    assert refused(talk.open_thread, community_id=community.pk, title="А", **values) == code
    assert (Post.objects.count(), Thread.objects.count()) == (1, 1)


def test_a_title_is_looked_at_too(community, member):
    values = {"community_id": community.pk, "text": "Мәтін", "at": NOW, "actor": member}
    assert refused(talk.open_thread, title=f"ЖСН {IIN}", **values) == "identifies"
    assert refused(talk.open_thread, title=" ", **values) == "no_title"


def test_ones_own_words_are_mended_and_it_shows(community, member):
    post = make_thread(community, member).posts.get()
    soon, late = NOW + timedelta(minutes=5), NOW + timedelta(minutes=31)
    assert talk.edit_post(post_id=post.pk, text="Түзетілді.", at=soon, actor=member).edited_at == soon
    assert refused(talk.edit_post, post_id=post.pk, text="Кеш", at=late, actor=member) == "too_late"
    assert refused(talk.edit_post, post_id=post.pk, text="Бөтен", at=soon, actor=make_user()) == "not_allowed"


# Moderation


def test_a_report_reaches_the_moderators_once(community, member):
    boss = make_member(community)
    CommunityMember.objects.filter(user=boss).update(is_moderator=True)
    make_user(Role.METHODOLOGIST)
    post = make_thread(community).posts.get()
    for _turn in range(2):
        moderation.report_post(post_id=post.pk, why="Бала аталған.", at=NOW, actor=member)
    assert PostReport.objects.count() == 1
    assert list(Notification.objects.filter(kind="post_reported").values_list("user", flat=True)) == [boss.pk]
    assert list(moderation.open_reports(boss)) == [PostReport.objects.get()]
    assert not moderation.open_reports(member).exists()


def test_a_hidden_post_keeps_its_place_says_why_and_settles_its_reports(community, member):
    boss = make_user(Role.COORDINATOR)
    post = make_thread(community, member).posts.get()
    moderation.report_post(post_id=post.pk, why="Жарнама.", at=NOW, actor=make_user())
    assert refused(moderation.hide_post, post_id=post.pk, why="", at=NOW, actor=boss) == "reason_missing"
    moderation.hide_post(post_id=post.pk, why="Жарнама.", at=NOW, actor=boss)
    post.refresh_from_db()
    assert (post.hidden_by, post.hidden_why) == (boss, "Жарнама.")
    assert not moderation.open_reports(boss).exists()
    assert Notification.objects.filter(user=member, kind="post_hidden").count() == 1
    values = {"post_id": post.pk, "text": "Қайта", "at": NOW, "actor": member}
    assert refused(talk.edit_post, **values) == "thread_closed"
    moderation.show_post(post_id=post.pk, actor=boss)
    post.refresh_from_db()
    assert post.hidden_at is None


def test_the_database_hides_nothing_without_a_reason(community):
    post = make_thread(community).posts.get()
    with pytest.raises(IntegrityError, match="hidden_post_says_why"), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(hidden_at=NOW)


def test_members_moderate_nothing_and_a_communitys_moderator_only_there(community, member):
    other = make_community(name="Басқа")
    CommunityMember.objects.filter(user=make_member(other, member)).filter(community=other).update(
        is_moderator=True
    )
    thread = make_thread(community)
    post = thread.posts.get()
    for call in (
        lambda: moderation.hide_post(post_id=post.pk, why="Себеп.", at=NOW, actor=member),
        lambda: moderation.pin(thread_id=thread.pk, is_pinned=True, actor=member),
        lambda: moderation.close(thread_id=thread.pk, is_closed=True, at=NOW, actor=member),
        lambda: communities.set_moderator(
            member_id=community.members.first().pk, is_moderator=True, actor=member
        ),
    ):
        with pytest.raises(NotAllowed):
            call()
    moderation.pin(thread_id=make_thread(other).pk, is_pinned=True, actor=member)


def test_a_closed_talk_takes_no_answers_until_it_is_opened(community, member):
    thread, boss = make_thread(community), make_user(Role.METHODOLOGIST)
    moderation.close(thread_id=thread.pk, is_closed=True, at=NOW, actor=boss)
    values = {"thread_id": thread.pk, "text": "Тағы", "at": NOW, "actor": member}
    assert refused(talk.answer, **values) == "thread_closed"
    moderation.close(thread_id=thread.pk, is_closed=False, at=NOW, actor=boss)
    talk.answer(**values)


# The mail


def due(hours: int):
    return NOW + timedelta(hours=hours)


def test_the_mail_tells_what_others_said_once(community, member):
    communities.set_mail(community_id=community.pk, mail="daily", actor=member)
    thread = make_thread(community, at=due(1), title="Кесте қалай?")
    say(thread, member, at=due(2))
    assert community_digest.send_digests(at=due(25)) == 1
    (sent,) = mail.outbox
    assert sent.to == [member.email]
    assert "Кесте қалай?" in sent.body
    assert community_digest.send_digests(at=due(25)) == 0
    assert community_digest.send_digests(at=due(50)) == 0
    say(thread, thread.author, at=due(51))
    assert community_digest.send_digests(at=due(75)) == 1


def test_weekly_waits_for_the_week_and_never_is_never(community, member):
    quiet = make_member(community)
    communities.set_mail(community_id=community.pk, mail="never", actor=quiet)
    thread = make_thread(community, at=due(1))
    communities.set_mail(community_id=community.pk, mail="never", actor=thread.author)
    assert community_digest.send_digests(at=due(30)) == 0
    assert community_digest.send_digests(at=due(24 * 7)) == 1
    assert mail.outbox[0].to == [member.email]


def test_what_is_hidden_is_not_mailed(community, member):
    thread = make_thread(community, at=due(1))
    moderation.hide_post(
        post_id=thread.posts.get().pk, why="Жарнама.", at=due(2), actor=make_user(Role.METHODOLOGIST)
    )
    assert community_digest.send_digests(at=due(24 * 8)) == 0


def test_one_mail_for_all_communities_of_a_person_and_a_failing_one_holds_nobody_up(
    community, member, monkeypatch
):
    other = make_community(name="Ойын")
    make_member(other, member)
    unlucky = make_member(community)
    for place in (community, other):
        communities.set_mail(community_id=place.pk, mail="never", actor=make_thread(place, at=due(1)).author)
    real = community_digest._new_posts

    def broken(row, **values):
        if row.user_id == unlucky.pk:
            raise OSError("no mail server")
        return real(row, **values)

    monkeypatch.setattr(community_digest, "_new_posts", broken)
    assert community_digest.send_digests(at=due(24 * 8)) == 1
    assert "Ойын" in mail.outbox[0].body
    assert "Көрнекі қолдау" in mail.outbox[0].body
    assert CommunityMember.objects.get(user=unlucky).told_at is None


def test_the_audit_counts_the_answers_anew(community):
    thread = make_thread(community)
    Thread.objects.filter(pk=thread.pk).update(replies=5)
    assert any("counts 5 answers" in str(one) for one in audit_sharing.breaches())
