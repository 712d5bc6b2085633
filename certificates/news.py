"""The kinds of news of this floor, in the order in which people choose how they are mailed."""

from django.utils.translation import gettext_lazy as _

from people.kinds import Kind
from people.roles import Role

KINDS = (
    Kind("certificate_expires", _("Your certificate runs out soon"), roles=frozenset({Role.LEARNER})),
    Kind(
        "document_changed",
        _("One of your documents was suspended, revoked or corrected"),
        roles=frozenset({Role.LEARNER}),
        is_required=True,
    ),
)
