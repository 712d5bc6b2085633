"""What an app offers a learner to do next; the top floor orders and shows it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class NextStep:
    """One thing to do: lower `weight` comes first. `due` is shown as a deadline; `lang` marks text in another language."""

    weight: int
    title: str
    text: str
    url: str
    action: str
    kicker: str = ""
    due: datetime | None = None
    lang: str = ""


@dataclass(frozen=True)
class DueDate:
    """A dated thing for the learner's list of deadlines; `is_done` shows it as settled."""

    title: str
    at: datetime
    url: str = ""
    is_done: bool = False
