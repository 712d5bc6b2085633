"""Spreading works over markers, and picking a sample to moderate (pure functions; works and markers are row ids)."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from decimal import Decimal


def spread(
    works: Sequence[int],
    markers: Sequence[int],
    *,
    load: Mapping[int, int],
    barred: Mapping[int, Collection[int]],
    bundles: Mapping[int, Hashable] | None = None,
) -> dict[int, int]:
    """Work → marker, so that all have about as much to do; a work that nobody may mark is left out.

    `load`: what each marker has already. `barred`: who may not mark a work (its authors, its other markers). Works with
    the same value in `bundles` go to one marker. The biggest bundles are placed first, each to who has least; equal
    loads are settled by the order of `markers`.
    """
    parts: dict[Hashable, list[int]] = {}
    for work in works:
        parts.setdefault((bundles or {}).get(work, ("alone", work)), []).append(work)
    given = {marker: load.get(marker, 0) for marker in markers}
    chosen: dict[int, int] = {}
    for part in sorted(parts.values(), key=len, reverse=True):
        allowed = [marker for marker in markers if all(marker not in barred.get(work, ()) for work in part)]
        if allowed:
            marker = min(allowed, key=lambda one: given[one])
            given[marker] += len(part)
            chosen |= dict.fromkeys(part, marker)
            continue
        for work in part:  # nobody may take the whole bundle
            free = [marker for marker in markers if marker not in barred.get(work, ())]
            if free:
                marker = min(free, key=lambda one: given[one])
                given[marker] += 1
                chosen[work] = marker
    return {work: chosen[work] for work in works if work in chosen}


def sample(shares: Mapping[int, Decimal], size: int) -> list[int]:
    """So many works to moderate, spread from the lowest to the highest share of the maximum, both ends among them."""
    ordered = sorted(shares, key=lambda work: (shares[work], work))
    if size >= len(ordered):
        return ordered
    if size <= 0:
        return []
    if size == 1:
        return [ordered[0]]
    last = len(ordered) - 1
    return list(dict.fromkeys(ordered[round(place * last / (size - 1))] for place in range(size)))
