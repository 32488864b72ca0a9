"""A book of 5000 levels a side and diff events of 50 levels or more, at the captured distances from the best price.

The snapshot is the tape's, carried on at its own spacing to 5000 levels. Successive updates of the tape are joined, the
last quantity of a price counting, until there are 50 levels or more; each event is in the venue's order, best first.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import msgspec

from bench.corpus.derived import DepthFrame
from bench.corpus.tape import tape

LEVELS = 5000
CHANGED = 50
EVENTS = 500

Pairs = list[tuple[str, str]]


class BookChanges(NamedTuple):
    """Bids and asks of the snapshot, and those that change in each event."""

    snapshot: tuple[Pairs, Pairs]
    events: list[tuple[Pairs, Pairs]]
    origin: str


@cache
def book_changes() -> BookChanges:
    source, decoder = tape(), msgspec.json.Decoder(DepthFrame)
    updates = [decoder.decode(frame).data for frame in source.depth_updates]
    joined: tuple[dict[str, str], dict[str, str]] = ({}, {})
    events: list[tuple[Pairs, Pairs]] = []
    for update in updates:
        if update.last_book_update_id <= source.snapshot.book_update_id:
            continue
        for side, changes in zip(joined, (update.bids, update.asks), strict=True):
            side.update(changes)
        if sum(map(len, joined)) >= CHANGED:
            events.append((_ordered(joined[0], -1), _ordered(joined[1], 1)))
            joined = ({}, {})
    snapshot = (_deepened(source.snapshot.bids, -1), _deepened(source.snapshot.asks, 1))
    return BookChanges(snapshot, events[:EVENTS], source.origin)


def _ordered(side: dict[str, str], sign: int) -> Pairs:
    return sorted(side.items(), key=lambda level: sign * float(level[0]))


def _deepened(side: Pairs, sign: int) -> Pairs:
    first, last = float(side[0][0]), float(side[-1][0])
    step = max(abs(last - first) / len(side), 0.01)
    more = range(1, LEVELS - len(side) + 1)
    return [*side, *((f"{last + sign * step * number:.2f}000000", "1.00000000") for number in more)]
