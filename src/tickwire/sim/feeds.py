"""Where the venue's messages come from, and how they keep time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Sequence

import msgspec

from .instruments import Instrument
from .market import DEFAULT_START, Market
from .messages import Payload, Publish
from .replay import Playback, Replay

# How far a feed that has fallen behind may run at one go, in µs, so that requests are answered in between.
_STRIDE = 50_000
# A tape ends after so many messages or so many µs of a market with so many orders a second.
_TAPE_MESSAGES = 20_000
_TAPE_ORDERS = 10_000.0
_TAPE_LENGTH = 4_000_000


class Synthetic:
    """The seeded market; `rate` orders a second, or None for as fast as the clients read."""

    def __init__(self, seed: int, symbols: Sequence[str | Instrument], rate: float | None) -> None:
        self._seed, self._symbols, self._rate = seed, symbols, rate
        self.speed = None if rate is None else 1.0

    def source(self, start: int) -> Market:
        """A fresh market."""
        return Market(self._seed, self._symbols, rate=self._rate or _TAPE_ORDERS, start=start)

    def tape(self, wanted: Container[str], time_unit: int) -> tuple[list[tuple[str, bytes]], bool]:
        """A stretch of the market, to be sent again and again; ids and times begin anew each time."""
        market = self.source(DEFAULT_START)
        taken: list[tuple[str, bytes]] = []

        def publish(stream: str, make: Callable[[int], Payload]) -> None:
            if stream in wanted:
                taken.append((stream, msgspec.json.encode(make(time_unit))))

        while len(taken) < _TAPE_MESSAGES and market.now < DEFAULT_START + _TAPE_LENGTH:
            market.advance(market.now + 1_000_000, publish)
        return taken, True


Feed = Synthetic | Replay


async def pace(source: Market | Playback, speed: float, publish: Publish, flush: Callable[[float], None]) -> None:
    """Let `source` run along with the event loop's clock; `flush` hears after each step how far it lags, in seconds."""
    clock = asyncio.get_running_loop().time
    began, first = clock(), source.now
    while (due := source.next_time) is not None:
        elapsed = (clock() - began) * speed * 1e6
        await asyncio.sleep(max(0.0, (due - first - elapsed) / speed / 1e6))
        now = first + int((clock() - began) * speed * 1e6)
        reached = min(now, due + _STRIDE)
        source.advance(reached, publish)
        flush((now - reached) / speed / 1e6)
