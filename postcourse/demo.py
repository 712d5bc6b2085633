"""The demonstration of what follows the course: each room's own part, in the order in which one needs the other."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from courses.models import Cohort
from people.demo import People

from . import (
    demo_events,
    demo_growth,
    demo_meetings,
    demo_mentoring,
    demo_orders,
    demo_rights,
    demo_sharing,
    demo_support,
)

Step = Callable[[str], AbstractContextManager[None]]
PARTS = (
    ("rights and orders", (demo_rights.seed, demo_orders.seed)),
    ("a year of mentoring", (demo_mentoring.seed, demo_support.seed)),
    ("meetings and diaries", (demo_meetings.seed, demo_growth.seed, demo_support.finish)),
    ("events", (demo_events.seed,)),
    ("practices, communities, resource centres", (demo_sharing.seed,)),
)


def seed(people: People, cohorts: Mapping[str, Cohort], *, at: datetime, step: Step) -> None:
    """Everything of this floor, over the cohorts by their names."""
    for title, parts in PARTS:
        with step(f"After the course: {title}"):
            for part in parts:
                part(people, cohorts, at)
