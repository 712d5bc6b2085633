"""The kinds of news of this floor, in the order in which people choose how they are mailed."""

from django.utils.translation import gettext_lazy as _

from people.kinds import Kind, Mail
from people.roles import Role

SUPPORTED = frozenset({Role.LEARNER, Role.MENTOR})
COORDINATES = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})

LEARNS = frozenset({Role.LEARNER})

KINDS: tuple[Kind, ...] = (
    Kind("right_opened", _("You have a right to be assessed again"), roles=LEARNS),
    Kind("right_renewed", _("Your right to be assessed again stands for a new year"), roles=LEARNS),
    Kind("right_ends", _("Your right to be assessed again ends soon"), roles=LEARNS),
    Kind("right_lapsed", _("Your right to be assessed again ended"), roles=LEARNS),
    Kind("reassessment_booked", _("A reassessment is booked"), roles=LEARNS),
    Kind("reassessment_set_free", _("The cohort of your reassessment is cancelled"), roles=LEARNS),
    Kind("reassessment_tomorrow", _("Your reassessment is tomorrow"), roles=LEARNS),
    Kind("meeting_booked", _("A meeting of mentor and graduate is planned"), roles=SUPPORTED),
    Kind("meeting_moved", _("A meeting is moved to another time"), roles=SUPPORTED),
    Kind("meeting_cancelled", _("A meeting is cancelled"), roles=SUPPORTED),
    Kind("meeting_soon", _("A meeting begins soon"), roles=SUPPORTED),
    Kind("meeting_logged", _("What came of a meeting was written down"), default=Mail.DAILY, roles=SUPPORTED),
    Kind("meeting_to_log", _("A meeting waits to be written down"), roles=frozenset({Role.MENTOR})),
    Kind("event_near", _("An event you registered for is near")),
    Kind("event_place", _("A place came free and is yours")),
    Kind("event_moved", _("An event you registered for has another time or place")),
    Kind("event_cancelled", _("An event you registered for was called off")),
    Kind("event_feedback_asked", _("What you thought of an event you were at")),
    Kind(
        "request_filed",
        _("A learner asks for a transfer, an interruption, a return or a withdrawal"),
        roles=COORDINATES,
    ),
    Kind("request_refused", _("Your request about a course was answered"), roles=frozenset({Role.LEARNER})),
    Kind(
        "order_made",
        _("An order about your course was made"),
        roles=frozenset({Role.LEARNER}),
        is_required=True,
    ),
    Kind(
        "order_for_staff",
        _("Somebody joins or leaves your cohort by an order"),
        default=Mail.DAILY,
        roles=COORDINATES | {Role.TRAINER},
    ),
    Kind(
        "learner_expelled",
        _("One of your staff was expelled from a course"),
        roles=frozenset({Role.SCHOOL_HEAD}),
    ),
    Kind("mentor_assigned", _("You have a mentor, or a graduate to mentor"), roles=SUPPORTED),
    Kind("mentor_changed", _("A graduate is handed over to another mentor"), roles=SUPPORTED),
    Kind("mentoring_plan_moved", _("A mentoring plan waits for you or is agreed"), roles=SUPPORTED),
    Kind(
        "closing_report_moved",
        _("The closing report of a support waits for you"),
        roles=SUPPORTED | COORDINATES,
    ),
    Kind("support_over", _("The support after a course is over"), roles=SUPPORTED),
    Kind(
        "entry_shared",
        _("A graduate shared an entry of the diary with you"),
        default=Mail.DAILY,
        roles=frozenset({Role.MENTOR}),
    ),
    Kind("entry_feedback", _("Words about an entry of the diary"), roles=SUPPORTED),
    Kind(
        "practice_arrived",
        _("A practice waits for review"),
        default=Mail.DAILY,
        roles=frozenset({Role.METHODOLOGIST}),
    ),
    Kind("practice_decided", _("What was decided about a practice you shared")),
    Kind("post_answered", _("Somebody answered you in a community"), default=Mail.DAILY),
    Kind("post_hidden", _("A post of yours was hidden by a moderator")),
    Kind("post_reported", _("Somebody asks a moderator to look at a post")),
)
