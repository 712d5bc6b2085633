"""Background work: ids in, one service call."""

from celery import shared_task
from django.utils import timezone

from .services.communities import communities
from .services.communities import digest as community_digest
from .services.events import reminders as event_reminders
from .services.growth import child_data
from .services.meetings import reminders as meeting_reminders
from .services.rights import year as right_year


@shared_task(name="postcourse.remind_of_events")
def remind_of_events() -> int:
    return event_reminders.remind(at=timezone.now())


@shared_task(name="postcourse.remind_of_meetings")
def remind_of_meetings() -> int:
    return meeting_reminders.remind_of_meetings(at=timezone.now())


@shared_task(name="postcourse.erase_child_data")
def erase_child_data() -> int:
    return child_data.erase_due_child_data(at=timezone.now())


@shared_task(name="postcourse.send_community_digests")
def send_community_digests() -> int:
    return community_digest.send_digests(at=timezone.now())


@shared_task(name="postcourse.make_region_communities")
def make_region_communities() -> int:
    return len(communities.make_region_communities(at=timezone.now()))


@shared_task(name="postcourse.turn_rights")
def turn_rights() -> None:
    right_year.turn_the_year(at=timezone.now())
