"""Why a move is not possible, and what is possible instead, as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import EnrolmentOrder, RightRequest
from ...models.orders import Move

Sentence = str | Promise

INSTEAD: dict[str, Sentence] = {
    "applied": _("The application is not answered yet. Admit or reject it on the cohort's page."),
    "rejected": _("The application was rejected. The person can apply to another cohort."),
    "admitted": _(
        "Study has not begun yet. The person can withdraw from this cohort and apply to another one."
    ),
    "studying": _("The person studies in this cohort now, so there is nothing to come back to."),
    "interrupted": _(
        "The course is interrupted. It can be gone on with here or in another cohort; any other order comes after that."
    ),
    "completed": _(
        "The course is completed. Who has no certificate can be reassessed; for anything else the person takes the "
        "course again."
    ),
    "transferred": _("The person goes on in another cohort. Make the order there."),
    "withdrawn": _("The person withdrew. To take the course they apply to a cohort anew."),
    "expelled": _("The person was expelled. To take the course they apply to a cohort anew."),
    "decided": _(
        "The result is decided already. It can be appealed against or reassessed; the conclusion of the cohort "
        "completes the course."
    ),
    "cohort_over": _(
        "The cohort is not under study any more. The course can be completed in another cohort: make a transfer."
    ),
    "no_right": _(
        "A transfer is possible within the calendar year. For a later one an administrator or coordinator grants an "
        "exception first, on the page of rights."
    ),
}
MOVE_WORDS: dict[str, Sentence] = {
    Move.INTERRUPT: _(
        "The course is interrupted. Marks, topics and drafts stay as they are until the return."
    ),
    Move.RESUME: _("Study goes on in the same cohort from where it stopped."),
    Move.TRANSFER: _("Study goes on in the other cohort. What is carried is not earned again."),
    Move.WITHDRAW: _("Study ends at the person's own wish. What was earned stays on record."),
    Move.EXPEL: _("Study ends. What was earned stays on record, and the employer is told."),
}


def order_line(order_number: str, dated_on: str, reason: str) -> str:
    """How an order stands in the history of an enrolment."""
    return f"№ {order_number}, {dated_on}. {reason}"


def title_of(row: EnrolmentOrder | RightRequest) -> str:
    return str(Move(row.kind).label)
