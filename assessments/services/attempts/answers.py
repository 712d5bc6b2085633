"""Saving answers: every one appended, nothing acknowledged before it is committed. The server's clock alone counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from ...models import AnswerStep, Attempt, AttemptItem, Quiz
from ...rules import steps
from ...wordings import wordings


class AttemptClosed(Refusal):
    """The answer came after the attempt was closed; what was saved before counts."""

    def __init__(self) -> None:
        super().__init__(
            _("The test is closed: answers saved before the deadline count, later ones do not."),
            code="closed",
        )


class OnBreak(Refusal):
    """The clock stands still for a break: answers wait until it has ended."""

    def __init__(self) -> None:
        super().__init__(_("You are on a break. End it, and the answer will be saved."), code="on_break")


class StaleAnswer(Refusal):
    """Another window answered this question since the page was opened; `item` is what stands now."""

    def __init__(self, item: AttemptItem) -> None:
        super().__init__(
            _("This question was answered in another window in the meantime. Compare, and choose once more."),
            code="stale",
        )
        self.item = item


@dataclass(frozen=True)
class Answer:
    """What a window sends of one question.

    `seen`: the sequence its page was opened with; `number`: the window's own count of what it sent of this question;
    `flagged`: None leaves the flag.
    """

    position: int
    response: Sequence[str]
    seen: int | None = None
    number: int = 0
    flagged: bool | None = None


@dataclass(frozen=True)
class Saved:
    """A saved answer: the question as it stands and what became of what was sent (rules/steps.py)."""

    item: AttemptItem
    outcome: str
    has_parts: bool = False

    @property
    def is_stale(self) -> bool:
        return self.outcome == steps.STALE


def save_answers(
    *, attempt_id: int, answers: Sequence[Answer], at: datetime, actor: User, client: str = ""
) -> list[Saved]:
    """Append the answers of a page in one transaction of at most four statements, however long the paper is.

    `at` is the server's time before any work; `client` names the window that sends, so that a repeat or a late arrival
    is harmless. An answer that another window has overtaken is kept out and comes back stale, the others are saved.
    Raises AttemptClosed after the deadline or the end, OnBreak during a break; another person's attempt is
    Attempt.DoesNotExist, an unknown position AttemptItem.DoesNotExist.
    """
    try:
        return _save_answers(attempt_id=attempt_id, answers=answers, at=at, actor=actor, client=client)
    except IntegrityError:
        raise Refusal(
            _("This answer came under a number that was used before. Reload the page and answer once more."),
            code="repeated",
        ) from None


@transaction.atomic
def _save_answers(
    *, attempt_id: int, answers: Sequence[Answer], at: datetime, actor: User, client: str
) -> list[Saved]:
    # The lock holds back a submission under way, or waits for it and then sees what it did. Five columns and no key:
    # half the cost of an update, and the attempt's row is not written anew with every answer.
    state = (
        Attempt.objects.filter(pk=attempt_id)
        .select_for_update(no_key=True)
        .values_list("status", "deadline_at", "break_until", "learner_id", "scribe_id")
        .first()
    )
    if state is None or actor.pk not in state[3:]:
        raise Attempt.DoesNotExist
    status, deadline, break_until, *_people = state
    if status != Attempt.Status.IN_PROGRESS or (deadline is not None and at > deadline):
        raise AttemptClosed()
    if break_until is not None and at < break_until:
        raise OnBreak()
    by_position = {answer.position: answer for answer in answers}
    rows = list(AttemptItem.objects.filter(attempt_id=attempt_id, position__in=list(by_position)))
    if len(rows) != len(by_position):
        raise AttemptItem.DoesNotExist
    texts = wordings(item.version_id for item in rows)
    saved: list[Saved] = []
    appended: list[AnswerStep] = []
    changed: list[AttemptItem] = []
    for item in rows:
        answer, wording = by_position[item.position], texts[item.version_id]
        before = (item.sequence, item.client, item.client_number, item.is_flagged)
        if item.is_revealed:
            saved.append(Saved(item, steps.SAME, wording.kind.has_parts))
            continue
        response = wording.kind.parse(wording.body, answer.response)
        standing, outcome = steps.arrive(
            steps.Standing(tuple(item.response), item.sequence, item.client, item.client_number),
            steps.Arrival(tuple(response), client, answer.number, answer.seen),
        )
        if outcome in {steps.COUNTED, steps.LATE}:
            appended.append(
                AnswerStep(
                    item=item,
                    sequence=standing.sequence if outcome == steps.COUNTED else None,
                    client=client,
                    client_number=answer.number,
                    response=response,
                    is_late=outcome == steps.LATE,
                    saved_at=at,
                    saved_by=actor,
                )
            )
        item.response, item.sequence = list(standing.response), standing.sequence
        item.client, item.client_number = standing.client, standing.client_number
        if outcome == steps.COUNTED:
            item.answered_at = at
        if answer.flagged is not None:
            item.is_flagged = answer.flagged
        if before != (item.sequence, item.client, item.client_number, item.is_flagged):
            changed.append(item)
        saved.append(Saved(item, outcome, wording.kind.has_parts))
    AnswerStep.objects.bulk_create([step for step in appended if not step.is_late])
    # A late answer can stand already: it was the answer once, or came late before.
    AnswerStep.objects.bulk_create([step for step in appended if step.is_late], ignore_conflicts=True)
    fields = ["sequence", "response", "client", "client_number", "is_flagged", "answered_at"]
    if len(changed) == 1:
        changed[0].save(update_fields=fields)
    elif changed:
        # The rows are there and locked through their attempt: written as one upsert, far cheaper than bulk_update's CASEs.
        AttemptItem.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )
    return saved


def save_answer(
    *,
    attempt_id: int,
    position: int,
    response: Sequence[str],
    at: datetime,
    actor: User,
    flagged: bool | None = None,
    seen: int | None = None,
    client: str = "",
    number: int = 0,
) -> AttemptItem:
    """Save one answer (see save_answers); raises StaleAnswer where another window has overtaken it."""
    answer = Answer(position=position, response=response, seen=seen, number=number, flagged=flagged)
    (saved,) = save_answers(attempt_id=attempt_id, answers=[answer], at=at, actor=actor, client=client)
    if saved.is_stale:
        raise StaleAnswer(saved.item)
    return saved.item


@transaction.atomic
def reveal_answer(*, attempt_id: int, position: int, at: datetime, actor: User) -> AttemptItem:
    """In practice with feedback at once: show what is right; the answer given stays as it is from here on."""
    attempt = Attempt.objects.answerable_by(actor).select_for_update(of=("self",)).get(pk=attempt_id)
    if not attempt.is_open or attempt.is_overdue(at):
        raise AttemptClosed()
    item = attempt.items.select_related("version").get(position=position)
    if attempt.terms.get("feedback") != Quiz.Feedback.AT_ONCE:
        raise Refusal(_("This test shows no answers while it is being taken."), code="no_feedback")
    if not item.is_answered:
        raise Refusal(_("Answer first, then look."), code="unanswered")
    if not item.is_revealed:
        item.is_revealed = True
        item.save(update_fields=["is_revealed"])
    return item
