"""A long sorted list into which many come and from which many go at once, without sorting it anew."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any


def find(ranks: list[Any], item: Any) -> int | None:
    """Where an item is in a sorted list; None where it is not."""
    at = bisect_left(ranks, item)
    return at if at < len(ranks) and ranks[at] == item else None


def weave(ranks: list[Any], fresh: list[Any]) -> None:
    """Put items that are not there yet into a sorted list."""
    fresh = sorted(fresh)
    _lay(ranks, [bisect_left(ranks, item) for item in fresh], fresh)


def pluck(ranks: list[Any], gone: list[Any]) -> None:
    """Take items out of a sorted list; those that are not in it change nothing."""
    places = [at for item in gone if (at := find(ranks, item)) is not None]
    _lay(ranks, sorted(places))


def _lay(ranks: list[Any], places: list[int], fresh: list[Any] | None = None) -> None:
    """Lay slices of the list side by side: at each place a fresh item between them, or the item there left out."""
    if not places:
        return
    left_out = 0 if fresh else 1
    at, laid = places[0], list[Any]()
    for number, place in enumerate(places):
        laid += ranks[at:place]
        if fresh:
            laid.append(fresh[number])
        at = place + left_out
    ranks[places[0] : at] = laid
