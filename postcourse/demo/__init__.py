"""The demonstration of what follows the course: each room's own part, in the order in which one needs the other."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from courses.models import Cohort
from people.demo import People

from . import events, growth, meetings, mentoring, orders, rights, sharing, support

Step = Callable[[str], AbstractContextManager[None]]
PARTS = (
    ("rights and orders", (rights.seed, orders.seed)),
    ("a year of mentoring", (mentoring.seed, support.seed)),
    ("meetings and diaries", (meetings.seed, growth.seed, support.finish)),
    ("events", (events.seed,)),
    ("practices, communities, resource centres", (sharing.seed,)),
)


def seed(people: People, cohorts: Mapping[str, Cohort], *, at: datetime, step: Step) -> None:
    """Everything of this floor, over the cohorts by their names."""
    for title, parts in PARTS:
        with step(f"After the course: {title}"):
            for part in parts:
                part(people, cohorts, at)
