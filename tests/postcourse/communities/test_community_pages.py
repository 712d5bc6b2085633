"""Communities through the site: reading, saying, moderating, costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Region
from people.roles import Role
from postcourse.models import Community, CommunityMember, Post, Thread
from postcourse.services.communities import moderation
from tests.factories import NOW, make_user
from tests.postcourse.builders.sharing import make_community, make_member, make_thread, say

pytestmark = pytest.mark.django_db


def cost(client, address: str) -> int:
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.fixture
def community():
    return make_community()


@pytest.fixture
def member(community):
    return make_member(community)


def test_the_list_costs_the_same_for_two_communities_and_twelve(client_for, member):
    client, address = client_for(member), reverse("community_list")
    keeper = make_user(Role.METHODOLOGIST)

    def add(count: int) -> None:
        for _turn in range(count):
            make_thread(make_community(keeper))

    add(2)
    few = cost(client, address)
    add(10)
    assert cost(client, address) == few <= 10


def test_a_community_costs_the_same_for_two_talks_and_twelve(client_for, community, member):
    client, address = client_for(member), reverse("community", args=[community.slug])
    for _turn in range(2):
        make_thread(community)
    few = cost(client, address)
    for _turn in range(10):
        make_thread(community)
    assert cost(client, address) == few <= 12


def test_a_talk_costs_the_same_for_two_answers_and_eighteen(client_for, community, member):
    thread = make_thread(community)
    client, address = client_for(member), reverse("thread", args=[thread.pk])

    def add(count: int) -> None:
        for _turn in range(count):
            say(thread, make_user(), to=say(thread, make_user()))

    add(1)
    few = cost(client, address)
    add(8)
    assert cost(client, address) == few <= 12


def test_everybody_reads_and_members_write(client_for, community, member):
    thread = make_thread(community, member)
    address = reverse("thread", args=[thread.pk])
    stranger = make_user(Role.TRAINER)
    client = client_for(stranger)
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "Сәлем"}).status_code == 422
    client.post(reverse("community_membership", args=[community.slug]), {"action": "join"})
    said = client.post(address, {"text": "Сәлем", "answers_id": thread.posts.get().pk})
    post = Post.objects.get(author=stranger)
    assert said.url == reverse("post", args=[post.pk])
    assert client.get(said.url).url == f"{address}#post-{post.pk}"


def test_a_talk_is_begun_and_a_refused_one_comes_back_typed(client_for, community, member):
    client, address = client_for(member), reverse("thread_new", args=[community.slug])
    typed = {"title": "Кесте", "text": "Баланың анасы 8 701 123 45 67"}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "8 701 123 45 67" in answer.content.decode()
    assert client.post(address, typed | {"text": "Кім қолданды?"}).status_code == 302
    assert Thread.objects.get().title == "Кесте"


def test_a_long_talk_has_pages_and_a_post_is_found_on_its_own(client_for, community, member):
    thread = make_thread(community, at=NOW)
    for minute in range(25):
        last = say(thread, member, at=NOW + timedelta(minutes=minute + 1), text=f"Жауап {minute}")
    below = say(thread, member, to=last, at=NOW + timedelta(hours=1))
    client = client_for(member)
    address = client.get(reverse("post", args=[below.pk])).url
    assert address == f"{reverse('thread', args=[thread.pk])}?page=2#post-{below.pk}"
    page = client.get(address).content.decode()
    assert f'id="post-{below.pk}"' in page
    assert "Жауап 0<" not in page


def test_hidden_words_are_shown_to_their_author_and_moderators_alone(client_for, community, member):
    thread = make_thread(community, member)
    post = say(thread, member, text="Жарнама мәтіні")
    boss = make_user(Role.METHODOLOGIST)
    moderation.hide_post(post_id=post.pk, why="Жарнама емес пе?", at=NOW, actor=boss)
    address = reverse("thread", args=[thread.pk])
    seen = {
        who.pk: "Жарнама мәтіні" in client_for(who).get(address).content.decode()
        for who in (member, boss, make_user())
    }
    assert list(seen.values()) == [True, True, False]
    other = client_for(make_user())
    assert "Жарнама емес пе?" in other.get(address).content.decode()
    assert "Жарнама мәтіні" not in other.get(reverse("post_report", args=[post.pk])).content.decode()


def test_links_are_made_and_markup_is_not(client_for, community, member):
    thread = make_thread(community)
    say(thread, member, text="<b>қалың</b> www.example.org javascript:alert(1)")
    page = client_for(member).get(reverse("thread", args=[thread.pk])).content.decode()
    assert "&lt;b&gt;" in page
    assert 'rel="nofollow"' in page
    assert 'href="javascript' not in page


def test_a_reader_reports_and_a_moderator_settles_or_hides(client_for, community, member):
    thread = make_thread(community)
    post = thread.posts.get()
    client_for(member).post(reverse("post_report", args=[post.pk]), {"why": "Бала аталған."})
    boss = client_for(make_user(Role.COORDINATOR))
    assert "Бала аталған." in boss.get(reverse("moderation")).content.decode()
    boss.post(reverse("moderation"), {"report": post.reports.get().pk})
    assert post.reports.get().settled_at
    boss.post(reverse("post_report", args=[post.pk]), {"why": "Ережеге қайшы."})
    post.refresh_from_db()
    assert post.hidden_why == "Ережеге қайшы."
    boss.post(reverse("post_show", args=[post.pk]))
    post.refresh_from_db()
    assert post.hidden_at is None


def test_what_is_a_moderators_is_not_found_by_others(client_for, community, member):
    thread = make_thread(community)
    client = client_for(member)
    for name, value in (("thread_state", thread.pk), ("post_show", thread.posts.get().pk)):
        assert client.post(reverse(name, args=[value])).status_code == 404
    assert client.get(reverse("moderation")).status_code == 404
    assert client.get(reverse("community_new")).status_code == 404
    assert client.get(reverse("community_edit", args=[community.slug])).status_code == 404


def test_staff_opens_describes_and_names_moderators(client_for, member):
    client = client_for(make_user(Role.COORDINATOR))
    words = {"name_kk": "Ойын", "name_ru": "Игра", "about_kk": "", "about_ru": ""}
    opened = client.post(reverse("community_new"), words)
    community = Community.objects.get(name_kk="Ойын")
    assert opened.url == reverse("community", args=[community.slug])
    row = CommunityMember.objects.get(user=make_member(community, member), community=community)
    client.post(reverse("community_edit", args=[community.slug]), {"member": row.pk})
    row.refresh_from_db()
    assert row.is_moderator
    client.post(reverse("community_edit", args=[community.slug]), words | {"is_open": ""})
    community.refresh_from_db()
    assert not community.is_open
    region = Region.objects.get(code="10")
    assert client.post(reverse("community_new"), {"region": region.pk}).url.endswith("region-10/")


def test_pinning_and_closing_by_the_page(client_for, community):
    thread = make_thread(community)
    client = client_for(make_user(Role.METHODOLOGIST))
    for action in ("pin", "close"):
        client.post(reverse("thread_state", args=[thread.pk]), {"action": action})
    thread.refresh_from_db()
    assert thread.is_pinned
    assert thread.closed_at
