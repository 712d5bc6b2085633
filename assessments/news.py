"""The kinds of news of this floor, in the order in which people choose how they are mailed."""

from django.utils.translation import gettext_lazy as _

from people.kinds import Kind, Mail
from people.roles import Role

LEARNERS = frozenset({Role.LEARNER})
MARKERS = frozenset({Role.TRAINER, Role.ADMINISTRATOR})
COORDINATORS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})

KINDS = (
    Kind("marks_released", _("Marks and comments of your work are open"), roles=LEARNERS),
    Kind("work_returned", _("Your work came back for correction"), roles=LEARNERS),
    Kind("extension_granted", _("A new date for handing in"), roles=LEARNERS),
    Kind("group_invited", _("You are asked into a group"), roles=LEARNERS),
    Kind("defence_announced", _("The day and place of a defence"), roles=LEARNERS),
    Kind("defence_cancelled", _("A defence that was called off"), roles=LEARNERS),
    Kind("result_decided", _("Your result is decided or amended"), roles=LEARNERS),
    Kind("regraded", _("Your test was scored anew"), roles=LEARNERS),
    Kind("appeal_moved", _("Where your appeal stands"), roles=LEARNERS),
    Kind("work_arrived", _("Work handed in for you to mark"), default=Mail.DAILY, roles=MARKERS),
    Kind(
        "second_marker_needed",
        _("One marker has finished and nobody has the second place"),
        default=Mail.DAILY,
        roles=COORDINATORS,
    ),
    Kind(
        "third_marker_needed",
        _("Two markers differ and a third one is needed"),
        default=Mail.DAILY,
        roles=COORDINATORS,
    ),
    Kind(
        "no_examiner",
        _("A support plan that no trainer could be given"),
        default=Mail.DAILY,
        roles=COORDINATORS,
    ),
    Kind("appeal_to_answer", _("Appeals that wait for you"), roles=MARKERS | COORDINATORS),
)
