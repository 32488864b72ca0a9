"""Where the venue's messages come from, and how they keep time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Sequence
from typing import Protocol

from ..schema.market import PartialDepth
from .counting import ID_BASE, Counts, counted
from .instruments import Instrument
from .live import Live
from .market import DEFAULT_START, Market
from .messages import SEND_DELAY, Payload, Publish, encoded
from .replay import Playback, Replay
from .spans import SECOND
from .tape import TapeMessage

# How far a feed that has fallen behind may run at one go, in µs, so that requests are answered in between.
_STRIDE = 50_000
# A tape holds so many seconds of a market with so many orders a second.
TAPE_SECONDS = 2
_TAPE_ORDERS = 10_000.0
_ALL = 1 << 30


class Synthetic:
    """The seeded market; `rate` orders a second, or None for as fast as the clients read."""

    def __init__(
        self,
        seed: int,
        symbols: Sequence[str | Instrument],
        rate: float | None,
        depth: int = 200,
        history: int = 50_000,
    ) -> None:
        self.seed, self._symbols, self._rate = seed, symbols, rate
        self._depth, self._history = depth, history
        self.speed = None if rate is None else 1.0
        self._update_steps: dict[str, int] = {}
        self._opening: dict[str, PartialDepth] = {}

    def source(self, start: int) -> Market:
        """A fresh market."""
        return Market(
            self.seed,
            self._symbols,
            rate=self._rate or _TAPE_ORDERS,
            start=start,
            depth=self._depth,
            history=self._history,
        )

    def tape(self, wanted: Container[str], time_unit: int) -> tuple[list[TapeMessage], bool]:
        """A stretch of the market, to be sent again and again; ids and times go on, and the book ends as it began."""
        market = self.source(DEFAULT_START)
        self._opening = {each.symbol: market.depth_snapshot(each.symbol, _ALL) for each in market.traded}
        books = {each.symbol: each.book.levels(_ALL) for each in market.traded}
        before = {each.symbol: each.counts() for each in market.traded}
        taken: list[tuple[str, bytes]] = []

        def publish(stream: str, make: Callable[[int], Payload]) -> None:
            if stream in wanted:
                taken.append((stream, encoded(make(time_unit))))

        end = DEFAULT_START + TAPE_SECONDS * SECOND
        market.advance(end + SEND_DELAY, publish)
        steps: dict[str, dict[Counts, int]] = {"": {Counts.TIME: TAPE_SECONDS * SECOND // time_unit}}
        for each in market.traded:
            each.rewind(*books[each.symbol], end, publish)
            grown = {what: number - before[each.symbol][what] for what, number in each.counts().items()}
            steps[each.symbol] = {**steps[""], **grown}
        self._update_steps = {symbol: grown[Counts.UPDATES] for symbol, grown in steps.items() if symbol}
        return [counted(stream, payload, steps) for stream, payload in taken], True

    def snapshot(self, symbol: str, limit: int, turn: int) -> PartialDepth:
        """The book at the beginning of a tape's round."""
        if not self._opening:
            self.tape((), 1)
        book = self._opening[symbol]
        update_id = book.book_update_id + ID_BASE + turn * self._update_steps[symbol]
        return PartialDepth(book_update_id=update_id, bids=book.bids[:limit], asks=book.asks[:limit])


Feed = Synthetic | Replay | Live


class Sink(Protocol):
    """Where messages go."""

    @property
    def publish(self) -> Publish:
        """Takes a message; it may change while they are sent."""
        ...

    def flush(self, lag: float) -> None:
        """Send what was published; the feed lags so many seconds behind."""


async def pace(source: Market | Playback, speed: float, sink: Sink) -> None:
    """Let `source` run along with the event loop's clock."""
    clock = asyncio.get_running_loop().time
    began, first = clock(), source.now
    while (due := source.next_time) is not None:
        elapsed = (clock() - began) * speed * 1e6
        await asyncio.sleep(max(0.0, (due - first - elapsed) / speed / 1e6))
        now = first + int((clock() - began) * speed * 1e6)
        reached = min(now, due + _STRIDE)
        source.advance(reached, sink.publish)
        sink.flush((now - reached) / speed / 1e6)
