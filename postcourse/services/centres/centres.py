"""Resource centres: opening one in the directory, what it says of itself, and what it did, function by function."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import Organisation, User

from ...models import CentreActivity, CentreReport, Event, Practice, ResourceCentre
from ...rules import centres as rules

ABOUT = ("about_kk", "about_ru", "address_kk", "address_ru", "phone", "email", "site")
LONGEST_ABOUT = 3_000
LONGEST_WHAT = 300


def may_keep_directory(user: User) -> bool:
    """Whether this person opens and closes centres."""
    return user.has_perm("postcourse.keep_centres")


def may_run(centre: ResourceCentre, user: User) -> bool:
    """The centre's own coordinator, and those who keep the directory."""
    return centre.coordinator_id == user.pk or may_keep_directory(user)


def _check_keeper(actor: User) -> None:
    if not may_keep_directory(actor):
        raise NotAllowed(_("The directory is kept by coordinators."))


def locked_centre(centre_id: int, actor: User) -> ResourceCentre:
    """The centre, locked, for somebody who runs it."""
    centre = (
        ResourceCentre.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=centre_id)
    )
    if not may_run(centre, actor):
        raise NotAllowed(_("This is done by the coordinator of the centre."))
    return centre


# The directory


@transaction.atomic
def open_centre(
    *,
    organisation_bin: str,
    coordinator_email: str,
    opened_on: date,
    order_number: str,
    actor: User,
) -> ResourceCentre:
    """Add a centre to the directory, with the coordinator its host organisation named.

    Refuses an organisation that is not known or has a centre, and a coordinator who has no account.
    """
    _check_keeper(actor)
    organisation = Organisation.objects.filter(bin=organisation_bin.strip()).first()
    if organisation is None:
        raise Refusal(_("No organisation with this BIN is known here. Check the twelve digits."), code="bin")
    try:
        with transaction.atomic():
            return ResourceCentre.objects.create(
                organisation=organisation,
                coordinator=_coordinator(coordinator_email),
                opened_on=opened_on,
                order_number=order_number.strip(),
            )
    except IntegrityError:
        raise Refusal(
            _("This organisation has a resource centre in the directory already."), code="exists"
        ) from None


def _coordinator(email: str) -> User | None:
    if not email.strip():
        return None
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise Refusal(
            _("Nobody with this e-mail has an account. Ask the coordinator to sign up first."), code="email"
        )
    return person


@transaction.atomic
def name_coordinator(*, centre_id: int, coordinator_email: str, actor: User) -> ResourceCentre:
    """Hand the centre to another coordinator; an empty address leaves it without one."""
    _check_keeper(actor)
    centre = locked_centre(centre_id, actor)
    centre.coordinator = _coordinator(coordinator_email)
    centre.save(update_fields=["coordinator"])
    return centre


@transaction.atomic
def save_about(*, centre_id: int, words: Mapping[str, Any], actor: User) -> ResourceCentre:
    """What the centre says of itself. `words`: ABOUT, and `functions`, the keys of what it offers.

    Refuses a description that is too long.
    """
    centre = locked_centre(centre_id, actor)
    for name in ABOUT:
        if name in words:
            setattr(centre, name, str(words[name] or "").strip())
    if len(centre.about_kk) > LONGEST_ABOUT or len(centre.about_ru) > LONGEST_ABOUT:
        raise Refusal(
            _("The description is longer than %(most)s letters. Shorten it.") % {"most": LONGEST_ABOUT},
            code="too_long",
        )
    if "functions" in words:
        wanted = set(words["functions"])
        centre.functions = [key for key in rules.FUNCTIONS if key in wanted]
    centre.save(update_fields=[*ABOUT, "functions"])
    return centre


@transaction.atomic
def close_centre(*, centre_id: int, on: date, actor: User) -> ResourceCentre:
    """Take a centre out of the directory; what it did and reported stays."""
    _check_keeper(actor)
    centre = locked_centre(centre_id, actor)
    if on < centre.opened_on:
        raise Refusal(_("It cannot close before it opened. Check the day."), code="day")
    centre.closed_on = on
    centre.save(update_fields=["closed_on"])
    return centre


# What it did


@transaction.atomic
def add_activity(
    *,
    centre_id: int,
    function: str,
    on: date,
    what: str,
    people: int,
    at: datetime,
    actor: User,
    event_id: int | None = None,
    practice_id: int | None = None,
) -> CentreActivity:
    """Write down what the centre did under one of its functions.

    With `event_id` or `practice_id` it stands for that event or practice, which then counts once. Refuses a function that
    does not exist, a day to come or before the opening, and a day of a period whose report is handed in.
    """
    centre = locked_centre(centre_id, actor)
    values = _activity(centre, function=function, on=on, what=what, people=people, at=at)
    if event_id is not None and not Event.objects.filter(pk=event_id, status=Event.Status.HELD).exists():
        raise Refusal(_("Only an event that was held can be entered."), code="event")
    if (
        practice_id is not None
        and not Practice.objects.filter(pk=practice_id, status=Practice.Status.PUBLISHED).exists()
    ):
        raise Refusal(_("Only a published practice can be entered."), code="practice")
    try:
        with transaction.atomic():
            return CentreActivity.objects.create(
                centre=centre,
                event_id=event_id,
                practice_id=practice_id,
                entered_at=at,
                entered_by=actor,
                **values,
            )
    except IntegrityError:
        raise Refusal(_("This is entered already: it counts once."), code="twice") from None


@transaction.atomic
def change_activity(
    *, activity_id: int, function: str, on: date, what: str, people: int, at: datetime, actor: User
) -> CentreActivity:
    """Mend an entry, while no report holds it."""
    activity = _entry(activity_id, actor)
    for name, value in _activity(
        activity.centre, function=function, on=on, what=what, people=people, at=at
    ).items():
        setattr(activity, name, value)
    activity.entered_at, activity.entered_by = at, actor
    activity.save()
    return activity


@transaction.atomic
def remove_activity(*, activity_id: int, actor: User) -> None:
    """Take an entry out, while no report holds it."""
    _entry(activity_id, actor).delete()


def _entry(activity_id: int, actor: User) -> CentreActivity:
    centre = locked_centre(
        CentreActivity.objects.values_list("centre_id", flat=True).get(pk=activity_id), actor
    )
    activity = centre.activities.select_related("centre").get(pk=activity_id)
    _check_not_reported(centre, activity.on)
    return activity


def _activity(
    centre: ResourceCentre, *, function: str, on: date, what: str, people: int, at: datetime
) -> dict[str, Any]:
    what = " ".join(what.split())
    if function not in rules.FUNCTIONS:
        raise Refusal(_("Choose one of the centre's functions."), code="function")
    if not what:
        raise Refusal(_("Say in a few words what was done."), code="empty")
    if len(what) > LONGEST_WHAT:
        raise Refusal(
            _("The text is longer than %(most)s letters. Shorten it.") % {"most": LONGEST_WHAT},
            code="too_long",
        )
    if not centre.opened_on <= on <= timezone.localdate(at):
        raise Refusal(
            _(
                "Choose a day between the centre's opening and today: what is planned is entered once it is done."
            ),
            code="day",
        )
    _check_not_reported(centre, on)
    return {"function": function, "on": on, "what": what, "people": max(0, people)}


def _check_not_reported(centre: ResourceCentre, on: date) -> None:
    """Refuse a day of a period whose report is handed in: what was reported is frozen."""
    half = 1 if on.month <= 6 else 2
    reports = CentreReport.objects.filter(
        centre=centre, year=on.year, half__in=(half, 0), handed_in_at__isnull=False
    )
    if reports.exists():
        raise Refusal(
            _("The report about this day is handed in, so its entries cannot be changed any more."),
            code="reported",
        )
