"""Which points a person may give a component: as fine as its rubric is."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from people.errors import Refusal

from ...models import RubricVersion
from ...rules import rubric


def check_points(content: Mapping, key: str, value: Decimal) -> Mapping:
    """The component of a frozen scheme; refuses an unknown one and points it cannot hold.

    A test gives a percent of any fineness; people give multiples of the rubric's step (programme B: whole points).
    """
    row = next((row for row in content["components"] if row["key"] == key), None)
    if row is None:
        raise Refusal(_("This course has no such component."), code="no_component")
    if value.is_finite() and 0 <= value <= Decimal(row["maximum"]):
        if row.get("source") == "quiz":
            return row
        step = _step(content, row)
        if not value % step:
            return row
        if step == 1:
            raise Refusal(
                _("From 0 to %(maximum)s points, whole ones only.") % {"maximum": row["maximum"]},
                code="points",
            )
    raise Refusal(
        _("From 0 to %(maximum)s points, whole or half.") % {"maximum": row["maximum"]}, code="points"
    )


def _step(content: Mapping, row: Mapping) -> Decimal:
    version_id = content.get("rubrics", {}).get(row.get("assignment"))
    version = RubricVersion.objects.filter(pk=version_id).only("content").first() if version_id else None
    return rubric.step(version.content) if version else rubric.HALF
