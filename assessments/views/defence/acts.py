"""What the buttons of a session's page do; each returns the sentence that tells it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.errors import Refusal

from ...models import DefenceQuestion, DefenceSession
from ...services.defence import defence
from ...services.defence import running as defence_running

Act = Callable[[HttpRequest, DefenceSession, int], str]


def act(request: HttpRequest, session: DefenceSession) -> str:
    """Do what the pressed button says: "name" or "name-id", the id being a turn's of this session."""
    name, _dash, number = request.POST.get("action", "").partition("-")
    done = ACTS.get(name)
    if done is None:
        raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")
    pk = int(number) if number.isdigit() else 0
    if name in OF_A_TURN:
        pk = get_object_or_404(session.slots, pk=pk).pk
    return done(request, session, pk)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"at": timezone.now(), "actor": request.user}


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name) if one.isdigit()]


def _add(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    slots = defence.add_slots(
        session_id=session.pk,
        group_ids=_ids(request, "group"),
        sitting_ids=_ids(request, "sitting"),
        **_by(request),
    )
    return _added(len(slots))


def _everybody(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    return _added(len(defence.add_everybody(session_id=session.pk, **_by(request))))


def _added(count: int) -> str:
    return ngettext("%(count)s turn is added.", "%(count)s turns are added.", count) % {"count": count}


def _remove(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    defence.remove_slot(slot_id=pk, **_by(request))
    return _("The turn is taken out. Those after it move up.")


def _order(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    """By the numbers typed; where two are the same, as they stood."""

    def wanted(row: tuple[int, int]) -> tuple[int, int]:
        slot, standing = row
        typed = request.POST.get(f"order-{slot}", "")
        return int(typed) if typed.isdigit() else standing, standing

    rows = sorted(session.slots.values_list("pk", "order"), key=wanted)
    defence.set_order(session_id=session.pk, slot_ids=[slot for slot, _standing in rows], **_by(request))
    return _("The order is saved.")


def _shift(by: int) -> Act:
    def shift(request: HttpRequest, session: DefenceSession, pk: int) -> str:
        ids = list(session.slots.values_list("pk", flat=True))
        here = ids.index(pk)
        there = min(max(here + by, 0), len(ids) - 1)
        ids[here], ids[there] = ids[there], ids[here]
        defence.set_order(session_id=session.pk, slot_ids=ids, **_by(request))
        return _("The order is saved.")

    return shift


def _lot(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    seed = defence.draw_lots(session_id=session.pk, **_by(request))
    return _("The order is drawn by lot. The number drawn is %(seed)s.") % {"seed": seed}


def _announce(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    defence.announce(session_id=session.pk, **_by(request))
    return _("Those who defend are told when and where.")


def _begin(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    return _("Now: %(name)s.") % {
        "name": defence.slot_name(defence_running.begin_slot(slot_id=pk, **_by(request)))
    }


def _end(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    return _("Over: %(name)s.") % {
        "name": defence.slot_name(defence_running.end_slot(slot_id=pk, **_by(request)))
    }


def _absent(absent: bool) -> Act:
    def mark(request: HttpRequest, session: DefenceSession, pk: int) -> str:
        defence_running.set_absent(slot_id=pk, absent=absent, **_by(request))
        return _("Noted: they did not come.") if absent else _("Noted: they came.")

    return mark


def _ask(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    defence_running.ask(
        slot_id=pk,
        text=request.POST.get("question", ""),
        asked_by=request.POST.get("asked_by", ""),
        answer=request.POST.get("answer", ""),
        **_by(request),
    )
    return _("The question is written down.")


def _answer(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    question = get_object_or_404(DefenceQuestion, pk=pk, slot__session=session)
    defence_running.write_answer(
        question_id=question.pk,
        text=request.POST.get("question", ""),
        asked_by=request.POST.get("asked_by", ""),
        answer=request.POST.get("answer", ""),
        **_by(request),
    )
    return _("The answer is written down.")


def _note(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    defence_running.write_note(slot_id=pk, note=request.POST.get("note", ""), **_by(request))
    return _("The note is saved.")


def _hold(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    defence.hold(session_id=session.pk, protocol_number=request.POST.get("protocol", ""), **_by(request))
    return _("The session is closed. Its protocol no longer changes.")


def _cancel(request: HttpRequest, session: DefenceSession, pk: int) -> str:
    defence.cancel(session_id=session.pk, reason=request.POST.get("reason", ""), **_by(request))
    return _("The session is cancelled.")


OF_A_TURN = {"remove", "up", "down", "begin", "end", "absent", "present", "ask", "note"}
ACTS: dict[str, Act] = {
    "add": _add,
    "everybody": _everybody,
    "remove": _remove,
    "order": _order,
    "up": _shift(-1),
    "down": _shift(1),
    "lot": _lot,
    "announce": _announce,
    "begin": _begin,
    "end": _end,
    "absent": _absent(True),
    "present": _absent(False),
    "ask": _ask,
    "answer": _answer,
    "note": _note,
    "hold": _hold,
    "cancel": _cancel,
}
