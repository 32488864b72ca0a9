"""Which streams share a connection: as few connections as the venue's limits and the streams' rates allow.

A *shard* is a set of streams that share connections. Rates are messages a second, observed; times are seconds of the
caller's monotonic clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .subscriptions import MAX_STREAMS

MAX_RATE = 5000.0
# A shard is relieved after so many looks in a row above the limit, until it is this part of the limit or less.
LOOKS = 3
RELIEVED = 0.75
# Nothing is moved again for this time, seconds: rates need some to follow.
PAUSE = 30.0
# The weight of the newest look in a rate.
NEWEST = 0.5


class Move(NamedTuple):
    """Streams to be moved from one shard to another; `target` is None for a new one."""

    streams: tuple[str, ...]
    source: int
    target: int | None


class Placement:
    """Knows every shard's streams and every stream's rate."""

    def __init__(self, max_streams: int = MAX_STREAMS, max_rate: float = MAX_RATE) -> None:
        self._max_streams, self._max_rate = max_streams, max_rate
        self._shard_of: dict[str, int] = {}
        self._sizes: dict[int, int] = {}
        self._kinds: dict[int, object] = {}
        self._rates: dict[str, float] = {}
        self._counts: dict[str, int] = {}
        self._counted_at: float | None = None
        self._looks_above: dict[int, int] = {}
        self._quiet_until = 0.0

    def add_shard(self, shard: int, kind: object = None) -> None:
        """There is room for more streams, of some kind: shards of different kinds never exchange any."""
        self._sizes.setdefault(shard, 0)
        self._kinds[shard] = kind

    def remove_shard(self, shard: int) -> None:
        """A shard without streams is given up."""
        del self._sizes[shard], self._kinds[shard]
        self._looks_above.pop(shard, None)

    def size(self, shard: int) -> int:
        """How many streams it has."""
        return self._sizes[shard]

    def streams(self, shard: int) -> list[str]:
        """Which they are."""
        return [stream for stream, where in self._shard_of.items() if where == shard]

    def choose(self, kind: object = None) -> int | None:
        """The shard for one more stream: the first with room that is not busy; None when a new one is needed."""
        rates = self.rates()
        roomy = [shard for shard in self._sizes if self._kinds[shard] == kind and self._room(shard)]
        best = min(roomy, key=lambda shard: (rates[shard] >= self._max_rate * RELIEVED, shard), default=None)
        return None if best is None or rates[best] >= self._max_rate else best

    def put(self, stream: str, shard: int) -> None:
        """The stream is brought by this shard from now on."""
        self.remove(stream)
        self._shard_of[stream] = shard
        self._sizes[shard] += 1

    def remove(self, stream: str) -> None:
        """The stream is brought no longer."""
        shard = self._shard_of.pop(stream, None)
        if shard is not None:
            self._sizes[shard] -= 1

    def rates(self) -> dict[int, float]:
        """Messages a second of every shard."""
        rates = dict.fromkeys(self._sizes, 0.0)
        for stream, shard in self._shard_of.items():
            rates[shard] += self._rates.get(stream, 0.0)
        return rates

    def observe(self, counts: Mapping[str, int], now: float) -> None:
        """How many messages every stream has brought so far."""
        if self._counted_at is not None and now > self._counted_at:
            seconds = now - self._counted_at
            for stream, count in counts.items():
                newest = max(0, count - self._counts.get(stream, count)) / seconds
                before = self._rates.get(stream, newest)
                self._rates[stream] = before + NEWEST * (newest - before)
            self._rates = {stream: rate for stream, rate in self._rates.items() if stream in self._shard_of}
            for shard, rate in self.rates().items():
                self._looks_above[shard] = self._looks_above.get(shard, 0) + 1 if rate > self._max_rate else 0
        self._counts, self._counted_at = dict(counts), now

    def move(self, now: float) -> Move | None:
        """What is to be moved now, if anything is; it counts as moved."""
        if now < self._quiet_until:
            return None
        rates = self.rates()
        busiest = max(rates, key=rates.__getitem__, default=None)
        if busiest is None or self._looks_above.get(busiest, 0) < LOOKS:
            return None
        target = min(
            (
                shard
                for shard, rate in rates.items()
                if rate < self._max_rate / 2 and self._room(shard) and self._kinds[shard] == self._kinds[busiest]
            ),
            key=rates.__getitem__,
            default=None,
        )
        streams = self._leaving(busiest, rates[busiest], 0.0 if target is None else rates[target], self._room(target))
        if not streams:
            return None
        self._looks_above[busiest] = 0
        self._quiet_until = now + PAUSE
        return Move(streams, busiest, target)

    def _room(self, shard: int | None) -> int:
        return self._max_streams - (self._sizes[shard] if shard is not None else 0)

    def _leaving(self, source: int, rate: float, target_rate: float, room: int) -> tuple[str, ...]:
        """The busiest streams that fit on the other side, until the source is relieved or both are even."""
        streams = [stream for stream, shard in self._shard_of.items() if shard == source]
        streams.sort(key=lambda stream: self._rates.get(stream, 0.0), reverse=True)
        to_even = (rate - target_rate) / 2
        wanted = min(to_even, rate - RELIEVED * self._max_rate)
        leaving: list[str] = []
        moved = 0.0
        for stream in streams:
            own = self._rates.get(stream, 0.0)
            if moved >= wanted or len(leaving) == min(room, len(streams) - 1) or own == 0.0:
                break
            if moved + own <= to_even:
                leaving.append(stream)
                moved += own
        return tuple(leaving)
