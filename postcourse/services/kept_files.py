"""Files of this floor's records: checked by their content, kept privately, each once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.services.work.uploading import Checked
from people.errors import Refusal
from people.models import User

MOST = 10


@transaction.atomic
def keep(owner: Any, checked: Checked, *, at: datetime, actor: User, most: int = MOST) -> Any:
    """Keep a checked file with its locked owner, whose `files` it joins; the same bytes again return the row that stands.

    Refuses more than `most` files.
    """
    if standing := owner.files.filter(sha256=checked.sha256).first():
        return standing
    if owner.files.count() >= most:
        raise Refusal(
            _("At most %(count)s files can be added here. Remove one first.") % {"count": most},
            code="too_many",
        )
    field = owner.files.field.name
    row = owner.files.model(**{field: owner}, uploaded_at=at, uploaded_by=actor, **checked.facts())
    row.file.save(checked.stored_name, checked.file, save=False)
    row.save()
    return row


@transaction.atomic
def remove(row: Any) -> None:
    """Take a file away; its bytes go once that is committed, unless another row has the same."""
    stored, name, model = row.file.storage, str(row.file.name), type(row)
    row.delete()
    if not model.objects.filter(file=name).exists():
        transaction.on_commit(lambda: stored.delete(name), robust=True)
