"""The step log of one question: what an arriving answer does to what stands (pure functions).

Saves may come twice, late, or out of order, and from more than one window. Each window numbers what it sends; a window
knows which answer stood when it opened the page (`seen`). Whatever the order of arrival, the answer with a window's
highest number is that window's answer, and a window that did not know of another's answer is told instead of replacing it.
"""

from dataclasses import dataclass, replace

COUNTED = "counted"  # it is the answer now
SAME = "same"  # nothing new: a repeat, or what stands already
LATE = "late"  # an earlier answer of a window whose later one stands: kept in the log, does not count
STALE = "stale"  # another window answered meanwhile: the sender is shown what stands


@dataclass(frozen=True)
class Standing:
    """What stands: the answer, its place in the log, and which window's which answer it is."""

    response: tuple[str, ...] = ()
    sequence: int = 0
    client: str = ""
    client_number: int = 0


@dataclass(frozen=True)
class Arrival:
    """What a window sends. `seen`: the sequence its page was opened with, None where it does not say."""

    response: tuple[str, ...]
    client: str = ""
    client_number: int = 0
    seen: int | None = None


def arrive(standing: Standing, arrival: Arrival) -> tuple[Standing, str]:
    """What stands after the arrival, and what became of it."""
    if arrival.client and arrival.client == standing.client:
        if arrival.client_number == standing.client_number:
            return standing, SAME
        if arrival.client_number < standing.client_number:
            return standing, LATE
    elif arrival.seen is not None and arrival.seen != standing.sequence:
        # An empty page of another window never clears an answer.
        is_new = arrival.response and arrival.response != standing.response
        return standing, STALE if is_new else SAME
    # Another window says the same: a new place in the log, so that delayed answers of the first one no longer fit.
    is_handover = arrival.client and standing.client not in {"", arrival.client}
    if arrival.response == standing.response and not is_handover:
        if not arrival.client:
            return standing, SAME
        # Nothing changes, but a delayed earlier answer of this window must find that it is late.
        return replace(standing, client=arrival.client, client_number=arrival.client_number), SAME
    return (
        Standing(
            response=arrival.response,
            sequence=standing.sequence + 1,
            client=arrival.client,
            client_number=arrival.client_number,
        ),
        COUNTED,
    )
