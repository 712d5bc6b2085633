"""Practices, talks and centres for tests, made through the services."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.services.work.uploading import Checked, check_upload
from people.models import Employment, Organisation, Region, User
from people.roles import Role
from people.rules.identifiers import with_check_digit
from postcourse.models import Community, Post, Practice, ResourceCentre, Thread
from postcourse.services.centres import centres
from postcourse.services.communities import communities, talk
from postcourse.services.practices import practices
from postcourse.services.practices import review as practice_review
from tests.factories import NOW, make_user

WORDS = {
    "title_kk": "Тыныш бұрыш әдісі",
    "summary_kk": "Сыныптағы тыныш орын: бала өзі барып, өзі қайтады.",
    "text_kk": "Кілемше, құм сағаты, ереже.\n\nБес минут жеткілікті.",
    "title_ru": "Тихий уголок",
    "summary_ru": "Спокойное место в классе: ребёнок уходит и возвращается сам.",
    "text_ru": "Коврик, песочные часы, правила.",
    "tags": ["sensory", "emotions"],
}


def make_draft(
    author: User | None = None, *, kind: str = "practice", at: datetime = NOW, **words: Any
) -> Practice:
    """A draft in both languages."""
    author = author or make_user(Role.LEARNER)
    draft = practices.start(kind=kind, at=at, actor=author)
    return practices.save_draft(
        practice_id=draft.pk, words=WORDS | words, revision=draft.revision, at=at, actor=author
    )


def hand_in(practice: Practice, *, at: datetime = NOW) -> Practice:
    return practices.submit(practice_id=practice.pk, nameless=True, accepted=[], at=at, actor=practice.author)


def make_published(
    author: User | None = None, *, reviewer: User | None = None, at: datetime = NOW, **words: Any
) -> Practice:
    """A practice in the library."""
    practice = hand_in(make_draft(author, at=at, **words), at=at)
    practice_review.review(
        practice_id=practice.pk,
        verdict="publish",
        text="",
        revision=practice.revision,
        at=at,
        actor=reviewer or make_user(Role.METHODOLOGIST),
    )
    practice.refresh_from_db()
    return practice


def make_community(keeper: User | None = None, *, name: str = "Көрнекі қолдау") -> Community:
    return communities.open_topic(
        words={"name_kk": name, "name_ru": "Визуальная поддержка"},
        actor=keeper or make_user(Role.METHODOLOGIST),
    )


def make_member(community: Community, user: User | None = None, *, at: datetime = NOW) -> User:
    user = user or make_user(Role.LEARNER)
    communities.join(community_id=community.pk, at=at, actor=user)
    return user


def make_thread(
    community: Community, author: User | None = None, *, title: str = "Кесте", at: datetime = NOW
) -> Thread:
    """A talk begun by a member."""
    author = make_member(community, author)
    return talk.open_thread(
        community_id=community.pk, title=title, text="Кімде қалай жұмыс істейді?", at=at, actor=author
    )


def say(
    thread: Thread, author: User, *, to: Post | None = None, at: datetime = NOW, text: str = "Бізде жақсы."
) -> Post:
    make_member(thread.community, author)
    return talk.answer(thread_id=thread.pk, text=text, at=at, actor=author, answers_id=to.pk if to else None)


def make_host(number: int = 1, *, region: str = "75") -> Organisation:
    return Organisation.objects.create(
        bin=with_check_digit(f"0504400{number:04d}"),
        kind="school",
        name_kk=f"№ {number} мектеп",
        name_ru=f"Школа № {number}",
        region=Region.objects.get(code=region),
    )


def employ(user: User, organisation: Organisation, *, started_on: date = date(2020, 9, 1)) -> None:
    Employment.objects.create(user=user, organisation=organisation, position="мұғалім", started_on=started_on)


def make_centre(
    coordinator: User | None = None,
    *,
    number: int = 1,
    opened_on: date = date(2024, 1, 10),
    region: str = "75",
) -> ResourceCentre:
    """A centre in the directory with a coordinator of its own, who works there."""
    host = make_host(number, region=region)
    coordinator = coordinator or make_user(Role.MENTOR)
    employ(coordinator, host)
    return centres.open_centre(
        organisation_bin=host.bin,
        coordinator_email=coordinator.email,
        opened_on=opened_on,
        order_number="15",
        actor=make_user(Role.COORDINATOR),
    )


def world(people: dict[str, User]) -> dict[str, list]:
    """Values of this room's addresses: what `own` shared and said; the mentor coordinates the centre."""
    own, methodologist = people["own"], people["methodologist"]
    published = make_published(own, reviewer=methodologist)
    draft = make_draft(own)
    waiting = hand_in(make_draft(own, title_kk="Таңдау карталары"))
    attached = practices.add_file(practice_id=draft.pk, checked=text_file(), at=NOW, actor=own)
    community = make_community(methodologist)
    thread = make_thread(community, own)
    post = thread.posts.get()
    host = make_host()
    centre = centres.open_centre(
        organisation_bin=host.bin,
        coordinator_email=people["mentor"].email,
        opened_on=date(2024, 1, 10),
        order_number="15",
        actor=people["coordinator"],
    )
    return {
        "shared_practice": [published.pk],
        "practice_edit": [draft.pk],
        "practice_file": [attached.pk],
        "practice_file_remove": [draft.pk],
        "practice_check": [draft.pk],
        "practice_state": [published.pk],
        "practice_review": [waiting.pk],
        "practice_thanks": [published.pk],
        "practice_used": [published.pk],
        "community": [community.slug],
        "community_edit": [community.slug],
        "community_membership": [community.slug],
        "thread_new": [community.slug],
        "thread": [thread.pk],
        "thread_state": [thread.pk],
        "post": [post.pk],
        "post_edit": [post.pk],
        "post_report": [post.pk],
        "post_show": [post.pk],
        "centre": [centre.pk],
        "centre_edit": [centre.pk],
        "centre_desk": [centre.pk],
        "centre_report": [centre.pk, 2025, 1],
        "centre_report_file": [centre.pk, 2025, 1, "kk", "pdf"],
    }


def text_file(text: str = "Тыныш бұрыштың ережесі.", name: str = "ereje.txt") -> Checked:
    """A checked plain file."""
    return check_upload(SimpleUploadedFile(name, text.encode()))
