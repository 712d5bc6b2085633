"""The kinds of news of the top floor: texts on their way to learners."""

from django.utils.translation import gettext_lazy as _

from people.kinds import Kind, Mail
from people.roles import Role

READS = frozenset({Role.METHODOLOGIST, Role.EXPERT})
WRITES = frozenset({Role.METHODOLOGIST, Role.ADMINISTRATOR})

KINDS: tuple[Kind, ...] = (
    Kind("review_waits", _("A text waits for your review"), default=Mail.DAILY, roles=READS),
    Kind("review_given_back", _("A text of yours was given back"), roles=WRITES),
    Kind("review_published", _("A text of yours was approved and published"), roles=WRITES),
)
